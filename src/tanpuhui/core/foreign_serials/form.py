"""What every form of foreign serial has in common: one pattern, one reader, one spelling when printed."""

import re
from abc import ABC, abstractmethod
from typing import ClassVar, Self

from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse, shown
from tanpuhui.core.text import Text

LONGEST = 120
# Digits are written [0-9] in every pattern, because \d would let other scripts' digits in.
NUMBER = r"[1-9][0-9]{0,14}"
COUNTRY = r"[A-Z]{2}"
YEAR = r"(?:19[0-9]{2}|2[01][0-9]{2}|2200)"


class ForeignSerial(ABC):
    """A serial or block of another register. `str()` prints it; what is built is checked against `pattern` as well."""

    __slots__ = ()
    key: ClassVar[str]
    example: ClassVar[str]
    source: ClassVar[str]
    pattern: ClassVar[re.Pattern[str]]

    def __post_init__(self) -> None:
        """Refuse parts that could not be printed and read again, or that contradict one another."""
        if not self.pattern.fullmatch(str(self)):
            raise self.malformed(str(self))
        if reason := self.contradiction():
            raise refuse("inconsistent_serial", text=shown(str(self)), reason=reason)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The serial that `text` is; anything else is refused."""
        if not isinstance(text, str):
            raise cls.malformed(text)
        if len(text) > LONGEST:
            raise refuse("text_too_long", text=shown(text), limit=LONGEST)
        match = cls.pattern.fullmatch(text)
        if match is None:
            raise cls.malformed(text)
        return cls.of(match.groupdict(default=""))

    @classmethod
    @abstractmethod
    def of(cls, parts: dict[str, str]) -> Self:
        """The serial whose named `parts` the pattern found; a part that is absent is empty."""

    @classmethod
    def malformed(cls, text: object) -> Refusal:
        """The refusal of `text` as this form."""
        return refuse("malformed_serial", text=shown(text), form=cls.key, example=cls.example)

    def contradiction(self) -> Text | None:
        """Why the parts cannot all be right, or nothing."""
        return None


def units(parts: dict[str, str]) -> Range:
    """The block from `first` to `last`."""
    return Range(int(parts["first"]), int(parts["last"]))
