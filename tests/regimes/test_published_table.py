"""The whole published table gives the published totals, and exactly the oddities that are known."""

from collections import Counter
from pathlib import Path

import pytest

from tanpuhui.core.registers import ForeignIssuance, ForeignRow
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.register import REGISTER
from tests.regimes.tables import FULL, HERE, codes

SHARED = HERE.parents[2] / "shared" / "data" / FULL.name  # where a working copy keeps the original, if it does
COPIES = [path for path in (FULL, SHARED) if path.exists()]


@pytest.fixture(scope="module")
def rows() -> list[ForeignRow]:
    """The whole table, read once."""
    return list(REGISTER.read(FULL))


@pytest.fixture(scope="module")
def issued(rows: list[ForeignRow]) -> list[ForeignIssuance]:
    """Its issuances."""
    return [row.issuance for row in rows if row.issuance]


@pytest.fixture(scope="module")
def by_id(rows: list[ForeignRow]) -> dict[str, ForeignRow]:
    """Its rows by id."""
    return {row.foreign_id: row for row in rows}


@pytest.mark.parametrize("copy", COPIES, ids=str)
def test_every_copy_of_the_table_is_the_same(copy: Path) -> None:
    assert copy.read_bytes() == FULL.read_bytes()


def test_the_table_has_1302_rows_in_order_and_29_bear_no_credits(rows: list[ForeignRow]) -> None:
    assert [row.line for row in rows] == list(range(2, 1304))
    without = [row.foreign_id.partition("-")[2] for row in rows if row.issuance is None]
    assert Counter(without) == {"(zero)": 20, "(reforest defer)": 6, "(reversal)": 3}


def test_credits_issued_add_up_to_the_published_214_million(issued: list[ForeignIssuance]) -> None:
    assert sum(i.quantity for i in issued) == 214_139_391
    by_kind: Counter[str] = Counter()
    for i in issued:
        by_kind[i.labels["kind"]] += i.quantity
    assert by_kind == {"COP": 189_951_474, "EA": 24_187_917}


def test_credits_and_projects_by_type_are_the_published_ones(issued: list[ForeignIssuance]) -> None:
    tonnes: Counter[tuple[str, str]] = Counter()
    projects: dict[tuple[str, str], set[str]] = {}
    for i in issued:
        tonnes[i.methodology, i.labels["kind"]] += i.quantity
        projects.setdefault((i.methodology, i.labels["kind"]), set()).add(i.project)
    assert {at: (tonnes[at], len(projects[at])) for at in tonnes} == {
        ("FR", "COP"): (162_537_246, 108),
        ("FR", "EA"): (13_276_494, 29),
        ("OD", "COP"): (16_781_142, 169),
        ("OD", "EA"): (6_336_710, 32),
        ("LS", "COP"): (5_764_719, 92),
        ("LS", "EA"): (1_695_029, 49),
        ("MM", "COP"): (4_868_367, 14),
        ("MM", "EA"): (2_879_684, 7),
    }


def test_there_are_500_projects_with_498_registry_ids(issued: list[ForeignIssuance]) -> None:
    assert len({i.project for i in issued}) == 500
    # Two projects changed their registry (CALS5030, CAMM5244), and four registry ids serve two projects each.
    assert len({i.labels["registry_project"] for i in issued}) == 498


def test_uses_add_up_to_the_published_totals(issued: list[ForeignIssuance]) -> None:
    moved: Counter[str] = Counter()
    for i in issued:
        for use in i.uses:
            moved[use.target] += use.quantity
    assert moved == {
        "buffer": 28_814_032,
        "retired-buffer": 7_152_391,
        "retired-cp1": 12_773_097,
        "retired-cp2": 62_736_735,
        "retired-cp3": 56_715_160,
        "retired-cp4": 3_081_479,
        "retired-quebec": 17_830_900,
        "retired-reversal": 652_501,
        "retired-voluntary": 980_142 - 852 - 1468 - 1764,
        "invalidated": 428 + 886 + 88_955,
    }


def test_flags_and_windows_are_counted_as_published(rows: list[ForeignRow]) -> None:
    assert Counter(row.cells[col.DEBS] for row in rows) == {"DEBS": 307, "NO DEBS": 995}
    windows = Counter(row.cells[col.WINDOW] for row in rows)
    assert windows == {"3 years": 823, "8 years": 449, "INVALIDATED": 1, "n/a": 29}


