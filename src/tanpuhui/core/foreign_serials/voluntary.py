"""Serials of Gold Standard, Verra and ERS, which write a block as two numbers between hyphens."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from tanpuhui.core.days import parse_day
from tanpuhui.core.foreign_serials.form import COUNTRY, NUMBER, YEAR, ForeignSerial, units
from tanpuhui.core.ranges import Range
from tanpuhui.core.text import Text

_BLOCK = rf"(?P<first>{NUMBER})-(?P<last>{NUMBER})"
_REVERSED = Text("年份期间的末日早于首日", "its vintage ends before it begins")
_DAY = rf"[0-3][0-9][01][0-9]{YEAR}"


@dataclass(frozen=True, slots=True)
class GoldStandardSerial(ForeignSerial):
    """Registry version – unit – country – project – project type – vintage – batch – first – last.

    Source: real exports, such as those in github.com/carbonplan/offsets-db-data (tests/data/gold-standard); the meaning
    of the parts is read from their pattern.
    """

    key: ClassVar = "gold_standard"
    example: ClassVar = "GS1-1-UG-GS11236-16-2024-30307-1-19149"
    source: ClassVar = "Gold Standard: public exports of 2026"
    pattern: ClassVar = re.compile(
        rf"GS(?P<version>[1-9])-(?P<unit>[1-9])-(?P<country>{COUNTRY})-GS(?P<project>{NUMBER})-(?P<project_type>{NUMBER})"
        rf"-(?P<vintage>{YEAR})-(?P<batch>{NUMBER})-{_BLOCK}"
    )

    version: int
    unit: int
    country: str
    project: int
    project_type: int
    vintage: int
    batch: int
    units: Range

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        version, unit, project = (int(parts[name]) for name in ("version", "unit", "project"))
        project_type, vintage, batch = (int(parts[name]) for name in ("project_type", "vintage", "batch"))
        return cls(version, unit, parts["country"], project, project_type, vintage, batch, units(parts))

    def __str__(self) -> str:
        series = f"GS{self.version}-{self.unit}-{self.country}-GS{self.project}-{self.project_type}"
        return f"{series}-{self.vintage}-{self.batch}-{self.units}"


@dataclass(frozen=True, slots=True)
class VerraSerial(ForeignSerial):
    """Batch – first – last – VCS – VCU – registry no. – VER – country – scope – project – vintage from – to – flag.

    The vintage days are written ddmmyyyy; the flag is 1 where the units carry an additional certification. Source: real
    exports, such as those in github.com/carbonplan/offsets-db-data (tests/data/verra); meaning read from their pattern.
    Older serials, without VCS or with another registry's letters, are not this form.
    """

    key: ClassVar = "verra"
    example: ClassVar = "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"
    source: ClassVar = "Verra Registry: public exports of 2026"
    pattern: ClassVar = re.compile(
        rf"(?P<batch>{NUMBER})-{_BLOCK}-VCS-VCU-(?P<registry>{NUMBER})-VER-(?P<country>{COUNTRY})-(?P<scope>{NUMBER})"
        rf"-(?P<project>{NUMBER})-(?P<vintage_from>{_DAY})-(?P<vintage_to>{_DAY})-(?P<certified>[01])"
    )

    batch: int
    units: Range
    registry: int
    country: str
    scope: int
    project: int
    vintage_from: date
    vintage_to: date
    certified: bool

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        batch, registry, scope, project = (int(parts[name]) for name in ("batch", "registry", "scope", "project"))
        begin, end = _day(parts["vintage_from"]), _day(parts["vintage_to"])
        certified = parts["certified"] == "1"
        return cls(batch, units(parts), registry, parts["country"], scope, project, begin, end, certified)

    def contradiction(self) -> Text | None:
        """The vintage must not end before it begins."""
        return _REVERSED if self.vintage_to < self.vintage_from else None

    def __str__(self) -> str:
        series = f"VCS-VCU-{self.registry}-VER-{self.country}-{self.scope}-{self.project}"
        return (
            f"{self.batch}-{self.units}-{series}-{self.vintage_from:%d%m%Y}-{self.vintage_to:%d%m%Y}-{self.certified:d}"
        )


def _day(text: str) -> date:
    return parse_day(f"{text[4:]}-{text[2:4]}-{text[:2]}")


@dataclass(frozen=True, slots=True)
class ErsSerial(ForeignSerial):
    """ERS – project type – project id – country – unit type – day or vintage – batch – first – last.

    Project types: 0 reforestation, 1 terrestrial forest restoration. `issued` is an issuance date for a PRU, a vintage
    for a VRU; the date's writing is not said, so eight digits or a year are taken as they are. Block numbers go to
    999,999,999. Source: help.ers.org/article/72; the example is made up after it, no real serial was seen.
    """

    key: ClassVar = "ers"
    example: ClassVar = "ERS-1-104-CO-VRU-2024-1-1-5000"
    source: ClassVar = "help.ers.org/article/72-labelling-and-serialisation"
    pattern: ClassVar = re.compile(
        rf"ERS-(?P<project_type>[0-9])-(?P<project>[A-Z0-9]{{1,20}})-(?P<country>{COUNTRY})-(?P<unit_type>PRU|VRU)"
        rf"-(?P<issued>{YEAR}|[0-9]{{8}})-(?P<batch>{NUMBER})-(?P<first>[1-9][0-9]{{0,8}})-(?P<last>[1-9][0-9]{{0,8}})"
    )

    project_type: int
    project: str
    country: str
    unit_type: str
    issued: str
    batch: int
    units: Range

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        project_type, batch = int(parts["project_type"]), int(parts["batch"])
        project, country, unit_type = parts["project"], parts["country"], parts["unit_type"]
        return cls(project_type, project, country, unit_type, parts["issued"], batch, units(parts))

    def __str__(self) -> str:
        series = f"ERS-{self.project_type}-{self.project}-{self.country}-{self.unit_type}"
        return f"{series}-{self.issued}-{self.batch}-{self.units}"
