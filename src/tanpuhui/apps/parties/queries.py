"""What may be asked about parties: actors, organisations, people, due diligence, mandates. Plain rows, bounded statements."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import (
    DueDiligence,
    Entrustment,
    Membership,
    Organisation,
    Representative,
    User,
)
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.apps.parties.roles import ROLES, Role
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as read. `closed_on` is the first day on which it is closed."""

    id: int
    code: str
    kind: str
    name: Text
    credit_code: str | None
    area: str
    fictional: bool
    opened_on: date
    closed_on: date | None

    def is_open(self, on: date) -> bool:
        """Whether it is open on a day."""
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)

    def require_open(self, on: date) -> None:
        """Pass if open on that day, else refuse `organisation_closed`."""
        if not self.is_open(on):
            facts = {"opened_on": self.opened_on, "closed_on": self.closed_on or "…"}
            raise refuse("organisation_closed", organisation=self.code, on=on, **facts)


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as read; `person_id` is None for the user of set-up only."""

    id: int
    login: str
    display_name: str
    person_id: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One appointment that holds."""

    id: int
    user_id: int
    login: str
    display_name: str
    role: str
    starts_on: date
    ends_on: date | None


def holding(on: date) -> Q:
    """The condition that a mandate holds on a day."""
    begun = Q(starts_on__lte=on)
    return begun & (Q(ends_on=None) | Q(ends_on__gte=on)) & (Q(revoked_on=None) | Q(revoked_on__gt=on))


def actor(*, user: int, organisation: int, on: date) -> Actor:
    """Who the `user` is for the `organisation` on that day, and what is allowed. At most two statements.

    Refuses `not_a_member`, `user_inactive`, `organisation_closed`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [on, on, on, user, organisation, on, on, on])
        rows = cursor.fetchall()
    if not rows:
        raise refuse("not_a_member", user=user, organisation=organisation, on=on)
    _, login, person, active, system, code, is_open, identified = rows[0]
    if not active:
        raise refuse("user_inactive", user=login)
    if not is_open:
        _row(Organisation.objects.get(pk=organisation)).require_open(on)
    roles = [ROLES[row[0]] for row in rows]
    return Actor(
        user_id=user,
        person_id=person,
        organisation_id=organisation,
        permissions=frozenset().union(*(role.permissions for role in roles)),
        entrusted=_entrusted(organisation, roles, on),
        system=bool(system),
        day=on,
        label=f"{login} @ {code}",
        identified=bool(identified),
    )


_ACTOR = """
SELECT m.role, u.login, u.person_id, u.is_active, u.is_system, o.code,
    o.opened_on <= %s AND (o.closed_on IS NULL OR o.closed_on > %s), u.identified_on <= %s
FROM parties_membership m
JOIN parties_user u ON u.id = m.user_id
JOIN parties_organisation o ON o.id = m.organisation_id
WHERE m.user_id = %s AND m.organisation_id = %s AND m.starts_on <= %s
    AND (m.ends_on IS NULL OR m.ends_on >= %s) AND (m.revoked_on IS NULL OR m.revoked_on > %s)
ORDER BY m.id"""
"""Written as SQL: every call of a program asks this, and making the statement anew would cost more than carrying it out."""


def places(*, user: int, on: date) -> list[tuple[OrganisationRow, tuple[str, ...]]]:
    """The open organisations that a user acts for on a day, by code, with the roles there. One statement."""
    held = Membership.objects.filter(holding(on), user=user, user__is_active=True).select_related("organisation")
    found: dict[int, tuple[OrganisationRow, list[str]]] = {}
    for row in held.order_by("organisation__code", "pk"):
        place = _row(row.organisation)
        if place.is_open(on):
            found.setdefault(place.id, (place, []))[1].append(row.role)
    return [(place, tuple(roles)) for place, roles in found.values()]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token acts as, within its scopes; its label; whether it is a standing one (see `models.Token`)."""

    actor: Actor
    label: str
    standing: bool


def bearer(*, digest: str, on: date) -> Bearer | None:
    """The bearer of a token with this digest on a day; none if it does not hold."""
    with connection.cursor() as cursor:
        cursor.execute(_BEARER, [digest, on, on, on])
        row = cursor.fetchone()
    if row is None:
        return None
    number, user, organisation, label, scopes, standing = row
    try:
        person = actor(user=user, organisation=organisation, on=on)
    except Refusal:
        return None
    scope = frozenset(json.loads(scopes))
    entrusted = {owner: given & scope for owner, given in person.entrusted.items()}
    acts = replace(person, permissions=person.permissions & scope, entrusted=entrusted, token=number)
    return Bearer(acts, label, bool(standing))


_BEARER = """
SELECT id, user_id, organisation_id, label, scopes, standing FROM parties_token
WHERE digest = %s AND starts_on <= %s AND ends_on >= %s AND (revoked_on IS NULL OR revoked_on > %s)"""


