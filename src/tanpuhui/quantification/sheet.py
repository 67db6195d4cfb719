"""The sheet: a formula is written on it once, and it keeps every step, every input and every value that was used."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tanpuhui.core.days import Period
from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Value, Values
from tanpuhui.quantification.cells import plain_text
from tanpuhui.quantification.engine import Engine, Seen, Traced
from tanpuhui.quantification.formula import Call, Leaf, Node, leaves, symbols, written
from tanpuhui.quantification.quantity import (
    Condition,
    Quantity,
    Quotient,
    joined,
    like,
    together,
    weakest,
    whole_number,
)
from tanpuhui.quantification.rounding import rounded
from tanpuhui.quantification.rows import Choice, Rows
from tanpuhui.quantification.tables import Table
from tanpuhui.quantification.units import NONE, UnitsDiffer, measure

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
        found = self.tables[table]
        return Rows(Seen(found, found), self.engine)

    def value(self, key: str, *, symbol: str | None = None, data_year: int | None = None) -> Quantity:
        """The value of `key`, which stands on the sheet from now on; refused where nobody knows it."""
        value = self._value(key, data_year)
        number = _trimmed(value.decimal)
        exactly, data = Fraction(number), self.engine.alone(number)
        leaf = Leaf(symbol or key.rpartition(".")[2], "value", data, 1, (key,))
        unit, scale = measure(value.unit.code), _decimals(number)
        return Quantity(leaf, unit, scale, 1, exactly, exactly, None, value.status, data, self.engine)

    def value_by(
        self, choice: Choice, keys: Mapping[str, str], *, symbol: str, data_year: int | None = None
    ) -> Quantity:
        """For each row the value whose key belongs to the row's choice; only the choices that occur are asked for."""
        return self._looked_up(choice, {code: self._value(keys[code], data_year) for code in choice.codes}, symbol)

    def value_by_year(self, year: Choice, key: str, *, symbol: str) -> Quantity:
        """For each row the value of `key` for the data year that `rows.year(…)` says."""
        return self._looked_up(year, {code: self._value(key, int(code)) for code in year.codes}, symbol)

    def _looked_up(self, choice: Choice, found: Mapping[str, Value], symbol: str) -> Quantity:
        numbers = {code: _trimmed(value.decimal) for code, value in found.items()}
        units = {measure(value.unit.code) for value in found.values()}
        if len(units) > 1:
            raise UnitsDiffer(f"{symbol}: {', '.join(map(str, units))}")
        data = self.engine.looked_up(choice.data, numbers)
        return Quantity(
            node=Leaf(symbol, "value", data, 1, tuple(dict.fromkeys(value.key for value in found.values()))),
            measure=units.pop(),
            scale=max(map(_decimals, numbers.values())),
            denominator=1,
            low=min(map(Fraction, numbers.values())),
            high=max(map(Fraction, numbers.values())),
            rows=choice.rows,
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

    def least(self, one: Quantity, other: Quantity | int) -> Quantity:
        """The smaller of two, row by row; zero needs no unit."""
        return one.least(other)

    def total(self, summed: Quantity) -> Quantity:
        """The sum over all rows of the table in which `summed` lies."""
        if summed.rows is None:
            raise TypeError(f"{symbols(summed.node)} lies in no rows: there is nothing to sum")
        most = self.tables[summed.rows].shape.most_rows
        data = self.engine.total(summed.data)
        low, high = min(summed.low * most, summed.low), max(summed.high * most, summed.high)
        return replace(summed, node=Call("Σ", (summed.node,)), low=low, high=high, rows=None, data=data)

    def count(self, condition: Condition) -> Quantity:
        """In how many rows of its table the condition holds: a number without unit, to be shown as a step."""
        if condition.rows is None:
            raise TypeError(f"{symbols(condition.node)} lies in no rows: there is nothing to count")
        data, most = self.engine.count(condition.data), Fraction(self.tables[condition.rows].shape.most_rows)
        node, status = Call("count", (condition.node,)), condition.status
        return Quantity(node, NONE, 0, 1, Fraction(0), most, None, status, data, self.engine)

    def step(
        self,
        symbol: str,
        result: Quantity | Quotient,
        *,
        unit: str,
        name: Text,
        rounding: Rounding = Rounding.DOWN,
        scale: int = 6,
        clause: Text | None = None,
    ) -> Quantity:
        """Keeps `result` as a step and gives it back under its symbol, rounded to `scale` decimals, down by default."""
        node = result.node
        if result.measure != measure(unit):
            raise UnitsDiffer(f"{symbol} is declared in {unit} and comes out in {result.measure}: {symbols(node)}")
        if symbol in self.steps:
            raise ValueError(f"two steps are called {symbol}")
        kept = rounded(symbol, result, scale, rounding)
        keys = tuple(dict.fromkeys(key for leaf in leaves(node) for key in leaf.keys))
        self.steps[symbol] = Step(symbol, name, node, rounding, scale, clause, keys, kept)
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
