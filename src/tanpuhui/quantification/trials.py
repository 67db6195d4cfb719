"""A calculation tried: tables read cell by cell, what is wrong shown where it stands, else the run. Nothing is stored.

Site, API, command line, wizard and verifier all go through here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding, Severity
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.checks import checked, period_findings
from tanpuhui.quantification.comparing import Difference, compare
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.reading import File, RawRow, RawTable
from tanpuhui.quantification.records import Record
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.running import Result, Settings, run
from tanpuhui.quantification.shapes import TableShape
from tanpuhui.quantification.tables import Table, typed

MOST_SHOWN = 200
"""Faults of one table that are shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place: the line, the column (`-`: the whole row), what stands there, a sentence.

    `cell`: where a spreadsheet shows it (`B7`), if it is one cell.
    """

    line: int
    column: str
    cell: str
    given: str
    severity: Severity
    code: str
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


def tried(
    methodology: Methodology,
    given: Iterable[File] | Mapping[str, RawTable],
    settings: Settings,
    values: Values | Refusal,
    *,
    otherwise: Iterable[File] = (),
    most_rows: int | None = None,
) -> Trial:
    """What the tables give, in files or as rows by table; those that are not `given` are taken from the files `otherwise`.

    `values`: or why there are none to be had; faults of tables are told first. `most_rows` of all tables together are
    calculated with, where there is such a limit.
    """
    here, unread = (given, []) if isinstance(given, Mapping) else _opened(methodology, given)
    there, broken = _opened(methodology, (file for file in otherwise if file.table not in here))
    raw, shapes = {**there, **here}, methodology.tables
    tables, shown = dict[str, Table](), [*unread, *broken]
    count = sum(len(each.rows) for each in raw.values())
    if most_rows is not None and count > most_rows:
        return Trial(tuple(shown), (), None, refuse("too_many_rows_at_once", count=count, most=most_rows))
    for name, each in raw.items():
        try:
            tables[name] = typed(each, name, shapes[name])
        except Refusal as no:
            shown.append(TriedTable(name, shapes[name].name.text, each.file, refusal=no))
    named = {each.name for each in shown}
    missing = tuple(shape.name.text for name, shape in shapes.items() if name not in raw and name not in named)
    findings = _findings(tables, settings.period, whole=set(tables) == set(shapes))
    shown += [_shown(raw[name], name, shapes[name], findings.get(name, [])) for name in tables]
    shown.sort(key=lambda table: list(shapes).index(table.name) if table.name in shapes else -1)
    refusal = None
    try:
        if not missing and all(table.sound for table in shown):
            if isinstance(values, Refusal):
                raise values
            return Trial(tuple(shown), (), run(methodology, tables, values, settings), None)
    except Refusal as no:
        refusal = no
    return Trial(tuple(shown), missing, None, refusal)


def compared(kept: Record, made: Trial) -> Trial:
    """A trial with what differs from a record, causes first; as it is, where nothing came out.

    Refuses `record_not_understood`: the record may have come from anywhere.
    """
    try:
        return made if made.result is None else replace(made, differences=tuple(compare(kept, made.result)))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as wrong:
        raise refuse("record_not_understood") from wrong


def _opened(methodology: Methodology, files: Iterable[File]) -> tuple[dict[str, RawTable], list[TriedTable]]:
    """The tables in the files, and the files that could not be read, or hold a table that another held before."""
    found, unread = dict[str, RawTable](), list[TriedTable]()
    for file in files:
        try:
            read = tables_of(methodology.tables, [file])
            if twice := next((name for name in read if name in found), None):
                raise refuse("input_table_twice", table=twice, one=found[twice].file, other=file.name)
            found |= read
        except Refusal as no:
            shape = methodology.tables.get(file.table)
            title = shape.name.text if shape else Text(file.name, file.name)
            unread.append(TriedTable(file.table, title, file.name, refusal=no))
    return found, unread


def _findings(tables: Mapping[str, Table], period: Period, *, whole: bool) -> dict[str, list[Finding]]:
    """By table; what tables say to each other is known only where all are there."""
    alone = (each for table in tables.values() for each in (*table.findings, *period_findings(table, period)))
    found: dict[str, list[Finding]] = {}
    for finding in checked(tables, period) if whole else alone:
        found.setdefault(str(finding.facts.get("table", "")), []).append(finding)
    return found


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
    cell = "" if place is None else f"{letters(place)}{line}"
    return Fault(line, column, cell, given, found.severity, found.code, found.says)


def letters(place: int) -> str:
    """How a spreadsheet calls a column: 0 is A, 26 is AA."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _cells(row: RawRow, wrong: Iterable[str], places: Mapping[str, int]) -> tuple[Cell, ...]:
    at = set(_wrong_places(wrong, places, len(row.cells)))
    return tuple(Cell(text, place in at) for place, text in enumerate(row.cells))


def _wrong_places(wrong: Iterable[str], places: Mapping[str, int], width: int) -> Iterator[int]:
    for column in wrong:
        yield from range(width) if column == "-" else ([places[column]] if column in places else [])
