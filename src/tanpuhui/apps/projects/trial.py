"""A calculation tried before it counts: tables read cell by cell, what is wrong shown where it stands. Nothing is stored."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.projects import calculation, checks, dossiers, editions
from tanpuhui.apps.projects.calculation import Inputs
from tanpuhui.apps.projects.models import Project, Report, Wish
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import evidence, open_evidence
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding, Severity
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.quantification import Difference, Methodology, Result, Table, compare, parse_csv, typed
from tanpuhui.quantification.reading import RawRow, RawTable
from tanpuhui.quantification.shapes import TableShape
from tanpuhui.quantification.tables import period_findings

MOST_SHOWN = 200
"""Faults of one table that are shown; all are counted."""


@dataclass(frozen=True, slots=True)
class File:
    """A table as a file, by its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place: the line of the file, the column (`-`: the whole row), what stands there, a sentence."""

    line: int
    column: str
    given: str
    severity: Severity
    says: Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a line as it stands in the file; `wrong`: a fault is here."""

    text: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class TriedTable:
    """One table as it was read. `lines`: those with faults, whole; `refusal`: why the file could not be read at all."""

    name: str
    title: Text
    file: str
    head: tuple[str, ...] = ()
    lines: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    faults: tuple[Fault, ...] = ()
    count: int = 0
    rows: int = 0
    refusal: Refusal | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be calculated with."""
        return self.refusal is None and all(fault.severity != "error" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a calculation would give: its `result`, or the tables' faults, the tables that are `missing`, a `refusal`."""

    tables: tuple[TriedTable, ...]
    missing: tuple[Text, ...]
    result: Result | None
    refusal: Refusal | None
    differences: tuple[Difference, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the calculation ran."""
        return self.result is not None


def trial(report: str, *, on: date, files: Mapping[str, File] | None = None) -> Trial:
    """What submitting the report on a day would calculate, with `files` (table → file) in place of the documents there.

    Refuses `unknown_report`; whatever else is wrong is part of the answer.
    """
    project, row = _case(report)
    asked = Wish.objects.filter(report=row).order_by("-version")[0]
    options = {str(name): str(choice) for name, choice in asked.options.items()}
    terms = dossiers.terms_of(project)
    inputs = Inputs(terms.methodology, Period(row.first, row.last), on, options, asked.profile, {})
    there = calculation.tables_in(dossiers.present(project, row))
    return _tried(inputs, {**_filed(there), **(files or {})})


def against(report: str, files: Mapping[str, File]) -> Trial:
    """The pinned calculation with `files` in place of its tables, and what differs from it, causes first.

    Refuses `unknown_report`, `nothing_calculated`.
    """
    kept = dossiers.pinned(_case(report)[1])
    if kept is None:
        raise refuse("nothing_calculated", report=report)
    made = _tried(calculation.inputs_of(kept), {**_filed(kept.tables), **files})
    if made.result is None:
        return made
    differences = tuple(compare(json.loads(kept.record), made.result))
    return Trial(made.tables, made.missing, made.result, None, differences)


def _case(report: str) -> tuple[Project, Report]:
    project, row = find(checks.report(report))
    assert row is not None, "its number is a report's"
    return project, row


def _filed(tables: Mapping[str, str]) -> dict[str, File]:
    found = {}
    for name, sha256 in tables.items():
        with open_evidence(sha256) as file:
            found[name] = File(evidence(sha256).name, file.read())
    return found


def _tried(inputs: Inputs, files: Mapping[str, File]) -> Trial:
    methodology = editions.edition(inputs.methodology)
    missing = tuple(shape.name.text for name, shape in methodology.tables.items() if name not in files)
    read = [_read(methodology, name, file, inputs.period) for name, file in files.items() if name in methodology.tables]
    shown = tuple(table for table, _ in read)
    if missing or not all(table.sound for table in shown):
        return Trial(shown, missing, None, None)
    try:
        result = calculation.run_on(inputs, {table.name: table for _, table in read if table})
    except Refusal as no:
        return Trial(shown, missing, None, no)
    return Trial(shown, missing, result, None)


def _read(methodology: Methodology, name: str, file: File, period: Period) -> tuple[TriedTable, Table | None]:
    shape = methodology.tables[name]
    try:
        raw = parse_csv(file.content, file=file.name, most_rows=shape.most_rows)
        table = typed(raw, name, shape)
    except Refusal as no:
        return TriedTable(name, shape.name.text, file.name, refusal=no), None
    findings = [*table.findings, *period_findings(table, period)]
    return _shown(raw, name, shape, findings), table


def _shown(raw: RawTable, name: str, shape: TableShape, findings: list[Finding]) -> TriedTable:
    findings.sort(key=lambda found: (found.severity != "error", _line(found)))
    lines = {row.line: row for row in (raw.header, *raw.rows)}
    places = _places(raw.header, shape)
    faults = tuple(_fault(found, lines, places) for found in findings[:MOST_SHOWN])
    wrong: dict[int, set[str]] = {}
    for fault in faults:
        wrong.setdefault(fault.line, set()).add(fault.column)
    marked = tuple((line, _cells(lines[line], wrong[line], places)) for line in sorted(wrong) if line in lines)
    return TriedTable(name, shape.name.text, raw.file, raw.header.cells, marked, faults, len(findings), len(raw.rows))


def _places(header: RawRow, shape: TableShape) -> dict[str, int]:
    """Where each column stands: by its code, by its own heading, and by the heading as shown in a finding."""
    found = {text.strip(): place for place, text in enumerate(header.cells)}
    for code, column in shape.columns.items():
        names = (code, column.name.zh, column.name.en)
        for text, place in list(found.items()):
            bare = text.split("(")[0].split("（")[0].split("[")[0].strip()
            if text in names or bare in names:
                found.setdefault(code, place)
    return found


def _line(found: Finding) -> int:
    return int(str(found.facts.get("line", 0)))


def _fault(found: Finding, lines: Mapping[int, RawRow], places: Mapping[str, int]) -> Fault:
    line, column = _line(found), str(found.facts.get("column", "-"))
    row, place = lines.get(line), places.get(column)
    given = row.cells[place] if row and place is not None and place < len(row.cells) else ""
    return Fault(line, column, given, found.severity, found.says)


def _cells(row: RawRow, wrong: Iterable[str], places: Mapping[str, int]) -> tuple[Cell, ...]:
    at = set(_wrong_places(wrong, places, len(row.cells)))
    return tuple(Cell(text, place in at) for place, text in enumerate(row.cells))


def _wrong_places(wrong: Iterable[str], places: Mapping[str, int], width: int) -> Iterator[int]:
    for column in wrong:
        yield from range(width) if column == "-" else ([places[column]] if column in places else [])
