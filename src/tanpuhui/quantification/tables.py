"""Rows of texts made typed rows, with a finding for every heading, row and cell that is not as the methodology asks."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count

from tanpuhui.core.findings import Finding
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.quantification.cells import Cell, Place, WrongCell, read_cell, same
from tanpuhui.quantification.reading import RawRow, RawTable
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.shapes import ColumnShape, TableShape
from tanpuhui.quantification.units import Measure, factor, measure, read_measure

_LETTERS = string.ascii_uppercase
_HEADING = re.compile(r"(?P<name>.+?)\s*[(（\[](?P<unit>[^()（）\[\]]+)[)）\]]")


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table. `cells` by column, one for each row; numbers are in the column's own unit, exactly.

    Rows with an error are left out of `cells`, and `findings` say why; a table with errors is not calculated.
    `excluded` are the rows that count as nothing.
    """

    name: str
    shape: TableShape
    lines: tuple[int, ...]
    cells: dict[str, tuple[Cell, ...]]
    excluded: tuple[bool, ...]
    findings: tuple[Finding, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What names each row: its key; of rows that repeat one, the second is called `key#2`."""
        keys = tuple(str(cell) for cell in self.cells[self.shape.key])
        taken = set(keys)
        if len(taken) == len(keys):
            return keys
        first, named = set[str](), list[str]()
        for key in keys:
            free = key if key not in first else _unused(key, taken)
            first.add(key)
            taken.add(free)
            named.append(free)
        return tuple(named)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a calculation."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


@dataclass(slots=True)
class Plan:
    """Where each column's cells are found: its place, the factor of its unit, or the place of its column of units."""

    places: dict[str, int] = field(default_factory=dict)
    factors: dict[str, Fraction] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)


def typed(raw: RawTable, name: str, shape: TableShape) -> Table:
    """`raw` as the table `name` of a methodology. Refused: no row at all, or more than the methodology allows."""
    findings: list[Finding] = []
    plan = planned(raw.header, name, shape, findings)
    if not raw.rows:
        raise refuse("input_without_rows", file=raw.file)
    if len(raw.rows) > shape.most_rows:
        raise refuse("input_too_many_rows", file=raw.file, most=shape.most_rows)
    readable = all(finding.severity != "error" for finding in findings)
    findings += _of_file(raw, name)
    kept: list[tuple[int, dict[str, Cell]]] = []
    if readable:
        kept = list(read_rows(raw.rows, len(raw.header.cells), plan, name, shape, findings))
    repeated = _repeated(kept, shape)
    findings += _found_repeated(repeated, kept, name, shape)
    return _table(name, shape, kept, repeated, findings)


def _unused(key: str, taken: set[str]) -> str:
    return next(name for n in count(2) if (name := f"{key}#{n}") not in taken)


def _of_file(raw: RawTable, name: str) -> Iterator[Finding]:
    """What is said of the rows before any cell is read: merged ones, and those that are empty."""
    for cell in raw.merged:
        yield Place(name, int(cell.lstrip(_LETTERS)), "-").found("input_cells_merged", cell=cell)
    if raw.empty:
        yield Place(name, raw.empty[0], "-").found("input_rows_empty", count=raw.empty[1])


def heading(code: str, shape: ColumnShape) -> str:
    """How a column is headed: its code, with the unit where it has one."""
    return f"{code} ({shape.unit})" if shape.unit else code


def planned(header: RawRow, name: str, shape: TableShape, findings: list[Finding]) -> Plan:
    """The header understood, with a finding for every heading that is not as the table asks."""
    plan = Plan()
    for place, text in enumerate(header.cells):
        _head(place, text.strip(), header.line, name, shape, plan, findings)
    for code, column in shape.columns.items():
        where = Place(name, header.line, code)
        if code not in plan.places and not column.optional:
            findings.append(where.found("input_column_missing", header=heading(code, column)))
        elif column.kind == "number" and code in plan.places and code not in plan.factors and code not in plan.units:
            findings.append(where.found("input_unit_missing", header=heading(code, column)))
    return plan


def _head(place: int, text: str, line: int, name: str, shape: TableShape, plan: Plan, findings: list[Finding]) -> None:
    """One heading understood, or found wrong."""
    where = Place(name, line, shown(text))
    whole, in_brackets = _code(text, shape), _HEADING.fullmatch(text)
    owner = next((code for code, c in shape.columns.items() if c.kind == "number" and text == f"{code}_unit"), None)
    if owner is not None and owner not in plan.units:
        plan.units[owner] = place
        return
    code = whole or (_code(in_brackets["name"], shape) if in_brackets else None)
    if code is None or (not whole and shape.columns[code].kind != "number"):
        known = ", ".join(heading(code, column) for code, column in shape.columns.items())
        findings.append(where.found("input_column_unknown", known=known))
        return
    if code in plan.places:
        findings.append(Place(name, line, code).found("input_column_repeated"))
        return
    plan.places[code] = place
    if not whole and in_brackets:
        given = factor_of(in_brackets["unit"], shape.columns[code])
        # A unit that cannot be used is said once; the column is not also called without unit.
        plan.factors[code] = given or Fraction(1)
        if given is None:
            findings.append(_unit_unknown(Place(name, line, code), in_brackets["unit"], shape.columns[code]))


