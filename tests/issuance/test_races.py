"""Real processes that issue one report at the same time, on both databases: it is issued once."""

from typing import Any

from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.issuance.models import Issuance
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.projects import assurance
from tanpuhui.apps.records.models import Journal
from tests.issuance.child import race
from tests.issuance.stage import OWNER, Stage, held
from tests.projects.cast import state_of
from tests.support.databases import Database


def asked(stage: Stage, report: str) -> dict[str, Any]:
    """What is said to issue a report, with an approval of its own."""
    said: dict[str, Any] = {"report": report, "result": assurance.pinned(report).hashes.all, "accounts": OWNER}
    return said | {"approval": stage.approved("phcer_issue", phcer.issue_body(**said))}


def test_of_many_who_issue_a_report_with_approvals_of_their_own_one_wins(
    fresh_stage: Stage, fresh_db: Database
) -> None:
    report = fresh_stage.cast.report_at("approved")
    told = race(fresh_db, [("issue", asked(fresh_stage, report) | {"key": f"race-{n}"}) for n in range(4)])
    assert sorted(said[0] for said in told) == ["answer", "refused", "refused", "refused"]
    assert {said[1] for said in told if said[0] == "refused"} == {"report_not_approved"}
    assert (held("V-1"), Issuance.objects.count()) == (assurance.pinned(report).grams // 1_000_000, 1)
    assert verify() == []


def test_the_same_key_from_many_processes_is_one_issuance_and_one_answer(
    fresh_stage: Stage, fresh_db: Database
) -> None:
    report = fresh_stage.cast.report_at("approved")
    told = race(fresh_db, [("issue", asked(fresh_stage, report) | {"key": "once"})] * 4)
    assert told == [told[0]] * 4
    assert told[0][0] == "answer"
    assert (Issuance.objects.count(), Journal.objects.filter(key="once").count()) == (1, 1)
    assert verify() == []


def test_of_issuing_and_withdrawing_at_once_one_wins(fresh_stage: Stage, fresh_db: Database) -> None:
    report = fresh_stage.cast.report_at("approved")
    said = asked(fresh_stage, report) | {"key": "issue"}
    back = [
        ("move", {"key": act, "report": report, "act": act, "login": login})
        for act, login in (("withdraw", "ann"), ("return", "pia"), ("reject", "pia"))
    ]
    told = race(fresh_db, [("issue", said), *back])
    won = [
        act
        for act, word in zip(("issued", "withdrawn", "returned", "rejected"), told, strict=True)
        if word[0] == "answer"
    ]
    # A report that was returned or rejected may still be withdrawn; one that was issued may not.
    assert state_of(report) in won
    assert Issuance.objects.count() == ("issued" in won)
    assert (held("V-1") > 0) == ("issued" in won)
    assert "issued" not in won or won == ["issued"]
    assert verify() == []
