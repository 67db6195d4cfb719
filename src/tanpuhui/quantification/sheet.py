"""The sheet: a formula is written on it once, and it keeps every step, every input and every value that was used."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from tanpuhui.core.days import Period
from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Value, Values
from tanpuhui.quantification.cells import plain_text
from tanpuhui.quantification.engine import Engine, Traced
from tanpuhui.quantification.formula import Branch, Call, Leaf, Node, leaves, symbols, written
from tanpuhui.quantification.quantity import Condition, Quantity, joined, like, together, weakest, whole_number
from tanpuhui.quantification.tables import Table
from tanpuhui.quantification.units import UnitsDiffer, measure

SHOWN_ROWS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its symbol and name, the tree of its formula, how it was rounded, its clause, and its `quantity`.

    `values` are the keys of the values used in this very formula; `quantity.status` is the weakest of all values up to
    here (None: it rests on inputs only).
    """

    symbol: str
    name: Text
    node: Node
    rounding: Rounding
    scale: int
    clause: Text | None
    values: tuple[str, ...]
    quantity: Quantity

    @property
    def formula(self) -> str:
        """The formula in the document's symbols."""
        return symbols(self.node)

    @property
    def unit(self) -> str:
        """The unit of the result."""
        return str(self.quantity.measure)

    @property
    def rows(self) -> str | None:
        """The table in whose rows it lies, if any."""
        return self.quantity.rows

    @property
    def results(self) -> tuple[Decimal, ...]:
        """The result of each row of `rows`, or the one there is."""
        data = self.quantity.data
        return data if isinstance(data, tuple) else (data,)

    def numbers(self, row: int = 0) -> str:
        """The formula with the numbers of a row put in."""
        return written(self.node, lambda leaf: _number(leaf, row), _summed)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A column of choices: the code of each row."""

    table: str
    symbol: str
    codes: tuple[str, ...]
    engine: Engine

    def is_(self, code: str) -> Condition:
        """Whether a row chose `code`."""
        facts = self.engine.truths([each == code for each in self.codes])
        node = Branch("=", Leaf(self.symbol, "input"), Leaf(code, "number"))
        return Condition(node, self.table, None, facts, self.engine)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of an input table, as a formula sees them."""

    table: Table
    engine: Engine

    def number(self, column: str) -> Quantity:
        """A column of numbers, with its bounds."""
        shape = self.table.shape.columns[column]
        cells = [Fraction(cell) for cell in self.table.cells[column] if isinstance(cell, Fraction)]
        assert shape.unit is not None
        assert shape.symbol is not None
        assert shape.least is not None
        assert shape.most is not None
        denominator = lcm(*(_without_twos_and_fives(cell.denominator) for cell in cells))
        numbers = [Decimal(plain_text(cell * denominator)) for cell in cells]
        data, scale = self.engine.column(numbers), max([shape.decimals or 0, *map(_decimals, numbers)])
        leaf = Leaf(shape.symbol, "input", data, denominator)
        low, high = Fraction(shape.least), Fraction(shape.most)
        unit, name = measure(shape.unit), self.table.name
        return Quantity(leaf, unit, scale, denominator, low, high, name, None, data, self.engine)

    def choice(self, column: str) -> Choice:
        """A column of choices."""
        return Choice(self.table.name, column, tuple(str(cell) for cell in self.table.cells[column]), self.engine)

    @property
    def included(self) -> Condition:
        """Whether a row counts: no cell of it excludes it."""
        facts = self.engine.truths([not excluded for excluded in self.table.excluded])
        return Condition(Leaf("included", "input"), self.table.name, None, facts, self.engine)


