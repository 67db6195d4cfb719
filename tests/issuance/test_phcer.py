"""PHCER come from an approved report only, once and whole, by two persons, and not a gram of it is lost."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.apps.claims.models import Claim
from tanpuhui.apps.gazette.models import Adoption
from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.issuance.models import Issuance, IssuedVintage
from tanpuhui.apps.ledger import accounts, queries
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.projects import assurance
from tanpuhui.apps.projects.models import Calculation, Project, Report, Statement, Step, Terms
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.quantities import split
from tests.issuance.stage import OWNER, Stage, held
from tests.projects.cast import code_of, state_of
from tests.projects.days import DAY, LATER
from tests.support.databases import Database
from tests.support.long import spread
from tests.support.unguarded import unguarded

Approved = tuple[Stage, str]
OTHER_STATES = ("draft", "submitted", "verified", "with_city", "preapproved", "rejected", "withdrawn")


def test_an_approved_report_is_issued_whole_and_once(approved: Approved) -> None:
    stage, report = approved
    grams = assurance.pinned(report).grams
    answer = stage.issue(report)
    units, rest = divmod(grams, 1_000_000)
    assert (held("V-1"), state_of(report)) == (units, "issued")
    (issued,) = Issuance.objects.values_list("report", "units")
    (vintage,) = IssuedVintage.objects.values_list("vintage", "grams", "units", "rest")
    assert (issued, vintage) == ((report, units), (2022, grams, units, rest))
    serial = next(queries.serials("V-1")).serial
    assert serial.startswith("DEMO-GD-PHCER-FORESTRY_2020-PRJ")
    assert answer["report"] == report
    assert verify() == []
    assert code_of(stage.issue, report) in ("report_not_approved", "case_not_now")
    assert Issuance.objects.count() == 1


def test_the_same_key_gives_the_first_answer(approved: Approved) -> None:
    stage, report = approved
    said: dict[str, Any] = {"report": report, "result": assurance.pinned(report).hashes.all, "accounts": OWNER}
    approval = stage.approved("phcer_issue", phcer.issue_body(**said))
    once = stage.cast.write(stage.cast.rita, LATER)
    first = phcer.issue(**said, **once, approval=approval)
    assert phcer.issue(**said, **once, approval=approval) == first


@pytest.mark.parametrize(("vendor", "state"), spread(OTHER_STATES), indirect=["vendor"])
def test_nothing_is_issued_from_a_report_in_another_state(stage: Stage, state: str) -> None:
    report = stage.cast.report_at(state)
    before = Journal.objects.count()
    result = assurance.pinned(report).hashes.all if state != "draft" else "0" * 64
    approval = stage.approved("phcer_issue", phcer.issue_body(report=report, result=result, accounts=OWNER))
    refused = code_of(
        phcer.issue, report=report, result=result, accounts=OWNER, approval=approval,
        **stage.cast.write(stage.cast.rita, LATER),
    )  # fmt: skip
    assert refused == "report_not_approved"
    assert (held("V-1"), Issuance.objects.count(), Journal.objects.count()) == (0, 0, before + 2)


def test_what_is_wrong_is_refused_and_nothing_is_half_done(approved: Approved) -> None:
    stage, report = approved
    steps = Step.objects.count()
    cases: dict[str, tuple[Mapping[str, str], dict[str, Any], str]] = {
        "another result": (OWNER, {"result": "0" * 64}, "result_not_the_one_approved"),
        "no account": ({}, {}, "account_for_each_owner"),
        "a stranger's account": ({"VILLAGE": "H-1"}, {}, "account_for_each_owner"),
        "an account too much": ({**OWNER, "HAMLET": "H-1"}, {}, "account_for_each_owner"),
        "an account that is not there": ({"VILLAGE": "V-9"}, {}, "unknown_account"),
        "before it was approved": (OWNER, {"on": DAY}, "case_day_reversed"),
        "without a second person": (OWNER, {"approval": 10**6}, "unknown_approval"),
        "by somebody who may not": (OWNER, {"by": stage.cast.pat}, "not_permitted"),
    }
    told = {name: code_of(stage.issue, report, accounts, **more) for name, (accounts, more, _) in cases.items()}
    assert told == {name: code for name, (_, _, code) in cases.items()}
    assert (held("V-1"), Issuance.objects.count(), Step.objects.count()) == (0, 0, steps)
    assert state_of(report) == "approved"


def test_the_second_person_allows_one_result_only(approved: Approved) -> None:
    stage, report = approved
    other = stage.approved("phcer_issue", phcer.issue_body(report=report, result="1" * 64, accounts=OWNER))
    assert code_of(stage.issue, report, approval=other) == "approval_for_something_else"


def _gone(model: type[Model]) -> Callable[[], object]:
    return lambda: model._default_manager.all()._raw_delete(connection.alias)


TAKEN: dict[str, tuple[Callable[[], object], str]] = {
    "the claim": (lambda: Claim.objects.update(state="released"), "reduction_not_claimed"),
    "what is claimed": (lambda: Calculation.objects.update(things=[]), "statement_void"),
    "the statement": (_gone(Statement), "statement_void"),
    "the statement's opinion": (lambda: Statement.objects.update(opinion="adverse"), "statement_void"),
    "the report's days": (lambda: Report.objects.update(last=date(2030, 12, 31)), "statement_void"),
    "the crediting period": (lambda: Terms.objects.update(last=date(2021, 12, 31)), "statement_void"),
    "the adoption": (lambda: Adoption.objects.update(on=date(2024, 5, 16)), "values_not_adopted"),
    "the adoption's hash": (lambda: Adoption.objects.update(hash="0" * 64), "values_not_adopted"),
    "the registration": (lambda: Project.objects.update(state="forwarded"), "project_not_there_yet"),
    "the approval of the province": (lambda: Report.objects.update(state="preapproved"), "report_not_approved"),
}


@pytest.mark.parametrize(("vendor", "what"), spread(TAKEN), indirect=["vendor"])
def test_what_somebody_with_the_keys_to_the_database_took_away_is_missed(approved: Approved, what: str) -> None:
    stage, report = approved
    result = assurance.pinned(report).hashes.all
    deed, code = TAKEN[what]
    unguarded()
    deed()
    assert code_of(stage.issue, report, result=result) == code
    assert (held("V-1"), Issuance.objects.count()) == (0, 0)


def test_a_switch_pauses_all_new_issuance_and_nothing_else(approved: Approved) -> None:
    stage, first = approved
    cast = stage.cast
    stage.issue(first)
    said: dict[str, Any] = {"scope": "unit_type", "target": "PHCER", "acts": ["issue"], "reason": "the province pauses"}
    approval = stage.approved("ledger_freeze", accounts.freeze_body(**said))
    answer = accounts.freeze(**said, **cast.write(cast.rita, LATER), approval=approval)
    second = cast.report_at("approved", cast.project_at("registered", boundary=_elsewhere()))
    assert code_of(stage.issue, second) == "unit_type_frozen"
    assert state_of(second) == "approved"
    lift = stage.approved("ledger_lift", {"freeze": answer["freeze"]}, LATER + timedelta(days=1))
    accounts.lift(**cast.write(cast.rita, LATER + timedelta(days=1)), freeze=int(str(answer["freeze"])), approval=lift)
    stage.issue(second, on=LATER + timedelta(days=1))
    assert Issuance.objects.count() == 2


def _elsewhere() -> bytes:
    from tests.projects.cast import square

    return square(lon=114.2)


def test_illustrative_values_are_issued_in_a_demonstration_only(db: Database) -> None:
    stage = Stage(demonstration=False)
    report = stage.cast.report_at("approved")
    assert code_of(stage.issue, report) == "illustrative_in_real_register"


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_owners_get_all_units_and_nobody_a_whole_one_too_few(units: int, weights: list[int]) -> None:
    parts = split(units, weights)
    assert sum(parts) == units
    assert all(
        abs(part * sum(weights) - units * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_the_second_person_is_nobody_of_another_side_by_whatever_login(approved: Approved) -> None:
    """The applicant, appointed at the province under another login, neither allows the issuance nor the adoption."""
    stage, report = approved
    cast = stage.cast
    twin = cast.also("ann2", "ann", "PROVINCE", "registrar_approver")
    said: dict[str, Any] = {"report": report, "result": assurance.pinned(report).hashes.all, "accounts": OWNER}
    asked = approvals.ask(operation="phcer_issue", body=phcer.issue_body(**said), **cast.write(cast.rita, LATER))
    approvals.decide(approval=asked, allowed=True, reason="mine", **cast.write(twin, LATER))
    assert code_of(stage.issue, report, approval=asked) in ("interest_in_project", "same_person")
    assert (state_of(report), Issuance.objects.count()) == ("approved", 0)
    stage.issue(report)
