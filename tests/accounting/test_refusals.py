"""Every refusal that needs no database is produced, and when several hold, the first of the closed list is given."""

from collections.abc import Callable
from datetime import date
from itertools import combinations

import pytest

from tanpuhui.accounting.acts import (
    ACCOUNT_KINDS,
    ACTS,
    CONVERSIONS,
    DEMO_CONVERSIONS,
    FINAL_KINDS,
    FROM_REPORTS,
    MONEY_KINDS,
    OPEN,
    PURPOSES,
)
from tanpuhui.accounting.blocks import MAX_LINES, MAX_QUANTITY, Freeze, Line, World
from tanpuhui.accounting.checks import (
    account_of,
    act_of,
    check_amounts,
    check_batch,
    check_conversion,
    check_flows,
    check_words,
    flow_of,
    general_act,
)
from tanpuhui.accounting.planning import plan
from tanpuhui.accounting.refusals import refuse
from tests.accounting.worlds import (
    CASH,
    CLOSED,
    COMPLIANCE,
    DAY,
    ELSEWHERE,
    MIRROR,
    OTHERS,
    OURS,
    PLACE,
    RETIRED,
    USED,
    A,
    B,
    block,
    code_of,
    line,
    world,
)

ORDER = [kind.code for kind in refuse]


def judged(*lines: Line, here: World | None = None, importer: int | None = None) -> None:
    """All rules in the order in which a batch meets them, and then the plan over a few blocks."""
    here = here or world()
    check_batch(lines)
    for rule in (act_of, general_act):
        for one in lines:
            rule(one.act)
    check_amounts(lines)
    for one in lines:
        account_of(here, one.source), account_of(here, one.target)
    check_flows([flow_of(one, here) for one in lines], here, importer=importer)
    blocks = [block(1, 50), block(51, 60, held=7), block(61, 70, B), block(71, 80, since=date(2024, 5, 1))]
    plan(lines, blocks, here, DAY)


def frozen(scope: str, target: str = "", *acts: str) -> World:
    return world(Freeze(1, scope, target, frozenset(acts)))


CASES: dict[str, Callable[[], object]] = {
    "batch_empty": judged,
    "batch_too_large": lambda: judged(*[line(1)] * (MAX_LINES + 1)),
    "unknown_act": lambda: judged(line(1, act="steal")),
    "act_has_own_door": lambda: judged(line(1, act="correct")),
    "quantity_or_range": lambda: judged(Line("transfer", A, B, 1)),
    "quantity_out_of_bounds": lambda: judged(line(0)),
    "unknown_account": lambda: judged(line(1, A, 99)),
    "unknown_series": lambda: judged(line(1, series=99)),
    "account_closed": lambda: judged(line(1, A, CLOSED)),
    "not_permitted_between": lambda: judged(line(1, A, RETIRED)),
    "accounts_must_differ": lambda: judged(line(1, A, A)),
    "owners_must_agree": lambda: judged(line(1, A, OTHERS, "deposit")),
    "not_a_mirror": lambda: judged(line(1), importer=1),
    "outside_the_mirror": lambda: judged(line(1, series=MIRROR), importer=1),
    "not_transferable": lambda: judged(line(1, series=MIRROR)),
    "mirror_of_another": lambda: judged(line(1, A, PLACE)),
    "act_switched_off": lambda: judged(line(1), here=frozen("everything")),
    "account_frozen": lambda: judged(line(1), here=frozen("account", "acc-2")),
    "series_frozen": lambda: judged(line(1), here=frozen("series", "1")),
    "unit_type_frozen": lambda: judged(line(1), here=frozen("unit_type", "PHCER")),
    "units_not_in_account": lambda: judged(line((61, 61))),
    "units_reserved": lambda: judged(line((51, 51))),
    "insufficient_units": lambda: judged(line(61)),
    "day_before_holding": lambda: judged(line((71, 71))),
}
"""One simplest case for each refusal of a batch of units."""


@pytest.mark.parametrize("code", CASES)
def test_each_refusal_has_a_case(code: str) -> None:
    assert code_of(CASES[code]) == code


def test_the_cases_stand_in_the_order_of_the_closed_list() -> None:
    assert list(CASES) == [code for code in ORDER if code in CASES]


