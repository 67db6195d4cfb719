"""Every finding is produced by a row that deserves it, and only an error keeps a row from being issued."""

from datetime import date
from pathlib import Path

import pytest

from tanpuhui.core.registers import ForeignRow
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.findings import seen
from tests.regimes.tables import GOOD, ZERO, cells, codes, read, read_one

INVALIDATED_ALL = "In May 2021, CARB invalidated all 1,000 offset credits issued as CAFR5003-A."
REVERSED = "On 1/2/2020, CARB approved the verification of an {} reversal of 1,234 mtCO2e during the period."
FINDS: list[tuple[str, dict[str, str]]] = [
    ("issuance_id_unknown", {"ID": "CAFR5003"}),
    ("issuance_id_unknown", {"ID": " CAFR5003-A"}),
    ("issuance_id_unknown", {"ID": "CAFR５００３-A"}),
    ("issuance_id_unknown", {"ID": "CAXX5003-A"}),
    ("issuance_id_unknown", {"ID": ""}),
    ("issued_after_state_day", {"ISSUED_ON": "2024-11-28"}),
    ("issued_before_the_programme", {"ISSUED_ON": "2012-12-31"}),
    ("issued_before_the_programme", {"ISSUED_ON": "1900-01-01"}),
    ("reporting_period_reversed", {"PERIOD_START": "2014-01-01"}),
    ("issued_before_period_end", {"ISSUED_ON": "2013-12-30"}),
    ("vintage_not_period_end", {"VINTAGE": "2012"}),
    ("project_type_differs", {"PROJECT_TYPE": "ODS"}),
    ("project_type_differs", {"ID": "CAUF5003-A"}),
    ("kind_differs_from_id", {"KIND": "EA"}),
    ("kind_differs_from_id", {"ID": "CAFR0003-A"}),
    ("flag_unknown", {"KIND": "cop"}),
    ("flag_unknown", {"DEBS": "YES"}),
    ("flag_unknown", {"WINDOW": "5 years"}),
    ("comment_differs_from_column", {"COMMENT": "In May 2015 CARB returned all 9,602 offset credits in its "
     "Forest Buffer Account to the Early Action Offset Program’s buffer account."}),
    ("use_above_issued", {"CP1": "801"}),
    ("use_above_issued", {"CP1": "500", "CP2": "301"}),
    ("use_above_issued", {"BUFFER_IN": "1001"}),
    ("buffer_retired_above_contribution", {"BUFFER_RETIRED": "201"}),
    ("buffer_is_whole_issuance", {"BUFFER_IN": "1000"}),
    ("buffer_returned_to_early_action", {"COMMENT": "On 5/26/2015, CARB returned 50 of 200 offset credits in its "
     "Forest Buffer Account to the Early Action Offset Program’s buffer account."}),
    ("marked_invalidated", {"WINDOW_START": "INVALIDATED"}),
    ("marked_invalidated", {"WINDOW_REDUCED": "INVALIDATE"}),
    ("invalidated_per_comment", {"COMMENT": INVALIDATED_ALL}),
    ("invalidated_after_use", {"COMMENT": INVALIDATED_ALL, "CP1": "1"}),
    ("invalidation_not_understood", {"WINDOW": "INVALIDATED"}),
    ("invalidation_not_understood", {"COMMENT": "CARB invalidated some credits."}),
    ("invalidation_not_understood", {"COMMENT": INVALIDATED_ALL.replace("5003-A", "5003-B")}),
    ("invalidation_not_understood", {"COMMENT": INVALIDATED_ALL.replace("all 1,000", "5 of 999")}),
    ("invalidation_not_understood", {"COMMENT": INVALIDATED_ALL.replace("all 1,000", "1,001 of 1,000")}),
    ("invalidation_not_understood", {"COMMENT": INVALIDATED_ALL + "  " + INVALIDATED_ALL}),
    ("replacement_of_invalidated", {"COMMENT": "In July 2021, 38 credits surrendered by a covered entity to meet the "
     "obligation for the CALS5021-F invalidation were retired."}),
    ("reversal_intentional", {"COMMENT": REVERSED.format("intentional")}),
    ("reversal_unintentional", {"COMMENT": REVERSED.format("unintentional")}),
    ("reversal_owed", {"COMMENT": "Then the forest owners were required to submit 7 compliance instruments to CARB."}),
    ("reversal_from_buffer", {"COMMENT": "CARB retired 8 ARB Offset Credits from the Forest Buffer Account."}),
]  # fmt: skip
NOT_NUMBERS = [
    "-5",
    "+5",
    "1,234",
    "12.5",
    "１２３",
    "٣",
    "NaN",
    "1e3",
    "1" + "0" * 30,
    "007",
    " 5",
    "",
    "none",
    "INVALIDATED",
]
NOT_DAYS = [
    "2014-02-30",
    "2014-6-1",
    "6/1/2014",
    "20140601",
    "0001-01-01",
    "２０１４-06-01",
    "2014-06-01 ",
    "",
    "INVALIDATED",
]


