"""The run on columns: the same operations as the traced run, as Ibis expressions on scaled 64-bit integers.

A number that lies in rows is a whole number of units of its last decimal. What stands alone is computed in decimals, when
somebody asks for it, after all sums over rows were asked for at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from math import gcd
from typing import Any

import ibis
from ibis.expr.types import Table as Relation

from tanpuhui.core.exact import Rounding
from tanpuhui.quantification.columns_duckdb import Store, exact_sum, whole, whole_quotient
from tanpuhui.quantification.engine import EXACT, Division, Seen, Traced

Make = Callable[[Relation], Any]
_ALONE = Traced()


@dataclass(frozen=True, slots=True)
class Column:
    """A number, a yes or no, or a code for each row of the table `rows`: an expression on its relation, when it is there.

    A number is `make(relation)` units of the decimal `scale`. `codes`: what each code is called.
    """

    rows: str
    make: Make
    scale: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)


class Later:
    """What stands alone: computed once, when it is asked for."""

    __slots__ = ("_compute", "_known")

    def __init__(self, compute: Callable[[], Any]) -> None:
        self._compute, self._known = compute, None

    @property
    def value(self) -> Any:
        """The number or truth itself."""
        if self._known is None:
            self._known = self._compute()
        return self._known


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "−": lambda left, right: left - right,
    "×": lambda left, right: left * right,
    "max": lambda left, right: ibis.greatest(left, right),
    "min": lambda left, right: ibis.least(left, right),
    "<": lambda left, right: left < right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "≥": lambda left, right: left >= right,
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
}
_NUMBERS = ("+", "−", "max", "min")


class Columns:
    """The engine over `relations` by table. `groups`: by which columns of a table the sums are kept apart."""

    def __init__(self, store: Store, relations: Mapping[str, Relation]) -> None:
        self.store, self.relations = store, dict(relations)
        self.groups: dict[str, dict[str, Make]] = {}
        self._sums: dict[str, dict[str, Make]] = {}
        self._codes: dict[tuple[str | None, ...], set[int]] = {}
        self._found: dict[str, list[dict[str, Any]]] = {}

    def alone(self, number: Decimal) -> Any:
        """One number, known."""
        return Later(lambda: number)

    def known(self, data: Any) -> Decimal:
        """The number, computed if it was not yet."""
        number: Decimal = data.value
        return number

    def number(self, seen: Seen, column: str, scale: int, denominator: int) -> Any:
        """The column, which was brought to this scale and denominator when it was read."""
        return Column(seen.base.name, self._cell(seen, f"c_{column}"), scale)

    def codes(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """The places of the choices, and the choices that occur."""
        places = {code: place for place, code in enumerate(seen.table.shape.columns[column].choices)}
        found = Column(seen.base.name, self._cell(seen, f"c_{column}"), codes=places)
        occur = self._occurring(found, seen, column)
        return found, sorted(code for code, place in places.items() if place in occur)

    def years(self, seen: Seen, column: str) -> tuple[Any, Sequence[str]]:
        """The years, and those that occur."""
        cell = self._cell(seen, f"c_{column}")
        found = Column(seen.base.name, self._layer(seen.base.name, lambda relation: cell(relation).year()))
        years = {str(year): year for year in sorted(self._occurring(found, seen, column))}
        return Column(found.rows, found.make, codes=years), list(years)

    def days(self, seen: Seen, column: str) -> Any:
        """From the first day of each month to that of the next."""
        cell = self._cell(seen, f"c_{column}")

        def make(relation: Relation) -> Any:
            first = cell(relation)
            return (first + ibis.interval(months=1)).cast("date").delta(first, unit="day").cast("int64")

        return Column(seen.base.name, make)

    def reached(self, seen: Seen, column: str, others: Seen, day: str) -> Any:
        """Months compared by their first days."""
        month, other = self._cell(seen, f"c_{column}"), self._cell(others, f"c_{day}")
        return Column(seen.base.name, lambda relation: month(relation) >= other(relation).truncate("M"))

    def filled(self, seen: Seen, column: str) -> Any:
        """Whether there was a cell."""
        return Column(seen.base.name, self._cell(seen, f"has_{column}"))

    def included(self, seen: Seen) -> Any:
        """Whether the row counts."""
        return Column(seen.base.name, self._cell(seen, "counts"))

    def chosen(self, codes: Any, code: str) -> Any:
        """Whether each row chose `code`."""
        place = codes.codes.get(code, -1)
        return Column(codes.rows, lambda relation: codes.make(relation) == place)

    def looked_up(self, codes: Any, numbers: Mapping[str, Decimal]) -> Any:
        """The number of each row's code."""
        scale = max(map(_decimals, numbers.values()))
        units = {codes.codes[code]: _units(number, scale) for code, number in numbers.items()}
        *others, last = units.items()

        def make(relation: Relation) -> Any:
            code = codes.make(relation)
            return ibis.cases(*((code == place, whole(unit)) for place, unit in others), else_=whole(last[1]))

        return Column(codes.rows, make if others else _same(last[1]), scale)

    def compute(self, sign: str, left: Any, right: Any) -> Any:
        """As a sum, product or comparison of columns; of what stands alone, in decimals."""
        if isinstance(left, Later) and isinstance(right, Later):
            return Later(lambda: _ALONE.compute(sign, left.value, right.value))
        one, two = _lifted(left, right)
        if sign == "×":
            return Column(one.rows, lambda relation: one.make(relation) * two.make(relation), one.scale + two.scale)
        scale, make = max(one.scale, two.scale), _SIGNS[sign]
        over, under = _at(scale, one), _at(scale, two)
        kept = scale if sign in _NUMBERS else 0
        return Column(one.rows, lambda relation: make(over(relation), under(relation)), kept)

    def opposite(self, fact: Any) -> Any:
        """Not."""
        if isinstance(fact, Later):
            return Later(lambda: not fact.value)
        return Column(fact.rows, lambda relation: ~fact.make(relation))

    def where(self, fact: Any, then: Any, otherwise: Any) -> Any:
        """One of two, row by row."""
        if all(isinstance(each, Later) for each in (fact, then, otherwise)):
            return Later(lambda: _ALONE.where(fact.value, then.value, otherwise.value))
        rows = next(each.rows for each in (fact, then, otherwise) if isinstance(each, Column))
        yes, no, which = (_in_rows(rows, each) for each in (then, otherwise, fact))
        scale = max(yes.scale, no.scale)
        one, two = _at(scale, yes), _at(scale, no)
        return Column(rows, lambda relation: ibis.ifelse(which.make(relation), one(relation), two(relation)), scale)

    def total(self, numbers: Any) -> Any:
        """The sum over all rows, asked for together with the others."""
        parts = self.parts(numbers)
        return Later(lambda: _added(part for _, part in parts.value))

    def parts(self, numbers: Column) -> Later:
        """The sum of each group of rows, as (cells of the group, number); see `groups`."""
        name = f"sum_{sum(map(len, self._sums.values()))}"
        self._sums.setdefault(numbers.rows, {})[name] = lambda relation: exact_sum(numbers.make(relation))

        def compute() -> list[tuple[dict[str, Any], Decimal]]:
            found = self._asked(numbers.rows)
            return [(group, Decimal(int(group[name])).scaleb(-numbers.scale, EXACT)) for group in found]

        return Later(compute)

    def count(self, facts: Any) -> Any:
        """How many rows."""
        return self.total(Column(facts.rows, lambda relation: facts.make(relation).cast("int64")))

    def kept(self, symbol: str, numbers: Any) -> Any:
        """A column of its own from now on, so that what is used twice is computed once."""
        if isinstance(numbers, Later):
            return numbers
        return Column(numbers.rows, self._layer(numbers.rows, numbers.make), numbers.scale)

    def rounded(self, symbol: str, above: Any, below: Any, how: Division) -> Any:
        """Whole numbers divided; what comes out is a column of its own."""
        if isinstance(above, Later) and (below is None or isinstance(below, Later)):
            return Later(lambda: _ALONE.rounded(symbol, above.value, None if below is None else below.value, how))
        one, two = (above, None) if below is None else _lifted(above, below)
        upper, lower = how.upper * 10 ** (how.scales[0] - one.scale), how.lower
        if two is not None:
            lower *= 10 ** (how.scales[1] - two.scale)
        common = gcd(upper, lower)
        upper, lower = upper // common, lower // common
        over, under = _times(upper, one.make), _same(lower) if two is None else _times(lower, two.make)
        if two is None and lower == 1:
            return Column(one.rows, self._layer(one.rows, over), how.scale)
        make = self._layer(one.rows, lambda relation: _divided(over(relation), under(relation), how))
        return Column(one.rows, make, how.scale)

    def query(self, rows: str) -> Relation:
        """The one query for every sum over the table that was asked for so far."""
        relation = self.relations[rows]
        groups = [make(relation).name(name) for name, make in self.groups.get(rows, {}).items()]
        return relation.aggregate([make(relation).name(name) for name, make in self._sums[rows].items()], by=groups)

    def _asked(self, rows: str) -> list[dict[str, Any]]:
        """Every sum over the table that was asked for so far, by its groups."""
        if set(self._sums[rows]) - set(next(iter(self._found.get(rows, [])), {})):
            self._found[rows] = self.store.fetch(self.query(rows))
        return self._found[rows]

    def _occurring(self, found: Column, seen: Seen, column: str) -> set[int]:
        """The codes that occur in a column; asked for once."""
        cell = (seen.base.name, seen.by, seen.table.name, column)
        if cell not in self._codes:
            relation = self.relations[found.rows]
            rows = self.store.fetch(relation.select(code=found.make(relation)).distinct())
            self._codes[cell] = {row["code"] for row in rows}
        return self._codes[cell]

    def _cell(self, seen: Seen, name: str) -> Make:
        """A column of a table, or of the row of another one that a cell names."""
        if seen.by is None:
            return lambda relation: relation[name]
        wanted, base, by = f"{seen.by}__{name}", seen.base.name, seen.by
        if wanted not in self.relations[base].columns:
            other = self.relations[seen.table.name]
            named = {f"{by}__{each}": other[each] for each in other.columns}
            relation = self.relations[base]
            others = other.select(**named)
            self.relations[base] = relation.left_join(others, relation[f"same_{by}"] == others[_key(seen)])
        return lambda relation: relation[wanted]

    def _layer(self, rows: str, make: Make) -> Make:
        relation = self.relations[rows]
        name = f"s_{len(relation.columns)}"
        self.relations[rows] = relation.mutate(**{name: make(relation)})
        return lambda relation: relation[name]


