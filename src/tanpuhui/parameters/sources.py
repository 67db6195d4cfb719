"""Sources and units: what the values cite and what they are measured in, each described once."""

import calendar
from dataclasses import dataclass
from datetime import date

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

    @property
    def published_by(self) -> date | None:
        """The last day on which the source may have appeared: of a month or a year its end. `None`: not known."""
        if self.published is None:
            return None
        year, month, day = (*map(int, self.published.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code in the files and its name."""

    code: str
    name: Text
