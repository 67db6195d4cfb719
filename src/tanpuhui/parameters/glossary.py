"""The words of the field in both languages, one list for screens and documents."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tanpuhui.core.text import Text
from tanpuhui.parameters.loading import DATA
from tanpuhui.parameters.reading import read_mapping, shaped
from tanpuhui.parameters.shapes import TermShape


@dataclass(frozen=True, slots=True)
class Term:
    """A word: its `code`, its name in both languages, what it means, other words that are seen for it."""

    code: str
    name: Text
    means: Text
    also: tuple[str, ...]


def read_glossary(path: Path) -> dict[str, Term]:
    """The terms of the file at `path` by their code; a file of another form is refused."""
    terms = {}
    for code, content in read_mapping(path, path.name).items():
        shape = shaped(TermShape, content, shown=path.name, key=code)
        terms[code] = Term(code, Text(shape.zh, shape.en), shape.means.text, tuple(shape.also))
    return terms


@cache
def glossary() -> MappingProxyType[str, Term]:
    """The shipped glossary by code, such as `issuance` or `vintage`."""
    return MappingProxyType(read_glossary(DATA / "glossary.yaml"))
