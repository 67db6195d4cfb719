"""Unit blocks of the Kyoto registries."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from tanpuhui.core.days import parse_day
from tanpuhui.core.foreign_serials.form import NUMBER, YEAR, ForeignSerial, units
from tanpuhui.core.ranges import Range
from tanpuhui.core.text import Text

UNIT_TYPES = ("non-Kyoto", "AAU", "RMU", "ERU from AAU", "ERU from RMU", "CER", "tCER", "lCER")
"""What the unit type codes 0 to 7 mean (M)."""
_OF_A_PROJECT, _WITH_TRACK, _EXPIRING = (3, 4, 5, 6, 7), (3, 4), (6, 7)


@dataclass(frozen=True, slots=True)
class KyotoBlock(ForeignSerial):
    """Eleven elements joined by `-` without blanks or leading zeros; an absent element leaves its place empty.

    1 originating registry, 2 unit type, 3 supplementary unit type, 4–5 first and last, 6 original and 7 applicable
    commitment period, 8 LULUCF activity, 9 project, 10 track, 11 expiry day.

    Sources. That a block is a start and an end number, that a single unit has start = end, and how it is displayed:
    Regulation (EC) 2216/2004, annex VI. The names of the elements: unit_block table of the archived Danish registry
    (digidata.rigsarkivet.dk). Marked M, general knowledge not read in a source: all code values (unit types 0–7,
    supplementary 1–4, periods, LULUCF 1–6, tracks 1–2), the length of 15 digits, which unit types have a project, a
    track or an expiry day. The order of the elements on display, keeping empty places, and the expiry day as yyyymmdd
    are our own choices, made so that a block can be read again.
    """

    key: ClassVar = "kyoto"
    example: ClassVar = "CN-5--1000001-1000500-1-1--1234--"
    source: ClassVar = "Regulation (EC) 2216/2004 annex VI; element names: archived Danish registry, table unit_block"
    pattern: ClassVar = re.compile(
        rf"(?P<origin>[A-Z]{{2}}|CDM)-(?P<unit_type>[0-7])-(?P<supplementary>[1-4]?)-(?P<first>{NUMBER})-(?P<last>{NUMBER})"
        rf"-(?P<original_period>[0-9])-(?P<applicable_period>[0-9])-(?P<lulucf>[1-6]?)-(?P<project>(?:{NUMBER})?)"
        rf"-(?P<track>[12]?)-(?P<expiry>(?:{YEAR}[01][0-9][0-3][0-9])?)"
    )

    origin: str
    unit_type: int
    supplementary: int | None
    units: Range
    original_period: int
    applicable_period: int
    lulucf: int | None
    project: int | None
    track: int | None
    expiry: date | None

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The block of these parts."""
        supplementary, lulucf, project, track = (
            _or_none(parts[n]) for n in ("supplementary", "lulucf", "project", "track")
        )
        original, applicable = int(parts["original_period"]), int(parts["applicable_period"])
        kind, block, expiry = int(parts["unit_type"]), units(parts), _expiry(parts["expiry"])
        return cls(parts["origin"], kind, supplementary, block, original, applicable, lulucf, project, track, expiry)

    def contradiction(self) -> Text | None:
        """Periods go forward; project, track and expiry stand where the unit type has them."""
        if self.applicable_period < self.original_period:
            return Text("适用承诺期早于原承诺期", "its applicable period comes before its original one")
        if (self.project is not None) != (self.unit_type in _OF_A_PROJECT):
            return Text("项目号与单位类型不符", "its unit type does not go with its project number, or lack of one")
        if self.track is not None and self.unit_type not in _WITH_TRACK:
            return Text("该单位类型没有轨道", "its unit type has no track")
        if self.expiry is not None and self.unit_type not in _EXPIRING:
            return Text("该单位类型不会到期", "its unit type does not expire")
        return None

    def __str__(self) -> str:
        expiry = self.expiry and f"{self.expiry:%Y%m%d}"
        periods = (self.original_period, self.applicable_period)
        elements = (
            self.unit_type,
            self.supplementary,
            self.units,
            *periods,
            self.lulucf,
            self.project,
            self.track,
            expiry,
        )
        return "-".join((self.origin, *("" if element is None else str(element) for element in elements)))


def _or_none(text: str) -> int | None:
    return int(text) if text else None


def _expiry(text: str) -> date | None:
    return parse_day(f"{text[:4]}-{text[4:6]}-{text[6:]}") if text else None
