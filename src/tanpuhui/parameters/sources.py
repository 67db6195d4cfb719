"""Sources and units: what the values cite and what they are measured in, each described once."""

from dataclasses import dataclass

from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A source: `published` is a year, a month or a day, as it tells; `url` is the address of the source itself."""

    key: str
    title: Text
    publisher: Text
    published: str | None
    url: str | None
    reading_list: bool
    note: Text | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code in the files and its name."""

    code: str
    name: Text
