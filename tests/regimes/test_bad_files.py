"""A file that is not CARB's table is refused as a whole, by a code of the closed list, before any row is given."""

from pathlib import Path

import pytest

from tanpuhui.core.refusals import Refusal
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.refusals import refuse
from tanpuhui.regimes.us_ca_cop.register import REGISTER
from tests.regimes.tables import FULL, HEADER, cells, text

GOOD = text([cells(), cells(ID="CAFR5003-B")])
SWAPPED = (*HEADER[:7], HEADER[8], HEADER[7], *HEADER[9:])
HTML = '<!DOCTYPE html>\n<html lang="en"><body>"Not found", try again</body></html>\n'


def without(column: str) -> str:
    """A table without one column."""
    at = HEADER.index(column)
    return text([[*cells()[:at], *cells()[at + 1 :]]], [*HEADER[:at], *HEADER[at + 1 :]])


BAD: list[tuple[str, str, bytes]] = [
    ("empty", "empty_table", b""),
    ("header only", "empty_table", text([]).encode()),
    ("latin-1", "not_utf8", text([cells(PROJECT_NAME="Forêt")]).encode("latin-1", "replace")),
    ("gbk", "not_utf8", text([cells(PROJECT_NAME="森林")]).encode("gbk", "replace")),
    ("utf-16", "not_utf8", GOOD.encode("utf-16")),
    ("utf-16 without a mark", "row_malformed", text([cells(DEBS_PAPER="n/a")]).encode("utf-16-le")),
    ("cut inside a character", "not_utf8", text([cells()]).encode()[:-4] + b"\xe2\x80"),
    ("html", "not_a_carb_table", HTML.encode()),
    ("semicolons", "not_a_carb_table", GOOD.replace(",", ";").encode()),
    ("missing column", "not_a_carb_table", without(col.VOLUNTARY).encode()),
    ("extra column", "not_a_carb_table", text([[*cells(), "5"]], [*HEADER, "Retired 5th"]).encode()),
    ("three nameless columns", "not_a_carb_table", text([[*cells(), ""]], [*HEADER, ""]).encode()),
    ("column twice", "not_a_carb_table", text([[*cells()[:-1], "1"]], [*HEADER[:-1], col.CP1]).encode()),
    ("swapped columns", "columns_out_of_order", text([cells()], SWAPPED).encode()),
    ("binary", "row_malformed", b"PK\x03\x04\x00\x00\n"),
    ("one cell short", "row_malformed", text([cells()[:-1]]).encode()),
    ("one cell more", "row_malformed", text([[*cells(), ""]]).encode()),
    ("blank line", "row_malformed", (GOOD + "\r\n").encode()),
    ("truncated quotes", "row_malformed", (GOOD[: GOOD.rindex(" forest, with")]).encode()),
    ("stray quote", "row_malformed", GOOD.replace('with a comma"', 'with a" comma"').encode()),
    ("million-character cell", "row_malformed", text([cells(COMMENT="x" * 1_000_000)]).encode()),
    ("cell a little too long", "row_malformed", text([cells(COMMENT="x" * 20_001)]).encode()),
    ("endless line", "row_malformed", text([cells(COMMENT="x" * 3_000_000)]).encode()),
    ("nul", "row_malformed", text([cells(COMMENT="a\0b")]).encode()),
    ("old line ends", "row_malformed", GOOD.replace("\r\n", "\r").encode()),
]  # fmt: skip


def refusal(path: Path) -> Refusal:
    """How the reader refuses a file; the call itself refuses, no row is asked for."""
    with pytest.raises(Refusal) as caught:
        REGISTER.read(path)
    return caught.value


@pytest.mark.parametrize(("code", "data"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_file_that_is_not_the_table_is_refused_before_any_row(tmp_path: Path, code: str, data: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(data)
    found = refusal(path)
    assert found.code == code
    assert "{" not in found.sentence("zh") + found.sentence("en")
    assert len(found.sentence("en")) < 1000


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name).code == "table_unreadable"


def test_every_refusal_has_a_test() -> None:
    assert {kind.code for kind in refuse} == {bad[1] for bad in BAD} | {"table_unreadable"}


def test_a_fault_at_the_end_refuses_the_whole_file_with_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    data = FULL.read_bytes()
    path.write_bytes(data + b"\xff")
    assert refusal(path).facts == {"line": 1304, "offset": len(data)}
    path.write_bytes(data + b"one,two\r\n")
    assert refusal(path).facts["line"] == 1304


def test_a_missing_and_an_unknown_column_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text([cells()], ["Carb Id", *HEADER[1:]]), encoding="utf-8", newline="")
    assert 'Missing columns: "CARB Issuance ID". Unknown columns: "Carb Id".' in refusal(path).says.en


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("nameless", [0, 1, 2])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_mark_at_the_start_line_ends_and_missing_nameless_columns_are_tolerated(
    tmp_path: Path, start: str, nameless: int, end: str
) -> None:
    width = len(col.NAMED) + nameless
    path = tmp_path / "good.csv"
    path.write_text(start + text([cells()[:width]], HEADER[:width]).replace("\r\n", end), encoding="utf-8", newline="")
    (row,) = REGISTER.read(path)
    assert row.issuance
    assert row.findings == ()
    assert row.line == 2


def test_a_cell_of_several_lines_keeps_the_line_numbers_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "good.csv"
    path.write_text(text([cells(COMMENT="one\ntwo"), cells(ID="CAFR5003-B")]), encoding="utf-8", newline="")
    first, second = REGISTER.read(path)
    assert (first.line, first.cells[col.COMMENT], second.line) == (2, "one\ntwo", 4)
