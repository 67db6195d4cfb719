"""Helpers: a good row of the table, tables made of altered rows, and where the published table lies."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from tanpuhui.core.registers import ForeignRow
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.register import REGISTER

HERE = Path(__file__).parent
FULL = HERE / "data" / "california_arboc_issuance.csv"
SAMPLE = HERE.parents[1] / "src" / "tanpuhui" / "regimes" / "us_ca_cop" / "data" / "issuance_sample.csv"
HEADER = (*col.NAMED, "", "")

GOOD: Mapping[str, str] = {
    **dict.fromkeys(col.NAMED, "n/a"),
    **dict.fromkeys(col.USES, "0"),
    col.ID: "CAFR5003-A",
    col.REGISTRY_PROJECT: "ACR1",
    col.PROJECT_TYPE: "Forest",
    col.KIND: "COP",
    col.PERIOD_START: "2013-01-01",
    col.PERIOD_END: "2013-12-31",
    col.VINTAGE: "2013",
    col.ISSUED: "1000",
    col.BUFFER_IN: "200",
    col.ISSUED_ON: "2014-06-01",
    col.WINDOW: "8 years",
    col.WINDOW_START: "2013-12-31",
    col.PROJECT_NAME: "A forest, with a comma",
    col.STATE: "CA",
    col.DEBS: "DEBS",
    col.DEBS_PAPER: "–",
}
ZERO: Mapping[str, str] = {
    **GOOD,
    **dict.fromkeys((col.ISSUED, col.BUFFER_IN, col.ISSUED_ON, col.VINTAGE, *col.WINDOWS), "n/a"),
    col.ID: "CAFR5003-(zero)",
}


def text(rows: Iterable[Iterable[str]], header: Iterable[str] = HEADER) -> str:
    """A CSV of a header and rows of cells."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def cells(base: Mapping[str, str] = GOOD, /, **changes: str) -> list[str]:
    """The 31 cells of a row, with `changes` by the constant's name in `columns`."""
    row = {**base, **{getattr(col, name): cell for name, cell in changes.items()}}
    return [*(row[name] for name in col.NAMED), "", ""]


def read(tmp_path: Path, *rows: list[str]) -> list[ForeignRow]:
    """The rows that the reader gives for a table of `rows`."""
    path = tmp_path / "table.csv"
    path.write_text(text(rows), encoding="utf-8", newline="")
    return list(REGISTER.read(path))


def read_one(tmp_path: Path, base: Mapping[str, str] = GOOD, /, **changes: str) -> ForeignRow:
    """The reader's answer to one altered row."""
    (row,) = read(tmp_path, cells(base, **changes))
    return row


def codes(row: ForeignRow) -> list[str]:
    """The codes of a row's findings, in order."""
    return [finding.code for finding in row.findings]
