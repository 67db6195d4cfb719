"""When a value holds: a run of days in force, or a run of data years, both ends included, either end may be open."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tanpuhui.core.text import Text

Axis = Literal["in_force", "data_year"]
Point = date | int

AXIS_NAMES: dict[Axis, Text] = {
    "in_force": Text("日期", "day in force"),
    "data_year": Text("数据年度", "data year"),
}
_BEFORE_ALL, _AFTER_ALL = 0, 10**8


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included; `None` is an open end. Days on `in_force`, years on `data_year`."""

    axis: Axis
    first: Point | None
    last: Point | None

    @property
    def bounds(self) -> tuple[int, int]:
        """Both ends as whole numbers that can be compared."""
        first = _BEFORE_ALL if self.first is None else _number(self.first)
        last = _AFTER_ALL if self.last is None else _number(self.last)
        return first, last

    def covers(self, point: Point) -> bool:
        """Whether `point` (of the same axis) lies inside."""
        first, last = self.bounds
        return first <= _number(point) <= last

    def overlaps(self, other: "Period") -> bool:
        """Whether some day or year lies in both."""
        return self.bounds[0] <= other.bounds[1] and other.bounds[0] <= self.bounds[1]

    @property
    def says(self) -> Text:
        """The period in words."""
        zh, en = ("数据年度 ", "data year ") if self.axis == "data_year" else ("", "")
        if self.first is None and self.last is None:
            return Text("起止日期未载明", "no limits of time stated")
        if self.last is None:
            return Text(f"{zh}自 {self.first} 起", f"{en}from {self.first} on")
        if self.first is None:
            return Text(f"{zh}至 {self.last} 止", f"{en}up to {self.last}")
        if self.first == self.last:
            return Text(f"{zh}{self.first}", f"{en}{self.first}")
        return Text(f"{zh}{self.first} 至 {self.last}", f"{en}{self.first} to {self.last}")


def _number(point: Point) -> int:
    return point.toordinal() if isinstance(point, date) else point
