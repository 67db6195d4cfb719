"""Every refusal of the room is produced here, one act each; and the database holds what must hold even without us."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tanpuhui.apps.parties import checks, operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.duties import different_persons, separate
from tanpuhui.apps.parties.models import DueDiligence, Entrustment, Organisation, User
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS, Text
from tests.parties.cast import DAY, NOON, PAPER, Village

Act = Callable[[Village], object]
CREDIT = "91440101MA59KX1X2B"
BEFORE = date(2024, 5, 5)


def _vet(v: Village, **more: Any) -> int:
    return operations.vet(
        **v.act(v.ada, **{"organisation": v.village, "evidence": PAPER, "outcome": "accepted"} | more)
    )


def _inactive(v: Village) -> object:
    User.objects.filter(pk=v.alice_user).update(is_active=False)
    return v.actor("alice", "VILLAGE")


def _ended(v: Village) -> object:
    entrustment = v.entrust()
    operations.revoke_entrustment(**v.act(v.alice, entrustment=entrustment))
    return operations.revoke_entrustment(**v.act(v.alice, entrustment=entrustment))


def _closed(v: Village) -> object:
    operations.close_organisation(**v.act(v.ada, organisation=v.stranger))
    return operations.close_organisation(**v.act(v.ada, organisation=v.stranger))


def _same_credit_code(v: Village) -> object:
    v.organisation("ONE", credit_code=CREDIT)
    return v.organisation("TWO", credit_code=CREDIT)


def _renamed(v: Village) -> object:
    number = f"TEST{v.bob.person_id:08}"
    return _identify(v, v.user("robert", known=False), identity_number=number)


def _agent(v: Village) -> None:
    v.entrust()
    separate(v.dan, v.bob)


def _unestablished(v: Village) -> object:
    User.objects.filter(is_system=True).first().memberships.update(role="account_viewer")  # type: ignore[union-attr]
    return queries.system_actor(on=DAY)


def _token(v: Village, by: Actor | None = None, **other: Any) -> int:
    asked = {"label": "a program", "scopes": ["ledger:transfer"], "digest": "0" * 64, "ends_on": DAY} | other
    return operations.issue_token(**v.act(by or v.alice, **asked))


def _child(v: Village, **other: Any) -> int:
    return _token(v, replace(v.alice, token=_token(v)), digest="1" * 64, **other)


def _puppet(v: Village) -> Actor:
    """Somebody whom a manager made and nobody looked at."""
    v.appoint(v.user("puppet", known=False), v.village, "account_manager")
    return v.actor("puppet", "VILLAGE")


def _identify(v: Village, user: int, **other: Any) -> int:
    return operations.identify(**v.act(v.ada, user=user, **{"identity_number": "X1234567", "evidence": PAPER} | other))


ACTS: dict[str, Act] = {
    "not_permitted": lambda v: operations.entrust(
        **v.act(v.bob, owner=v.village, agent=v.agency, permissions=["ledger:transfer"], agreement=PAPER)
    ),
    "not_a_member": lambda v: queries.actor(user=v.alice_user, organisation=v.stranger, on=DAY),
    "user_inactive": _inactive,
    "party_not_found": lambda v: queries.organisation(code="NOWHERE"),
    "organisation_closed": _closed,
    "unknown_organisation_kind": lambda v: v.organisation("NEW", "guild"),
    "unknown_role": lambda v: v.appoint(v.bob_user, v.village, "emperor"),
    "role_not_for_this_kind": lambda v: v.appoint(v.bob_user, v.village, "registrar"),
    "unknown_outcome": lambda v: _vet(v, outcome="perhaps"),
    "name_missing": lambda v: v.organisation("NEW", name=Text("只有中文", " ")),
    "text_malformed": lambda v: v.organisation("NEW", name=Text("名", "N\x00")),
    "organisation_code_malformed": lambda v: v.organisation("lower"),
    "credit_code_malformed": lambda v: v.organisation("NEW", credit_code="9144010IMA59KX1X2B"),
    "area_missing": lambda v: v.organisation("NEW", "city_bureau", area=""),
    "area_malformed": lambda v: v.organisation("NEW", "city_bureau", area="Guangzhou"),
    "login_malformed": lambda v: v.user("no spaces please", person=v.alice.person_id),
    "evidence_malformed": lambda v: _vet(v, evidence="see the cupboard"),
    "identity_number_malformed": lambda v: checks.document_hash("  ", b"k"),
    "mandate_reversed": lambda v: v.appoint(v.bob_user, v.village, "agent", ends_on=BEFORE),
    "mandate_ended": _ended,
    "duplicate_code": lambda v: v.organisation("VILLAGE"),
    "duplicate_credit_code": _same_credit_code,
    "login_taken": lambda v: v.user("alice"),
    "person_name_differs": _renamed,
    "already_appointed": lambda v: v.appoint(v.bob_user, v.village, "account_viewer", ends_on=DAY),
    "agreement_missing": lambda v: v.entrust(agreement=""),
    "entrustment_too_wide": lambda v: v.entrust(["ledger:transfer", "ledger:issue"]),
    "entrusted_to_itself": lambda v: v.entrust(agent=v.village),
    "not_vetted": lambda v: queries.require_vetted(v.village, DAY),
    "person_unknown": lambda v: different_persons(v.system),
    "person_not_identified": lambda v: different_persons(_puppet(v)),
    "already_identified": lambda v: _identify(v, v.bob_user),
    "identity_differs": lambda v: _identify(v, v.user("bob-2", v.bob.person_id, known=False)),
    "same_person": lambda v: operations.appoint(
        **v.act(v.alice, user=v.alice_user, organisation=v.village, role="account_approver")
    ),
    "same_organisation": lambda v: separate(v.alice, v.bob),
    "entrusted_by_the_other": _agent,
    "scope_unknown": lambda v: _token(v, scopes=["ledger:anything"]),
    "scope_not_yours": lambda v: _token(v, scopes=["parties:admit"]),
    "token_too_long": lambda v: _token(v, ends_on=DAY + timedelta(days=367)),
    "token_outlives_its_maker": lambda v: _child(v, ends_on=DAY + timedelta(days=1)),
    "standing_not_yours": lambda v: _child(v, standing=True),
    "register_not_established": _unestablished,
}


@pytest.mark.parametrize("kind", list(refuse), ids=lambda kind: kind.code)
def test_each_refusal_says_what_why_and_what_to_do_in_both_languages(village: Village, kind: Any) -> None:
    with pytest.raises(Refusal) as no:
        ACTS[kind.code](village)
    assert no.value.code == kind.code
    for lang in LANGS:
        sentence = no.value.sentence(lang)
        assert no.value.mend.into(lang) in sentence
        assert "{" not in sentence


def test_no_refusal_is_produced_here_that_the_list_does_not_have() -> None:
    assert list(ACTS) == [kind.code for kind in refuse]


BAD: list[tuple[str, Act]] = [
    ("organisation_code_malformed", lambda v: v.organisation("")),
    ("organisation_code_malformed", lambda v: v.organisation("A" * 25)),
    ("organisation_code_malformed", lambda v: v.organisation("A" * 1_000_000)),
    ("organisation_code_malformed", lambda v: v.organisation("VILLAGE\n")),
    ("organisation_code_malformed", lambda v: v.organisation("-VILLAGE")),
    ("organisation_code_malformed", lambda v: v.organisation("ＶＩＬＬＡＧＥ")),
    ("area_malformed", lambda v: v.organisation("NEW", "city_bureau", area="44010")),
    ("area_malformed", lambda v: v.organisation("NEW", "city_bureau", area="４４０１００")),
    ("area_malformed", lambda v: v.organisation("NEW", "company", area="44010O")),
    ("credit_code_malformed", lambda v: v.organisation("NEW", credit_code="")),
    ("text_malformed", lambda v: v.organisation("NEW", name=Text("长" * 201, "Long"))),
    ("text_malformed", lambda v: v.organisation("NEW", name=Text("名", "\ud800"))),
    ("text_malformed", lambda v: v.person("名" * 1_000_000)),
    ("text_malformed", lambda v: _vet(v, note="bell \x07")),
    ("name_missing", lambda v: v.person("\u3000 ")),
    ("login_malformed", lambda v: v.user("al", v.alice.person_id)),
    ("login_malformed", lambda v: v.user("a" * 151, v.alice.person_id)),
    ("login_malformed", lambda v: v.user("alice@", v.alice.person_id)),
    ("login_malformed", lambda v: v.user("alice@example", v.alice.person_id)),
    ("evidence_malformed", lambda v: _vet(v, evidence="A" * 64)),
    ("evidence_malformed", lambda v: _vet(v, evidence="a" * 63)),
    ("evidence_malformed", lambda v: v.entrust(agreement="a" * 65)),
    ("evidence_malformed", lambda v: _identify(v, v.bob_user, evidence="")),
    ("identity_number_malformed", lambda v: _identify(v, v.bob_user, identity_number="")),
    ("token_too_long", lambda v: _token(v, standing=True, ends_on=DAY + timedelta(days=94))),
    ("mandate_reversed", lambda v: _vet(v, expires_on=BEFORE)),
    ("mandate_reversed", lambda v: v.entrust(ends_on=BEFORE)),
    ("entrustment_too_wide", lambda v: v.entrust([])),
    ("entrustment_too_wide", lambda v: v.entrust(["ledger:transfer", "world:rule"])),
    ("entrustment_too_wide", lambda v: v.entrust(["parties:entrust"])),
    ("role_not_for_this_kind", lambda v: v.appoint(v.bob_user, v.village, "setup")),
    ("role_not_for_this_kind", lambda v: v.organisation("NEW", first=[(v.bob_user, "registrar")])),
    ("unknown_role", lambda v: v.organisation("NEW", first=[(v.bob_user, "")])),
    ("identity_number_malformed", lambda v: checks.document_hash("123; DROP TABLE", b"k")),
    ("party_not_found", lambda v: v.appoint(-1, v.village, "agent")),
    ("party_not_found", lambda v: v.entrust(agent=10**12)),
    ("party_not_found", lambda v: operations.end_appointment(**v.act(v.alice, appointment=0))),
    ("party_not_found", lambda v: queries.who(user=0, organisation=v.village)),
    ("party_not_found", lambda v: queries.user(login="nobody")),
    ("party_not_found", lambda v: operations.create_user(**v.act(person=0, login="new", display_name="New"))),
    ("organisation_closed", lambda v: operations.entrust(**_before(v))),
    ("not_a_member", lambda v: _represent(v, v.stranger)),
]


def _before(v: Village) -> dict[str, Any]:
    terms = {"owner": v.village, "agent": v.agency, "permissions": ["ledger:transfer"], "agreement": PAPER}
    return v.act(v.alice, on=BEFORE, **terms)


def _represent(v: Village, place: int) -> object:
    return operations.authorise_representative(**v.act(v.ada, user=v.bob_user, organisation=place, evidence=PAPER))


@pytest.mark.parametrize(("code", "act"), BAD, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BAD)])
def test_bad_input_is_refused_by_name_and_stores_nothing(village: Village, code: str, act: Act) -> None:
    before = Organisation.objects.count(), len(village.journal.entries)
    with pytest.raises(Refusal) as no:
        act(village)
    assert no.value.code == code
    assert len(no.value.sentence("en")) < 1000
    assert (Organisation.objects.count(), len(village.journal.entries)) == before


STRANGERS: dict[str, tuple[str, Act]] = {
    "admit": ("parties:admit", lambda v: operations.admit_organisation(**v.act(v.carol, code="N", kind="x", name=Text("", "")))),
    "close": ("parties:admit", lambda v: operations.close_organisation(**v.act(v.carol, organisation=v.village))),
    "vet": ("parties:vet", lambda v: operations.vet(**v.act(v.carol, organisation=v.village, evidence="", outcome=""))),
    "person": ("parties:invite", lambda v: operations.register_person(**v.act(v.bob, name="X"))),
    "user": ("parties:invite", lambda v: operations.create_user(**v.act(v.bob, person=1, login="x", display_name="X"))),
    "appoint": ("parties:appoint", lambda v: operations.appoint(**v.act(v.carol, user=1, organisation=v.village, role="x"))),
    "represent": (
        "parties:represent",
        lambda v: operations.authorise_representative(**v.act(v.carol, user=1, organisation=v.village, evidence="")),
    ),
    "entrust": (
        "parties:entrust",
        lambda v: operations.entrust(**v.act(v.carol, owner=v.village, agent=v.agency, permissions=[], agreement="")),
    ),
    "revoke": ("parties:entrust", lambda v: operations.revoke_entrustment(**v.act(v.dan, entrustment=v.entrust()))),
    "end": (
        "parties:appoint",
        lambda v: operations.end_appointment(
            **v.act(v.carol, appointment=queries.members(organisation=v.village, on=DAY)[0].id)
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS)
def test_who_lacks_the_permission_is_told_so_before_anything_else(village: Village, name: str) -> None:
    permission, act = STRANGERS[name]
    with pytest.raises(Refusal) as no:
        act(village)
    assert (no.value.code, no.value.facts["permission"]) == ("not_permitted", permission)


@pytest.mark.parametrize(
    "corrupt",
    [
        lambda v: Organisation.objects.filter(pk=v.village).update(kind="guild"),
        lambda v: Organisation.objects.filter(pk=v.village).update(kind="city_bureau", area=""),
        lambda v: Organisation.objects.filter(pk=v.village).update(closed_on=BEFORE),
        lambda v: Organisation.objects.filter(pk=v.village).update(code="AGENCY"),
        lambda v: User.objects.filter(pk=v.alice_user).update(person=None),
        lambda v: User.objects.filter(pk=v.alice_user).update(is_system=True),
        lambda v: User.objects.create(login="setup-2", is_system=True, created_at=NOON),
        lambda v: Entrustment.objects.filter(pk=v.entrust()).update(agreement=""),
        lambda v: Entrustment.objects.filter(pk=v.entrust()).update(agent=v.village),
        lambda v: Entrustment.objects.filter(pk=v.entrust()).update(ends_on=BEFORE),
        lambda v: DueDiligence.objects.filter(pk=_vet(v)).update(outcome="maybe"),
    ],
)
def test_the_database_itself_refuses_what_must_never_be(village: Village, corrupt: Act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        corrupt(village)
