"""Natural persons, the users by which they log in, and the look at whose a login is."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Model, Q

from tanpuhui.apps.parties import checks, duties, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import Membership, Person, User
from tanpuhui.apps.parties.operations.mandates import check_user
from tanpuhui.apps.parties.operations.once import once, sealed
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text


def register_person(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, name: str) -> int:
    """Register a natural person by name alone; its number. Who that is, is looked at later: `identify`.

    Permission `parties:invite`. Refuses `name_missing`, `text_malformed`.
    """
    by.require("parties:invite")
    clean = checks.required("name", name, 100)

    def make() -> list[Model]:
        return [Person.objects.create(name=clean, created_at=at)]

    body = {"person": sealed(name=clean)}
    return once(journal, make, operation="register_person", by=by, on=on, at=at, key=key, body=body)


def create_user(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, person: int, login: str, display_name: str
) -> int:
    """Create a user of a person, without a usable password (it is set by an invitation, never here); its number.

    Permission `parties:invite`. Refuses `login_malformed`, `name_missing`, `text_malformed`, `party_not_found`, `login_taken`.
    """
    by.require("parties:invite")
    small, shown = checks.login(login), checks.required("display_name", display_name, 100)

    def make() -> list[Model]:
        if not Person.objects.filter(pk=person).exists():
            raise refuse("party_not_found", what=Text("自然人", "person"), id=person)
        if User.objects.filter(login=small).exists():
            raise refuse("login_taken", login=small)
        user = User(login=small, display_name=shown, person_id=person, created_at=at)
        user.set_unusable_password()
        user.save(force_insert=True)
        return [user]

    body = {"person": person, "user": sealed(login=small, display_name=shown)}
    return once(journal, make, operation="create_user", by=by, on=on, at=at, key=key, body=body)


def identify(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, user: int, identity_number: str, evidence: str
) -> int:
    """Record that the login `user` is its person's, as an identity document shows: its number, of which a keyed hash is kept,
    and the filed `evidence` of who looked. A person known by that number already becomes the login's. The user's number.

    Permission `parties:identify`. Refuses `evidence_malformed`, `identity_number_malformed`, `party_not_found`, `user_inactive`,
    `already_identified`, `person_name_differs`, `identity_differs`; `person_not_identified` of who looks; and `same_person`,
    `same_organisation`: it is somebody of another organisation who looks.
    """
    by.require("parties:identify")
    checks.evidence(evidence)
    known = checks.document_hash(identity_number, settings.SECRET_KEY.encode())

    def make() -> list[Model]:
        who = check_user(user)
        if who.identified_on is not None:
            raise refuse("already_identified", user=who.login)
        person = _person_of(who, known)
        _check_elsewhere(by, who, person, on)
        person.document_hash = known
        person.save(update_fields=["document_hash"])
        who.person, who.identified_on, who.identified_by_id, who.identity_evidence = person, on, by.user_id, evidence
        who.save(update_fields=["person", "identified_on", "identified_by", "identity_evidence"])
        return [who, person]

    body = {"user": user, "document_hash": known, "evidence": evidence}
    return once(journal, make, operation="identify", by=by, on=on, at=at, key=key, body=body)


def _person_of(who: User, document_hash: str) -> Person:
    """The person with this document: the login's own, or one that is known already."""
    own = who.person
    if own is None:  # the user of set-up
        raise refuse("person_unknown", who=who.login)
    found = Person.objects.filter(document_hash=document_hash).first() or own
    if found.document_hash != document_hash and own.document_hash is not None:
        raise refuse("identity_differs", user=who.login)
    if found.name != own.name:
        raise refuse("person_name_differs")
    return found


def _check_elsewhere(by: Actor, who: User, person: Person, on: date) -> None:
    """Who looks is known and stands outside. Set-up looks at the first people of a register, when there is nobody else."""
    if by.system:
        return
    duties.known_person(by)
    if person.pk == by.person_id:
        raise refuse("same_person", first=by.name, second=who.login)
    mine = Membership.objects.filter(queries.holding(on), user__person=by.person_id).values("organisation")
    there = Membership.objects.filter(queries.holding(on), user=who)
    if there.filter(Q(organisation__in=mine) | Q(organisation=by.organisation_id)).exists():
        raise refuse("same_organisation", first=by.name, second=who.login)
