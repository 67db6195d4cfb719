"""A row means the same wherever it stands: any shuffled part of the table gives the same rows."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.core.registers import ForeignIssuance, ForeignRow
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.register import REGISTER
from tests.regimes.tables import FULL, text

BODY = list(csv.reader(FULL.read_text(encoding="utf-8").splitlines()))[1:]
Meaning = tuple[ForeignIssuance | None, tuple[tuple[str, str], ...]]


def meaning(row: ForeignRow) -> Meaning:
    """What a row says, without where it stands: its line, and whether its id came before."""
    odd = tuple((f.code, f.says.en) for f in row.findings if f.code != "row_id_repeated")
    return row.issuance, odd


WHOLE = [meaning(row) for row in REGISTER.read(FULL)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file, written anew by every example."""
    return tmp_path_factory.mktemp("order") / "part.csv"


@settings(deadline=None, max_examples=40)
@given(places=st.lists(st.integers(0, len(BODY) - 1), min_size=1, max_size=200, unique=True))
def test_any_shuffled_part_of_the_table_gives_the_same_rows(path: Path, places: list[int]) -> None:
    path.write_text(text(BODY[at] for at in places), encoding="utf-8", newline="")
    rows = list(REGISTER.read(path))
    assert [meaning(row) for row in rows] == [WHOLE[at] for at in places]
    assert [[row.cells[name] for name in col.NAMED] for row in rows] == [BODY[at][: len(col.NAMED)] for at in places]


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=400), at=st.integers(0, 3000))
def test_damaged_bytes_are_read_or_refused_and_never_crash(path: Path, data: bytes, at: int) -> None:
    from tanpuhui.core.refusals import Refusal

    whole = text(BODY[:5]).encode()
    path.write_bytes(whole[:at] + data + whole[at + len(data) :])
    try:
        rows = list(REGISTER.read(path))
    except Refusal:
        return
    for row in rows:
        assert (row.issuance is None) == (any(f.severity == "error" for f in row.findings) or "(" in row.foreign_id)
