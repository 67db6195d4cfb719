"""Serials of Cercarbono, whose block numbers stand in two columns of their own."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from tanpuhui.core.exact import whole
from tanpuhui.core.foreign_serials.form import YEAR, ForeignSerial
from tanpuhui.core.ranges import LAST
from tanpuhui.core.refused import refuse, shown

_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_YEAR = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class CercarbonoSerial(ForeignSerial):
    """`CDC` and the elements of project and issue, joined by `_`; the first is the project, often the last a vintage.

    Buffer units bear an element BF or BFC (`CDC_1_1_1_321_14_1_2008_BF`, `CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018`), and
    early issues no vintage (`CDC_1_1_1_321_14_1`). Source: real exports, such as those in
    github.com/carbonplan/offsets-db-data (tests/data/cercarbono); the meaning of the parts is read from their pattern.
    """

    key: ClassVar = "cercarbono"
    example: ClassVar = "CDC_1_1_1_321_14_1_2009"
    source: ClassVar = "Cercarbono (EcoRegistry): public exports"
    pattern: ClassVar = re.compile(r"CDC(?P<elements>_[1-9][0-9]{0,8}(?:_[A-Z0-9]{1,8}){3,14})")

    elements: tuple[str, ...]

    @property
    def project(self) -> int:
        """The number of the project."""
        return int(self.elements[0])

    @property
    def is_buffer(self) -> bool:
        """Whether the units are a buffer."""
        return any(element in ("BF", "BFC") for element in self.elements)

    @property
    def vintage(self) -> int | None:
        """The year at the end (before BF, where that stands), if the serial has one."""
        plain = [element for element in self.elements if element not in ("BF", "BFC")]
        return int(plain[-1]) if _YEAR.fullmatch(plain[-1]) else None

    @classmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial of these parts."""
        return cls(tuple(parts["elements"][1:].split("_")))

    def __str__(self) -> str:
        return "_".join(("CDC", *self.elements))


@dataclass(frozen=True, slots=True)
class CercarbonoBlock:
    """Units `first` to `last` of a serial, both included. Early blocks begin at 0, so this is no `Range` of ours."""

    serial: CercarbonoSerial
    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse a reversed block."""
        whole(self.first, least=0, most=LAST)
        whole(self.last, least=0, most=LAST)
        if self.last < self.first:
            raise refuse("reversed_range", first=self.first, last=self.last)

    @classmethod
    def parse(cls, serial: str, first: str, last: str) -> Self:
        """The block that a row of a retirement table names in its columns serial, from and to."""
        for text in (first, last):
            if not isinstance(text, str) or not _NUMBER.fullmatch(text[:20]):
                raise refuse("not_a_number", text=shown(text))
        return cls(CercarbonoSerial.parse(serial), int(first), int(last))

    @property
    def count(self) -> int:
        """How many units: both ends count."""
        return self.last - self.first + 1
