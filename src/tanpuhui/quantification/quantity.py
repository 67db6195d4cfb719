"""A quantity of a formula: its tree, unit, decimals and bounds, known before any number; and its numbers, by an engine.

Its numbers are `data` divided by `denominator`, a whole constant that is carried along (44/12, 1 mu = 1/15 ha) until a
step rounds. `scale` is how many decimals `data` has at most; `low` and `high` are what no row can pass. From these follows
whether scaled 64-bit integers would do, which is refused here, when the formula is built, and not in the middle of a run.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, NoReturn

from tanpuhui.core.citations import Status
from tanpuhui.core.exact import MOST
from tanpuhui.quantification.engine import Engine
from tanpuhui.quantification.formula import Branch, Call, Leaf, Node, symbols
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.units import NONE, Measure, UnitsDiffer


class _NoIf:
    """What has one answer for each row cannot steer a Python `if`."""

    def __bool__(self) -> NoReturn:
        raise TypeError("a formula has no `if`: use sheet.where(condition, then, otherwise)")


@dataclass(frozen=True, slots=True, eq=False)
class Condition(_NoIf):
    """A yes or no for each row of the table `rows`; joined by `&`, `|`, turned round by `~`."""

    node: Node
    rows: str | None
    status: Status | None
    data: Any
    engine: Engine

    def __and__(self, other: "Condition") -> "Condition":
        return self._joined("and", other)

    def __or__(self, other: "Condition") -> "Condition":
        return self._joined("or", other)

    def __invert__(self) -> "Condition":
        return replace(self, node=Call("not", (self.node,)), data=self.engine.opposite(self.data))

    def _joined(self, word: str, other: "Condition") -> "Condition":
        data = self.engine.compute(word, self.data, other.data)
        node, status = Branch(word, self.node, other.node), weakest(self.status, other.status)
        return Condition(node, common_rows(self.rows, other.rows), status, data, self.engine)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity(_NoIf):
    """See the head of this file. `rows` is the table whose rows it lies in (None: it stands alone).

    `status` is the weakest of the values it rests on (None: it rests on inputs only).
    """

    node: Node
    measure: Measure
    scale: int
    denominator: int
    low: Fraction
    high: Fraction
    rows: str | None
    status: Status | None
    data: Any
    engine: Engine

    def __post_init__(self) -> None:
        """Refuse rows that could pass 64 bits as scaled integers. What stands alone is computed once, in decimals."""
        if self.rows:
            self.fit()

    def fit(self, times: int = 1) -> None:
        """Refuse numbers whose numerator (multiplied by `times`), or what it is divided by, could pass 64 bits."""
        most = max(abs(self.low), abs(self.high), Fraction(1))
        if most * 10**self.scale * self.denominator * times > MOST:
            facts = {"bound": int(most) + 1, "scale": self.scale, "denominator": self.denominator}
            raise refuse("quantity_could_overflow", formula=symbols(self.node), **facts)

    def __add__(self, other: "Quantity | int") -> "Quantity":
        return self._summed("+", like(other, self))

    def __radd__(self, other: int) -> "Quantity":
        return like(other, self)._summed("+", self)

    def __sub__(self, other: "Quantity | int") -> "Quantity":
        return self._summed("−", like(other, self))

    def __rsub__(self, other: int) -> "Quantity":
        return like(other, self)._summed("−", self)

    def __mul__(self, other: "Quantity | int") -> "Quantity":
        return self._multiplied(plain(other, self))

    def __rmul__(self, other: int) -> "Quantity":
        return plain(other, self)._multiplied(self)

    def __truediv__(self, other: "Quantity | int") -> "Quotient":
        return Quotient(self, plain(other, self))

    def __rtruediv__(self, other: int) -> "Quotient":
        return Quotient(plain(other, self), self)

    def __lt__(self, other: "Quantity | int") -> Condition:
        return self._compared("<", other)

    def __le__(self, other: "Quantity | int") -> Condition:
        return self._compared("≤", other)

    def __gt__(self, other: "Quantity | int") -> Condition:
        return self._compared(">", other)

    def __ge__(self, other: "Quantity | int") -> Condition:
        return self._compared("≥", other)

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("compare quantities by < ≤ > ≥: two rounded numbers are seldom the same")

    __hash__ = object.__hash__

    def greatest(self, other: "Quantity | int") -> "Quantity":
        """The larger of two, row by row."""
        return self._chosen("max", max, like(other, self))

    def least(self, other: "Quantity | int") -> "Quantity":
        """The smaller of two, row by row."""
        return self._chosen("min", min, like(other, self))

    def _chosen(self, name: str, end: Callable[[Fraction, Fraction], Fraction], other: "Quantity") -> "Quantity":
        one, two = together(self, other)
        data = self.engine.compute(name, one.data, two.data)
        return joined(
            Call(name, (self.node, other.node)), (one, two), data, (end(one.low, two.low), end(one.high, two.high))
        )

    def _summed(self, sign: str, other: "Quantity") -> "Quantity":
        one, two = together(self, other)
        ends = (two.low, two.high) if sign == "+" else (-two.high, -two.low)
        data = self.engine.compute(sign, one.data, two.data)
        return joined(Branch(sign, self.node, other.node), (one, two), data, (one.low + ends[0], one.high + ends[1]))

    def _multiplied(self, other: "Quantity") -> "Quantity":
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        if rows := common_rows(self.rows, other.rows):
            self.fit()
            other.fit()
        return Quantity(
            node=Branch("×", self.node, other.node),
            measure=self.measure.times(other.measure),
            scale=self.scale + other.scale,
            denominator=self.denominator * other.denominator,
            low=min(corners),
            high=max(corners),
            rows=rows,
            status=weakest(self.status, other.status),
            data=self.engine.compute("×", self.data, other.data),
            engine=self.engine,
        )

    def _compared(self, sign: str, other: "Quantity | int") -> Condition:
        right = like(other, self)
        one, two = together(self, right)
        data = self.engine.compute(sign, one.data, two.data)
        node, status = Branch(sign, self.node, right.node), weakest(self.status, right.status)
        return Condition(node, common_rows(self.rows, right.rows), status, data, self.engine)


@dataclass(frozen=True, slots=True, eq=False)
class Quotient:
    """`above` divided by `below`, which is above zero in every row. Only a step takes it: it says how it is rounded."""

    above: Quantity
    below: Quantity

    def __post_init__(self) -> None:
        """Refuse a divisor that its bounds allow to be zero or less."""
        if self.below.low <= 0:
            raise refuse("divisor_could_be_zero", formula=symbols(self.node), bound=self.below.low)
        common_rows(self.above.rows, self.below.rows)

    @property
    def node(self) -> Node:
        """The tree of the formula."""
        return Branch("/", self.above.node, self.below.node)

    @property
    def measure(self) -> Measure:
        """The unit of the result."""
        below = Measure(tuple((base, -power) for base, power in self.below.measure.powers))
        return self.above.measure.times(below)


def plain(number: Quantity | int, beside: Quantity) -> Quantity:
    """A whole number as a quantity without unit, for the engine of the quantity `beside` it."""
    if isinstance(number, Quantity):
        return number
    return whole_number(number, NONE, beside.engine)


def whole_number(number: int, unit: Measure, engine: Engine) -> Quantity:
    """A whole number standing in a formula."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"{number!r} cannot stand in a formula: use a value, an input or a whole number")
    data, exactly = engine.alone(Decimal(number)), Fraction(number)
    leaf = Leaf(str(number), "number", data)
    return Quantity(leaf, unit, 0, 1, exactly, exactly, None, None, data, engine)