BAD: dict[str, Line] = {
    "unknown_act": line(1, act="steal"),
    "act_has_own_door": line(1, act="correct"),
    "quantity_or_range": Line("transfer", A, B, 1),
    "quantity_out_of_bounds": line(-1),
    "unknown_account": line(1, A, 99),
    "unknown_series": line(1, series=99),
    "account_closed": line(1, A, CLOSED),
    "not_permitted_between": line(1, A, RETIRED),
    "accounts_must_differ": line(1, A, A),
    "owners_must_agree": line(1, A, OTHERS, "deposit"),
    "not_transferable": line(1, series=MIRROR),
    "mirror_of_another": line(1, A, PLACE),
    "account_frozen": line(1, COMPLIANCE, A, "withdraw"),
    "units_not_in_account": line((61, 61)),
}
"""Lines with one fault each. Where a compliance account is frozen, only its own line minds."""
HERE = frozen("account", f"acc-{COMPLIANCE}")


@pytest.mark.parametrize(("first", "second"), combinations(BAD, 2))
def test_of_two_bad_lines_the_earlier_refusal_of_the_list_is_given_whichever_comes_first(
    first: str, second: str
) -> None:
    assert code_of(judged, BAD[first], BAD[second], here=HERE) == first
    assert code_of(judged, BAD[second], BAD[first], here=HERE) == first


def test_one_line_with_every_fault_is_refused_for_each_in_turn_as_it_is_mended() -> None:
    here = world(
        Freeze(1, "unit_type", "ARBOC", frozenset()), Freeze(2, "series", "2", frozenset()),
        Freeze(3, "account", "acc-4", frozenset()), Freeze(4, "everything", "", frozenset({"deposit"})),
    )  # fmt: skip
    steps = [
        ("unknown_act", Line("steal", 99, CLOSED, 99), here),
        ("quantity_or_range", Line("deposit", 99, CLOSED, 99), here),
        ("quantity_out_of_bounds", Line("deposit", 99, CLOSED, 99, 0), here),
        ("unknown_account", Line("deposit", 99, CLOSED, 99, 10**9), here),
        ("unknown_series", Line("deposit", CLOSED, CLOSED, 99, 10**9), here),
        ("account_closed", Line("deposit", CLOSED, CLOSED, MIRROR, 10**9), here),
        ("not_permitted_between", Line("deposit", A, A, MIRROR, 10**9), here),
        ("owners_must_agree", Line("deposit", B, COMPLIANCE, MIRROR, 10**9), here),
        ("not_transferable", Line("deposit", A, COMPLIANCE, MIRROR, 10**9), here),
    ]
    for code, bad, around in steps:
        assert code_of(judged, bad, here=around) == code
    freezes = list(here.freezes)
    bad = Line("deposit", A, COMPLIANCE, MIRROR, 10**9)
    for code in ("act_switched_off", "account_frozen", "series_frozen", "unit_type_frozen"):
        assert code_of(judged, bad, here=World(here.accounts, here.series, tuple(freezes), True)) == code
        freezes.pop()
    assert code_of(judged, bad, here=world(demonstration=True)) == "insufficient_units"


WORDS = [
    ("retire", "gift", "", "unknown_purpose"),
    ("retire", "", "the village", "unknown_purpose"),
    ("retire", "replacement", "", "replacement_without_duty"),
    ("retire", "voluntary", " \n", "beneficiary_missing"),
    ("retire", "voluntary", "the village", ""),
    ("cancel", "", "", "reason_missing"),
    ("transfer", "", "", ""),
]


@pytest.mark.parametrize(("act", "purpose", "beneficiary", "code"), WORDS)
def test_a_retirement_says_what_for_and_for_whom_an_administrative_act_why(
    act: str, purpose: str, beneficiary: str, code: str
) -> None:
    assert code_of(check_words, act_of(act), purpose, beneficiary, "") == code


@pytest.mark.parametrize("quantity", [0, -1, 10**30, MAX_QUANTITY + 1, True, 1.0, float("nan"), "10", None, b"1", [1]])
def test_only_positive_whole_numbers_are_quantities(quantity: object) -> None:
    bad = Line("transfer", A, B, 1, quantity)  # type: ignore[arg-type]
    assert code_of(check_amounts, [bad]) == ("quantity_or_range" if quantity is None else "quantity_out_of_bounds")


@pytest.mark.parametrize("quantity", [1, MAX_QUANTITY])
def test_the_bounds_themselves_are_quantities(quantity: int) -> None:
    check_amounts([line(quantity)])


