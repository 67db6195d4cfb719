"""What `checks.checked` finds in typed tables, found in relations: rows repeated or excluded, days, references, months."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table as Relation

from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.refused import shown
from tanpuhui.quantification.cells import Place
from tanpuhui.quantification.checks import days_wanted, whole_months
from tanpuhui.quantification.columns_cells import excluding
from tanpuhui.quantification.columns_duckdb import Store
from tanpuhui.quantification.columns_tables import MOST_SHOWN, ColumnTable

Said = Callable[[Mapping[str, Any]], Finding]


def checked_columns(store: Store, tables: Mapping[str, ColumnTable], period: Period) -> dict[str, Relation]:
    """Adds the findings to the tallies of the tables; the relations that come back know which rows `counts`."""
    relations, sound = {}, {}
    for name, table in tables.items():
        if table.readable:
            relations[name] = _repeated(store, table)
            _excluded(store, table)
        sound[name] = not table.tally.errors
    for name, table in tables.items():
        if table.readable:
            _outside(store, table, period)
            _references(store, table, tables, sound)
        if table.table.shape.months and sound[name]:
            _months(store, table, tables, relations, period)
    return relations


def _found(store: Store, table: ColumnTable, wrong: Relation, order: tuple[str, ...], said: Said) -> None:
    """A finding for each row of `wrong`: the first ones said, all counted."""
    first = store.fetch(wrong.order_by(*order).limit(MOST_SHOWN + 1))
    count = len(first) if len(first) <= MOST_SHOWN else store.fetch(wrong.aggregate(n=wrong.count()))[0]["n"]
    table.tally.add(map(said, first[:MOST_SHOWN]), count)


def _repeated(store: Store, table: ColumnTable) -> Relation:
    """Rows whose key an earlier row has. Fingerprints tell quickly that there are none."""
    relation, shape, name = table.relation, table.table.shape, table.table.name
    key = f"same_{shape.key}"
    prints = relation.select("print")
    alike = store.keep(f"{name}_alike", prints.group_by("print").having(prints.count() > 1).aggregate())
    if not store.fetch(alike.limit(1)):
        return relation
    rows = relation.select("line", "print", key=relation[f"c_{shape.key}"], same=relation[key])
    rows = store.keep(f"{name}_candidates", rows.semi_join(alike, "print"))
    first = rows.group_by("same").aggregate(first=rows.line.min())
    repeated = store.keep(f"{name}_repeated", rows.inner_join(first, "same").filter(ibis._.line > ibis._.first))
    if shape.repeated == "refused":
        _found(store, table, repeated, ("line",), lambda row: _is_repeated(name, shape.key, row))
        return relation
    counted = store.fetch(repeated.aggregate(n=repeated.count(), line=repeated.line.min()))[0]
    if counted["n"]:
        place = Place(name, counted["line"], shape.key)
        table.tally.add([place.found("input_keys_repeated", count=counted["n"])])
    return relation.mutate(counts=relation.counts & relation.line.notin(repeated.line))


def _is_repeated(name: str, key: str, row: Mapping[str, Any]) -> Finding:
    return Place(name, row["line"], key).found("input_key_repeated", given=shown(row["key"]), first=row["first"])


def _excluded(store: Store, table: ColumnTable) -> None:
    """Rows that a choice excludes; the first such choice is the reason."""
    relation, shape = table.relation, table.table.shape
    out = {code: excluding(column) for code, column in shape.columns.items() if excluding(column)}
    if not out:
        return
    reasons = {f"r{n}": relation[f"c_{code}"].isin(places) for n, (code, places) in enumerate(out.items())}
    rows = relation.select("line", **{f"c_{code}": relation[f"c_{code}"] for code in out}, **reasons)
    rows = rows.filter(ibis.or_(*(rows[reason] for reason in reasons)))

    def said(row: Mapping[str, Any]) -> Finding:
        code = next(code for n, code in enumerate(out) if row[f"r{n}"])
        choice = list(shape.columns[code].choices.values())[row[f"c_{code}"]]
        return Place(table.table.name, row["line"], code).found("input_row_excluded", reason=choice.text)

    _found(store, table, rows, ("line",), said)


def _outside(store: Store, table: ColumnTable, period: Period) -> None:
    """Days that are not those of the period, and months that do not lie wholly in it."""
    for code, shape in table.table.shape.columns.items():
        if shape.kind == "month":
            whole = whole_months(period)
            first, last = (whole[0], whole[-1]) if whole else (date.max, date.min)
        elif shape.must_be is not None:
            first, last = days_wanted(shape.must_be, period)
        else:
            continue
        rows = table.relation.select("line", cell=table.relation[f"c_{code}"])
        wrong = rows.filter((rows.cell < first) | (rows.cell > last))
        month, wanted = shape.kind == "month", first if first == last and shape.kind == "day" else period

        def said(row: Mapping[str, Any], code: str = code, month: bool = month, wanted: object = wanted) -> Finding:
            place = Place(table.table.name, row["line"], code)
            if month:
                return place.found("input_month_not_of_period", given=f"{row['cell']:%Y-%m}", wanted=wanted)
            return place.found("input_day_not_of_period", given=row["cell"], wanted=wanted)

        _found(store, table, wrong, ("line",), said)


def _references(store: Store, table: ColumnTable, tables: Mapping[str, ColumnTable], sound: Mapping[str, bool]) -> None:
    for code, shape in table.table.shape.columns.items():
        if shape.refers_to is None or not sound[shape.refers_to]:
            continue
        other = tables[shape.refers_to]
        known = other.relation.select(known=other.relation[f"same_{other.table.shape.key}"])
        rows = table.relation.select("line", cell=table.relation[f"c_{code}"], same=table.relation[f"same_{code}"])
        wrong = rows.anti_join(known, rows.same == known.known)

        def said(row: Mapping[str, Any], code: str = code, name: str = shape.refers_to) -> Finding:
            place = Place(table.table.name, row["line"], code)
            return place.found("input_reference_unknown", given=shown(row["cell"]), other=name)

        _found(store, table, wrong, ("line",), said)


def _months(
    store: Store,
    table: ColumnTable,
    tables: Mapping[str, ColumnTable],
    relations: Mapping[str, Relation],
    period: Period,
) -> None:
    """Months that occur twice, and those without a row."""
    shape, name = table.table.shape, table.table.name
    assert shape.months is not None
    column, of = shape.months.column, shape.months.of
    relation = relations[name]
    named = relation.select(
        "line", "counts", same=relation[f"same_{of}"], owner=relation[f"c_{of}"], month=relation[f"c_{column}"]
    )
    there = named.filter(named.counts)
    firsts = there.group_by("same", "month").aggregate(first=there.line.min(), n=there.count())
    twice = there.inner_join(firsts.filter(firsts.n > 1), ["same", "month"]).filter(ibis._.line > ibis._.first)

    def repeated(row: Mapping[str, Any]) -> Finding:
        facts = {"given": shown(row["owner"]), "month": f"{row['month']:%Y-%m}", "first": row["first"]}
        return Place(name, row["line"], column).found("input_month_repeated", **facts)

    def missing(row: Mapping[str, Any]) -> Finding:
        facts = {"given": shown(row["owner"]), "month": f"{row['month']:%Y-%m}"}
        return Place(name, 1, column).found("input_month_missing", **facts)

    _found(store, table, twice.select("line", "owner", "month", "first"), ("line",), repeated)
    other = shape.columns[of].refers_to
    if other:
        owners = _owners(relations[other], tables[other].table.shape.key, shape.months.since)
    else:
        owners = _owners(relation, of, None)
    months = store.arrow(f"{name}_months", pa.table({"month": pa.array(whole_months(period), pa.date32())}))
    asked = owners.cross_join(months).filter(ibis._.month >= ibis._.since)
    _found(store, table, asked.anti_join(firsts, ["same", "month"]), ("line", "month"), missing)


def _owners(relation: Relation, code: str, since: str | None) -> Relation:
    """Each that is named in a column, once, as it is written first, and the month since when it should have rows."""
    begun = relation[f"c_{since}"].truncate("M").cast("date") if since else ibis.literal(date.min).cast("date")
    found = relation.select("line", same=relation[f"same_{code}"], owner=relation[f"c_{code}"], since=begun)
    return found.group_by("same").aggregate(
        owner=found.owner.argmin(found.line), since=found.since.argmin(found.line), line=found.line.min()
    )
