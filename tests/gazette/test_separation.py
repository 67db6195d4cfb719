"""Nobody judges what they filed, in no disguise: two users of one person, an agent, a member of the filer's organisation."""

from typing import Any

import pytest

from tanpuhui.apps.gazette.operations import publish_body
from tanpuhui.apps.records import approvals
from tests.gazette.cast import DAY, NOON, Cast, code_of

JUDGES = [
    ("with_city", "forward", "CITY", "reviewer"),
    ("with_city", "reject", "CITY", "reviewer"),
    ("with_province", "refer", "PROVINCE", "gazette_officer"),
    ("with_committee", "opine", "COMMITTEE", "committee_member"),
    ("with_committee", "return", "PROVINCE", "gazette_officer"),
]


@pytest.mark.parametrize(("state", "act", "code", "role"), JUDGES)
def test_who_filed_does_not_judge_by_another_login(cast: Cast, state: str, act: str, code: str, role: str) -> None:
    filing = cast.at(state)
    disguised = cast.also("disguised", "fay", code, role)
    assert code_of(cast.move, filing, act, disguised) == "conflict_of_interest"


@pytest.mark.parametrize(("state", "act", "code", "role"), JUDGES)
def test_nor_does_another_member_of_the_filer(cast: Cast, state: str, act: str, code: str, role: str) -> None:
    filing = cast.at(state)
    assert code_of(cast.move, filing, act, cast.also("second", "flo", code, role)) == "conflict_of_interest"


@pytest.mark.parametrize(("state", "act", "code", "role"), JUDGES)
def test_nor_does_the_agent_or_a_colleague_of_the_agent(cast: Cast, state: str, act: str, code: str, role: str) -> None:
    cast.entrust()
    filing = cast.at(state)
    assert code_of(cast.move, filing, act, cast.also("second", "dan", code, role)) == "conflict_of_interest"


def test_who_reviewed_for_the_city_does_not_decide_for_the_province_or_the_committee(cast: Cast) -> None:
    filing = cast.at("with_province")
    cara = cast.also("cara2", "cara", "PROVINCE", "gazette_officer")
    assert code_of(cast.move, filing, "refer", cara) == "same_person"
    cast.move(filing, "refer", cast.pia)
    expert = cast.also("cara3", "cara", "COMMITTEE", "committee_member")
    assert code_of(cast.move, filing, "opine", expert) == "same_person"
    assert (
        code_of(cast.move, filing, "opine", cast.also("pia2", "pia", "COMMITTEE", "committee_member")) == "same_person"
    )


def test_who_gave_an_opinion_does_not_publish(cast: Cast) -> None:
    filing = cast.at("with_committee")
    eva = cast.also("eva2", "eva", "PROVINCE", "gazette_officer")
    assert code_of(cast.move, filing, "publish", eva) == "same_person"
    assert cast.move(filing, "publish", cast.pat) == "published"


def test_who_reviewed_does_not_file_for_the_filer_afterwards(cast: Cast) -> None:
    filing = cast.at("returned")
    cara = cast.also("cara2", "cara", "VILLAGE", "methodology_filer")
    assert code_of(cast.move, filing, "file", cara) == "same_person"


def test_an_expert_speaks_once_a_round_by_whichever_login(cast: Cast) -> None:
    filing = cast.at("with_committee")
    again = cast.also("eva2", "eva", "COMMITTEE", "committee_member")
    for who in (cast.eva, again):
        assert code_of(cast.move, filing, "opine", who, verdict="unfavourable") == "opinion_given_already"
        assert code_of(cast.move, filing, "recuse", who) == "opinion_given_already"
    assert cast.move(filing, "opine", cast.edgar) == "with_committee"


def test_who_stands_aside_says_why_gives_no_opinion_and_has_taken_no_side(cast: Cast) -> None:
    filing = cast.open()
    for kind in ("application_form", "design_document"):
        cast.document(filing, kind)
    for act, who in (("file", cast.fay), ("forward", cast.cara), ("refer", cast.pia)):
        cast.move(filing, act, who)
    flo = cast.also("flo2", "flo", "COMMITTEE", "committee_member")
    assert cast.move(filing, "recuse", flo) == "with_committee"
    assert code_of(cast.move, filing, "publish", cast.pia) == "opinions_outstanding"
    assert cast.move(filing, "withdraw", cast.flo) == "withdrawn"


def test_a_publication_needs_a_second_person_of_another_body(cast: Cast) -> None:
    filing = cast.at("with_committee")
    assert code_of(cast.move, filing, "publish", cast.pia, approval=None) == "approval_missing"
    said = cast.publication(filing, cast.pia)
    asked = {name: said[name] for name in ("filing", "number", "code", "edition", "dossier")}
    mine = approvals.ask(
        operation="gazette_filing_publish", body=publish_body(**asked), **cast.write(cast.pia)
    )  # fmt: skip
    pia2 = cast.also("pia2", "pia", "PROVINCE", "registrar_approver")
    decided: dict[str, Any] = {
        "approval": mine,
        "allowed": True,
        "reason": "I agree",
        "by": pia2,
        "on": DAY,
        "at": NOON,
        "key": "decide",
    }
    assert code_of(approvals.decide, **decided) == "self_approval"
    approvals.decide(**(decided | {"by": cast.sam}))
    assert (
        code_of(cast.move, filing, "publish", cast.pia, approval=mine, edition="2025") == "approval_for_something_else"
    )
    assert cast.move(filing, "publish", cast.pia, approval=mine) == "published"
