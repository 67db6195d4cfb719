"""What computes: the operations that a run of a formula needs, and the traced run in exact decimals.

A run on columns of a database offers the same operations on scaled integers; nothing above this file would change.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Clamped, Context, Decimal, Inexact, InvalidOperation, Rounded
from typing import Any, Protocol

from tanpuhui.core.exact import Rounding, divide

# Every digit is kept: a sum or product that would lose one is a bug and crashes.
EXACT = Context(prec=400, traps=[Inexact, Rounded, Clamped, InvalidOperation])


class Engine(Protocol):
    """The operations on numbers that lie in rows (one for each row of a table) or stand alone; both kinds may meet.

    Numbers are numerators: what they are divided by, their decimals and bounds are known to the quantity around them.
    """

    def alone(self, number: Decimal) -> Any:
        """One number."""
        ...

    def column(self, numbers: Sequence[Decimal]) -> Any:
        """A number for each row."""
        ...

    def truths(self, facts: Sequence[bool]) -> Any:
        """A yes or no for each row."""
        ...

    def looked_up(self, codes: Sequence[str], numbers: Mapping[str, Decimal]) -> Any:
        """The number of each row's code."""
        ...

    def compute(self, sign: str, left: Any, right: Any) -> Any:
        """`+ − × max`, the comparisons `< ≤ > ≥ =`, and `and`, `or`."""
        ...

    def opposite(self, fact: Any) -> Any:
        """Not."""
        ...

    def where(self, fact: Any, then: Any, otherwise: Any) -> Any:
        """One of two, row by row."""
        ...

    def total(self, numbers: Any) -> Any:
        """The sum over all rows."""
        ...

    def rounded(self, numbers: Any, scale: int, divisor: int, to_scale: int, rounding: Rounding) -> Any:
        """`numbers` (of `scale` decimals) divided by `divisor`, with `to_scale` decimals."""
        ...


_COMPUTES: dict[str, Callable[[Any, Any], Any]] = {
    "+": EXACT.add,
    "−": EXACT.subtract,
    "×": EXACT.multiply,
    "max": max,
    "<": lambda left, right: left < right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "≥": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
    "and": lambda left, right: left and right,
    "or": lambda left, right: left or right,
}


class Traced:
    """The legal run: decimals, alone or as a tuple with one for each row."""

    def alone(self, number: Decimal) -> Any:
        """One number."""
        return number

    def column(self, numbers: Sequence[Decimal]) -> Any:
        """A number for each row."""
        return tuple(numbers)

    def truths(self, facts: Sequence[bool]) -> Any:
        """A yes or no for each row."""
        return tuple(facts)

    def looked_up(self, codes: Sequence[str], numbers: Mapping[str, Decimal]) -> Any:
        """The number of each row's code."""
        return tuple(numbers[code] for code in codes)

    def compute(self, sign: str, left: Any, right: Any) -> Any:
        """A sum, product, greater one, comparison or joined condition, row by row."""
        return _by_row(_COMPUTES[sign], left, right)

    def opposite(self, fact: Any) -> Any:
        """Not, row by row."""
        return _by_row(lambda each: not each, fact)

    def where(self, fact: Any, then: Any, otherwise: Any) -> Any:
        """One of two, row by row; both have been computed."""
        return _by_row(lambda each, yes, no: yes if each else no, fact, then, otherwise)

    def total(self, numbers: Any) -> Any:
        """The sum of all rows, exactly."""
        result = Decimal(0)
        for number in numbers:
            result = EXACT.add(result, number)
        return result

    def rounded(self, numbers: Any, scale: int, divisor: int, to_scale: int, rounding: Rounding) -> Any:
        """Integers on the way, so that the direction is what it says, below zero too."""
        upper, lower = 10 ** max(to_scale - scale, 0), divisor * 10 ** max(scale - to_scale, 0)

        def one(number: Decimal) -> Decimal:
            units = int(number.scaleb(scale, EXACT))
            return Decimal(divide(units * upper, lower, rounding)).scaleb(-to_scale, EXACT)

        return _by_row(one, numbers)


def _by_row(compute: Callable[..., Any], *sides: Any) -> Any:
    length = next((len(side) for side in sides if isinstance(side, tuple)), None)
    if length is None:
        return compute(*sides)
    rows = (side if isinstance(side, tuple) else (side,) * length for side in sides)
    return tuple(compute(*row) for row in zip(*rows, strict=True))