def _code(text: str, shape: TableShape) -> str | None:
    names = ((code, (code, column.name.zh, column.name.en)) for code, column in shape.columns.items())
    return next((code for code, known in names if text.strip() in known), None)


def factor_of(text: str, column: ColumnShape) -> Fraction | None:
    """What one of the unit written as `text` is in the column's own; None where the column does not allow it."""
    given = read_measure(text.strip())
    assert column.unit is not None
    allowed: list[Measure] = [measure(unit) for unit in (column.unit, *column.units)]
    return factor(given, measure(column.unit)) if given is not None and given in allowed else None


def _unit_unknown(place: Place, given: str, column: ColumnShape) -> Finding:
    known = ", ".join(filter(None, (column.unit, *column.units)))
    return place.found("input_unit_unknown", given=shown(given), known=known)


def read_rows(
    body: Sequence[RawRow], width: int, plan: Plan, name: str, shape: TableShape, findings: list[Finding]
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The line and typed cells of each row that has no error; the findings of the others are added to `findings`."""
    for row in body:
        if len(row.cells) != width:
            place = Place(name, row.line, "-")
            findings.append(place.found("input_row_length", count=len(row.cells), wanted=width))
            continue
        wrong: list[Finding] = []
        cells = {
            code: cell for code in shape.columns if (cell := _cell(row, code, plan, name, shape, wrong)) is not None
        }
        wrong += _reversed(row.line, cells, name, shape)
        findings += wrong
        if not wrong:
            yield row.line, cells


def _cell(row: RawRow, code: str, plan: Plan, name: str, shape: TableShape, wrong: list[Finding]) -> Cell | None:
    place, column = Place(name, row.line, code), shape.columns[code]
    text = row.cells[plan.places[code]] if code in plan.places else ""
    if column.optional and not text.strip(" "):
        return ""
    try:
        return read_cell(text, column, place, _unit_factor(row, code, plan, place, column))
    except WrongCell as error:
        wrong.append(error.finding)
        return None


def _unit_factor(row: RawRow, code: str, plan: Plan, place: Place, column: ColumnShape) -> Fraction | None:
    if column.kind != "number":
        return None
    if code in plan.units:
        given = row.cells[plan.units[code]].strip()
        found = factor_of(given, column)
        # A unit in the heading and another in the row contradict each other.
        if found is None or plan.factors.get(code, found) != found:
            raise WrongCell(_unit_unknown(place, given, column))
        return found
    return plan.factors[code]


def _reversed(line: int, cells: dict[str, Cell], name: str, shape: TableShape) -> Iterator[Finding]:
    for first, second in shape.days_in_order:
        one, two = cells.get(first), cells.get(second)
        if isinstance(one, date) and isinstance(two, date) and two <= one:
            yield Place(name, line, second).found("input_days_reversed", given=two, other=first, before=one)


def _repeated(kept: list[tuple[int, dict[str, Cell]]], shape: TableShape) -> dict[int, int]:
    """The lines whose key an earlier line has, with that line."""
    first: dict[str, int] = {}
    found = ((line, first.setdefault(same(str(cells[shape.key])), line)) for line, cells in kept)
    return {line: earlier for line, earlier in found if earlier != line}


def _found_repeated(
    repeated: dict[int, int], kept: list[tuple[int, dict[str, Cell]]], name: str, shape: TableShape
) -> Iterator[Finding]:
    """Each of them, where they are refused; one finding for all, where they count as nothing."""
    if repeated and shape.repeated == "excluded":
        yield Place(name, min(repeated), shape.key).found("input_keys_repeated", count=len(repeated))
        return
    for line, cells in kept:
        if line in repeated:
            given = shown(str(cells[shape.key]))
            yield Place(name, line, shape.key).found("input_key_repeated", given=given, first=repeated[line])


def _table(
    name: str,
    shape: TableShape,
    kept: list[tuple[int, dict[str, Cell]]],
    repeated: Mapping[int, int],
    findings: list[Finding],
) -> Table:
    reasons = [_reason(cells, shape) for _, cells in kept]
    for (line, _), reason in zip(kept, reasons, strict=True):
        if reason:
            column, choice = reason
            findings.append(Place(name, line, column).found("input_row_excluded", reason=choice))
    return Table(
        name=name,
        shape=shape,
        lines=tuple(line for line, _ in kept),
        cells={code: tuple(cells[code] for _, cells in kept) for code in shape.columns},
        excluded=tuple(reason is not None or line in repeated for (line, _), reason in zip(kept, reasons, strict=True)),
        findings=tuple(findings),
    )


def _reason(cells: dict[str, Cell], shape: TableShape) -> tuple[str, Text] | None:
    for code, column in shape.columns.items():
        choice = column.choices.get(str(cells[code]))
        if choice is not None and choice.excludes:
            return code, choice.text
    return None