def like(number: Quantity | int, beside: Quantity) -> Quantity:
    """As `plain`, but zero is zero in every unit."""
    if isinstance(number, int) and not isinstance(number, bool) and number == 0:
        return whole_number(0, beside.measure, beside.engine)
    return plain(number, beside)


def weakest(one: Status | None, two: Status | None) -> Status | None:
    """The weaker of two; what rests on no value weakens nothing."""
    return min((status for status in (one, two) if status is not None), default=None)


def together(one: Quantity, two: Quantity) -> tuple[Quantity, Quantity]:
    """Both over one denominator and with as many decimals, so that they may be added or compared; another unit is a bug."""
    if one.measure != two.measure:
        raise UnitsDiffer(f"{one.measure} and {two.measure} meet in {symbols(one.node)} and {symbols(two.node)}")
    common, scale = lcm(one.denominator, two.denominator), max(one.scale, two.scale)
    pair = _over(common, one, scale), _over(common, two, scale)
    if common_rows(one.rows, two.rows):
        for each in pair:
            each.fit()
    return pair


def joined(node: Node, parts: tuple[Quantity, Quantity], data: Any, bounds: tuple[Fraction, Fraction]) -> Quantity:
    """What comes of two quantities of one unit over one denominator."""
    one, two = parts
    return replace(
        one,
        node=node,
        low=bounds[0],
        high=bounds[1],
        rows=common_rows(one.rows, two.rows),
        status=weakest(one.status, two.status),
        data=data,
    )


def common_rows(one: str | None, two: str | None) -> str | None:
    """The table in whose rows a result lies; rows of two tables cannot meet."""
    if one and two and one != two:
        raise TypeError(f"rows of {one} and rows of {two} meet in a formula: sum one of them first")
    return one or two


def _over(common: int, quantity: Quantity, scale: int) -> Quantity:
    data = quantity.data
    if quantity.denominator != common:
        times = whole_number(common // quantity.denominator, NONE, quantity.engine)
        data = quantity.engine.compute("×", data, times.data)
    return replace(quantity, denominator=common, scale=scale, data=data)