def _entrusted(agent: int, roles: list[Role], on: date) -> Mapping[int, frozenset[str]]:
    usable: frozenset[str] = frozenset().union(*(role.for_owners for role in roles))
    if not usable:
        return {}
    open_owner = Q(owner__opened_on__lte=on) & (Q(owner__closed_on=None) | Q(owner__closed_on__gt=on))
    given: dict[int, frozenset[str]] = {}
    held = Entrustment.objects.filter(holding(on), open_owner, agent=agent)
    for owner, permissions in held.values_list("owner_id", "permissions"):
        given[owner] = given.get(owner, frozenset()) | (usable & frozenset(permissions))
    return given


def system_actor(*, on: date) -> Actor:
    """The actor of set-up (init, demo). Refuses `register_not_established`."""
    found = (
        Membership.objects.filter(role="setup", user__is_system=True).values_list("user_id", "organisation_id").first()
    )
    if found is None:
        raise refuse("register_not_established")
    return actor(user=found[0], organisation=found[1], on=on)


def who(*, user: int, organisation: int) -> Actor:
    """Who once acted, read from a stored row, without any permission: for `duties`. One statement."""
    found = User.objects.filter(pk=user).values_list("person_id", "is_system", "login", "identified_on").first()
    if found is None:
        raise _missing(Text("用户", "user"), user)
    person, system, login, identified_on = found
    label = f"{login} @ organisation {organisation}"
    return Actor(user, person, organisation, system=system, label=label, identified=identified_on is not None)


def organisation(*, id: int | None = None, code: str | None = None) -> OrganisationRow:
    """One organisation by its number or its code. Refuses `party_not_found`."""
    asked: dict[str, Any] = {"code": code} if id is None else {"pk": id}
    found = Organisation.objects.filter(**asked).first()
    if found is None:
        raise _missing(Text("机构", "organisation"), code if id is None else id)
    return _row(found)


def organisations(*, kind: str | None = None, after: str = "", limit: int = 100) -> list[OrganisationRow]:
    """Organisations by code, after the code `after`, at most `limit`."""
    found = Organisation.objects.filter(code__gt=after, **({} if kind is None else {"kind": kind}))
    return [_row(o) for o in found.order_by("code")[:limit]]


def names(codes: Collection[str]) -> dict[str, Text]:
    """The names of organisations by code; of a code that nobody has, none. One statement."""
    rows = Organisation.objects.filter(code__in=set(codes)).values_list("code", "name_zh", "name_en")
    return {code: Text(zh, en) for code, zh, en in rows}


def user(*, id: int | None = None, login: str | None = None) -> UserRow:
    """One user by number or login. Refuses `party_not_found`."""
    asked: dict[str, Any] = {"login": login} if id is None else {"pk": id}
    found = User.objects.filter(**asked).first()
    if found is None:
        raise _missing(Text("用户", "user"), login if id is None else id)
    return UserRow(found.pk, found.login, found.display_name, found.person_id, found.is_active)


def members(*, organisation: int, on: date) -> list[MemberRow]:
    """The appointments of an organisation that hold on a day, oldest first."""
    held = Membership.objects.filter(holding(on), organisation=organisation).select_related("user").order_by("pk")
    return [MemberRow(m.pk, m.user_id, m.user.login, m.user.display_name, m.role, m.starts_on, m.ends_on) for m in held]


def belongs(*, person: int, organisation: int, on: date) -> bool:
    """Whether the natural person, by whichever user, is a member of the organisation on a day."""
    return Membership.objects.filter(holding(on), user__person=person, organisation=organisation).exists()


def vetted(organisation: int, on: date) -> bool:
    """Whether the newest due diligence known on that day accepted the organisation and has not expired."""
    known = DueDiligence.objects.filter(organisation=organisation, checked_on__lte=on).order_by("-checked_on", "-pk")
    newest = known.values_list("outcome", "expires_on").first()
    return newest is not None and newest[0] == "accepted" and (newest[1] is None or on <= newest[1])


def require_vetted(organisation: int, on: date) -> None:
    """Pass if `vetted`, else refuse `not_vetted`."""
    if not vetted(organisation, on):
        raise refuse("not_vetted", organisation=organisation, on=on)


def representatives(*, organisation: int, on: date) -> Iterator[int]:
    """The users who are authorised representatives for the organisation's accounts on a day."""
    held = Representative.objects.filter(holding(on), organisation=organisation)
    yield from held.order_by("pk").values_list("user_id", flat=True)


def _row(o: Organisation) -> OrganisationRow:
    name = Text(o.name_zh, o.name_en)
    return OrganisationRow(o.pk, o.code, o.kind, name, o.credit_code, o.area, o.fictional, o.opened_on, o.closed_on)


def _missing(what: Text, id: int | str | None) -> Exception:
    return refuse("party_not_found", what=what, id=id)
