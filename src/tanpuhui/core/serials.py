"""The readable serial of the house: `GD-PHCER-<methodology>-<project>-<vintage>-<first>-<last>`, one spelling each.

In grammar, with the numbers of `core.ranges` and years 1900 to 2200:

    serial  = ["DEMO-"] jurisdiction "-" unit type "-" methodology "-" project "-" vintage "-" first "-" last
    segment = (A-Z | 0-9) {A-Z | 0-9 | "_"}        not "DEMO" for a jurisdiction
"""

import re
from dataclasses import dataclass, replace

from tanpuhui.core.days import checked_year
from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse, shown
from tanpuhui.core.text import Text

EXAMPLE = "GD-PHCER-FORESTRY_2020-SG0001-2019-1-5000"
DEMO = "DEMO"
LIMITS = {"jurisdiction": 12, "unit_type": 16, "methodology": 40, "project": 40}
LONGEST = len("DEMO-") + sum(LIMITS.values()) + len("2019") + 2 * 19 + 6
_SEGMENT = re.compile(r"[A-Z0-9][A-Z0-9_]*")
_YEAR = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_DROPPED = str.maketrans("", "", "-./ ")
_HOUSE = Text("本登记簿", "this register's own")
_PARTS = {
    "jurisdiction": Text("地区", "jurisdiction"),
    "unit_type": Text("类型", "unit type"),
    "methodology": Text("方法学", "methodology"),
    "project": Text("项目", "project"),
}


@dataclass(frozen=True, slots=True, order=True)
class Serial:
    """`units` of one project and vintage. `demo` marks a demonstration register, whose serials begin with DEMO-."""

    jurisdiction: str
    unit_type: str
    methodology: str
    project: str
    vintage: int
    units: Range
    demo: bool = False

    def __post_init__(self) -> None:
        """Refuse segments and years that could not be printed and read again."""
        for part in LIMITS:
            checked_segment(getattr(self, part), part)
        if self.jurisdiction == DEMO:
            raise _no_segment(DEMO, "jurisdiction")
        checked_year(self.vintage)

    @property
    def count(self) -> int:
        """How many units; always last - first + 1."""
        return self.units.count

    def take_last(self, wanted: int) -> tuple["Serial | None", "Serial"]:
        """The serial that the owner keeps (if any), and that of the receiver of `wanted` units."""
        kept, given = self.units.take_last(wanted)
        return (replace(self, units=kept) if kept else None), replace(self, units=given)

    def __str__(self) -> str:
        series = (self.jurisdiction, self.unit_type, self.methodology, self.project, self.vintage, self.units)
        return "-".join(map(str, ((DEMO, *series) if self.demo else series)))


def parse_serial(text: str) -> Serial:
    """The serial that `text` is, in the one spelling it has; anything else is refused."""
    if not isinstance(text, str):
        raise _malformed(text)
    if len(text) > LONGEST:
        raise refuse("text_too_long", text=shown(text), limit=LONGEST)
    segments = text.split("-")
    demo = segments[0] == DEMO
    if len(segments) != 7 + demo:
        raise _malformed(text)
    *series, vintage, first, last = segments[demo:]
    if not (_YEAR.fullmatch(vintage) and _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last)):
        raise _malformed(text)
    if not all(map(_SEGMENT.fullmatch, series)):
        raise _malformed(text)
    jurisdiction, unit_type, methodology, project = series
    units = Range(int(first), int(last))
    return Serial(jurisdiction, unit_type, methodology, project, int(vintage), units, demo)


def checked_segment(text: str, part: str) -> str:
    """`text` if it can be the segment `part` (a key of `LIMITS`) of a serial."""
    if not isinstance(text, str) or len(text) > LIMITS[part] or not _SEGMENT.fullmatch(text):
        raise _no_segment(text, part)
    return text


def segment_of(name: str, part: str) -> str:
    """A foreign id or an edition's folder name as the segment `part`: capitals; hyphens, points, slashes and blanks fall away.

    "forestry_2020" becomes "FORESTRY_2020" and "CAFR5003-A" becomes "CAFR5003A". Not reversible in general: a foreign
    id is kept beside our serial.
    """
    if not isinstance(name, str) or not name.isascii():
        raise _no_segment(name, part)
    return checked_segment(name.translate(_DROPPED).upper(), part)


def folder_name_of(segment: str) -> str:
    """The folder name that a methodology segment stands for: "FORESTRY_2020" is "forestry_2020"."""
    return checked_segment(segment, "methodology").lower()


def _no_segment(text: object, part: str) -> Refusal:
    return refuse("malformed_segment", text=shown(text), part=_PARTS[part], limit=LIMITS[part])


def _malformed(text: object) -> Refusal:
    return refuse("malformed_serial", text=shown(text), form=_HOUSE, example=EXAMPLE)
