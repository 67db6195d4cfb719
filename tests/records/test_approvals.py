"""The second person: another natural person, for exactly this act, once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from django.test.utils import override_settings

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.approvals import ask, decide, withdraw
from tanpuhui.apps.records.models import Decision, Journal
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.refusals import Refusal
from tests.records.cast import DAY, NOON, Cast

BODY = {"units": 10}
NUMBERS = count()


def _ask(by: Actor, body: Mapping[str, object] = BODY) -> int:
    return ask(operation="test.cancel", body=body, by=by, on=DAY, at=NOON, key=f"ask-{next(NUMBERS)}")


def _decide(approval: int, by: Actor, allowed: bool = True) -> None:
    decide(approval=approval, allowed=allowed, reason="seen", by=by, on=DAY, at=NOON, key=f"say-{next(NUMBERS)}")


def _act(by: Actor, approval: int | None, key: str = "k", body: Mapping[str, object] = BODY) -> Answer:
    def work(write: Write) -> None:
        write({"done": True})

    return perform(Request("test.cancel", by, DAY, NOON, key, body, approval=approval, second_person=True), work)


def _refused(by: Actor, approval: int | None, key: str = "k") -> str:
    before = Journal.objects.count()
    with pytest.raises(Refusal) as no:
        _act(by, approval, key)
    assert Journal.objects.count() == before
    return no.value.code


def test_what_was_allowed_is_done_once(cast: Cast) -> None:
    approval = _ask(cast.alice)
    _decide(approval, cast.bob)
    assert _act(cast.alice, approval) == _act(cast.alice, approval) == {"done": True}
    assert _refused(cast.alice, approval, key="k2") == "approval_used"


def test_without_an_approval_nothing_is_done(cast: Cast) -> None:
    assert _refused(cast.alice, None) == "approval_missing"
    assert _refused(cast.alice, 999) == "unknown_approval"


def test_an_approval_that_was_not_given_is_none(cast: Cast) -> None:
    approval = _ask(cast.alice)
    assert _refused(cast.alice, approval) == "approval_not_given"
    _decide(approval, cast.bob, allowed=False)
    assert _refused(cast.alice, approval) == "approval_not_given"


def test_an_approval_is_for_one_body_only(cast: Cast) -> None:
    approval = _ask(cast.alice, {"units": 11})
    _decide(approval, cast.bob)
    assert _refused(cast.alice, approval) == "approval_for_something_else"


def test_an_approval_serves_only_the_house_it_was_given_in(cast: Cast) -> None:
    approval = _ask(cast.alice)
    _decide(approval, cast.bob)
    assert _refused(cast.system, approval) == "approval_of_another_house"


def test_the_same_natural_person_by_another_login_approves_nothing(cast: Cast) -> None:
    approval = _ask(cast.alice)
    with pytest.raises(Refusal) as no:
        _decide(approval, cast.alice2)
    assert (no.value.code, Decision.objects.count()) == ("self_approval", 0)


def test_who_approved_does_not_act(cast: Cast) -> None:
    approval = _ask(cast.alice)
    _decide(approval, cast.bob)
    assert _refused(cast.bob, approval) == "self_approval"


def test_who_may_not_approve_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as no:
        _decide(_ask(cast.bob), cast.alice)
    assert no.value.code == "not_permitted"


def test_a_decision_is_final(cast: Cast) -> None:
    approval = _ask(cast.alice)
    _decide(approval, cast.bob)
    with pytest.raises(Refusal) as no:
        _decide(approval, cast.bea, allowed=False)
    assert no.value.code == "already_decided"
    with pytest.raises(Refusal) as unknown:
        _decide(999, cast.bob)
    assert unknown.value.code == "unknown_approval"


def test_what_was_allowed_is_done_in_time_or_no_more(cast: Cast) -> None:
    first, second = (_ask(cast.alice) for _ in range(2))
    with override_settings(APPROVAL_DAYS=2):
        for approval in (first, second):
            _decide(approval, cast.bob)

    def act(approval: int, days: int) -> Answer:
        day = timedelta(days=days)
        request = Request(
            "test.cancel", replace(cast.alice, day=None), DAY + day, NOON + day, f"k{approval}", BODY, approval, True
        )

        def work(write: Write) -> None:
            write({})

        return perform(request, work)

    assert act(first, 2) == {}
    with pytest.raises(Refusal, match="approval_ended"):
        act(second, 3)


def test_who_allowed_something_takes_it_back_until_it_is_done(cast: Cast) -> None:
    def back(approval: int, by: Actor) -> None:
        withdraw(approval=approval, reason="no more", by=by, on=DAY, at=NOON, key=f"back-{next(NUMBERS)}")

    approval, used = _ask(cast.alice), _ask(cast.alice)
    with pytest.raises(Refusal, match="approval_not_given"):
        back(approval, cast.bob)
    for asked in (approval, used):
        _decide(asked, cast.bob)
    with pytest.raises(Refusal, match="approval_not_yours"):
        back(approval, cast.bea)
    back(approval, cast.bob)
    assert _refused(cast.alice, approval) == "approval_withdrawn"
    _act(cast.alice, used, "k2")
    for asked, code in ((approval, "approval_withdrawn"), (used, "approval_used")):
        with pytest.raises(Refusal, match=code):
            back(asked, cast.bob)


def test_a_user_whom_nobody_looked_at_is_no_second_person_and_has_none(cast: Cast) -> None:
    approval = _ask(cast.alice)
    with pytest.raises(Refusal, match="person_not_identified"):
        _decide(approval, replace(cast.bob, identified=False))
    _decide(approval, cast.bob)
    assert _refused(replace(cast.alice, identified=False), approval) == "person_not_identified"
