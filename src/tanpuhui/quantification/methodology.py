"""The catalogue of methodologies: each a folder that is found by itself, read strictly, and shown to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType

from tanpuhui.core.citations import Status
from tanpuhui.core.plugins import Plugin, choose, find
from tanpuhui.core.refused import shown
from tanpuhui.core.text import LANGS, Text
from tanpuhui.parameters.loading import load
from tanpuhui.parameters.reading import read_mapping, shaped
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.shapes import MethodologyShape, TableShape

GROUP = "tanpuhui.methodologies"
FILE = "methodology.yaml"


@dataclass(frozen=True)
class Methodology:
    """One edition: its folder, and what its `methodology.yaml` says (`shape`)."""

    plugin: Plugin
    shape: MethodologyShape

    @property
    def code(self) -> str:
        """The folder's name, such as `forestry_2020`."""
        return self.shape.code

    @property
    def name(self) -> Text:
        """The document's title."""
        return self.shape.name.text

    @property
    def status(self) -> Status:
        """How sure the formula itself is, apart from the values it uses."""
        return Status[self.shape.status.upper()]

    @property
    def needs_verifier(self) -> bool:
        """Whether a report needs a verification body; where that is not known, it does."""
        return self.shape.verifier != "not_needed"

    @property
    def buffer(self) -> Decimal | None:
        """The share of each vintage that goes to the buffer, if the edition has one."""
        return None if self.shape.buffer == "off" else Decimal(self.shape.buffer.share)

    @property
    def tables(self) -> Mapping[str, TableShape]:
        """The input tables it asks for."""
        return self.shape.tables

    @property
    def folder(self) -> Path:
        """The folder itself."""
        return Path(str(self.plugin.folder))

    @property
    def readme(self) -> Text:
        """The page for people, in Markdown: `README.zh.md` and `README.en.md`."""
        zh, en = (self.folder.joinpath(f"README.{lang}.md").read_text(encoding="utf-8") for lang in LANGS)
        return Text(zh, en)

    @property
    def calculation(self) -> ModuleType:
        """Its formulas: `calculation.py` has a function `calculate(sheet, options)` that gives the result."""
        return self.plugin.load("calculation")

    @cached_property
    def sources(self) -> dict[str, str]:
        """The text of every file that its result rests on, but its values: modules and `methodology.yaml`."""
        paths = sorted((*self.folder.glob("*.py"), self.folder.joinpath(FILE)))
        return {path.name: path.read_text(encoding="utf-8") for path in paths}

    def options(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Every setting with what was `chosen` for it or its default; an unknown setting or choice is refused."""
        for option, choice in chosen.items():
            if option not in self.shape.options or choice not in self.shape.options[option].choices:
                known = "; ".join(f"{name}: {', '.join(each.choices)}" for name, each in self.shape.options.items())
                facts = {"option": shown(option), "choice": shown(choice), "known": known or "—"}
                raise refuse("unknown_option", methodology=self.code, **facts)
        return {name: chosen.get(name, each.default) for name, each in self.shape.options.items()}

    def values(self, *, profile: str | None = None) -> Values:
        """The shipped values with those of this folder, read anew; the profile `demo` switches illustrative ones on."""
        return load(profile=profile, folders=[self.folder])


def read_methodology(plugin: Plugin) -> Methodology:
    """The methodology of a plug-in folder; a file that is not as it must be is refused with every problem."""
    path = Path(str(plugin.folder)).joinpath(FILE)
    shape = _shape(path, _state(path), f"{plugin.name}/{FILE}")
    if shape.code != plugin.name:
        raise refuse("methodology_misplaced", folder=plugin.name, code=shape.code)
    return Methodology(plugin, shape)


@lru_cache(maxsize=64)
def _shape(path: Path, state: tuple[int, int], place: str) -> MethodologyShape:
    """What a file says, kept while the file stays as it is: reading it takes a tenth of a second."""
    return shaped(MethodologyShape, read_mapping(path, place), shown=place, key="-")


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # read_mapping says what is wrong
        return 0, 0
    return found.st_mtime_ns, found.st_size


def catalogue() -> dict[str, Methodology]:
    """Every methodology by code: the folders of the house and those that other installed packages offer."""
    return {name: read_methodology(plugin) for name, plugin in find(GROUP, GROUP).items()}


def methodology_named(code: str) -> Methodology:
    """The methodology that `code` means (folder name, hyphen code or short name); refused if there is none."""
    return read_methodology(choose(find(GROUP, GROUP), code))
