"""Issuance ids of the California Air Resources Board (ARB), as its issuance table writes them."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, cast

from tanpuhui.core.foreign_serials.form import ForeignSerial

_PROJECT = r"CA(?P<project_type>FR|UF|LS|OD|MM|RC)(?P<number>[0-9]{4})"
_SOURCE = "CARB, ARB Offset Credit Issuance Table: column description, and its rows of 2012 to 2024"
NonCredit = Literal["zero", "reversal", "reforest defer"]


@dataclass(frozen=True, slots=True)
class ArbIssuance(ForeignSerial):
    """One issuance: `CAOD0018-I2` is the second issuance for reporting period I of the ODS project CAOD0018.

    Types: FR forest, UF urban forest, LS livestock, OD ozone-depleting substances, MM mine methane, RC rice (this last
    assumed; none issued). `number` is four digits; its first no longer tells early action (0) from compliance (5).
    `issuance` is 1 unless a digit 2 to 9 is written. Source: CARB's issuance table, column description; RC unverified.
    """

    key: ClassVar = "arb"
    example: ClassVar = "CAOD0018-I2"
    source: ClassVar = _SOURCE
    pattern: ClassVar = re.compile(_PROJECT + r"-(?P<period>[A-Z])(?P<issuance>[2-9]?)")

    project_type: str
    number: str
    period: str
    issuance: int = 1

    @property
    def project(self) -> str:
        """The ARB project id, such as CAFR5003."""
        return f"CA{self.project_type}{self.number}"

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The issuance of these parts."""
        return cls(parts["project_type"], parts["number"], parts["period"], int(parts["issuance"] or "1"))

    def __str__(self) -> str:
        return f"{self.project}-{self.period}{'' if self.issuance == 1 else self.issuance}"


@dataclass(frozen=True, slots=True)
class ArbNonCredit(ForeignSerial):
    """A row of the same table that issues nothing: `CAFR5057-(reversal)`, `CALS5014-(zero)`, `CAFR5164-(reforest defer)`.

    Source: the rows of CARB's issuance table.
    """

    key: ClassVar = "arb_non_credit"
    example: ClassVar = "CAFR5057-(reversal)"
    source: ClassVar = _SOURCE
    pattern: ClassVar = re.compile(_PROJECT + r"-\((?P<event>zero|reversal|reforest defer)\)")

    project_type: str
    number: str
    event: NonCredit

    @property
    def project(self) -> str:
        """The ARB project id, such as CAFR5057."""
        return f"CA{self.project_type}{self.number}"

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The row of these parts."""
        return cls(parts["project_type"], parts["number"], cast("NonCredit", parts["event"]))

    def __str__(self) -> str:
        return f"{self.project}-({self.event})"
