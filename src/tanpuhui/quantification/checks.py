"""What is wrong between tables, and between a table and the monitoring period: references, days, months."""

from collections.abc import Iterator, Mapping
from datetime import date

from tanpuhui.core.days import Period, add_months
from tanpuhui.core.findings import Finding
from tanpuhui.core.refused import shown
from tanpuhui.quantification.cells import Place, same
from tanpuhui.quantification.tables import Table


def checked(tables: Mapping[str, Table], period: Period) -> list[Finding]:
    """Every finding of the tables: what was found when they were read, then what they say to each other and the period."""
    findings: list[Finding] = []
    for table in tables.values():
        findings += [*table.findings, *period_findings(table, period), *_references(table, tables)]
        if table.shape.months and not table.errors:
            findings += _months(table, tables, period)
    return findings


def period_findings(table: Table, period: Period) -> Iterator[Finding]:
    """The days that must be the first or last day of the monitoring period, or lie in it, and the months outside it."""
    for column, shape in table.shape.columns.items():
        if shape.kind != "month" and shape.must_be is None:
            continue
        first, last = days_wanted(shape.must_be, period)
        code = "input_month_not_of_period" if shape.kind == "month" else "input_day_not_of_period"
        for line, cell in zip(table.lines, table.cells[column], strict=True):
            assert isinstance(cell, date)
            end = Period.of_months(cell, 1).last if shape.kind == "month" else cell
            if cell < first or end > last:
                given = f"{cell:%Y-%m}" if shape.kind == "month" else cell
                wanted = first if first == last else period
                yield Place(table.name, line, column).found(code, given=given, wanted=wanted)


def days_wanted(must_be: str | None, period: Period) -> tuple[date, date]:
    """The first and the last day that a cell may be."""
    match must_be:
        case "period_first":
            return period.first, period.first
        case "period_last":
            return period.last, period.last
        case _:
            return period.first, period.last


def whole_months(period: Period) -> list[date]:
    """The first days of the months that lie wholly in the period."""
    first = period.first.replace(day=1)
    count = 12 * (period.last.year - first.year) + period.last.month - first.month + 1
    return [begins for n in range(count) if period.covers(Period.of_months(begins := add_months(first, n), 1))]


def _references(table: Table, tables: Mapping[str, Table]) -> Iterator[Finding]:
    for column, shape in table.shape.columns.items():
        if shape.refers_to is None or tables[shape.refers_to].errors:
            continue
        known = {same(key) for key in tables[shape.refers_to].keys}
        for line, cell in zip(table.lines, table.cells[column], strict=True):
            if same(str(cell)) not in known:
                place = Place(table.name, line, column)
                yield place.found("input_reference_unknown", given=shown(str(cell)), other=shape.refers_to)


def _months(table: Table, tables: Mapping[str, Table], period: Period) -> Iterator[Finding]:
    """Months that occur twice, and those without a row, of each row of the table referred to, or of each cell there is."""
    assert table.shape.months is not None
    column, of = table.shape.months.column, table.shape.months.of
    other = table.shape.columns[of].refers_to
    named = tables[other].keys if other else map(str, table.cells[of])
    owners = {same(name): name for name in reversed(list(named))}
    lines: dict[tuple[str, date], int] = {}
    for line, owner, cell, excluded in zip(
        table.lines, table.cells[of], table.cells[column], table.excluded, strict=True
    ):
        assert isinstance(cell, date)
        if not excluded and (first := lines.setdefault((same(str(owner)), cell), line)) != line:
            facts = {"given": shown(str(owner)), "month": f"{cell:%Y-%m}", "first": first}
            yield Place(table.name, line, column).found("input_month_repeated", **facts)
    begun = _begun(table, tables)
    for owner, name in reversed(owners.items()):
        for missing in whole_months(period):
            if (owner, missing) not in lines and missing >= begun.get(owner, missing):
                place = Place(table.name, 1, column)
                yield place.found("input_month_missing", given=shown(name), month=f"{missing:%Y-%m}")


def _begun(table: Table, tables: Mapping[str, Table]) -> dict[str, date]:
    """The month from which on each row of the table referred to should have rows, where `since` says so."""
    months = table.shape.months
    if months is None or months.since is None:
        return {}
    other = tables[str(table.shape.columns[months.of].refers_to)]
    pairs = zip(other.keys, other.cells[months.since], strict=True)
    return {same(key): day.replace(day=1) for key, day in pairs if isinstance(day, date)}
