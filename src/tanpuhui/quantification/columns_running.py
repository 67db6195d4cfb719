"""How a run on columns goes: files read and checked, the formula built, everything summed in one query, rows written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ibis.expr.types import Table as Relation

from tanpuhui.core.findings import Finding
from tanpuhui.core.quantities import grams_of
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.columns import MOST_GROUPS, ColumnsResult, ColumnStep
from tanpuhui.quantification.columns_checks import checked_columns
from tanpuhui.quantification.columns_duckdb import Store, exact_decimal, exact_sum, opened
from tanpuhui.quantification.columns_engine import Column, Columns, Later, Make
from tanpuhui.quantification.columns_tables import ColumnTable, column_table
from tanpuhui.quantification.engine import EXACT
from tanpuhui.quantification.findings import seen
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.running import Settings, tonnes, vintages_of
from tanpuhui.quantification.sheet import Sheet, Step

_YEAR = " year"


def ran(
    wanted: Methodology,
    files: Mapping[str, Path],
    values: Values,
    settings: Settings,
    rows_to: Path | None,
    memory: str,
) -> ColumnsResult:
    """See `columns.run_columns`."""
    options, extra = wanted.options(settings.options), set(wanted.shape.result.summaries)
    with opened(memory) as store:
        tables = {name: column_table(store, files[name], name, each, extra) for name, each in wanted.tables.items()}
        relations = checked_columns(store, tables, settings.period)
        _refuse_errors(tables)
        engine = Columns(store, relations)
        sheet = Sheet(
            tables={name: table.table for name, table in tables.items()},
            values=values,
            period=settings.period,
            on=settings.on,
            published_by=settings.published_by,
            engine=engine,
        )
        total = wanted.calculation.calculate(sheet, options)
        parts = _parts(wanted, sheet, engine)
        tonnes_found = tonnes(wanted, sheet, total)
        grams = max(grams_of(tonnes_found, "tCO2e"), 0)
        findings = [finding for table in tables.values() for finding in table.tally.shown]
        if tonnes_found <= 0:
            findings.append(seen("nothing_to_credit", wanted.code, amount=format(tonnes_found, "f")))
        if rows_to is not None:
            _write(store, engine, sheet, wanted, rows_to)
        return ColumnsResult(
            methodology=wanted,
            settings=settings,
            options=options,
            grams=grams,
            vintages=vintages_of(grams, tonnes_found, settings.period, _by_year(parts)),
            summaries=_summaries(wanted, sheet, engine, parts),
            steps=tuple(_step(step, engine) for step in sheet.steps.values()),
            values=tuple(sheet.used.values()),
            findings=tuple(findings),
            counts=_counted(tables, findings),
            rows={name: _count(store, relation) for name, relation in relations.items()},
            asked=store.sql(engine.query(_result(wanted, sheet).rows)),
        )


def _refuse_errors(tables: Mapping[str, ColumnTable]) -> None:
    if count := sum(table.tally.errors for table in tables.values()):
        every = (finding for table in tables.values() for finding in table.tally.shown)
        first = next(finding for finding in every if finding.severity == "error")
        raise refuse("inputs_have_errors", count=count, first=first.says)


def _counted(tables: Mapping[str, ColumnTable], findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each code, kept whole or not."""
    counts = sum((table.tally.counts for table in tables.values()), Counter[str]())
    return {**Counter(finding.code for finding in findings), **counts}


def _result(wanted: Methodology, sheet: Sheet) -> Column:
    """The step that holds the result row by row."""
    data = sheet.steps[wanted.shape.result.rows].quantity.data
    assert isinstance(data, Column)
    return data


def _parts(wanted: Methodology, sheet: Sheet, engine: Columns) -> Later:
    """The row results summed by everything that is asked for at once: choices, and the year of the vintage."""
    result, data = wanted.shape.result, _result(wanted, sheet)
    columns = wanted.tables[data.rows].columns
    groups = {column: _cell(column) for column in result.summaries if columns[column].kind == "choice"}
    if result.vintage_of:
        groups[_YEAR] = _year(result.vintage_of)
    engine.groups[data.rows] = groups
    return engine.parts(data)


def _cell(column: str) -> Make:
    return lambda relation: relation[f"c_{column}"]


def _year(column: str) -> Make:
    return lambda relation: relation[f"c_{column}"].year()


def _by_year(parts: Later) -> dict[int, Decimal] | None:
    sums: dict[int, Decimal] = {}
    for group, number in parts.value:
        if _YEAR not in group:
            return None
        sums[group[_YEAR]] = EXACT.add(sums.get(group[_YEAR], Decimal(0)), number)
    return sums


def _summaries(wanted: Methodology, sheet: Sheet, engine: Columns, parts: Later) -> dict[str, dict[str, Decimal]]:
    """As those of the traced run; a column with too many different cells is left out."""
    data, found = _result(wanted, sheet), dict[str, dict[str, Decimal]]()
    for column in wanted.shape.result.summaries:
        shape, sums = wanted.tables[data.rows].columns[column], dict[str, Decimal]()
        names, groups = list(shape.choices), parts.value
        if shape.kind != "choice":
            groups = _grouped(engine, data, column, key=column == wanted.tables[data.rows].key)
        for group, number in groups:
            cell = names[group[column]] if names else str(group[column])
            sums[cell] = EXACT.add(sums.get(cell, Decimal(0)), number)
        if sums:
            found[column] = dict(sorted(sums.items()))
    return found


def _grouped(engine: Columns, data: Column, column: str, *, key: bool) -> list[tuple[dict[str, Any], Decimal]]:
    """The sum for each cell of a text, unless there are too many of them: a key has as many as there are rows."""
    relation = engine.relations[data.rows]
    cell = relation[f"c_{column}"].name(column)
    if (
        _count(engine.store, (relation if key else relation.select(cell).distinct()).limit(MOST_GROUPS + 1))
        > MOST_GROUPS
    ):
        return []
    found = engine.store.fetch(relation.aggregate(number=exact_sum(data.make(relation)), by=[cell]))
    return [(group, Decimal(int(group["number"])).scaleb(-data.scale, EXACT)) for group in found]


def _step(step: Step, engine: Columns) -> ColumnStep:
    quantity = step.quantity
    result = None if step.rows else engine.known(quantity.data)
    return ColumnStep(step.symbol, step.name, step.formula, step.unit, step.rows, result, quantity.status, step.clause)


def _write(store: Store, engine: Columns, sheet: Sheet, wanted: Methodology, path: Path) -> None:
    """The key of each row of the result's table, and all its steps by symbol, as exact decimals."""
    rows = _result(wanted, sheet).rows
    relation = engine.relations[rows]
    key = wanted.tables[rows].key
    steps = {step.symbol: step.quantity.data for step in sheet.steps.values() if step.rows == rows}
    numbers = {symbol: exact_decimal(data.make(relation), data.scale) for symbol, data in steps.items()}
    store.write(relation.order_by("line").select("line", relation[f"c_{key}"].name(key), **numbers), path)


def _count(store: Store, relation: Relation) -> int:
    return int(store.fetch(relation.aggregate(n=relation.count()))[0]["n"])
