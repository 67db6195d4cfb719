"""Cells as expressions: what is well formed becomes a whole number, a day or a code at once; the rest is called odd.

An odd cell is not a wrong one. Its row goes to the reader of cells that the traced run uses, which takes it or says why not.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import ibis
from ibis.expr.types import Table as Relation

from tanpuhui.core.days import FIRST_YEAR, LAST_YEAR
from tanpuhui.quantification.cells import Cell, same
from tanpuhui.quantification.columns_duckdb import fingerprint, units_of, whole, without_blanks
from tanpuhui.quantification.rows import decimals_of
from tanpuhui.quantification.shapes import ColumnShape, TableShape
from tanpuhui.quantification.tables import Plan

# Letters whose case, width and blanks are the same for SQL and for `cells.same`: printable ASCII and the Han of daily use.
# No blank at either end, and no = at the beginning, which would be a formula.
_PLAIN = r"^([!-<>-~\x{4E00}-\x{9FFF}]([ -~\x{4E00}-\x{9FFF}]*[!-~\x{4E00}-\x{9FFF}])?)?$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONTH = "^[0-9]{4}-[0-9]{2}$"
_DIGITS = 19
"""Before the point, at most, besides the first: see `cells`."""


def needed(shape: TableShape, extra: set[str]) -> set[str]:
    """The columns that a run may look at again: all but texts that name nothing."""
    named = {shape.key, *extra, *((shape.months.of,) if shape.months else ())}
    return {
        code for code, column in shape.columns.items() if column.kind != "text" or column.refers_to or code in named
    }


def understood(
    raw: Relation, shape: TableShape, plan: Plan, wanted: set[str], units: Mapping[str, Mapping[str, Fraction]]
) -> Relation:
    """`line`, whether the row is `plain` (nothing odd in it), and its cells, as `made` says them.

    In two layers, so that what a cell becomes is computed once, and then looked at.
    """
    columns = {code: _column(raw, code, column, plan, units) for code, column in shape.columns.items()}
    first = raw.select("line", **{name: cell for cells, _ in columns.values() for name, cell in cells.items()})
    second = {code: then(first) for code, (_, then) in columns.items()}
    plain = [ok for ok, _ in second.values()]
    plain += [first[f"c_{one}"] < first[f"c_{other}"] for one, other in shape.days_in_order]
    facts = {"print": fingerprint(_same(first[f"c_{shape.key}"])), "plain": ibis.and_(*plain).fill_null(False)}
    cells = {name: cell for code, (_, made) in second.items() if code in wanted for name, cell in made.items()}
    return first.select("line", **facts, **cells).mutate(counts=_counts(shape))


def empty(raw: Relation, plan: Plan) -> Any:
    """Whether nothing stands in a row."""
    return ibis.and_(*(_nothing(raw[f"c{place}"]) for place in (*plan.places.values(), *plan.units.values())))


def trimmed(raw: Relation) -> Relation:
    """The relation without blanks around its texts. It takes a while, and few files need it."""
    texts = {name: without_blanks(raw[name]) for name, kind in raw.schema().items() if kind.is_string()}
    return raw.mutate(**texts)


def with_same(scan: Relation, shape: TableShape, wanted: set[str]) -> Relation:
    """What two texts that name the same row have in common: see `cells.same`."""
    texts = [code for code, column in shape.columns.items() if column.kind == "text" and code in wanted]
    return scan.mutate(**{f"same_{code}": _same(scan[f"c_{code}"]) for code in texts})


def _same(text: Any) -> Any:
    low = text.lower()
    return ibis.ifelse(text.contains(" "), low.replace(" ", ""), low)


def texts_of(raw: Relation, place: int) -> Relation:
    """The cells of one column as texts, as `text`."""
    return raw.select(text=_text(raw[f"c{place}"]))


def made(line: int, cells: Mapping[str, Cell], shape: TableShape, wanted: set[str]) -> dict[str, Any]:
    """A row that the reader of cells took, under the names and in the types of `understood`."""
    row: dict[str, Any] = {"line": line, "plain": True}
    for code, column in shape.columns.items():
        if code in wanted:
            row |= _made(code, cells[code], column)
    return {**row, "counts": all(not choice.excludes for choice in _chosen(cells, shape))}


def excluding(column: ColumnShape) -> list[int]:
    """The places of the choices that exclude a row."""
    return [place for place, choice in enumerate(column.choices.values()) if choice.excludes]


def _chosen(cells: Mapping[str, Cell], shape: TableShape) -> Iterator[Any]:
    return (column.choices[str(cells[code])] for code, column in shape.columns.items() if column.choices)


def _counts(shape: TableShape) -> Any:
    every = [~ibis._[f"c_{code}"].isin(out) for code, column in shape.columns.items() if (out := excluding(column))]
    return ibis.and_(*every) if every else ibis.literal(True)


def _made(code: str, cell: Cell, column: ColumnShape) -> dict[str, Any]:
    match column.kind:
        case "number":
            scale, denominator = decimals_of(column)
            number = int(cell * denominator * 10**scale) if isinstance(cell, Fraction) else 0
            return {f"c_{code}": number, **({f"has_{code}": cell != ""} if column.optional else {})}
        case "choice":
            return {f"c_{code}": list(column.choices).index(str(cell))}
        case "text":
            return {f"c_{code}": cell, f"same_{code}": same(str(cell))}
        case _:
            return {f"c_{code}": cell}


Second = Callable[[Relation], tuple[Any, dict[str, Any]]]


def _column(
    raw: Relation, code: str, column: ColumnShape, plan: Plan, units: Mapping[str, Mapping[str, Fraction]]
) -> tuple[dict[str, Any], Second]:
    """What a cell becomes, and, of that: whether it was well formed (or null: it was not), and what is kept."""
    given = raw[f"c{plan.places[code]}"] if code in plan.places else ibis.literal("")
    name, formed, text = f"c_{code}", f"f_{code}", _text(given)
    match column.kind:
        case "number":
            unit = _text(raw[f"c{plan.units[code]}"]) if code in plan.units else None
            factors = units[code] if unit is not None else {"": plan.factors.get(code, Fraction(1))}
            return _number(code, given, unit, factors, column)
        case "day" | "month":
            day, ok = (_month if column.kind == "month" else _day)(given, text)
            return {name: day, formed: ok}, lambda cells: (cells[formed] & _in_time(cells[name]), {name: cells[name]})
        case "choice":
            # Most cells hold a code: the other names are compared where it is none.
            place = ibis.coalesce(_place(text, [[code] for code in column.choices]), _place(text, _names(column)))
            known = place.cast("int16") if _spoken(given) else ibis.null("int16")
            return {name: known}, lambda cells: (cells[name].notnull(), {name: cells[name]})
        case "text":
            ok = text.re_search(_PLAIN) & (text.length() <= column.longest) & _spoken(given)
            ok = ok if column.optional else ok & (text != "")
            return {name: text.fill_null(""), formed: ok}, lambda cells: (cells[formed], {name: cells[name]})


def _day(given: Any, text: Any) -> tuple[Any, Any]:
    if given.type().is_date():
        return given, given.notnull()
    return text.try_cast("date"), text.re_search(_DAY)


def _month(given: Any, text: Any) -> tuple[Any, Any]:
    """The first day of the month, whether that was written or another one, or none."""
    if given.type().is_date():
        return given.truncate("M").cast("date"), given.notnull()
    short = text.re_search(_MONTH)
    day = ibis.ifelse(short, text + "-01", text).try_cast("date")
    return day.truncate("M").cast("date"), short | text.re_search(_DAY)


def _in_time(day: Any) -> Any:
    return day.between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def _names(column: ColumnShape) -> list[list[str]]:
    return [[choice.zh, choice.en] for choice in column.choices.values()]


def _place(text: Any, names: list[list[str]]) -> Any:
    return ibis.cases(*((text.isin(each), place) for place, each in enumerate(names)), else_=ibis.null("int8"))


def _nothing(given: Any) -> Any:
    return (given.isnull() | (given == "")) if given.type().is_string() else given.isnull()


def _text(given: Any) -> Any:
    """The cell as it would stand in a text file."""
    kind = given.type()
    if kind.is_floating():
        given = given.cast("float64")
    return given if kind.is_string() else given.cast("string").fill_null("")


def _spoken(given: Any) -> bool:
    """Whether SQL writes the cell as `reading.plainly` would."""
    kind = given.type()
    return bool(kind.is_string() or kind.is_integer() or kind.is_decimal() or kind.is_date())


def _number(
    code: str, given: Any, unit: Any, factors: Mapping[str, Fraction], column: ColumnShape
) -> tuple[dict[str, Any], Second]:
    """Units of the last decimal as given; then, times what its unit is, units of the last decimal of the column."""
    places = column.decimals or 0
    scale, denominator = decimals_of(column)
    times = {named: factor * denominator * 10 ** (scale - places) for named, factor in factors.items()}
    ends = [Fraction(end or 0) * denominator * 10**scale for end in (column.least, column.most)]
    bounds = {named: (ceil(ends[0] * each**-1), floor(ends[1] * each**-1)) for named, each in times.items()}
    most = max((abs(end) for pair in bounds.values() for end in pair), default=0)
    formed, digits = _digits(given, places, max(len(str(most)), places + 1))
    first = {f"d_{code}": digits, f"f_{code}": formed, f"n_{code}": _nothing(given)}
    if unit is not None:
        first[f"u_{code}"] = unit

    def second(cells: Relation) -> tuple[Any, dict[str, Any]]:
        digits = cells[f"d_{code}"]
        here = {named: ibis.literal(True) if unit is None else cells[f"u_{code}"] == named for named in times}
        fits = [here[named] & digits.between(*bounds[named]) for named in times]
        numbers = [(here[named], digits * whole(int(each)) if each != 1 else digits) for named, each in times.items()]
        ok, number = cells[f"f_{code}"] & ibis.or_(ibis.literal(False), *fits), _of(numbers)
        if not column.optional:
            return ok, {f"c_{code}": number}
        has = ~cells[f"n_{code}"]
        return ok | ~has, {f"c_{code}": ibis.ifelse(has, number, whole(0)), f"has_{code}": has}

    return first, second


def _of(numbers: list[tuple[Any, Any]]) -> Any:
    if not numbers:
        return whole(0)
    return numbers[0][1] if len(numbers) == 1 else ibis.cases(*numbers, else_=whole(0))


def _digits(given: Any, places: int, digits: int) -> tuple[Any, Any]:
    """Whether a cell is a plain decimal number of at most `digits` digits, and its units of the last of `places` decimals."""
    kind = given.type()
    if kind.is_integer() or (kind.is_decimal() and kind.scale <= places):
        number = given.try_cast(f"decimal({digits}, {places})")
        return number.notnull(), units_of(number, digits, places)
    text = _text(given)
    formed = text.re_search(rf"^-?(0|[1-9][0-9]{{0,{_DIGITS}}})({_fraction(places)})?$")
    return formed, units_of(text.try_cast(f"decimal({digits}, {places})"), digits, places)


def _fraction(places: int) -> str:
    """Up to `places` decimals, or zeros after them."""
    zeros = rf"\.[0-9]{{{places}}}0{{1,{20 - places}}}"
    return rf"\.[0-9]{{1,{places}}}|{zeros}" if places else zeros
