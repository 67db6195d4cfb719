"""Bad tables: each wrong heading, row and cell is found by line and column, in zh and en, and nothing is guessed."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.refusals import Refusal
from tanpuhui.quantification.findings import seen
from tanpuhui.quantification.reading import read_csv
from tanpuhui.quantification.refusals import refuse
from tests.house.rules import text_faults
from tests.quantification.makers import CELLS, FORESTRY, parcels, ran, read, row, text

Found = tuple[str, str]
HEADER = ",".join(CELLS)
GOOD = ",".join(CELLS.values())


def table(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def headed(old: str, new: str) -> bytes:
    return table(HEADER.replace(old, new), GOOD)


def cell(name: str, content: str) -> bytes:
    return text(row(**{name: content})).encode()


# name: (file, the findings as (code, about))
BAD: dict[str, tuple[bytes, list[Found]]] = {
    "a column is missing": (
        table(HEADER.replace(",tenure", ""), GOOD.replace(",collective", "")),
        [("input_column_missing", "parcels:1:tenure")],
    ),
    "a column nobody asked for": (
        table(HEADER + ",owner's phone", GOOD + ",139"),
        [("input_column_unknown", "parcels:1:owner's phone")],
    ),
    "a column without a name": (table(HEADER + ",", GOOD + ","), [("input_column_unknown", "parcels:1:")]),
    "a column twice": (table(HEADER + ",tenure", GOOD + ",state"), [("input_column_repeated", "parcels:1:tenure")]),
    "a column twice by its Chinese name": (
        table(HEADER + ",面积（亩）", GOOD + ",15"),
        [("input_column_repeated", "parcels:1:area")],
    ),
    "no unit": (headed("area (ha)", "area"), [("input_unit_missing", "parcels:1:area")]),
    "a unit that is none": (headed("area (ha)", "area (垧)"), [("input_unit_unknown", "parcels:1:area")]),
    "a unit of another kind": (headed("area (ha)", "area (t)"), [("input_unit_unknown", "parcels:1:area")]),
    "a total where a volume per area is asked": (
        headed("volume_1 (m3/ha)", "volume_1 (m3)"),
        [("input_unit_unknown", "parcels:1:volume_1")],
    ),
    "a unit on a column that has none": (
        headed("tenure", "tenure (ha)"),
        [("input_column_unknown", "parcels:1:tenure (ha)"), ("input_column_missing", "parcels:1:tenure")],
    ),
    "mixed units, one of them unknown": (
        table(HEADER.replace("area (ha)", "area") + ",area_unit", GOOD + ",mu", GOOD.replace("P1", "P2") + ",acre"),
        [("input_unit_unknown", "parcels:3:area")],
    ),
    "heading and unit column contradict each other": (
        table(HEADER + ",area_unit", GOOD + ",mu"),
        [("input_unit_unknown", "parcels:2:area")],
    ),
    "too few cells": (table(HEADER, "P1,collective"), [("input_row_length", "parcels:2:-")]),
    "too many cells": (table(HEADER, GOOD + ",,x"), [("input_row_length", "parcels:2:-")]),
    "a decimal comma that becomes two cells": (cell("area", "3,5"), [("input_row_length", "parcels:2:-")]),
    "empty rows": (table(HEADER, "", GOOD, "," * 10, ""), [("input_rows_empty", "parcels:2:-")]),
    "the same parcel twice": (table(HEADER, GOOD, GOOD), [("input_key_repeated", "parcels:3:parcel")]),
    "the same parcel in other letters": (
        table(HEADER, GOOD, GOOD.replace("P1", "ｐ 1")),
        [("input_key_repeated", "parcels:3:parcel")],
    ),
    "days reversed": (
        text(row(first_survey="2019-12-31", second_survey="2019-01-01")).encode(),
        [("input_days_reversed", "parcels:2:second_survey")],
    ),
    "one day twice": (cell("second_survey", "2019-01-01"), [("input_days_reversed", "parcels:2:second_survey")]),
    "an empty cell": (cell("area", ""), [("input_cell_empty", "parcels:2:area")]),
    "blanks only": (cell("tenure", "  "), [("input_cell_empty", "parcels:2:tenure")]),
    "full-width digits": (cell("area", "１２．５"), [("input_full_width", "parcels:2:area")]),
    "a full-width day": (cell("first_survey", "２０１９-01-01"), [("input_full_width", "parcels:2:first_survey")]),
    "a formula": (cell("volume_2", "=80+1"), [("input_is_formula", "parcels:2:volume_2")]),
    "text in a number": (cell("area", "about 3"), [("input_not_a_number", "parcels:2:area")]),
    "a unit in the cell": (cell("area", "3 ha"), [("input_not_a_number", "parcels:2:area")]),
    "an exponent": (cell("area", "1e2"), [("input_not_a_number", "parcels:2:area")]),
    "not a number at all": (cell("area", "NaN"), [("input_not_a_number", "parcels:2:area")]),
    "quoted thousands": (cell("volume_2", '"1,080"'), [("input_not_a_number", "parcels:2:volume_2")]),
    "a plus sign": (cell("area", "+1"), [("input_not_a_number", "parcels:2:area")]),
    "leading zeros": (cell("area", "01"), [("input_not_a_number", "parcels:2:area")]),
    "a Chinese number": (cell("area", "三"), [("input_not_a_number", "parcels:2:area")]),
    "more decimals than were measured": (cell("area", "1.00001"), [("input_too_many_decimals", "parcels:2:area")]),
    "a negative area": (cell("area", "-1"), [("input_below_least", "parcels:2:area")]),
    "no area": (cell("area", "0"), [("input_below_least", "parcels:2:area")]),
    "an area in square metres": (cell("area", "13600"), [("input_above_most", "parcels:2:area")]),
    "a day that does not exist": (cell("first_survey", "2019-02-29"), [("input_not_a_day", "parcels:2:first_survey")]),
    "a day in another order": (cell("first_survey", "01/01/2019"), [("input_not_a_day", "parcels:2:first_survey")]),
    "no choice": (cell("category", "protected"), [("input_not_a_choice", "parcels:2:category")]),
    "a cell of two thousand characters": (cell("parcel", "P" * 2000), [("input_text_too_long", "parcels:2:parcel")]),
    "a zero-width blank": (cell("area", "1\u200b"), [("input_odd_character", "parcels:2:area")]),
    "a line break in a cell": (cell("tenure", '"collec\ntive"'), [("input_odd_character", "parcels:2:tenure")]),
    "a no-break blank": (cell("area", "1\u00a0"), [("input_odd_character", "parcels:2:area")]),
    "a NUL": (table(HEADER, GOOD + "\0"), [("input_odd_character", "parcels:2:second_survey")]),
    "unclear tenure": (cell("tenure", "unclear"), [("input_row_excluded", "parcels:2:tenure")]),
    "three wrong cells in two rows": (
        text(row(area="x", tenure="mine"), row(parcel="P2", volume_1="-1")).encode(),
        [
            ("input_not_a_choice", "parcels:2:tenure"),
            ("input_not_a_number", "parcels:2:area"),
            ("input_below_least", "parcels:3:volume_1"),
        ],
    ),
}
# name: (file, the refusal of the whole)
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "GBK": (HEADER.encode() + "\n沾坑".encode("gbk"), "input_in_gbk"),
    "UTF-16": (HEADER.encode("utf-16"), "input_not_utf8"),
    "bytes that are no text": (HEADER.encode() + b"\n\xff\xff\xff", "input_not_utf8"),
    "a workbook": (b"PK\x03\x04" + b"\0" * 50, "input_is_workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "input_is_workbook"),
    "semicolons": (HEADER.replace(",", ";").encode(), "input_not_csv"),
    "tabs": (HEADER.replace(",", "\t").encode(), "input_not_csv"),
    "an open quote": (table(HEADER, '"P1,collective'), "input_not_csv"),
    "text behind a quote": (table(HEADER, '"P1"x,collective'), "input_not_csv"),
    "a cell of a million characters": (cell("parcel", "P" * 1_000_000), "input_cell_too_large"),
    "nothing at all": (b"", "input_without_rows"),
    "notes only": (b"# a note\n", "input_without_rows"),
    "a header only": (table(HEADER), "input_without_rows"),
    "a header and empty rows": (table(HEADER, ",,,", ""), "input_without_rows"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_found_cell_by_cell(name: str) -> None:
    content, wanted = BAD[name]
    found = read(content).findings
    assert [(finding.code, finding.about) for finding in found] == wanted
    for finding in found:
        said = finding.says
        assert not text_faults(said.zh.replace("{", "").replace("}", ""), "x")
        assert (
            str(finding.facts["line"]) in said.en
            or finding.code == "input_column_missing"
            or "unit_missing" in finding.code
        )
        assert "{" not in said.zh + said.en


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_table_is_refused_as_a_whole(name: str) -> None:
    content, code = UNREADABLE[name]
    with pytest.raises(Refusal) as caught:
        read(content)
    assert caught.value.code == code
    assert caught.value.mend.zh
    assert caught.value.mend.en


def test_the_line_is_the_one_where_the_row_begins() -> None:
    long = table("# note", "# note", HEADER.replace("parcel,", "parcel,place,"), '"P1","two\nlines",' + GOOD[3:])
    assert [f.about for f in read(long).findings] == ["parcels:4:place"]
    after = long + (GOOD.replace("P1,", "P2,x,").replace(",1,", ",x,") + "\n").encode()
    assert read(after).findings[1].about == "parcels:6:area"


def test_a_byte_order_mark_windows_lines_and_blanks_around_cells_do_no_harm() -> None:
    plain = parcels(row())
    for content in (
        b"\xef\xbb\xbf" + text(row()).encode(),
        text(row()).replace("\n", "\r\n").encode(),
        text(row(area=" 1 ", tenure=" collective ")).encode(),
        b"# notes for people\n" + text(row()).encode(),
    ):
        assert read(content).cells == plain.cells
        assert not read(content).findings


def test_headings_and_choices_may_be_chinese() -> None:
    names = {code: shape.name.zh for code, shape in FORESTRY.tables["parcels"].columns.items()}
    chinese = {
        f"{names['area']}（亩）": "15",
        names["volume_1"] + "（立方米/亩）": "3.366",
        "volume_2 (m3/mu)": "5.333",
    }
    cells = {**{names[code]: cell for code, cell in list(CELLS.items())[:6]}, **chinese}
    cells |= {"first_survey": "2019-01-01", "second_survey": "2019-12-31", names["tenure"]: "集体"}
    found = read(text(cells).encode())
    assert not found.findings
    assert [str(found.cells[code][0]) for code in ("area", "volume_1", "tenure")] == ["1", "5049/100", "collective"]


def test_a_table_with_errors_is_not_calculated_and_the_refusal_shows_the_first() -> None:
    with pytest.raises(Refusal) as caught:
        ran(row(area="x"), row(parcel="P2", area="y"))
    assert caught.value.code == "inputs_have_errors"
    assert caught.value.facts["count"] == 2
    assert "“x”" in caught.value.says.en
    assert "“x”" in caught.value.says.zh


def test_the_number_of_rows_is_limited() -> None:
    shape = FORESTRY.tables["parcels"].model_copy(update={"most_rows": 2})
    limited = {"parcels": shape}
    few = FORESTRY.shape.model_copy(update={"tables": limited})
    of = type(FORESTRY)(FORESTRY.plugin, few)
    rows = [row(parcel=f"P{n}") for n in range(3)]
    assert parcels(*rows[:2], of=of).keys == ("P0", "P1")
    with pytest.raises(Refusal) as caught:
        parcels(*rows, of=of)
    assert caught.value.code == "input_too_many_rows"
    # A million empty rows behind the data do not count.
    assert parcels(*rows[:2], of=of).keys == read(text(*rows[:2]).encode() + b",,\n" * 1000, of=of).keys


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal) as caught:
        read_csv(tmp_path / "none.csv", most_rows=1)
    assert caught.value.code == "input_file_unreadable"
    (tmp_path / "large.csv").write_bytes(b"x" * 11)
    monkeypatch.setattr("tanpuhui.quantification.reading.MOST_BYTES", 10)
    with pytest.raises(Refusal) as caught:
        read_csv(tmp_path / "large.csv", most_rows=1)
    assert caught.value.code == "input_file_too_large"


def test_every_finding_of_the_list_is_produced() -> None:
    elsewhere = {"input_day_not_of_period", "nothing_to_credit"}  # test_running.py
    elsewhere |= {"input_keys_repeated", "input_reference_unknown", "input_not_a_month"}  # test_two_tables.py
    elsewhere |= {"input_month_missing", "input_month_repeated", "input_month_not_of_period"}
    elsewhere |= {"input_cells_merged"}  # test_files.py
    assert {code for _, found in BAD.values() for code, _ in found} | elsewhere == {kind.code for kind in seen}


def test_every_refusal_of_the_list_is_produced() -> None:
    here = {code for _, code in UNREADABLE.values()} | {
        "inputs_have_errors",
        "input_too_many_rows",
        "input_file_unreadable",
        "input_file_too_large",
    }
    elsewhere = {"methodology_misplaced", "unknown_input_table", "unknown_option", "quantity_could_overflow"}
    elsewhere |= {"divisor_could_be_zero"}
    elsewhere |= {
        "input_workbook_old",
        "input_workbook_damaged",
        "input_workbook_too_long",
        "input_parquet_damaged",
    }  # test_files.py
    elsewhere |= {"input_file_unknown", "input_sheet_unknown", "input_table_twice"}
    elsewhere |= {"methodology_name_malformed", "methodology_folder_there"}  # tests/cli/test_methodologies.py
    elsewhere |= {"methodology_folder_missing", "methodology_folder_unwritable", "record_not_understood"}
    elsewhere |= {"too_many_rows_at_once"}  # tests/api/test_methods.py
    assert here | elsewhere == {kind.code for kind in refuse}


@given(st.data())
def test_whatever_bytes_come_there_is_a_finding_or_a_refusal_and_never_a_crash(data: st.DataObject) -> None:
    content = bytearray(text(row(), row(parcel="P2")).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 3))
        content[place : place + cut] = data.draw(st.sampled_from(BITS))
    with suppress(Refusal):
        assert all(finding.says.zh and finding.says.en for finding in read(bytes(content)).findings)


BITS = [b"", b'"', b",", b"\n", b"\r", b"\0", b"(", b")", b"[m3]", b"_unit", b"-", b".", b"\xb6", "公".encode(), b"=1"]
