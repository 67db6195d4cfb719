"""Unique identifiers of internationally transferred mitigation outcomes (ITMOs), Article 6.2 of the Paris Agreement."""

import re
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from tanpuhui.core.foreign_serials.form import NUMBER, YEAR, ForeignSerial
from tanpuhui.core.ranges import Range
from tanpuhui.core.refused import refuse, shown
from tanpuhui.core.text import Text

_OTHER = Text("首末编号不属于同一批", "its first and last ids differ in more than the serial number")


@dataclass(frozen=True, slots=True)
class ItmoId(ForeignSerial):
    """Cooperative approach – Party ITMO registry – first transferring Party – serial number – vintage, for ONE unit.

    Thousands commas in the serial number are read and never written. `UN01`, the registry of the Article 6.4 mechanism
    (`CA0001`), is known from an implementer's note only. Sources: decision 6/CMA.4, annex I, para 5; AEF nomenclature
    of 17 February 2026.
    """

    key: ClassVar = "itmo"
    example: ClassVar = "CA0004-CHE01-VUT-3000-2023"
    source: ClassVar = "decision 6/CMA.4 annex I para 5"
    pattern: ClassVar = re.compile(
        r"CA(?P<approach>[0-9]{4})-(?P<registry>[A-Z]{3}[0-9]{2}|UN01)-(?P<party>[A-Z]{3})"
        rf"-(?P<number>{NUMBER}|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,4}})-(?P<vintage>{YEAR})"
    )

    approach: str
    registry: str
    party: str
    number: int
    vintage: int

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The id of these parts."""
        number, vintage = int(parts["number"].replace(",", "")), int(parts["vintage"])
        return cls(parts["approach"], parts["registry"], parts["party"], number, vintage)

    def to(self, last: "ItmoId") -> Range:
        """The block from this id (First ID) to `last` (Last ID), which must differ in the serial number only."""
        if replace(last, number=self.number) != self:
            raise refuse("inconsistent_serial", text=shown(str(last)), reason=_OTHER)
        return Range(self.number, last.number)

    def __str__(self) -> str:
        return f"CA{self.approach}-{self.registry}-{self.party}-{self.number}-{self.vintage}"
