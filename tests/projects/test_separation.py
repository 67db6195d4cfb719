"""Nobody judges what they applied for, in no disguise: two users of one person, an agent, a consultant, a member of the owner."""

from typing import Any

import pytest

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import operations
from tests.projects.cast import Cast, code_of
from tests.projects.days import LATER

JUDGES = {
    "own_city": ("CITY", "reviewer"), "province": ("PROVINCE", "project_officer"), "verifier": ("BODY", "verifier"),
}  # fmt: skip


def _judgements(cast: Cast) -> list[tuple[str, str, str]]:
    """A case before each judge: the case, the act, the side."""
    registered = cast.project_at("registered")
    return [
        (cast.project_at("filed"), "forward", "own_city"), (cast.project_at("forwarded"), "register", "province"),
        (cast.report_at("submitted", registered), "raise_finding", "verifier"),
    ]  # fmt: skip


def _tries(cast: Cast, cases: list[tuple[str, str, str]], person: str, tag: str) -> set[str]:
    """What each judge's role answers to this person."""
    found = set()
    for case, act, side in cases:
        code, role = JUDGES[side]
        found.add(code_of(cast.move, case, act, cast.also(f"{tag}{side}", person, code, role)))
    return found


def test_who_applied_or_belongs_to_an_owner_an_agent_or_a_consultant_never_judges(cast: Cast) -> None:
    cast.entrust()
    cases = _judgements(cast)
    hal = cast.project_at("filed", consultants=[cast.places["STRANGER"]])
    for person, tag in (("ann", "a"), ("abe", "b"), ("dan", "c")):
        assert _tries(cast, cases, person, tag) == {"interest_in_project"}, person
    assert _tries(cast, [(hal, "forward", "own_city")], "otto", "d") == {"interest_in_project"}


def test_who_judged_on_one_side_does_not_judge_on_another_nor_apply(cast: Cast) -> None:
    report = cast.report_at("preapproved")
    pia = cast.also("cara2", "cara", "PROVINCE", "project_officer")
    assert code_of(cast.move, report, "return", pia) == "same_person"
    vic = cast.also("vic2", "vic", "PROVINCE", "project_officer")
    assert code_of(cast.move, report, "return", vic) == "same_person"
    ann = cast.also("cara3", "cara", "VILLAGE", "applicant")
    assert code_of(cast.move, report, "withdraw", ann) == "same_person"
    assert cast.move(report, "return", cast.pat) == "returned"


def test_a_verification_body_is_none_of_the_applicants(cast: Cast) -> None:
    report = cast.report(cast.project_at("registered"))
    body = cast.places["OTHERBODY"]
    assert code_of(cast.move, report, "engage", cast.ann, body=body) == "verifier_not_listed"
    cast.accredit("OTHERBODY")
    cast.also("abe2", "abe", "OTHERBODY", "account_viewer")
    assert code_of(cast.move, report, "engage", cast.ann, body=body) == "verifier_in_conflict"
    assert cast.move(report, "engage", cast.ann) == "draft"


@pytest.mark.parametrize("how", ["declared", "agent", "consultant"])
def test_other_conflicts_of_a_body(cast: Cast, how: str) -> None:
    village = cast.places["VILLAGE"]
    more: dict[str, Any] = {"consultants": [cast.places["BODY"]]} if how == "consultant" else {}
    if how == "declared":
        operations.declare_conflict(other=village, reason="we built it", **cast.write(cast.val))
    if how == "agent":
        cast.entrust("VILLAGE", "BODY", ("accounts:read",))
    report = cast.report(cast.project_at("registered", **more))
    assert code_of(cast.move, report, "engage", cast.ann) == "verifier_in_conflict"


def test_a_conflict_that_comes_later_stops_the_verifier(cast: Cast) -> None:
    report = cast.report_at("submitted")
    operations.declare_conflict(other=cast.places["VILLAGE"], reason="bought", **cast.write(cast.val, LATER))
    assert code_of(cast.move, report, "record_visit", cast.vic) == "verifier_in_conflict"


def test_a_judge_who_is_the_agent_of_another_judge_is_refused_both_ways(cast: Cast) -> None:
    report = cast.report_at("verified")
    cast.entrust("CITY", "BODY", ("records:file",))
    cast.move(report, "file", cast.ann)
    assert code_of(cast.move, report, "preapprove", cast.cara) == "entrusted_by_the_other"


def test_who_rejected_does_not_decide_the_appeal(cast: Cast) -> None:
    report = cast.report_at("preapproved")
    cast.move(report, "reject", cast.pia)
    cast.move(report, "appeal", cast.ann)
    pia: Actor = cast.also("pia2", "pia", "PROVINCE", "project_officer")
    for who in (cast.pia, pia):
        assert code_of(cast.move, report, "readmit", who) == "same_person"
    assert cast.move(report, "readmit", cast.pat) == "with_city"