def is_error(row: ForeignRow) -> bool:
    """Whether one of the row's findings is an error."""
    return any(finding.severity == "error" for finding in row.findings)


def test_a_good_row_has_no_finding_and_is_issued(tmp_path: Path) -> None:
    row = read_one(tmp_path)
    assert row.findings == ()
    assert row.issuance
    assert row.issuance.quantity == 1000
    assert row.cells == GOOD


@pytest.mark.parametrize(("code", "changes"), FINDS)
def test_an_odd_row_is_reported_and_issued_unless_the_finding_is_an_error(
    tmp_path: Path, code: str, changes: dict[str, str]
) -> None:
    row = read_one(tmp_path, **changes)
    assert code in codes(row)
    assert (row.issuance is None) == is_error(row)


@pytest.mark.parametrize("cell", NOT_NUMBERS)
@pytest.mark.parametrize("column", ["ISSUED", "BUFFER_IN", "BUFFER_RETIRED", "CP1", "QUEBEC", "REVERSAL", "VOLUNTARY"])
def test_a_cell_that_is_not_whole_tonnes_is_an_error_and_nothing_is_mended(
    tmp_path: Path, column: str, cell: str
) -> None:
    row = read_one(tmp_path, **{column: cell})
    assert codes(row) == ["cell_not_a_quantity"]
    assert row.issuance is None
    assert row.cells[getattr(col, column)] == cell


@pytest.mark.parametrize("cell", ["0", "n/a", "reforest defer"])
def test_a_row_with_a_credit_id_needs_at_least_one_credit(tmp_path: Path, cell: str) -> None:
    assert codes(read_one(tmp_path, ISSUED=cell)) == ["cell_not_a_quantity"]


@pytest.mark.parametrize("column", ["BUFFER_IN", "BUFFER_RETIRED", "CP4", "VOLUNTARY"])
def test_not_applicable_in_a_use_column_means_none(tmp_path: Path, column: str) -> None:
    row = read_one(tmp_path, **{column: "n/a"})
    assert row.findings == ()
    assert row.issuance


@pytest.mark.parametrize("cell", NOT_DAYS)
@pytest.mark.parametrize("column", ["PERIOD_START", "PERIOD_END", "ISSUED_ON"])
def test_a_cell_that_is_not_a_day_is_an_error(tmp_path: Path, column: str, cell: str) -> None:
    row = read_one(tmp_path, **{column: cell})
    assert codes(row) == ["cell_not_a_day"]
    assert row.issuance is None


@pytest.mark.parametrize("column", ["WINDOW_REDUCED", "WINDOW_START"])
def test_the_invalidation_window_holds_days_or_its_known_words(tmp_path: Path, column: str) -> None:
    assert codes(read_one(tmp_path, **{column: "soon"})) == ["cell_not_a_day"]
    assert codes(read_one(tmp_path, **{column: "n/a"})) == []
    assert codes(read_one(tmp_path, **{column: "2020-02-29"})) == []


@pytest.mark.parametrize("cell", ["13", "1313", "2013.0", "２０１３", "n/a", ""])
def test_a_vintage_that_is_not_a_year_is_an_error(tmp_path: Path, cell: str) -> None:
    row = read_one(tmp_path, VINTAGE=cell)
    assert codes(row) == ["cell_not_a_year"]
    assert row.issuance is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("(zero)", "row_zero"), ("(reforest defer)", "row_reforest_defer"), ("(reversal)", "row_reversal")],
)
def test_a_row_without_credits_is_kept_with_a_note(tmp_path: Path, name: str, code: str) -> None:
    row = read_one(tmp_path, ZERO, ID=f"CAFR5003-{name}")
    assert codes(row) == [code]
    assert row.issuance is None
    assert not is_error(row)


def test_a_deferred_row_may_say_so_in_its_quantities_and_others_may_not(tmp_path: Path) -> None:
    deferred = {"ISSUED": "reforest defer", "BUFFER_IN": "reforest defer"}
    assert codes(read_one(tmp_path, ZERO, ID="CAFR5003-(reforest defer)", **deferred)) == ["row_reforest_defer"]
    assert codes(read_one(tmp_path, ZERO, **deferred))[1:] == ["credits_on_row_without_credits"] * 2


