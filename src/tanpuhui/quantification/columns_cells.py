"""Cells as expressions: what is well formed becomes a whole number, a day or a code at once; the rest is called odd.

An odd cell is not a wrong one. Its row goes to the reader of cells that the traced run uses, which takes it or says why not.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import ibis
from ibis.expr.types import Table as Relation

from tanpuhui.core.days import FIRST_YEAR, LAST_YEAR
from tanpuhui.quantification.cells import Cell, same
from tanpuhui.quantification.columns_duckdb import whole, without_blanks
from tanpuhui.quantification.rows import decimals_of
from tanpuhui.quantification.shapes import ColumnShape, TableShape
from tanpuhui.quantification.tables import Plan

# Letters whose case, width and blanks are the same for SQL and for `cells.same`: printable ASCII and the Han of daily use.
_PLAIN = r"^[ -~\x{4E00}-\x{9FFF}]*$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONTH = "^[0-9]{4}-[0-9]{2}$"
_DIGITS = 18
"""Of a number that fits into 64 bits whatever its digits are."""


def needed(shape: TableShape, extra: set[str]) -> set[str]:
    """The columns that a run may look at again: all but texts that name nothing."""
    named = {shape.key, *extra, *((shape.months.of,) if shape.months else ())}
    return {
        code for code, column in shape.columns.items() if column.kind != "text" or column.refers_to or code in named
    }


def understood(
    raw: Relation, shape: TableShape, plan: Plan, wanted: set[str], units: Mapping[str, Mapping[str, Fraction]]
) -> Relation:
    """`line`, whether the row is `empty`, whether it is `plain` (nothing odd in it), and its cells, as `made` says them."""
    texts = [_text(raw[f"c{place}"]) for place in (*plan.places.values(), *plan.units.values())]
    empty = ibis.and_(*(text == "" for text in texts))
    plain, cells = list[Any](), dict[str, Any]()
    for code, column in shape.columns.items():
        ok, made = _column(raw, code, column, plan, units)
        plain.append(ok)
        if code in wanted:
            cells |= made
    plain += [cells[f"c_{one}"] < cells[f"c_{other}"] for one, other in shape.days_in_order]
    facts = {"empty": empty, "plain": ibis.and_(*(each.fill_null(False) for each in plain))}
    return raw.select("line", **facts, **cells).mutate(counts=_counts(shape))


def texts_of(raw: Relation, place: int) -> Relation:
    """The cells of one column as texts, as `text`."""
    return raw.select(text=_text(raw[f"c{place}"]))


def made(line: int, cells: Mapping[str, Cell], shape: TableShape, wanted: set[str]) -> dict[str, Any]:
    """A row that the reader of cells took, under the names and in the types of `understood`."""
    row: dict[str, Any] = {"line": line, "empty": False, "plain": True}
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


def _column(
    raw: Relation, code: str, column: ColumnShape, plan: Plan, units: Mapping[str, Mapping[str, Fraction]]
) -> tuple[Any, dict[str, Any]]:
    """Whether the cell is well formed, and what it becomes."""
    given = raw[f"c{plan.places[code]}"] if code in plan.places else ibis.literal("")
    name, text = f"c_{code}", _text(given)
    match column.kind:
        case "number":
            unit = _text(raw[f"c{plan.units[code]}"]) if code in plan.units else None
            factors = units[code] if unit is not None else {"": plan.factors.get(code, Fraction(1))}
            return _number(code, given, text, unit, factors, column)
        case "day":
            day = given if given.type().is_date() else text.try_cast("date")
            return _is_day(given, text, day), {name: day}
        case "month":
            short = text.re_search(_MONTH)
            day = given if given.type().is_date() else ibis.ifelse(short, text + "-01", text).try_cast("date")
            return (short & day.notnull()) | _is_day(given, text, day), {name: day.truncate("M").cast("date")}
        case "choice":
            places = [(code, choice.zh, choice.en) for code, choice in column.choices.items()]
            found = ibis.cases(*((text.isin(names), place) for place, names in enumerate(places)), else_=None)
            return found.notnull() & _spoken(given), {name: found.cast("int16")}
        case "text":
            ok = text.re_search(_PLAIN) & (text.length() <= column.longest) & ~text.startswith("=")
            ok = ok if column.optional else ok & (text != "")
            return ok & _spoken(given), {name: text, f"same_{code}": text.lower().replace(" ", "")}


def _text(given: Any) -> Any:
    """The cell as it would stand in a text file, without blanks around it."""
    kind = given.type()
    if kind.is_floating():
        given = given.cast("float64")
    return without_blanks((given if kind.is_string() else given.cast("string")).fill_null(""))


def _spoken(given: Any) -> bool:
    """Whether SQL writes the cell as `reading.plainly` would."""
    kind = given.type()
    return bool(kind.is_string() or kind.is_integer() or kind.is_decimal() or kind.is_date())


def _is_day(given: Any, text: Any, day: Any) -> Any:
    formed = given.notnull() if given.type().is_date() else text.re_search(_DAY)
    return formed & day.between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def _number(
    code: str, given: Any, text: Any, unit: Any, factors: Mapping[str, Fraction], column: ColumnShape
) -> tuple[Any, dict[str, Any]]:
    places = column.decimals or 0
    formed, digits = _digits(given, text, places)
    scale, denominator = decimals_of(column)
    ends = Fraction(column.least or 0), Fraction(column.most or 0)
    fits, numbers = [], []
    for named, factor in factors.items():
        times = factor * denominator * 10 ** (scale - places)
        low, high = (end * denominator * 10**scale / times for end in ends)
        here = ibis.literal(True) if unit is None else unit == named
        fits.append((here, digits.between(ceil(low), floor(high))))
        numbers.append((here, digits * whole(int(times))))
    ok, number = formed & ibis.or_(ibis.literal(False), *(here & fit for here, fit in fits)), _of(numbers)
    if not column.optional:
        return ok, {f"c_{code}": number}
    has = text != ""
    return ok | ~has, {f"c_{code}": ibis.ifelse(has, number, whole(0)), f"has_{code}": has}


def _of(numbers: list[tuple[Any, Any]]) -> Any:
    if not numbers:
        return whole(0)
    return numbers[0][1] if len(numbers) == 1 else ibis.cases(*numbers, else_=whole(0))


def _digits(given: Any, text: Any, places: int) -> tuple[Any, Any]:
    """Whether a cell is a plain decimal number, and its units of the last of `places` decimals."""
    kind, ten = given.type(), whole(10**places)
    if kind.is_integer():
        small = given.between(-(10 ** (_DIGITS - places)), 10 ** (_DIGITS - places))
        return small, ibis.ifelse(small, given, 0).cast("int64") * ten
    if kind.is_decimal() and kind.scale <= places and kind.precision - kind.scale + places <= _DIGITS:
        return given.notnull(), (given * ten).cast("int64")
    pattern = rf"^-?(0|[1-9][0-9]{{0,{_DIGITS - places - 1}}})({_fraction(places)})?$"
    return text.re_search(pattern), (text.try_cast(f"decimal({_DIGITS}, {places})") * ten).cast("int64")


def _fraction(places: int) -> str:
    """Up to `places` decimals, or zeros after them."""
    zeros = rf"\.[0-9]{{{places}}}0{{1,{20 - places}}}"
    return rf"\.[0-9]{{1,{places}}}|{zeros}" if places else zeros
