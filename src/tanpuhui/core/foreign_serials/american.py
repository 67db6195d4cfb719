"""Serials of the Climate Action Reserve (CAR) and of ACR, both of which write a block as `<first> to <last>`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from tanpuhui.core.foreign_serials.form import COUNTRY, NUMBER, YEAR, ForeignSerial, units
from tanpuhui.core.ranges import Range

_BLOCK = rf"(?P<vintage>{YEAR})-(?P<batch>{NUMBER})-(?P<first>{NUMBER}) to (?P<last>{NUMBER})"


@dataclass(frozen=True, slots=True)
class CarSerial(ForeignSerial):
    """Registry – unit type (1 is a CRT; ROC) – country – project – project type – developer – state – vintage – batch – block.

    Sources: CAR's registry guide for the meaning; real exports, such as those in github.com/carbonplan/offsets-db-data
    (tests/data/climate-action-reserve), for the writing. The list of unit types and project types is open.
    """

    key: ClassVar = "car"
    example: ClassVar = "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000"
    source: ClassVar = "Climate Action Reserve: registry guide; public exports of 2025 and 2026"
    pattern: ClassVar = re.compile(
        rf"CAR-(?P<unit_type>[A-Z0-9]{{1,4}})-(?P<country>{COUNTRY})-(?P<project>{NUMBER})-(?P<project_type>{NUMBER})"
        rf"-(?P<developer>{NUMBER})-(?P<state>[A-Z]{{2}})-{_BLOCK}"
    )

    unit_type: str
    country: str
    project: int
    project_type: int
    developer: int
    state: str
    vintage: int
    batch: int
    units: Range

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        project, project_type, developer = (int(parts[name]) for name in ("project", "project_type", "developer"))
        vintage, batch = int(parts["vintage"]), int(parts["batch"])
        country, state = parts["country"], parts["state"]
        return cls(parts["unit_type"], country, project, project_type, developer, state, vintage, batch, units(parts))

    def __str__(self) -> str:
        place = f"{self.country}-{self.project}-{self.project_type}-{self.developer}-{self.state}"
        return f"CAR-{self.unit_type}-{place}-{self.vintage}-{self.batch}-{self.units.first} to {self.units.last}"


@dataclass(frozen=True, slots=True)
class AcrSerial(ForeignSerial):
    """Registry – country – project – vintage – batch – block.

    Source: real exports, such as those in github.com/carbonplan/offsets-db-data (tests/data/american-carbon-registry);
    the meaning of the parts is read from their pattern.
    """

    key: ClassVar = "acr"
    example: ClassVar = "ACR-FR-1129-2025-2917-30932 to 35143"
    source: ClassVar = "ACR: public exports of 2026"
    pattern: ClassVar = re.compile(rf"ACR-(?P<country>{COUNTRY})-(?P<project>{NUMBER})-{_BLOCK}")

    country: str
    project: int
    vintage: int
    batch: int
    units: Range

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        project, vintage, batch = (int(parts[name]) for name in ("project", "vintage", "batch"))
        return cls(parts["country"], project, vintage, batch, units(parts))

    def __str__(self) -> str:
        series = f"ACR-{self.country}-{self.project}-{self.vintage}-{self.batch}"
        return f"{series}-{self.units.first} to {self.units.last}"
