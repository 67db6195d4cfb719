"""The writes of parties: once, with one permission, and recorded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.parties.models import Organisation, User
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.parties.cast import DAY, PAPER, Cast, KeyReused, Village
from tests.support.databases import Database

NAME = Text("新机构", "New organisation")


def test_an_organisation_is_admitted_with_the_people_who_appoint_the_others(village: Village) -> None:
    row = queries.organisation(code="VILLAGE")
    assert (row.kind, row.name, row.opened_on, row.closed_on) == (
        "village_collective", Text("机构VILLAGE", "Organisation VILLAGE"), DAY, None,
    )  # fmt: skip
    assert [(m.login, m.role) for m in queries.members(organisation=row.id, on=DAY)] == [
        ("alice", "organisation_manager"), ("alice", "account_manager"), ("bob", "account_viewer"),
    ]  # fmt: skip


def test_a_city_bureau_keeps_its_area(cast: Cast) -> None:
    assert queries.organisation(id=cast.organisation("GZ-EEB", "city_bureau")).area == "440100"


def test_demonstration_firms_are_marked(cast: Cast) -> None:
    cast.organisation("DEMO-FIRM", fictional=True)
    assert [(o.code, o.fictional) for o in queries.organisations()] == [("DEMO-FIRM", True), ("REGISTER", True)]
    assert [o.code for o in queries.organisations(after="DEMO-FIRM")] == ["REGISTER"]
    assert queries.organisations(kind="household") == []


def test_the_same_key_again_gives_the_first_answer_and_writes_nothing(cast: Cast) -> None:
    asked = cast.act(code="ONCE", kind="company", name=NAME)
    first = operations.admit_organisation(**asked)
    assert operations.admit_organisation(**asked) == first
    assert Organisation.objects.filter(code="ONCE").count() == 1


def test_the_same_key_with_another_body_is_refused(cast: Cast) -> None:
    asked = cast.act(code="ONCE", kind="company", name=NAME)
    operations.admit_organisation(**asked)
    with pytest.raises(KeyReused):
        operations.admit_organisation(**asked | {"code": "TWICE"})


def test_a_refusal_stores_nothing(cast: Cast) -> None:
    before = len(cast.journal.entries)
    with pytest.raises(Refusal, match="party_not_found"):
        cast.organisation("HALF", first=[(999_999, "account_manager")])
    assert not Organisation.objects.filter(code="HALF").exists()
    assert len(cast.journal.entries) == before


def test_each_operation_writes_one_entry_named_after_it(village: Village) -> None:
    before = set(village.journal.entries)
    village.entrust()
    (entry,) = set(village.journal.entries) - before
    assert entry[:2] == (village.village, "parties.entrust")
    body, answer = village.journal.entries[entry]
    assert body["agreement"] == PAPER
    assert set(answer) == {"id"}


def test_the_journal_does_not_tell_who_a_person_is(cast: Cast) -> None:
    cast.user("secret-name")
    bodies = [body for (_, name, _), (body, _) in cast.journal.entries.items() if name in PERSONAL]
    assert len(bodies) == 2
    assert "secret" not in str(bodies).lower()


PERSONAL = ("parties.register_person", "parties.create_user")


def test_a_new_user_cannot_log_in_with_any_password(cast: Cast) -> None:
    user = User.objects.get(pk=cast.user("alice"))
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_passwords_are_kept_with_argon2(cast: Cast) -> None:
    user = User.objects.get(pk=cast.user("alice"))
    user.set_password("a long enough sentence")
    assert user.password.startswith("argon2$argon2id$")


def test_logins_that_differ_in_case_only_are_one(cast: Cast) -> None:
    cast.user("alice@example.org")
    with pytest.raises(Refusal, match="login_taken"):
        cast.user("Alice@Example.ORG")


def test_people_without_a_document_are_kept_apart(cast: Cast) -> None:
    assert cast.person("李明") != cast.person("李明")


def test_vetting_is_valid_to_its_last_day_and_the_newest_look_counts(village: Village) -> None:
    look = {"organisation": village.village, "evidence": PAPER}
    operations.vet(**village.act(village.ada, outcome="accepted", expires_on=date(2025, 5, 5), **look))
    assert [queries.vetted(village.village, on) for on in (date(2024, 5, 5), DAY, date(2025, 5, 5), date(2025, 5, 6))] == [
        False, True, True, False,
    ]  # fmt: skip
    june = date(2024, 6, 1)
    operations.vet(**village.act(village.ada, on=june, outcome="refused", **look))
    assert queries.vetted(village.village, june - timedelta(days=1))
    assert not queries.vetted(village.village, june)


def test_nobody_vets_their_own_organisation_not_even_by_another_login(village: Village) -> None:
    ada_again = village.user("ada-at-home", person=village.ada.person_id)
    village.appoint(ada_again, village.stranger, "account_viewer")
    for place in (village.operator, village.stranger):
        with pytest.raises(Refusal, match="same_organisation"):
            operations.vet(**village.act(village.ada, organisation=place, evidence=PAPER, outcome="accepted"))


def test_an_authorised_representative_is_a_member_and_known_by_day(village: Village) -> None:
    paper = {"user": village.alice_user, "organisation": village.village, "evidence": PAPER, "ends_on": DAY}
    operations.authorise_representative(**village.act(village.ada, **paper))
    assert list(queries.representatives(organisation=village.village, on=DAY)) == [village.alice_user]
    assert list(queries.representatives(organisation=village.village, on=DAY + timedelta(days=1))) == []


def test_the_manager_appoints_in_her_own_organisation_only(village: Village) -> None:
    erin = village.user("erin")
    operations.appoint(**village.act(village.alice, user=erin, organisation=village.village, role="account_viewer"))
    with pytest.raises(Refusal, match="not_permitted"):
        operations.appoint(
            **village.act(village.alice, user=erin, organisation=village.stranger, role="account_viewer")
        )


def test_somebody_can_be_appointed_again_after_the_first_time_has_ended(village: Village) -> None:
    erin = village.user("erin")
    first = village.appoint(erin, village.village, "account_viewer")
    operations.end_appointment(**village.act(village.alice, appointment=first))
    assert village.appoint(erin, village.village, "account_viewer") != first


def test_two_who_take_one_code_in_the_same_moment_get_one_organisation_and_one_refusal(fresh_db: Database) -> None:
    cast = Cast()

    def admit(number: int) -> str:
        try:
            operations.admit_organisation(**cast.act(key=f"race-{number}", code="RACE", kind="company", name=NAME))
        except Refusal as no:
            return no.code
        finally:
            connection.close()
        return "admitted"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(admit, range(6)))
    assert answers == ["admitted"] + ["duplicate_code"] * 5
