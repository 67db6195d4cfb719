"""Rows as the journal tells them, for the tables of this room and the one below."""

from django.db import transaction

from tanpuhui.apps.parties.models import Membership, Organisation, Person
from tanpuhui.apps.records import approvals, rows
from tanpuhui.apps.records.models import Decision, Journal
from tests.records.cast import DAY, NOON, Cast
from tests.support.unguarded import unguarded


def _codes() -> list[str]:
    return [finding.code for finding in rows.check()]


def test_what_people_did_is_what_the_journal_tells(cast: Cast) -> None:
    asked = approvals.ask(operation="test", body={"a": 1}, by=cast.alice, on=DAY, at=NOON, key="ask")
    approvals.decide(approval=asked, allowed=False, reason="no", by=cast.bob, on=DAY, at=NOON, key="say")
    assert _codes() == []


def test_a_changed_an_added_and_a_removed_row_are_found(cast: Cast) -> None:
    Organisation.objects.filter(code="FARM").update(name_en="Another farm")
    assert _codes() == ["row_not_as_told"]
    Person.objects.create(name="Nobody", created_at=NOON)
    assert sorted(_codes()) == ["row_not_as_told", "row_untold"]
    Membership.objects.filter(user=cast.bea.user_id).delete()
    assert sorted(_codes()) == ["row_lost", "row_not_as_told", "row_untold"]


def test_a_decision_turned_round_is_found(cast: Cast) -> None:
    asked = approvals.ask(operation="test", body={"a": 1}, by=cast.alice, on=DAY, at=NOON, key="ask")
    approvals.decide(approval=asked, allowed=False, reason="no", by=cast.bob, on=DAY, at=NOON, key="say")
    with transaction.atomic():
        unguarded()
        Decision.objects.update(allowed=True)
        assert _codes() == ["row_not_as_told"]
        transaction.set_rollback(True)


def test_the_journal_tells_nothing_personal(cast: Cast) -> None:
    told = b"".join(bytes(content) for content in Journal.objects.values_list("content", flat=True))
    assert b'"rows":[["parties_person"' in told
    assert not any(f'"{name}"'.encode() in told for name in Person.objects.values_list("name", flat=True))