def test_nothing_leaves_an_account_that_is_not_in_it_and_every_account_is_declared(
    issued: list[ForeignIssuance],
) -> None:
    declared = {account.code for account in REGISTER.accounts}
    for i in issued:
        left = Counter({REGISTER.issuance_account: i.quantity})
        for use in i.uses:
            assert {use.source, use.target} <= declared
            assert 0 < use.quantity <= left[use.source]
            assert use.on == (i.on if use.act == "buffer_in" else REGISTER.state_on)
            left[use.source] -= use.quantity
            left[use.target] += use.quantity
        assert sum(left.values()) == i.quantity


def test_the_oddities_are_exactly_the_known_ones(rows: list[ForeignRow]) -> None:
    assert Counter(code for row in rows for code in codes(row)) == {
        "row_zero": 20,
        "row_reforest_defer": 6,
        "row_reversal": 3,
        "row_id_repeated": 3,
        "use_above_issued": 3,
        "invalidated_per_comment": 4,
        "invalidated_after_use": 3,
        "replacement_of_invalidated": 4,
        "marked_invalidated": 3,
        "buffer_is_whole_issuance": 1,
        "buffer_returned_to_early_action": 4,
        "comment_differs_from_column": 3,
        "reversal_intentional": 2,
        "reversal_unintentional": 1,
        "reversal_owed": 4,
        "reversal_from_buffer": 1,
    }


def test_the_three_uses_above_the_issuance_are_voluntary_ones_twice_what_was_left(rows: list[ForeignRow]) -> None:
    found = {row.foreign_id: f.facts for row in rows for f in row.findings if f.code == "use_above_issued"}
    assert found == {
        "CAFR0042-A": {"column": col.VOLUNTARY, "quantity": 852, "left": 426},
        "CAFR0042-B": {"column": col.VOLUNTARY, "quantity": 1468, "left": 734},
        "CAFR0042-C": {"column": col.VOLUNTARY, "quantity": 1764, "left": 882},
    }


@pytest.mark.parametrize(
    ("name", "posted", "used_before"),
    [("CALS5040-C", 0, 18_867), ("CALS5123-D", 886, 4_010), ("CALS5021-F", 428, 38), ("CAOD0018-A", 88_955, 0)],
)
def test_invalidated_credits_are_taken_only_where_they_were_not_used(
    by_id: dict[str, ForeignRow], name: str, posted: int, used_before: int
) -> None:
    row = by_id[name]
    assert row.issuance
    assert sum(use.quantity for use in row.issuance.uses if use.act == "invalidate") == posted
    assert sum(_quantities(row, "invalidated_after_use")) == used_before


def test_what_was_used_before_invalidation_is_what_other_rows_name_as_its_replacement(rows: list[ForeignRow]) -> None:
    used = {row.foreign_id: n for row in rows for n in _quantities(row, "invalidated_after_use")}
    replaced: Counter[object] = Counter()
    for row in rows:
        for finding in row.findings:
            if finding.code == "replacement_of_invalidated":
                replaced[finding.facts["replaces"]] += int(str(finding.facts["quantity"]))
    assert replaced == used
    assert replaced["CALS5123-D"] == 1_112 + 2_898


def test_a_comment_that_differs_from_its_column_is_reported_and_the_column_followed(
    by_id: dict[str, ForeignRow],
) -> None:
    found = {
        row.foreign_id: (f.facts["comment"], f.facts["cell"])
        for row in by_id.values()
        for f in row.findings
        if f.code == "comment_differs_from_column"
    }
    assert found == {"CAFR6313-A": (370_796, 370_976), "CAFR0042-E": (16_878, 16_898), "CALS0043-A": (9_602, 0)}


def test_a_row_becomes_an_issuance_with_its_labels(by_id: dict[str, ForeignRow]) -> None:
    issuance = by_id["CAOD5001-A"].issuance
    assert issuance
    assert (issuance.unit_type, issuance.methodology, issuance.project) == ("ARBOC", "OD", "CAOD5001")
    assert (issuance.vintage, issuance.quantity, issuance.on.isoformat()) == (2013, 107_542, "2013-10-22")
    assert issuance.project_name == "EOS ARB ODS 2013-1"
    assert issuance.labels == {
        "kind": "COP",
        "project_type": "ODS",
        "state": "AR",
        "debs": "NO DEBS",
        "operator": "EOS Climate, Inc.",
        "verification_body": "NSF International Strategic Registrations, Ltd.",
        "registry_project": "CAR992",
        "reporting_period": "2013-01-24/2013-02-01",
        "invalidation_timeframe": "3 years",
        "invalidation_start": "2013-02-01",
        "invalidation_reduced_on": "2015-12-08",
        "documentation": "https://thereserve2.apx.com/mymodule/reg/prjView.asp?id1=992",
    }


def _quantities(row: ForeignRow, code: str) -> list[int]:
    return [int(str(f.facts["quantity"])) for f in row.findings if f.code == code]
