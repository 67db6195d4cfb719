"""A text that a spreadsheet would run is defused, and nothing else is touched."""

import pytest

from tanpuhui.core.spreadsheets import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "=HYPERLINK(1)", "@SUM(1)", "+1+1", "-2+3", "-A1", "\t=1", "\r=1", "\n=1", "=-5", "+86 20", "--5"]
)
def test_what_would_be_run_begins_with_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    ["", "-", "+", "=", "-5", "+3.25", "-1,000", "-12%", "1e-5", "-1e5", "a=b", "CAFR5003-A", "碳汇", " =1", "'=1"],
)
def test_everything_else_stays_as_it_was(cell: str) -> None:
    assert harmless(cell) == cell
