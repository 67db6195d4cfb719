"""Duties are separate: one natural person is recognised in any disguise."""

import pytest

from tanpuhui.apps.parties import checks, operations
from tanpuhui.apps.parties.duties import different_persons, separate
from tanpuhui.core.refusals import Refusal
from tests.parties.cast import PAPER, Village
from tests.support.people import identified

SECRET = b"for tests only"


def test_different_people_of_different_organisations_are_separate(village: Village) -> None:
    separate(village.alice, village.carol, village.ada)


def test_one_alone_is_always_separate(village: Village) -> None:
    separate(village.alice)


def test_a_colleague_may_be_the_second_person_but_not_hold_a_separate_duty(village: Village) -> None:
    different_persons(village.alice, village.bob)
    with pytest.raises(Refusal, match="same_organisation"):
        separate(village.alice, village.bob)


def test_a_second_login_is_no_disguise(village: Village) -> None:
    again = village.user("alice-2", person=village.alice.person_id)
    village.appoint(again, village.village, "account_approver")
    with pytest.raises(Refusal, match="same_person"):
        different_persons(village.alice, village.actor("alice-2", "VILLAGE"))


def test_another_organisation_is_no_disguise(village: Village) -> None:
    again = village.user("alice-at-the-verifier", person=village.alice.person_id)
    village.organisation("VERIFIER", "verification_body", first=[(again, "verifier")])
    with pytest.raises(Refusal, match="same_person"):
        separate(village.alice, village.carol, village.actor("alice-at-the-verifier", "VERIFIER"))


def test_a_second_registration_is_no_disguise_once_somebody_looked_at_the_document(village: Village) -> None:
    again = village.user("alice-2", village.person("Alice"), known=False)
    village.organisation("VERIFIER", "verification_body", first=[(again, "verifier")])
    with pytest.raises(Refusal, match="person_not_identified"):
        separate(village.actor("alice-2", "VERIFIER"), village.alice)
    identified(again, village.alice.person_id or 0, **village.act(village.ada))
    with pytest.raises(Refusal, match="same_person"):
        separate(village.actor("alice-2", "VERIFIER"), village.alice)


def test_whose_login_it_is_is_seen_by_somebody_known_of_another_house(village: Village) -> None:
    puppet = village.user("puppet", known=False)
    village.appoint(puppet, village.operator, "administrator")
    said = {"user": puppet, "identity_number": "X1234567", "evidence": PAPER}
    for by, code in (
        (village.alice, "not_permitted"), (village.actor("puppet", "OPERATOR"), "person_not_identified"),
        (village.ada, "same_organisation"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            operations.identify(**village.act(by, **said))
    assert not village.actor("puppet", "OPERATOR").identified


def test_an_agent_is_not_independent_of_who_entrusted_it(village: Village) -> None:
    village.entrust(["accounts:read"])
    for order in ((village.dan, village.bob), (village.bob, village.dan)):
        with pytest.raises(Refusal, match="entrusted_by_the_other"):
            separate(*order)


def test_set_up_takes_no_duty_of_a_person(village: Village) -> None:
    with pytest.raises(Refusal, match="person_unknown"):
        different_persons(village.alice, village.system)


def test_a_document_hash_depends_on_the_secret_and_needs_one() -> None:
    assert checks.document_hash("X1234567", b"one") != checks.document_hash("X1234567", b"two")
    with pytest.raises(ValueError, match="without a key"):
        checks.document_hash("X1234567", b"")
