"""A large file as a typed relation, with the findings of its header, rows and cells: the first of each sort, and all counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table as Relation

from tanpuhui.core.findings import Finding
from tanpuhui.quantification.cells import Place
from tanpuhui.quantification.columns_cells import empty, made, needed, texts_of, trimmed, understood, with_same
from tanpuhui.quantification.columns_duckdb import UNREADABLE, Store, fingerprint
from tanpuhui.quantification.columns_files import RawRelation, raw_relation
from tanpuhui.quantification.reading import RawRow, plainly
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.shapes import TableShape
from tanpuhui.quantification.tables import Plan, Table, factor_of, planned, read_rows

MOST_SHOWN = 100
"""Findings of one code and table that are kept whole; all are counted."""
MOST_WRONG = 100_000
"""Rows with errors after which nobody reads on."""
MOST_ODD = 1_000
"""Odd rows, or a tenth of all, above which a second look is cheaper than reading them one by one."""
MOST_UNITS = 1_000


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
    be left out; `print`, the fingerprint of the key; `counts`.
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

    def scanned(self, raw: RawRelation, *, trim: bool = False) -> tuple[RawRelation, Relation, dict[str, int]]:
        """The cells of all rows, read once; a file that turns out not to be regular is read again in the other way.

        So is one in which many rows are odd: most often there are blanks around its cells.
        """
        try:
            rows = trimmed(raw.rows) if trim else raw.rows
            typed = understood(rows, self.shape, self.plan, self.wanted, self._units(rows))
            scan = self.store.keep(f"{self.name}_cells", typed)
            counted = self._counted(scan)
        except UNREADABLE:
            if raw.again is None:
                raise
            return self.scanned(raw.again())
        if raw.again is not None and counted["rows"] != raw.count:
            return self.scanned(raw.again())
        if counted["odd"] > max(MOST_ODD, counted["rows"] // 10) and not trim:
            return self.scanned(raw, trim=True)
        return raw, with_same(scan, self.shape, self.wanted), counted

    def odd(self, raw: RawRelation, scan: Relation, wrong: list[Finding], blank: list[int]) -> Iterator[dict[str, Any]]:
        """The odd rows that are allowed, as the reader of rows understands them; what is wrong with the others.

        Rows in which nothing stands are passed over, and their lines kept in `blank`.
        """
        rows = raw.rows.semi_join(scan.filter(~scan.plain).select("line"), "line").order_by("line")
        blank += [row["line"] for row in self.store.each(rows.filter(empty(rows, self.plan)).select("line"))]
        width = len(raw.header.cells)
        for cells in self.store.each(rows.filter(~empty(rows, self.plan))):
            row = RawRow(cells["line"], tuple(plainly(cells[f"c{n}"]) for n in range(width)))
            if not any(cell.strip() for cell in row.cells):
                blank.append(row.line)
                continue
            for line, known in read_rows([row], width, self.plan, self.name, self.shape, wrong):
                yield made(line, known, self.shape, self.wanted)
            if len(wrong) > MOST_WRONG:
                break

    def _counted(self, scan: Relation) -> dict[str, int]:
        """How many rows there are, and how many of them are odd."""
        wanted = scan.aggregate(rows=scan.count(), odd=(~scan.plain).cast("int64").sum())
        return {name: int(number or 0) for name, number in self.store.fetch(wanted)[0].items()}

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
    wrong, blank = list(raw.found), list(raw.empty)
    kept = list(reader.odd(raw, scan, wrong, blank)) if counted["odd"] else []
    _refuse_count(counted["rows"] + len(raw.empty) + len(raw.found) - len(blank), raw.file, shape.most_rows)
    if blank:
        tally.add([Place(name, min(blank), "-").found("input_rows_empty", count=len(blank))])
    tally.add(sorted(wrong, key=lambda found: int(str(found.facts["line"]))))
    relation = scan.filter(scan.plain) if counted["odd"] else scan
    if kept:
        names = [each for each in scan.schema().to_pyarrow() if each.name != "print"]
        odd = store.arrow(f"{name}_odd", pa.Table.from_pylist(kept, schema=pa.schema(names)))
        relation = relation.union(odd.mutate(print=fingerprint(odd[f"same_{shape.key}"])).select(scan.columns))
    return ColumnTable(none, relation.drop("plain"), tally)


def _refuse_count(filled: int, file: str, most: int) -> None:
    if not filled:
        raise refuse("input_without_rows", file=file)
    if filled > most:
        raise refuse("input_too_many_rows", file=file, most=most)
