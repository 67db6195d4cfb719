"""The cities of Guangdong: area code and name, one list for forms, pages, lists and papers."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tanpuhui.core.text import Text
from tanpuhui.parameters.loading import DATA
from tanpuhui.parameters.reading import read_mapping, shaped
from tanpuhui.parameters.shapes import BothLanguages

FILE = "cities.yaml"


@cache
def cities() -> Mapping[str, Text]:
    """Every city by its code (GB/T 2260), such as 440200, in the order of the codes."""
    read = read_mapping(DATA.joinpath(FILE), FILE)
    return MappingProxyType(
        {code: shaped(BothLanguages, said, shown=FILE, key=code).text for code, said in read.items()}
    )


def city(code: str) -> Text:
    """The name of a city; of a code that is not in the list, the code."""
    return cities().get(code) or Text(code, code)
