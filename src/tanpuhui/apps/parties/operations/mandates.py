"""What binds people to organisations, and an agent to an owner: appointments, representatives, entrustments."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from django.db.models import Model, Q

from tanpuhui.apps.parties import checks, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.models import Entrustment, Membership, Representative, User
from tanpuhui.apps.parties.operations.once import once
from tanpuhui.apps.parties.permissions import ENTRUSTABLE
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.core.text import Text

MANAGER = "organisation_manager"
M = TypeVar("M", Membership, Entrustment)
_WHAT = {Membership: Text("任命", "appointment"), Entrustment: Text("委托", "entrustment")}


def check_role(role: str, kind: str) -> None:
    """A role of the table which that kind of organisation has."""
    if role not in ROLES:
        raise refuse("unknown_role", role=role[:40], known=", ".join(r.code for r in ROLES.values() if r.kinds))
    if kind not in ROLES[role].kinds:
        known = ", ".join(r.code for r in ROLES.values() if kind in r.kinds)
        raise refuse("role_not_for_this_kind", role=ROLES[role].says, kind=KINDS[kind], known=known)


def check_user(id: int) -> User:
    """An active user. Refuses `party_not_found`, `user_inactive`."""
    found = User.objects.filter(pk=id).first()
    if found is None:
        raise refuse("party_not_found", what=Text("用户", "user"), id=id)
    if not found.is_active:
        raise refuse("user_inactive", user=found.login)
    return found


def appoint(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
    user: int,
    organisation: int,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> int:
    """Appoint a user to a role from `starts_on` (none: `on`) to `ends_on` (included; none: open); the appointment's number.

    Permission `parties:appoint` of that organisation. Refuses `party_not_found`, `organisation_closed`, `unknown_role`,
    `role_not_for_this_kind`, `mandate_reversed`, `user_inactive`, `already_appointed`, and `same_person`: nobody
    appoints themselves, by whichever user.
    """
    by.require("parties:appoint", organisation)
    begins = starts_on or on
    checks.days(begins, ends_on)
    said: dict[str, Any] = {
        "user": user,
        "organisation": organisation,
        "role": role,
        "starts_on": begins,
        "ends_on": ends_on,
    }
    make = partial(_appoint, by, at, **said)
    return once(journal, make, operation="appoint", by=by, on=on, at=at, key=key, body=said)


def appoint_manager(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, user: int, organisation: int
) -> int:
    """Appoint, from `on`, a manager of an organisation that has none who could do it; the appointment's number.

    Permission `parties:admit`: the operator's, as for the first manager. Refuses as `appoint`.
    """
    by.require("parties:admit")
    said: dict[str, Any] = {
        "user": user,
        "organisation": organisation,
        "role": MANAGER,
        "starts_on": on,
        "ends_on": None,
    }
    make = partial(_appoint, by, at, **said)
    return once(journal, make, operation="appoint_manager", by=by, on=on, at=at, key=key, body=said)


def _appoint(
    by: Actor, at: datetime, *, user: int, organisation: int, role: str, starts_on: date, ends_on: date | None
) -> list[Model]:
    place = queries.organisation(id=organisation)
    place.require_open(starts_on)
    check_role(role, place.kind)
    who = check_user(user)
    if who.person_id == by.person_id:
        raise refuse("same_person", first=by.name, second=who.login)
    _check_free(who, place, role, starts_on, ends_on)
    made = {"user": who, "organisation_id": place.id, "role": role, "starts_on": starts_on, "ends_on": ends_on}
    return [Membership.objects.create(**made, created_by_id=by.user_id, created_at=at)]


def _check_free(who: User, place: queries.OrganisationRow, role: str, begins: date, ends_on: date | None) -> None:
    held = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=begins), user=who, organisation=place.id, role=role
    )
    held = held.filter(Q(revoked_on=None) | Q(revoked_on__gt=begins))
    if (held if ends_on is None else held.filter(starts_on__lte=ends_on)).exists():
        raise refuse("already_appointed", user=who.login, organisation=place.code, role=ROLES[role].says)


def end_appointment(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, appointment: int) -> int:
    """End an appointment: it no longer holds from the day `on`; its number.

    Permission `parties:appoint` of its organisation. Refuses `party_not_found`, `mandate_ended`.
    """
    found = _find(Membership, appointment)
    by.require("parties:appoint", found.organisation_id)
    body = {"appointment": appointment}
    return once(journal, partial(_end, found, on), operation="end_appointment", by=by, on=on, at=at, key=key, body=body)


def authorise_representative(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
    user: int,
    organisation: int,
    evidence: str,
    ends_on: date | None = None,
) -> int:
    """Record, from `on`, that a member is the authorised representative for the organisation's accounts; the record's number.

    Permission `parties:represent`. Refuses `evidence_malformed`, `mandate_reversed`, `party_not_found`,
    `organisation_closed`, `user_inactive`, `not_a_member`.
    """
    by.require("parties:represent")
    checks.evidence(evidence)
    checks.days(on, ends_on)

    def make() -> list[Model]:
        place = queries.organisation(id=organisation)
        place.require_open(on)
        who = check_user(user)
        if not Membership.objects.filter(queries.holding(on), user=who, organisation=organisation).exists():
            raise refuse("not_a_member", user=who.login, organisation=place.code, on=on)
        made = {"user": who, "organisation_id": organisation, "evidence": evidence, "starts_on": on, "ends_on": ends_on}
        return [Representative.objects.create(**made, created_by_id=by.user_id, created_at=at)]

    body = {"user": user, "organisation": organisation, "evidence": evidence, "ends_on": ends_on}
    return once(journal, make, operation="authorise_representative", by=by, on=on, at=at, key=key, body=body)


def entrust(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
    owner: int,
    agent: int,
    permissions: Iterable[str],
    agreement: str,
    ends_on: date | None = None,
) -> int:
    """Let the organisation `agent` act for `owner` from `on` within `permissions`, by the written `agreement`; its number.

    Permission `parties:entrust` of the owner. Refuses `agreement_missing`, `evidence_malformed`, `entrusted_to_itself`,
    `entrustment_too_wide`, `mandate_reversed`, `party_not_found`, `organisation_closed`.
    """
    by.require("parties:entrust", owner)
    if not agreement:
        raise refuse("agreement_missing")
    checks.evidence(agreement)
    checks.days(on, ends_on)
    wanted = frozenset(permissions)
    if wide := wanted - ENTRUSTABLE or (set() if wanted else {"—"}):
        raise refuse("entrustment_too_wide", permissions=", ".join(sorted(wide)), known=", ".join(sorted(ENTRUSTABLE)))
    fields = {"permissions": sorted(wanted), "agreement": agreement, "ends_on": ends_on}

    def make() -> list[Model]:
        for id in (owner, agent):
            place = queries.organisation(id=id)
            place.require_open(on)
            if owner == agent:
                raise refuse("entrusted_to_itself", organisation=place.code)
        made = {"owner_id": owner, "agent_id": agent, "starts_on": on, "created_by_id": by.user_id, "created_at": at}
        return [Entrustment.objects.create(**made, **fields)]

    body = {"owner": owner, "agent": agent, **fields}
    return once(journal, make, operation="entrust", by=by, on=on, at=at, key=key, body=body)


def revoke_entrustment(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, entrustment: int) -> int:
    """Revoke an entrustment: the agent may no longer act from the day `on`; its number.

    Permission `parties:entrust` of the owner. Refuses `party_not_found`, `mandate_ended`.
    """
    found = _find(Entrustment, entrustment)
    by.require("parties:entrust", found.owner_id)
    body = {"entrustment": entrustment}
    return once(
        journal, partial(_end, found, on), operation="revoke_entrustment", by=by, on=on, at=at, key=key, body=body
    )


def _find(model: type[M], id: int) -> M:
    found = model.objects.filter(pk=id).first()
    if found is None:
        raise refuse("party_not_found", what=_WHAT[model], id=id)
    return found


def _end(mandate: Membership | Entrustment, on: date) -> list[Model]:
    model = type(mandate)
    running = model.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), pk=mandate.pk, revoked_on=None)
    if not running.update(revoked_on=on):
        ended = model.objects.get(pk=mandate.pk)
        ended_on = ended.revoked_on or ended.ends_on
        raise refuse("mandate_ended", what=_WHAT[model], id=mandate.pk, ended_on=ended_on)
    return [model.objects.get(pk=mandate.pk)]
