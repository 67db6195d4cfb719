"""The small form of a methodology, made from the shapes of its tables: what is asked, what was answered, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.methods.fitting import fits
from tanpuhui.quantification import Methodology, Table
from tanpuhui.quantification.cases import CaseShape, tables_of
from tanpuhui.quantification.cells import plain_text
from tanpuhui.quantification.reading import RawRow, RawTable
from tanpuhui.quantification.shapes import ColumnShape, TableShape
from tanpuhui.quantification.trials import Trial

MOST_ROWS = 40
"""Rows of one table in a form; more belong into a file."""
FROM_PERIOD = ("period_first", "period_last")
Cells = dict[str, str]
Answers = dict[str, list[Cells]]
"""Table → rows → cells by field: a column's code, or `<code>_unit`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell to be filled in. `units`: those to choose from, the chosen one first told by `unit`."""

    id: str
    name: str
    column: ColumnShape
    value: str
    unit: str
    hint: Text
    faults: tuple[Text, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that may be chosen."""
        return tuple(filter(None, (self.column.unit, *self.column.units)))

    @property
    def kind(self) -> str:
        """How a browser asks for it: numbers as text, so that what is wrong with them can be said."""
        return {"day": "date", "month": "month"}.get(self.column.kind, "text")

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """The codes to choose from, with what they mean."""
        return [(code, choice.text) for code, choice in self.column.choices.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of fields; `faults` are about the whole row."""

    number: int
    fields: tuple[Field, ...]
    faults: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the form. `full`: it takes no further row."""

    name: str
    title: Text
    rows: tuple[Row, ...]
    full: bool


def parts(methodology: Methodology, answers: Answers, made: Trial | None) -> Iterator[Part]:
    """The form's tables with what was answered and, after a trial, what is wrong."""
    for name, shape in methodology.tables.items():
        faults = _faults(name, made)
        rows = answers.get(name) or [{}]
        drawn = tuple(_row(name, shape, number, cells, faults) for number, cells in enumerate(rows, start=1))
        yield Part(name, shape.name.text, drawn, len(rows) >= MOST_ROWS)


def posted(methodology: Methodology, sent: QueryDict) -> Answers:
    """What a form sent; `_more` names a table that gets another row."""
    found: Answers = {}
    for name, shape in methodology.tables.items():
        said = sent.get(f"rows.{name}", "1")[:3]
        count = min(int(said) if said.isascii() and said.isdecimal() else 1, MOST_ROWS) or 1
        found[name] = [_sent(sent, name, shape, number) for number in range(1, count + 1)]
        if sent.get("_more") == name and count < MOST_ROWS:
            found[name].append({})
    return found


def of_example(methodology: Methodology, case: CaseShape) -> Answers:
    """An example as answers, every number in its column's own unit."""
    return {name: list(_cells(table)) for name, table in tables_of(methodology, case).items()}


def raw(methodology: Methodology, answers: Answers, first: str, last: str) -> dict[str, RawTable]:
    """The answers as tables; days that must be those of the period are. Rows in which nothing was filled in are none."""
    days = {"period_first": first, "period_last": last}
    return {name: _raw(name, shape, answers[name], days) for name, shape in methodology.tables.items()}


def _sent(sent: QueryDict, table: str, shape: TableShape, number: int) -> Cells:
    names = [*shape.columns, *(f"{code}_unit" for code, column in shape.columns.items() if column.unit)]
    return {name: sent.get(f"{table}.{number}.{name}", "")[:2100] for name in names}


def _cells(table: Table) -> Iterator[Cells]:
    for row in range(len(table.lines)):
        cells = {code: _text(table.shape.columns[code], of[row]) for code, of in table.cells.items()}
        yield cells | {f"{code}_unit": column.unit for code, column in table.shape.columns.items() if column.unit}


def _text(column: ColumnShape, cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[: 7 if column.kind == "month" else 10]
    return plain_text(cell)  # type: ignore[arg-type]  # a cell is a number, a day or a text


def _raw(name: str, shape: TableShape, rows: list[Cells], days: Mapping[str, str]) -> RawTable:
    columns = list(shape.columns)
    units = [code for code, column in shape.columns.items() if column.unit]
    header = RawRow(0, (*columns, *(f"{code}_unit" for code in units)))
    body = []
    for line, cells in enumerate(rows, start=1):
        said = [days.get(shape.columns[code].must_be or "", cells.get(code, "")) for code in columns]
        measured = [cells.get(f"{code}_unit") or str(shape.columns[code].unit) for code in units]
        if any(cells.get(code, "").strip() for code in columns):
            body.append(RawRow(line, (*said, *measured)))
    return RawTable(name, header, tuple(body))


def _faults(name: str, made: Trial | None) -> dict[tuple[int, str], list[Text]]:
    found: dict[tuple[int, str], list[Text]] = {}
    for table in made.tables if made else ():
        for fault in table.faults if table.name == name else ():
            if fault.severity == "error":
                found.setdefault((fault.line, fault.column), []).append(fault.says)
    return found


def _row(table: str, shape: TableShape, number: int, cells: Cells, faults: Mapping[tuple[int, str], list[Text]]) -> Row:
    fields = tuple(
        Field(
            f"{table}-{number}-{code}", f"{table}.{number}.{code}", column, cells.get(code, ""),
            cells.get(f"{code}_unit", ""), fits(column), tuple(faults.get((number, code), ())),
        )
        for code, column in shape.columns.items() if column.must_be not in FROM_PERIOD
    )  # fmt: skip
    shown = {code for code, column in shape.columns.items() if column.must_be not in FROM_PERIOD}
    others = [says for (line, code), of in faults.items() if line == number and code not in shown for says in of]
    return Row(number, fields, tuple(others))
