"""The rows of an input table, as a formula sees them: columns of numbers, choices, years and conditions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import lcm
from typing import Any

from tanpuhui.quantification.engine import Engine, Seen
from tanpuhui.quantification.formula import Branch, Call, Leaf
from tanpuhui.quantification.quantity import Condition, Quantity
from tanpuhui.quantification.shapes import ColumnShape
from tanpuhui.quantification.units import factor, measure

DAYS = (Fraction(28), Fraction(31))


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A code for each row of the table `rows`; `codes` are those that occur, each once."""

    rows: str
    symbol: str
    known: Sequence[str] | None
    codes: tuple[str, ...]
    data: Any
    engine: Engine

    def is_(self, code: str) -> Condition:
        """Whether a row chose `code`; one that the column does not know is a bug."""
        if self.known is not None and code not in self.known:
            raise ValueError(f"{self.symbol} has no choice {code!r}")
        node = Branch("=", Leaf(self.symbol, "input"), Leaf(code, "number"))
        return Condition(node, self.rows, None, self.engine.chosen(self.data, code), self.engine)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of an input table, or those of it that the rows of another table name (`of`)."""

    seen: Seen
    engine: Engine

    def of(self, column: str, others: "Rows") -> "Rows":
        """The rows of another table that the cells of `column` name, one for each row of this table."""
        if self._column(column).refers_to != others.seen.table.name:
            raise ValueError(f"{column} does not refer to {others.seen.table.name}")
        return replace(self, seen=Seen(others.seen.table, self.seen.base, column))

    def number(self, column: str) -> Quantity:
        """A column of numbers, with its bounds; what is empty is nothing."""
        shape = self._column(column)
        assert shape.unit is not None
        assert shape.symbol is not None
        assert shape.least is not None
        assert shape.most is not None
        scale, denominator = decimals_of(shape)
        data = self.engine.number(self.seen, column, scale, denominator)
        low, high = Fraction(shape.least), Fraction(shape.most)
        if shape.optional:
            low, high = min(low, Fraction(0)), max(high, Fraction(0))
        leaf = Leaf(shape.symbol, "input", data, denominator)
        return Quantity(leaf, measure(shape.unit), scale, denominator, low, high, self._base, None, data, self.engine)

    def has(self, column: str) -> Condition:
        """Whether an optional cell holds something."""
        shape = self._column(column)
        node = Call("has", (Leaf(shape.symbol or column, "input"),))
        return Condition(node, self._base, None, self.engine.filled(self.seen, column), self.engine)

    def choice(self, column: str) -> Choice:
        """A column of choices."""
        data, codes = self.engine.codes(self.seen, column)
        known = tuple(self._column(column).choices)
        return Choice(self._base, column, known, tuple(codes), data, self.engine)

    def year(self, column: str) -> Choice:
        """The calendar year of each day or month, such as "2019"."""
        data, codes = self.engine.years(self.seen, column)
        return Choice(self._base, column, None, tuple(codes), data, self.engine)

    def days_in_month(self, column: str, symbol: str = "d_m") -> Quantity:
        """How many days each month has."""
        data, unit = self.engine.days(self.seen, column), measure("day")
        leaf = Leaf(symbol, "input", data)
        return Quantity(leaf, unit, 0, 1, *DAYS, self._base, None, data, self.engine)

    def reached(self, month: str, others: "Rows", day: str) -> Condition:
        """Whether each month is that of a day of `others` (rows `of` this table name them), or a later one."""
        data = self.engine.reached(self.seen, month, others.seen, day)
        node = Branch("≥", Leaf(month, "input"), Leaf(day, "input"))
        return Condition(node, self._base, None, data, self.engine)

    @property
    def included(self) -> Condition:
        """Whether a row counts: no cell of it excludes it, and no earlier row has its key."""
        return Condition(Leaf("included", "input"), self._base, None, self.engine.included(self.seen), self.engine)

    @property
    def _base(self) -> str:
        return self.seen.base.name

    def _column(self, column: str) -> ColumnShape:
        return self.seen.table.shape.columns[column]


def decimals_of(shape: ColumnShape) -> tuple[int, int]:
    """The most decimals that a number of the column has in its own unit, and what it is divided by besides.

    They hold for every unit that may be given: 1 mu is 1/15 ha, so an area given to 4 decimals has 5 over 3.
    """
    assert shape.unit is not None
    return _decimals_of(shape.unit, tuple(shape.units), shape.decimals or 0)


@cache
def _decimals_of(unit: str, others: tuple[str, ...], decimals: int) -> tuple[int, int]:
    found = [parts(factor(measure(given), measure(unit)) or Fraction(1)) for given in (unit, *others)]
    return decimals + max(places for places, _ in found), lcm(*(divisor for _, divisor in found))


def parts(number: Fraction) -> tuple[int, int]:
    """How many decimals `number` has, times what cannot be written in decimals: 1/15 is 0.2/3."""
    divisor = number.denominator
    for prime in (2, 5):
        while not divisor % prime:
            divisor //= prime
    places = next(n for n in range(100) if not 10**n % (number.denominator // divisor))
    return places, divisor
