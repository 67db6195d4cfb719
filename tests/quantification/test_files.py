"""Files of every kind: a workbook and a Parquet file say the same as CSV, and what is wrong in them is found where it stands."""

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from tanpuhui.core.refusals import Refusal
from tanpuhui.quantification import typed
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.reading import File, read_file
from tanpuhui.quantification.shapes import TableShape
from tanpuhui.quantification.tables import Table
from tests.quantification.makers import CELLS, FORESTRY, parcels, row
from tests.support.long import counts

SHAPES = FORESTRY.tables
NUMBERS = {"area (ha)": 1, "volume_1 (m3/ha)": 50.5, "volume_2 (m3/ha)": 80}
DAYS = {"first_survey": date(2019, 1, 1), "second_survey": datetime(2019, 12, 31)}  # noqa: DTZ001 (a spreadsheet's)
GOOD: dict[str, object] = {**CELLS, **NUMBERS, **DAYS}
Sheet = Any


def book(change: Callable[[Sheet], object] | None = None, *, title: str = "parcels") -> bytes:
    """A workbook whose sheet has a header and one good row, then changed."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(GOOD))
    sheet.append(list(GOOD.values()))
    if change:
        change(sheet)
    return saved(made)


def saved(made: Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def cell(place: str, content: object) -> Callable[[Sheet], object]:
    return lambda sheet: sheet.__setitem__(place, content)


def again(**cells: object) -> list[object]:
    return list({**GOOD, "parcel": "P2", **cells}.values())


def read(content: bytes, name: str = "parcels.xlsx", wanted: Mapping[str, TableShape] = SHAPES) -> Table:
    return typed(tables_of(wanted, [File(name, content)])["parcels"], "parcels", wanted["parcels"])


# name: (what is done to a good sheet, the findings as (code, about)); areas stand in column G, days in J and K
BAD: dict[str, tuple[Callable[[Sheet], object], list[tuple[str, str]]]] = {
    "a formula": (cell("G2", "=1+1"), [("input_is_formula", "parcels:2:area")]),
    "a formula over several cells": (
        cell("G2", ArrayFormula("G2:G3", "=A1:A2")),
        [("input_is_formula", "parcels:2:area")],
    ),
    "merged cells": (
        lambda sheet: sheet.merge_cells("B2:C3"),
        [("input_cells_merged", "parcels:2:-"), ("input_cell_empty", "parcels:2:category")],
    ),
    "a merged heading": (
        lambda sheet: sheet.merge_cells("A1:B1"),
        [
            ("input_column_unknown", "parcels:1:"),
            ("input_column_missing", "parcels:1:tenure"),
            ("input_cells_merged", "parcels:1:-"),
        ],
    ),
    "text in a number": (cell("G2", "about 3"), [("input_not_a_number", "parcels:2:area")]),
    "full-width digits": (cell("G2", "１２"), [("input_full_width", "parcels:2:area")]),
    "a Chinese number": (cell("G2", "三"), [("input_not_a_number", "parcels:2:area")]),
    "yes in a number": (cell("G2", True), [("input_not_a_number", "parcels:2:area")]),
    "an error of the spreadsheet": (cell("G2", "#REF!"), [("input_not_a_number", "parcels:2:area")]),
    "a day in a number": (cell("G2", date(2019, 1, 1)), [("input_not_a_number", "parcels:2:area")]),
    "a negative area": (cell("G2", -1), [("input_below_least", "parcels:2:area")]),
    "an area in square metres": (cell("G2", 13600), [("input_above_most", "parcels:2:area")]),
    "a number that was computed": (cell("G2", 1 / 3), [("input_too_many_decimals", "parcels:2:area")]),
    "a number far too large": (cell("G2", 1e22), [("input_not_a_number", "parcels:2:area")]),
    "a number in place of a day": (
        lambda sheet: (sheet.delete_rows(2), sheet.append(again(parcel="P1", first_survey=43466))),
        [("input_not_a_day", "parcels:2:first_survey")],
    ),
    "a time with the day": (cell("J2", datetime(2019, 1, 1, 8)), [("input_not_a_day", "parcels:2:first_survey")]),  # noqa: DTZ001
    "a time": (cell("J2", time(8, 30)), [("input_not_a_day", "parcels:2:first_survey")]),
    "days reversed": (cell("K2", date(2018, 1, 1)), [("input_days_reversed", "parcels:2:second_survey")]),
    "an empty cell": (cell("G2", None), [("input_cell_empty", "parcels:2:area")]),
    "a column nobody asked for": (cell("L1", "phone"), [("input_column_unknown", "parcels:1:phone")]),
    "a cell beside the table": (cell("N2", "sum"), [("input_row_length", "parcels:2:-")]),
    "a column is missing": (lambda sheet: sheet.delete_cols(2), [("input_column_missing", "parcels:1:tenure")]),
    "a unit of another kind": (cell("G1", "area (t)"), [("input_unit_unknown", "parcels:1:area")]),
    "the same parcel twice": (
        lambda sheet: sheet.append(list(GOOD.values())),
        [("input_key_repeated", "parcels:3:parcel")],
    ),
    "rows left empty between": (
        lambda sheet: (sheet.insert_rows(2, 3), sheet.append(again())),
        [("input_rows_empty", "parcels:2:-")],
    ),
    "a line break in a choice": (cell("B2", "collec\ntive"), [("input_odd_character", "parcels:2:tenure")]),
    "two wrong rows": (
        lambda sheet: (sheet.append(again(tenure="mine")), sheet.append(again(parcel="P3", event=None))),
        [("input_not_a_choice", "parcels:3:tenure"), ("input_cell_empty", "parcels:4:event")],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_in_a_workbook_is_found_cell_by_cell(name: str) -> None:
    change, wanted = BAD[name]
    found = read(book(change)).findings
    assert [(finding.code, finding.about) for finding in found] == wanted
    assert all(
        finding.says.zh and finding.says.en and "{" not in finding.says.zh + finding.says.en for finding in found
    )


LAST = counts(5_000, 1_048_576)
GOOD_BOOKS: dict[str, bytes] = {
    "as it is": book(),
    "under any name of its one sheet": book(title="Sheet1"),
    "numbers and days as texts": book(
        lambda s: (cell("G2", "1")(s), cell("J2", "2019-01-01")(s), cell("H2", "50.5")(s))
    ),
    "with notes above": book(lambda s: (s.insert_rows(1, 2), cell("A1", "# for people")(s))),
    "empty rows and formats behind the data": book(cell(f"A{LAST}", " ")),
    "with a sheet that explains": book(lambda s: s.parent.create_sheet("说明").append(["for people"])),
}


@pytest.mark.parametrize("name", GOOD_BOOKS)
def test_a_workbook_gives_the_same_table_as_csv(name: str) -> None:
    found = read(GOOD_BOOKS[name])
    assert not found.findings
    assert found.cells == parcels(row()).cells


def test_a_parquet_file_gives_the_same_table_as_csv() -> None:
    typed_cells = {**GOOD, "area (ha)": Decimal("1.000"), "volume_1 (m3/ha)": 50.5}
    as_text = {**CELLS}
    for cells in (typed_cells, as_text):
        file = io.BytesIO()
        pq.write_table(pa.table({name: [content] for name, content in cells.items()}), file)
        found = read(file.getvalue(), "inventory.parquet")
        assert not found.findings
        assert found.cells == parcels(row()).cells


def test_nothing_in_a_parquet_cell_is_an_empty_cell_found_by_its_row() -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({name: [content, None] for name, content in CELLS.items()}), file)
    assert ("input_cell_empty", "parcels:3:tenure") in [(f.code, f.about) for f in read(file.getvalue()).findings]


def _archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def _two_sheets(first: str, second: str) -> bytes:
    made = Workbook()
    for title in (first, second):
        made.create_sheet(title).append(["parcel"])
    return saved(made)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "an old workbook, or one with a password": (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "input_workbook_old"),
    "half a workbook": (book()[:2000], "input_workbook_damaged"),
    "an archive of something else": (_archive(a=b"text"), "input_workbook_damaged"),
    "a workbook that is none": (_archive(xl__workbook_xml=b"<x"), "input_workbook_damaged"),
    "a workbook with broken XML": (
        _archive(**{"xl__workbook.xml": b"<x", "[Content_Types].xml": b"<y"}),
        "input_workbook_damaged",
    ),
    "a Parquet file that is none": (b"PAR1" + b"\0" * 50, "input_parquet_damaged"),
    "an empty workbook": (saved(Workbook()), "input_without_rows"),
    "a header only": (book(lambda sheet: sheet.delete_rows(2)), "input_without_rows"),
    "sheets that are no tables": (_two_sheets("parcels", "notes"), "input_sheet_unknown"),
    "two sheets of one table": (_two_sheets("parcels", "小班清单"), "input_table_twice"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_table_is_refused_as_a_whole(name: str) -> None:
    content, code = UNREADABLE[name]
    with pytest.raises(Refusal) as caught:
        read(content)
    assert caught.value.code == code


TWO = {
    "systems": SHAPES["parcels"],
    "readings": SHAPES["parcels"].model_copy(update={"name": SHAPES["parcels"].columns["area"].name}),
}


def test_files_and_sheets_go_to_the_tables_of_their_names() -> None:
    assert set(tables_of(TWO, [File("systems.csv", b"a\n1"), File("面积.csv", b"a\n1")])) == set(TWO)
    assert set(tables_of(TWO, [File("any.xlsx", _two_sheets("Systems ", "area"))])) == set(TWO)
    assert set(
        tables_of(TWO, [File("x.csv", b"a\n1", "readings"), File("y.xlsx", book(title="Sheet1"), "systems")])
    ) == set(TWO)
    with pytest.raises(Refusal) as caught:
        tables_of(TWO, [File("other.csv", b"a\n1")])
    assert caught.value.code == "input_file_unknown"
    with pytest.raises(Refusal) as caught:
        tables_of(TWO, [File("systems.csv", b"a\n1"), File("s.csv", b"a\n1", "systems")])
    assert caught.value.code == "input_table_twice"


def test_a_file_is_read_once_and_its_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"12345")
    assert read_file(tmp_path / "a.csv", "parcels") == File("a.csv", b"12345", "parcels")
    monkeypatch.setattr("tanpuhui.quantification.reading.MOST_BYTES", 4)
    with pytest.raises(Refusal) as caught:
        read_file(tmp_path / "a.csv")
    assert caught.value.code == "input_file_too_large"


def test_rows_without_end_and_an_archive_that_unfolds_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {"parcels": SHAPES["parcels"].model_copy(update={"most_rows": 1})}
    with pytest.raises(Refusal) as caught:
        read(book(lambda sheet: sheet.append(again())), wanted=few)
    assert caught.value.code == "input_too_many_rows"
    monkeypatch.setattr("tanpuhui.quantification.workbooks.MOST_ROWS", 1)
    with pytest.raises(Refusal) as caught:
        read(book(lambda sheet: sheet.append(again())))
    assert caught.value.code == "input_workbook_too_long"
    monkeypatch.setattr("tanpuhui.quantification.workbooks.MOST_UNPACKED", 100)
    with pytest.raises(Refusal) as caught:
        read(book())
    assert caught.value.code == "input_workbook_damaged"


PLAIN = book()


@given(st.data())
def test_whatever_bytes_a_workbook_has_there_is_a_finding_or_a_refusal_and_never_a_crash(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = bytearray(
        parts[name := data.draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]))]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(changed)))
        changed[place : place + data.draw(st.integers(0, 4))] = data.draw(st.sampled_from(BITS))
    with suppress(Refusal):
        read(_archive(**parts | {name: bytes(changed)}))


BITS = [
    b"",
    b'"',
    b"<",
    b">",
    b"/>",
    b"&",
    b'r="A9999999"',
    b't="s"',
    b't="d"',
    b"1e999",
    b"-1",
    b"99999999",
    b"<row",
    b's="9"',
    b"\0",
]
