"""Deeds that do in one step what people think of as one: somebody new with a role, an organisation with its first manager."""

from datetime import date, datetime

from django.db import transaction

from tanpuhui.apps.parties import operations as do
from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.operations.mandates import MANAGER
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed


def _user(person: str, login: str, *, by: Actor, on: date, at: datetime, key: str, journal: Journal) -> int:
    """Somebody new, and the user by which they will log in once they were invited."""
    number = do.register_person(name=person, by=by, on=on, at=at, key=f"{key}:person", journal=journal)
    return do.create_user(
        person=number, login=login, display_name=person, by=by, on=on, at=at, key=f"{key}:user", journal=journal
    )


def add_person(
    *,
    organisation: int,
    person_name: str,
    login: str,
    role: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
) -> Answer:
    """Registers a person, creates their user and appoints it to a role; all or nothing. Returns `{"appointment": number}`.

    Permissions `parties:invite` and `parties:appoint`; refuses as `register_person`, `create_user` and `appoint`.
    """
    said = {"by": by, "on": on, "at": at, "journal": journal}
    with transaction.atomic():
        user = _user(person_name, login, by=by, on=on, at=at, key=key, journal=journal)
        number = do.appoint(user=user, organisation=organisation, role=role, key=f"{key}:role", **said)  # type: ignore[arg-type]
    return {"appointment": number, "login": login}


def found_organisation(
    *, code: str, kind: str, name: Text, person_name: str, login: str, area: str = "", credit_code: str | None = None,
    fictional: bool = False, by: Actor, on: date, at: datetime, key: str, journal: Journal,
) -> Answer:  # fmt: skip
    """Admits an organisation with its first manager, a new person, who appoints the others; all or nothing.

    Permissions `parties:admit` and `parties:invite`; refuses as `register_person`, `create_user` and `admit_organisation`.
    """
    with transaction.atomic():
        user = _user(person_name, login, by=by, on=on, at=at, key=key, journal=journal)
        do.admit_organisation(
            code=code, kind=kind, name=name, area=area, credit_code=credit_code, fictional=fictional,
            first=[(user, MANAGER)], by=by, on=on, at=at, key=key, journal=journal,
        )  # fmt: skip
    return {"organisation": code, "login": login}


def appoint_manager(
    *,
    organisation: int,
    login: str,
    person_name: str = "",
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
) -> Answer:
    """Appoints a manager where an organisation has none: a user who is there, or, with a name, somebody new; all or nothing.

    Permissions `parties:admit` and `parties:invite`; refuses as `register_person`, `create_user` and `appoint`.
    """
    said = {"by": by, "on": on, "at": at, "journal": journal}
    with transaction.atomic():
        if person_name:
            user = _user(person_name, login, by=by, on=on, at=at, key=key, journal=journal)
        else:
            user = queries.user(login=login).id
        number = do.appoint_manager(user=user, organisation=organisation, key=f"{key}:role", **said)  # type: ignore[arg-type]
    return {"appointment": number, "login": login}


DEEDS = (
    Deed("add_person", add_person, "organisations/{organisation}/people", Text("添加人员并任命", "Add somebody with a role"),
         "parties:appoint", {"role": lambda: {code: role.says for code, role in ROLES.items() if role.kinds}}),
    Deed("found_organisation", found_organisation, "organisations/with-manager",
         Text("接纳机构并任命首任管理员", "Admit an organisation with its first manager"), "parties:admit", {"kind": lambda: KINDS}),
    Deed("appoint_manager", appoint_manager, "organisations/{organisation}/manager",
         Text("为机构任命管理员", "Appoint a manager of an organisation"), "parties:admit", signs=True),
)  # fmt: skip
