"""A large file as a typed relation, with the findings of its header, rows and cells: the first of each sort, and all counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table as Relation

from tanpuhui.core.findings import Finding
from tanpuhui.quantification.cells import Place
from tanpuhui.quantification.columns_cells import made, needed, texts_of, understood
from tanpuhui.quantification.columns_duckdb import UNREADABLE, Store
from tanpuhui.quantification.columns_files import RawRelation, raw_relation
from tanpuhui.quantification.reading import RawRow, plainly
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.shapes import TableShape
from tanpuhui.quantification.tables import Plan, Table, factor_of, planned, read_rows

MOST_SHOWN = 100
"""Findings of one code and table that are kept whole; all are counted."""
MOST_WRONG = 100_000
"""Rows with errors after which nobody reads on."""
MOST_UNITS = 1000


@dataclass(slots=True)
class Tally:
    """Findings: the first of each code, in order, and how many there are of each."""

    shown: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    errors: int = 0

    def add(self, findings: Iterable[Finding], count: int | None = None) -> None:
        """Findings of which the first are given; `count` says how many there are, where that is more."""
        for given, finding in enumerate(findings):
            if count is None or not given:
                self.counts[finding.code] += 1 if count is None else count
                self.errors += (1 if count is None else count) * (finding.severity == "error")
            if sum(each.code == finding.code for each in self.shown) < MOST_SHOWN:
                self.shown.append(finding)


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """A table of a run on columns: `table` says its shape and has no cells, `relation` has them.

    Its columns: `line`; `c_…` for each column (a choice by its place), `same_…` for texts that name rows, `has_…` for what may
    be left out; `counts`.
    """

    table: Table
    relation: Relation
    tally: Tally

    @property
    def readable(self) -> bool:
        """Whether the header was understood, so that there are cells."""
        return "counts" in self.relation.columns


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is known while a file is read."""

    store: Store
    name: str
    shape: TableShape
    plan: Plan
    wanted: set[str]

    def scanned(self, raw: RawRelation) -> tuple[RawRelation, Relation, dict[str, int]]:
        """The cells of all rows, read once; a file that turns out not to be regular is read again in the other way."""
        try:
            typed = understood(raw.rows, self.shape, self.plan, self.wanted, self._units(raw.rows))
            scan = self.store.keep(f"{self.name}_cells", typed)
            counted = self._counted(scan)
        except UNREADABLE:
            if raw.again is None:
                raise
            return self.scanned(raw.again())
        if raw.again is not None and counted["rows"] != raw.count:
            return self.scanned(raw.again())
        return raw, scan, counted

    def odd(self, raw: RawRelation, scan: Relation, wrong: list[Finding], empty: list[int]) -> Iterator[dict[str, Any]]:
        """The odd rows that are allowed, as the reader of rows understands them; what is wrong with the others."""
        lines = scan.filter(~scan.plain & ~scan.empty).select("line")
        width = len(raw.header.cells)
        for batch in self.store.batches(raw.rows.semi_join(lines, "line").order_by("line")):
            for row in _rows(batch.to_pylist(), width):
                if not any(cell.strip() for cell in row.cells):
                    empty.append(row.line)
                    continue
                for line, cells in read_rows([row], width, self.plan, self.name, self.shape, wrong):
                    yield made(line, cells, self.shape, self.wanted)
            if len(wrong) > MOST_WRONG:
                break

    def _counted(self, scan: Relation) -> dict[str, int]:
        odd, empty = ((~scan.plain & ~scan.empty), scan.empty)
        wanted = {
            "rows": scan.count(),
            "odd": odd.cast("int64").sum(),
            "empty": empty.cast("int64").sum(),
            "first": scan.line.min(where=empty),
        }
        return {name: int(number or 0) for name, number in self.store.fetch(scan.aggregate(**wanted))[0].items()}

    def _units(self, rows: Relation) -> dict[str, dict[str, Fraction]]:
        """The units that stand in a column of units, with their factors; one that contradicts the heading is odd."""
        found: dict[str, dict[str, Fraction]] = {}
        for code, place in self.plan.units.items():
            texts = self.store.fetch(texts_of(rows, place).distinct().limit(MOST_UNITS))
            given = {row["text"]: factor_of(row["text"].strip(), self.shape.columns[code]) for row in texts}
            allowed = (None, self.plan.factors.get(code))
            found[code] = {
                text: factor
                for text, factor in given.items()
                if factor is not None and (allowed[1] is None or factor in allowed)
            }
        return found


def column_table(store: Store, path: Path, name: str, shape: TableShape, extra: set[str]) -> ColumnTable:
    """The file at `path` as the table `name`; `extra` are texts to be kept. Refused as `read_csv` and `typed` refuse."""
    raw, tally, header = raw_relation(store, path, name), Tally(), list[Finding]()
    plan, none = planned(raw.header, name, shape, header), Table(name, shape, (), {}, (), ())
    tally.add(header)
    if tally.errors:
        return ColumnTable(none, raw.rows, tally)
    reader = _Reader(store, name, shape, plan, needed(shape, extra))
    raw, scan, counted = reader.scanned(raw)
    wrong, empty = list(raw.found), [counted["first"]] * counted["empty"] + raw.empty
    kept = list(reader.odd(raw, scan, wrong, empty)) if counted["odd"] else []
    _refuse_count(counted["rows"] + len(raw.empty) + len(raw.found) - len(empty), raw.file, shape.most_rows)
    if empty:
        tally.add([Place(name, min(empty), "-").found("input_rows_empty", count=len(empty))])
    tally.add(sorted(wrong, key=lambda found: int(str(found.facts["line"]))))
    relation = scan.filter(scan.plain & ~scan.empty) if counted["odd"] or counted["empty"] else scan
    if kept:
        rows = pa.Table.from_pylist(kept, schema=scan.schema().to_pyarrow())
        relation = relation.union(store.arrow(f"{name}_odd", rows))
    return ColumnTable(none, relation.drop("plain", "empty"), tally)


def _refuse_count(filled: int, file: str, most: int) -> None:
    if not filled:
        raise refuse("input_without_rows", file=file)
    if filled > most:
        raise refuse("input_too_many_rows", file=file, most=most)


def _rows(batch: list[Mapping[str, Any]], width: int) -> Iterator[RawRow]:
    for row in batch:
        yield RawRow(row["line"], tuple(plainly(row[f"c{n}"]) for n in range(width)))
