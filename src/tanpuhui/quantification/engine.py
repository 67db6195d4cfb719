"""What computes: the operations that a run of a formula needs, and the traced run in exact decimals.

The run on columns (`columns.py`) offers the same operations on scaled integers; nothing above this file knows which it is.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Clamped, Context, Decimal, Inexact, InvalidOperation, Rounded
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from tanpuhui.core.exact import Rounding, divide
from tanpuhui.quantification.cells import Cell, same
from tanpuhui.quantification.tables import Table

_T = TypeVar("_T")
# Every digit is kept: a sum or product that would lose one is a bug and crashes.
EXACT = Context(prec=400, traps=[Inexact, Rounded, Clamped, InvalidOperation])


@dataclass(frozen=True, slots=True)
class Seen:
    """A table seen from the rows of `base`: itself, or for each of them the row that the cell of the column `by` names."""

    table: Table
    base: Table
    by: str | None = None


class Engine(Protocol):
    """The operations on numbers that lie in rows (one for each row of a table) or stand alone; both kinds may meet.

    Numbers are numerators: what they are divided by, their decimals and bounds are known to the quantity around them.
    """

    def alone(self, number: Decimal) -> Any:
        """One number."""
        ...

    def known(self, data: Any) -> Decimal:
        """The number that stands alone, when all is built."""
        ...

    def number(self, seen: Seen, column: str, scale: int, denominator: int) -> Any:
        """The cells of a column of numbers times `denominator`, with at most `scale` decimals; nothing where empty is 0."""
        ...

    def codes(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """The choice of each row, and all that occur, in order."""
        ...

    def years(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """As `codes`: the calendar year of each day or month."""
        ...

    def days(self, seen: Seen, column: str) -> Any:
        """How many days each month has."""
        ...

    def reached(self, seen: Seen, column: str, others: Seen, day: str) -> Any:
        """Whether each month is that of the other day, or a later one."""
        ...

    def filled(self, seen: Seen, column: str) -> Any:
        """Whether each cell holds something."""
        ...

    def included(self, seen: Seen) -> Any:
        """Whether each row counts."""
        ...

    def chosen(self, codes: Any, code: str) -> Any:
        """Whether each row chose `code`."""
        ...

    def looked_up(self, codes: Any, numbers: Mapping[str, Decimal]) -> Any:
        """The number of each row's code."""
        ...

    def compute(self, sign: str, left: Any, right: Any) -> Any:
        """`+ − × max min`, the comparisons `< ≤ > ≥`, and `and`, `or`."""
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

    def count(self, facts: Any) -> Any:
        """In how many rows it holds."""
        ...

    def kept(self, symbol: str, numbers: Any) -> Any:
        """`numbers` as the step `symbol`."""
        ...

    def rounded(self, symbol: str, above: Any, below: Any, how: "Division") -> Any:
        """`above` divided by `below` as the step `symbol`; `below` may be None: nothing but `how.lower` divides."""
        ...


@dataclass(frozen=True, slots=True)
class Division:
    """How a step divides two whole numbers: `above` × `upper` by `below` × `lower`; the result has `scale` decimals.

    Whole they are made by `scales`, the decimals of both. `negative`: whether a row can lie below zero.
    """

    scales: tuple[int, int]
    upper: int
    lower: int
    scale: int
    rounding: Rounding
    negative: bool


_COMPUTES: dict[str, Callable[[Any, Any], Any]] = {
    "+": EXACT.add,
    "−": EXACT.subtract,
    "×": EXACT.multiply,
    "max": max,
    "min": min,
    "<": lambda left, right: left < right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "≥": lambda left, right: left >= right,
    "and": lambda left, right: left and right,
    "or": lambda left, right: left or right,
}


class Traced:
    """The legal run: decimals, alone or as a tuple with one for each row."""

    def alone(self, number: Decimal) -> Any:
        """One number."""
        return number

    def known(self, data: Any) -> Decimal:
        """The number itself."""
        number: Decimal = data
        return number

    def number(self, seen: Seen, column: str, scale: int, denominator: int) -> Any:
        """The cells as exact decimals, times `denominator`."""
        cells = (cell if isinstance(cell, Fraction) else Fraction(0) for cell in _cells(seen, column))
        return tuple(Decimal(int(cell * denominator * 10**scale)).scaleb(-scale, EXACT) for cell in cells)

    def codes(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """The codes of all rows, and each once."""
        found = tuple(str(cell) for cell in _cells(seen, column))
        return found, sorted(set(found))

    def years(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """The years of all rows, and each once."""
        found = tuple(str(cell.year) for cell in _dates(_cells(seen, column)))
        return found, sorted(set(found))

    def days(self, seen: Seen, column: str) -> Any:
        """The days of each month."""
        return tuple(Decimal(monthrange(cell.year, cell.month)[1]) for cell in _dates(_cells(seen, column)))

    def reached(self, seen: Seen, column: str, others: Seen, day: str) -> Any:
        """Months compared by their first days."""
        months, days = (_dates(_cells(*each)) for each in ((seen, column), (others, day)))
        return tuple(month >= other.replace(day=1) for month, other in zip(months, days, strict=True))

    def filled(self, seen: Seen, column: str) -> Any:
        """Whether each cell holds something."""
        return tuple(cell != "" for cell in _cells(seen, column))

    def included(self, seen: Seen) -> Any:
        """Whether each row counts."""
        return _found(seen, tuple(not excluded for excluded in seen.table.excluded))

    def chosen(self, codes: Any, code: str) -> Any:
        """Whether each row chose `code`."""
        return tuple(each == code for each in codes)

    def looked_up(self, codes: Any, numbers: Mapping[str, Decimal]) -> Any:
        """The number of each row's code."""
        return tuple(numbers[code] for code in codes)

    def compute(self, sign: str, left: Any, right: Any) -> Any:
        """A sum, product, greater or lesser one, comparison or joined condition, row by row."""
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

    def count(self, facts: Any) -> Any:
        """How many rows."""
        return Decimal(sum(facts))

    def kept(self, symbol: str, numbers: Any) -> Any:
        """The same numbers."""
        return numbers

    def rounded(self, symbol: str, above: Any, below: Any, how: Division) -> Any:
        """Integers on the way, so that the direction is what it says, below zero too."""
        over, under = how.scales

        def one(number: Decimal, divisor: Decimal) -> Decimal:
            units, parts = int(number.scaleb(over, EXACT)), int(divisor.scaleb(under, EXACT))
            return Decimal(divide(units * how.upper, parts * how.lower, how.rounding)).scaleb(-how.scale, EXACT)

        return _by_row(one, above, Decimal(1) if below is None else below)


def _dates(cells: tuple[Cell, ...]) -> list[date]:
    """The cells of a column of days or months, which holds nothing else."""
    return [cell for cell in cells if isinstance(cell, date)]


def _cells(seen: Seen, column: str) -> tuple[Cell, ...]:
    return _found(seen, seen.table.cells[column])


def _found(seen: Seen, cells: tuple[_T, ...]) -> tuple[_T, ...]:
    """The cells of the table, one for each row of the base."""
    if seen.by is None:
        return cells
    places = {same(key): place for place, key in enumerate(seen.table.keys)}
    return tuple(cells[places[same(str(cell))]] for cell in seen.base.cells[seen.by])


def _by_row(compute: Callable[..., Any], *sides: Any) -> Any:
    length = next((len(side) for side in sides if isinstance(side, tuple)), None)
    if length is None:
        return compute(*sides)
    rows = (side if isinstance(side, tuple) else (side,) * length for side in sides)
    return tuple(compute(*row) for row in zip(*rows, strict=True))
