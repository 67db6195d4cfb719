"""Who may do what, for whom, on which day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.permissions import ENTRUSTABLE, PERMISSIONS
from tanpuhui.apps.parties.roles import ROLES, Role
from tanpuhui.core.refusals import Refusal
from tests.parties.cast import DAY, Cast, Village

TOMORROW = DAY + timedelta(days=1)


@pytest.mark.parametrize("role", [r for r in ROLES.values() if r.kinds], ids=lambda r: r.code)
def test_each_role_may_what_its_table_says_for_itself_for_others_and_for_who_entrusts_it(
    village: Village, role: Role
) -> None:
    kind = min(role.kinds)
    place = village.organisation("ACTING", kind, first=[(village.user("actor"), role.code)])
    village.entrust(ENTRUSTABLE, agent=place)
    actor = village.actor("actor", "ACTING")
    for permission in PERMISSIONS.values():
        held, wide = permission.code in role.permissions, permission.reach == "register"
        assert actor.may(permission.code) is held
        assert actor.may(permission.code, place) is held
        assert actor.may(permission.code, village.stranger) is (held and wide)
        entrusted = role.code == "agent" and permission.reach == "entrusted"
        assert actor.may(permission.code, village.village) is (entrusted or (held and wide))


def test_the_owner_may_transfer_her_colleague_may_look_and_a_stranger_may_neither(village: Village) -> None:
    assert village.alice.may("ledger:transfer", village.village)
    assert not village.bob.may("ledger:transfer", village.village)
    assert village.bob.may("accounts:read", village.village)
    assert not village.carol.may("accounts:read", village.village)
    assert not village.alice.may("ledger:transfer", village.stranger)


def test_a_refusal_names_the_permission_that_lacks_and_for_whom(village: Village) -> None:
    with pytest.raises(Refusal) as no:
        village.carol.require("ledger:transfer", village.village)
    assert no.value.code == "not_permitted"
    assert no.value.facts["permission"] == "ledger:transfer"
    assert "carol @ STRANGER may not transfer units (ledger:transfer)" in no.value.sentence("en")
    assert str(village.village) in no.value.sentence("zh")


def test_asking_for_a_permission_that_does_not_exist_is_a_bug(village: Village) -> None:
    with pytest.raises(KeyError):
        village.alice.may("ledger:print_money")


def test_somebody_read_from_a_stored_row_may_nothing(village: Village) -> None:
    assert queries.who(user=village.alice_user, organisation=village.village).permissions == frozenset()


def test_several_roles_add_up(village: Village) -> None:
    assert village.alice.may("parties:appoint", village.village)
    assert village.alice.may("ledger:retire", village.village)


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2024, 5, 9), False), (date(2024, 5, 10), True), (date(2024, 5, 20), True), (date(2024, 5, 21), False)],
)
def test_an_appointment_holds_on_its_first_and_last_day_and_not_beside_them(
    village: Village, on: date, holds: bool
) -> None:
    erin = village.user("erin")
    village.appoint(erin, village.village, "account_viewer", starts_on=date(2024, 5, 10), ends_on=date(2024, 5, 20))
    if holds:
        assert village.actor("erin", "VILLAGE", on).may("accounts:read")
    else:
        with pytest.raises(Refusal, match="not_a_member"):
            village.actor("erin", "VILLAGE", on)


def test_an_appointment_that_was_ended_no_longer_holds_from_that_day_but_held_before(village: Village) -> None:
    appointment = village.appoint(village.user("erin"), village.village, "account_viewer")
    operations.end_appointment(**village.act(village.alice, on=TOMORROW, appointment=appointment))
    assert village.actor("erin", "VILLAGE", DAY).may("accounts:read")
    with pytest.raises(Refusal, match="not_a_member"):
        village.actor("erin", "VILLAGE", TOMORROW)


def test_an_agent_may_only_what_the_agreement_names(village: Village) -> None:
    village.entrust(["ledger:transfer", "accounts:read"])
    assert village.dan.may("ledger:transfer", village.village)
    assert not village.dan.may("ledger:retire", village.village)
    assert not village.dan.may("ledger:transfer", village.stranger)
    assert not village.dan.may("ledger:transfer"), "being an agent gives nothing over the agency's own units"


def test_a_colleague_of_the_agent_without_the_role_may_nothing_for_the_owner(village: Village) -> None:
    village.appoint(village.user("erin"), village.agency, "account_manager")
    village.entrust()
    assert not village.actor("erin", "AGENCY").may("ledger:transfer", village.village)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True), (2, False)])
def test_an_entrustment_holds_on_its_first_and_last_day_and_not_beside_them(
    village: Village, days: int, holds: bool
) -> None:
    village.entrust(on=TOMORROW, ends_on=TOMORROW + timedelta(days=1))
    on = TOMORROW + timedelta(days=days)
    assert village.actor("dan", "AGENCY", on).may("ledger:transfer", village.village) is holds


def test_a_revoked_entrustment_holds_no_longer_on_that_very_day(village: Village) -> None:
    entrustment = village.entrust()
    assert village.dan.may("ledger:transfer", village.village)
    operations.revoke_entrustment(**village.act(village.alice, entrustment=entrustment))
    assert not village.dan.may("ledger:transfer", village.village)


def test_nobody_acts_for_an_owner_that_is_closed(village: Village) -> None:
    village.entrust()
    operations.close_organisation(**village.act(village.ada, on=TOMORROW, organisation=village.village))
    assert village.actor("dan", "AGENCY", DAY).may("ledger:transfer", village.village)
    assert not village.actor("dan", "AGENCY", TOMORROW).may("ledger:transfer", village.village)
    with pytest.raises(Refusal, match="organisation_closed"):
        village.actor("alice", "VILLAGE", TOMORROW)


def test_an_inactive_user_is_nobody(village: Village) -> None:
    User.objects.filter(pk=village.alice_user).update(is_active=False)
    with pytest.raises(Refusal, match="user_inactive"):
        village.actor("alice", "VILLAGE")


def test_finding_an_actor_takes_two_statements_however_much_is_entrusted(village: Village) -> None:
    for number in range(20):
        owner = village.organisation(f"OWNER-{number}")
        operations.entrust(
            **village.act(
                Actor(village.system.user_id, None, owner, frozenset({"parties:entrust"})),
                owner=owner,
                agent=village.agency,
                permissions=ENTRUSTABLE,
                agreement="c" * 64,
            )
        )
    dan = queries.user(login="dan").id
    with CaptureQueriesContext(
        connection,
    ) as seen:
        actor = queries.actor(user=dan, organisation=village.agency, on=DAY)
    assert (len(actor.entrusted), len(seen)) == (20, 2)
    with CaptureQueriesContext(connection) as seen:
        queries.actor(user=village.alice_user, organisation=village.village, on=DAY)
    assert len(seen) == 1, "who is no agent needs no second look"


def test_set_up_is_recorded_as_such_and_acts_for_every_owner_within_its_bounds(cast: Cast) -> None:
    place = cast.organisation("VILLAGE")
    assert cast.system.system
    assert cast.system.person_id is None
    assert cast.system.may("parties:appoint", place)
    assert not cast.system.may("ledger:transfer", place)
    assert not cast.system.may("ledger:issue")
    assert cast.system.name == "setup @ REGISTER"


def test_establishing_twice_is_safe_and_gives_the_same_actor(cast: Cast) -> None:
    assert Cast().system == cast.system
    assert len(cast.journal.entries) == 1


def test_the_user_of_set_up_has_no_password(cast: Cast) -> None:
    assert not User.objects.get(pk=cast.system.user_id).has_usable_password()
