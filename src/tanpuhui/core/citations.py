"""Where a number comes from: its source, the place in it, and how sure we are."""

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from tanpuhui.core.text import Text


class Status(IntEnum):
    """How sure a value is, weakest first, so that `min` of several statuses is the status of their result."""

    ILLUSTRATIVE = 0
    SECONDARY = 1
    OFFICIAL = 2

    @property
    def text(self) -> Text:
        """The word a person reads."""
        return _WORDS[self]


_WORDS = {
    Status.ILLUSTRATIVE: Text("示例（非真实数值）", "illustrative (not a real value)"),
    Status.SECONDARY: Text("二手来源", "secondary source"),
    Status.OFFICIAL: Text("官方", "official"),
}


_NOTES = re.compile(r"mechanism notes: \w+\.md")


def read(place: str) -> Text:
    """A place as a person reads it: without the name of a file of notes, which the record keeps."""
    return Text(_NOTES.sub("机制笔记", place), _NOTES.sub("mechanism notes", place))


@dataclass(frozen=True, slots=True)
class Citation:
    """The `source` (key and title), the `place` in it, its `status`, and the day somebody last looked."""

    source: str
    title: Text
    place: str
    status: Status
    checked_on: date

    @property
    def where(self) -> Text:
        """The place as a person reads it."""
        return read(self.place)

    @property
    def says(self) -> Text:
        """The citation in a line."""
        return Text(
            f"{self.title.zh}（{self.source}），{self.where.zh}；{self.status.text.zh}；核对日期 {self.checked_on}",
            f"{self.title.en} ({self.source}), {self.where.en}; {self.status.text.en}; checked {self.checked_on}",
        )
