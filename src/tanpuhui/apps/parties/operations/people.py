"""Natural persons, and the users by which they log in."""

from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.parties import checks
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import Person, User
from tanpuhui.apps.parties.operations.once import once, sealed
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text


def register_person(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, name: str, document_hash: str | None = None
) -> int:
    """Register a natural person, or recognise the one whose `document_hash` (see `checks.document_hash`) is known; its number.

    Permission `parties:invite`. Refuses `name_missing`, `text_malformed`, `evidence_malformed`, `person_name_differs`.
    """
    by.require("parties:invite")
    clean = checks.required("name", name, 100)
    if document_hash is not None:
        checks.evidence(document_hash)

    def make() -> list[Model]:
        known = Person.objects.filter(document_hash=document_hash).first() if document_hash else None
        if known is None:
            return [Person.objects.create(name=clean, document_hash=document_hash, created_at=at)]
        if known.name != clean:
            raise refuse("person_name_differs")
        return [known]

    body = {"person": sealed(name=clean, document_hash=document_hash)}
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