def test_credits_on_a_row_without_credits_are_an_error(tmp_path: Path) -> None:
    row = read_one(tmp_path, ZERO, ISSUED="5")
    assert codes(row) == ["row_zero", "credits_on_row_without_credits"]
    assert row.issuance is None


def test_the_second_row_of_a_credit_id_is_an_error_and_not_issued(tmp_path: Path) -> None:
    first, second = read(tmp_path, cells(), cells(ISSUED="7000"))
    assert first.issuance
    assert first.findings == ()
    assert codes(second) == ["credit_id_repeated"]
    assert second.issuance is None


def test_the_second_row_of_an_id_without_credits_is_only_noted(tmp_path: Path) -> None:
    first, second = read(tmp_path, cells(ZERO), cells(ZERO))
    assert codes(first) == ["row_zero"]
    assert codes(second) == ["row_zero", "row_id_repeated"]


def test_a_filled_cell_without_a_column_name_is_reported_and_kept(tmp_path: Path) -> None:
    (row,) = read(tmp_path, [*cells()[:-1], "x"])
    assert codes(row) == ["nameless_cell_filled"]
    assert row.issuance
    assert row.cells["nameless 2"] == "x"


def test_a_use_above_what_is_left_is_left_out_as_a_whole_and_later_ones_still_counted(tmp_path: Path) -> None:
    row = read_one(tmp_path, CP1="500", CP2="301", CP3="300", BUFFER_RETIRED="201")
    assert row.issuance
    assert [(use.target, use.quantity) for use in row.issuance.uses] == [
        ("buffer", 200),
        ("retired-cp1", 500),
        ("retired-cp3", 300),
    ]


def test_uses_are_walked_in_their_order_with_their_purposes_and_days(tmp_path: Path) -> None:
    used = dict(
        zip(["BUFFER_RETIRED", "CP1", "CP2", "CP3", "CP4", "QUEBEC", "REVERSAL", "VOLUNTARY"], "91234567", strict=True)
    )
    comment = INVALIDATED_ALL.replace("all 1,000", "8 of 1,000")
    row = read_one(tmp_path, COMMENT=comment, **used)
    assert row.issuance
    uses = [(u.act, u.source, u.target, u.quantity, u.purpose) for u in row.issuance.uses]
    assert uses == [
        ("buffer_in", "held", "buffer", 200, "buffer"),
        ("retire", "buffer", "retired-buffer", 9, "buffer"),
        ("retire", "held", "retired-cp1", 1, "ets"),
        ("retire", "held", "retired-cp2", 2, "ets"),
        ("retire", "held", "retired-cp3", 3, "ets"),
        ("retire", "held", "retired-cp4", 4, "ets"),
        ("retire", "held", "retired-quebec", 5, "quebec"),
        ("retire", "held", "retired-reversal", 6, "reversal"),
        ("invalidate", "held", "invalidated", 8, "invalidation"),
        ("retire", "held", "retired-voluntary", 7, "voluntary"),
    ]
    assert [u.on for u in row.issuance.uses] == [date(2014, 6, 1)] + [date(2024, 11, 27)] * 9


def test_an_invalidation_that_does_not_fit_is_not_posted(tmp_path: Path) -> None:
    for _, changes in (find for find in FINDS if find[0] == "invalidation_not_understood"):
        row = read_one(tmp_path, **changes)
        assert row.issuance
        assert all(use.act != "invalidate" for use in row.issuance.uses)


def test_every_finding_has_a_test_and_speaks_both_languages(tmp_path: Path) -> None:
    shown = [read_one(tmp_path, **changes) for _, changes in FINDS]
    shown += [read_one(tmp_path, **{name: "x"}) for name in ("ISSUED", "ISSUED_ON", "VINTAGE")]
    shown += [read_one(tmp_path, ZERO, ID=f"CAFR5003-({why})") for why in ("reversal", "reforest defer")]
    shown += read(tmp_path, cells(), cells(), cells(ZERO, ISSUED="5"), cells(ZERO), [*cells(ID="CAFR5003-B")[:-1], "x"])
    findings = [finding for row in shown for finding in row.findings]
    assert {finding.code for finding in findings} == {kind.code for kind in seen}
    for finding in findings:
        assert "{" not in finding.says.zh + finding.says.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in finding.says.zh)