def _added(numbers: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, numbers, Decimal(0))


def _key(seen: Seen) -> str:
    return f"{seen.by}__same_{seen.table.shape.key}"


def _divided(above: Any, below: Any, how: Division) -> Any:
    """Whole numbers divided towards zero, then put where the rounding says."""
    nearest = whole_quotient(above, below)
    if how.rounding is Rounding.DOWN:
        return nearest - (nearest * below > above).cast("int64") if how.negative else nearest
    if how.rounding is Rounding.UP:
        return nearest + (nearest * below < above).cast("int64")
    under = (nearest * below > above).cast("int64")
    rest = above - nearest * below + under * below
    floor = nearest - under
    up = rest >= below - rest
    if how.rounding is Rounding.HALF_EVEN:
        up = (rest > below - rest) | ((rest == below - rest) & (floor % 2 != 0))
    return floor + up.cast("int64")


def _lifted(left: Any, right: Any) -> tuple[Column, Column]:
    """Both in rows: what stands alone is the same in every row."""
    rows = left.rows if isinstance(left, Column) else right.rows
    return _in_rows(rows, left), _in_rows(rows, right)


def _in_rows(rows: str, data: Any) -> Column:
    if isinstance(data, Column):
        return data
    value = data.value
    if isinstance(value, bool):
        return Column(rows, lambda relation: ibis.literal(value))
    scale = _decimals(value)
    return Column(rows, _same(_units(value, scale)), scale)


def _at(scale: int, column: Column) -> Make:
    return _times(10 ** (scale - column.scale), column.make)


def _same(number: int) -> Make:
    return lambda relation: whole(number)


def _times(factor: int, make: Make) -> Make:
    return make if factor == 1 else lambda relation: make(relation) * whole(factor)


def _units(number: Decimal, scale: int) -> int:
    return int(number.scaleb(scale, EXACT))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