class Sheet:
    """One run of a formula. Values are those of the day `on` that had been published by `published_by` (None: all)."""

    def __init__(
        self,
        *,
        tables: Mapping[str, Table],
        values: Values,
        period: Period,
        on: date,
        published_by: date | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.tables, self.period, self.engine = tables, period, engine or Traced()
        self.steps: dict[str, Step] = {}
        self.used: dict[str, Value] = {}
        self._values, self._on, self._published_by = values, on, published_by

    def rows(self, table: str) -> Rows:
        """The rows of an input table."""
        return Rows(self.tables[table], self.engine)

    def value(self, key: str, *, symbol: str | None = None, data_year: int | None = None) -> Quantity:
        """The value of `key`, which stands on the sheet from now on; refused where nobody knows it."""
        value = self._value(key, data_year)
        number = _trimmed(value.decimal)
        exactly, data = Fraction(number), self.engine.alone(number)
        leaf = Leaf(symbol or key.rpartition(".")[2], "value", data, 1, (key,))
        unit, scale = measure(value.unit.code), _decimals(number)
        return Quantity(leaf, unit, scale, 1, exactly, exactly, None, value.status, data, self.engine)

    def value_by(self, choice: Choice, keys: Mapping[str, str], *, symbol: str) -> Quantity:
        """For each row the value whose key belongs to the row's choice; only the choices that occur are asked for."""
        found = {code: self._value(keys[code], None) for code in sorted(set(choice.codes))}
        numbers = {code: _trimmed(value.decimal) for code, value in found.items()}
        units = {measure(value.unit.code) for value in found.values()}
        if len(units) > 1:
            raise UnitsDiffer(f"{symbol}: {', '.join(map(str, units))}")
        data = self.engine.looked_up(choice.codes, numbers)
        return Quantity(
            node=Leaf(symbol, "value", data, 1, tuple(keys[code] for code in found)),
            measure=units.pop(),
            scale=max(map(_decimals, numbers.values())),
            denominator=1,
            low=min(map(Fraction, numbers.values())),
            high=max(map(Fraction, numbers.values())),
            rows=choice.table,
            status=min(value.status for value in found.values()),
            data=data,
            engine=self.engine,
        )

    def ratio(self, above: int, below: int, unit: str = "1", *, symbol: str | None = None) -> Quantity:
        """A fraction of whole numbers such as 44/12, exactly: what it is divided by is carried to the next step."""
        whole = whole_number(above, measure(unit), self.engine)
        exactly = Fraction(above, below)
        leaf = Leaf(symbol or f"{above}/{below}", "input" if symbol else "number", whole.data, below)
        return replace(whole, node=leaf, denominator=below, low=exactly, high=exactly)

    def given(self, symbol: str, number: str, unit: str) -> Quantity:
        """A number given by hand: what a case puts into a function of a formula."""
        exactly = _trimmed(Decimal(number))
        data, bound = self.engine.alone(exactly), Fraction(exactly)
        leaf = Leaf(symbol, "input", data)
        scale = _decimals(exactly)
        return Quantity(leaf, measure(unit), scale, 1, bound, bound, None, None, data, self.engine)

    def years(self, symbol: str) -> Quantity:
        """The length of the monitoring period in years: of each calendar year the share of its days, exactly."""
        parts = (Fraction(days, Period.of_year(year).days) for year, days in days_by_year(self.period).items())
        exactly = sum(parts, start=Fraction(0))
        return self.ratio(exactly.numerator, exactly.denominator, "year", symbol=symbol)

    def where(self, condition: Condition, then: Quantity | int, otherwise: Quantity | int) -> Quantity:
        """`then` where the condition holds, else `otherwise`; zero needs no unit."""
        beside = next((side for side in (then, otherwise) if isinstance(side, Quantity)), None)
        if beside is None:
            raise TypeError("one of the two sides of `where` is a quantity")
        left, right = like(then, beside), like(otherwise, beside)
        one, two = together(left, right)
        branch = Call("where", (condition.node, left.node, right.node))
        data = self.engine.where(condition.data, one.data, two.data)
        result = joined(branch, (one, two), data, (min(one.low, two.low), max(one.high, two.high)))
        return replace(result, rows=result.rows or condition.rows, status=weakest(result.status, condition.status))

    def greatest(self, one: Quantity, other: Quantity | int) -> Quantity:
        """The larger of two, row by row; zero needs no unit."""
        return one.greatest(other)

    def total(self, summed: Quantity) -> Quantity:
        """The sum over all rows of the table in which `summed` lies."""
        if summed.rows is None:
            raise TypeError(f"{symbols(summed.node)} lies in no rows: there is nothing to sum")
        most = self.tables[summed.rows].shape.most_rows
        data = self.engine.total(summed.data)
        low, high = min(summed.low * most, summed.low), max(summed.high * most, summed.high)
        return replace(summed, node=Call("Σ", (summed.node,)), low=low, high=high, rows=None, data=data)

    def step(
        self,
        symbol: str,
        result: Quantity,
        *,
        unit: str,
        name: Text,
        rounding: Rounding = Rounding.DOWN,
        scale: int = 6,
        clause: Text | None = None,
    ) -> Quantity:
        """Keeps `result` as a step and gives it back under its symbol, rounded to `scale` decimals, down by default."""
        if result.measure != measure(unit):
            raise UnitsDiffer(
                f"{symbol} is declared in {unit} and comes out in {result.measure}: {symbols(result.node)}"
            )
        if symbol in self.steps:
            raise ValueError(f"two steps are called {symbol}")
        kept = _rounded(symbol, result, scale, rounding)
        keys = tuple(dict.fromkeys(key for leaf in leaves(result.node) for key in leaf.keys))
        self.steps[symbol] = Step(symbol, name, result.node, rounding, scale, clause, keys, kept)
        return kept

    def _value(self, key: str, data_year: int | None) -> Value:
        on = None if data_year is not None else self._on
        value = self._values.at(key, on=on, data_year=data_year, published_by=self._published_by)
        self.used[value.hash] = value
        return value


def days_by_year(period: Period) -> dict[int, int]:
    """How many days of the period lie in each calendar year that it touches."""
    parts = ((year, period.intersection(Period.of_year(year))) for year in period.years)
    return {year: part.days for year, part in parts if part is not None}


def _rounded(symbol: str, exactly: Quantity, scale: int, rounding: Rounding) -> Quantity:
    engine, divisor = exactly.engine, exactly.denominator
    if divisor == 1 and exactly.scale <= scale:
        return replace(exactly, node=Leaf(symbol, "step", exactly.data))
    # On the way to its decimals a number is as large as it gets: refused here if 64 bits would not hold it.
    replace(exactly, scale=max(exactly.scale, scale))
    data, unit = engine.rounded(exactly.data, exactly.scale, divisor, scale, rounding), Fraction(1, 10**scale)
    low, high = exactly.low - unit, exactly.high + unit
    return replace(exactly, node=Leaf(symbol, "step", data), scale=scale, denominator=1, low=low, high=high, data=data)


def _number(leaf: Leaf, row: int) -> str:
    if leaf.source == "number" or leaf.data is None:
        return leaf.symbol
    data: Any = leaf.data[row] if isinstance(leaf.data, tuple) else leaf.data
    text = plain_text(Fraction(data) * Fraction(1, leaf.denominator))
    return f"({text})" if text.startswith("-") or "/" in text else text


def _summed(node: Node) -> str | None:
    """The first and last numbers of a sum, where it is one symbol that is summed."""
    if not isinstance(node, Leaf) or not isinstance(node.data, tuple):
        return None
    rows, count = range(len(node.data)), len(node.data)
    if count <= SHOWN_ROWS:
        return " + ".join(_number(node, row) for row in rows)
    ends = [_number(node, row) for row in (*rows[: SHOWN_ROWS - 1], rows[-1])]
    return " + ".join((*ends[:-1], "…", ends[-1]))


def _trimmed(number: Decimal) -> Decimal:
    return Decimal(plain_text(Fraction(number)))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _without_twos_and_fives(denominator: int) -> int:
    for prime in (2, 5):
        while not denominator % prime:
            denominator //= prime
    return denominator