def test_a_batch_may_be_as_large_as_the_limit() -> None:
    check_batch([None] * MAX_LINES)


def test_a_freeze_stops_what_it_names_and_nothing_else() -> None:
    assert code_of(judged, line(1), here=frozen("account", "acc-1", "retire")) == ""
    assert code_of(judged, line(1, A, RETIRED, "retire"), here=frozen("account", "acc-1", "retire")) == "account_frozen"
    assert code_of(judged, line(1), here=frozen("series", "2")) == ""
    assert code_of(judged, line(1), here=frozen("unit_type", "ARBOC")) == ""
    assert code_of(judged, line(1), here=frozen("account", "acc-7")) == ""


def test_a_mirror_moves_in_a_demonstration_and_by_its_own_import() -> None:
    assert code_of(judged, line(1, series=MIRROR), here=world(demonstration=True)) == "insufficient_units"
    assert code_of(judged, line(1, PLACE, USED, "retire", series=MIRROR), importer=1) == "insufficient_units"


@pytest.mark.parametrize(
    ("source", "target", "importer"), [(A, USED, 1), (PLACE, RETIRED, 1), (ELSEWHERE, USED, 1), (PLACE, USED, 2)]
)
def test_an_import_stays_within_its_own_accounts_of_the_mirror(source: int, target: int, importer: int) -> None:
    used = line(1, source, target, "retire", series=MIRROR)
    assert code_of(judged, used, importer=importer) == "outside_the_mirror"


@pytest.mark.parametrize(("series", "target"), [(OURS, PLACE), (OURS, ELSEWHERE), (MIRROR, ELSEWHERE)])
def test_only_a_registers_own_units_go_into_what_mirrors_it(series: int, target: int) -> None:
    moving = line(1, A, target, series=series)
    assert code_of(judged, moving, here=world(demonstration=True)) == "mirror_of_another"
    assert code_of(judged, line(1, A, PLACE, series=MIRROR), here=world(demonstration=True)) == "insufficient_units"


@pytest.mark.parametrize(
    ("unit_type", "into", "demonstration", "code"),
    [
        ("OTHER", "PHCER", True, "not_by_conversion"), ("PHCER", "CCER", True, "not_convertible"),
        ("EXAMPLE", "EXAMPLE", True, "not_convertible"), ("PHCER", "EXAMPLE", False, "not_convertible"),
        ("PHCER", "x" * 10**6, True, "not_convertible"), ("PHCER", "EXAMPLE", True, ""),
    ],
)  # fmt: skip
def test_nothing_is_converted_but_what_the_table_names(
    unit_type: str, into: str, demonstration: bool, code: str
) -> None:
    assert code_of(check_conversion, [unit_type], into, demonstration=demonstration) == code


def test_no_conversion_of_a_real_register_is_known_yet() -> None:
    assert frozenset() == CONVERSIONS
    assert not {into for _, into in DEMO_CONVERSIONS} & FROM_REPORTS


def test_every_act_of_the_authority_needs_a_second_person_and_its_reason() -> None:
    authority = {"ledger:cancel", "ledger:invalidate", "ledger:expire", "ledger:buffer"}
    theirs = [act for act in ACTS.values() if act.permission in authority]
    assert [act.code for act in theirs if not (act.second_person and act.reason)] == []
    assert [ACTS[code].second_person for code in ("issue", "convert_out", "convert_in")] == [True] * 3


def test_the_table_of_acts_is_closed_and_joined_up() -> None:
    kinds = set(ACCOUNT_KINDS)
    assert kinds >= FINAL_KINDS | MONEY_KINDS | OPEN
    for act in ACTS.values():
        assert act.sources | act.targets <= kinds
        assert not act.same_account or act.sources == act.targets
    assert {"ets", "carbon_neutrality", "poverty_relief", "philanthropy", "other"} <= set(PURPOSES)
    leaves = {
        kind for act in ACTS.values() for kind in act.sources & FINAL_KINDS if act.code not in ("correct", "invalidate")
    }
    assert leaves == set()


def test_money_never_mixes_with_units() -> None:
    assert code_of(judged, line(1, A, CASH)) == "not_permitted_between"
    for act in ACTS.values():
        if act.code != "pay":
            assert not (act.sources | act.targets) & MONEY_KINDS
