"""An organisation as its people and the operator see it: due diligence, people with roles, mandates. Plain rows, by key."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tanpuhui.apps.ledger.models import Account
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import (
    DueDiligence,
    Entrustment,
    Membership,
    Organisation,
    Representative,
    Token,
    User,
)
from tanpuhui.apps.parties.queries import holding

INVITE, ADMIT = "parties:invite", "parties:admit"
MOST = 200
"""Rows of a table that is shown whole: mandates that hold in one organisation."""


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation in a list of all."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    area: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role; `waits`: no password has been chosen yet, so that only an invitation lets them in; `identified`:
    somebody else has looked whose login it is.
    """

    appointment: int
    login: str
    name: str
    role: str
    starts_on: date
    ends_on: date | None
    waits: bool
    identified: bool


def page(*, after: str = "", words: str = "", kind: str = "", limit: int) -> list[Place]:
    """Organisations by code, after the code `after`; `words` in code or name. One statement."""
    rows = Organisation.objects.filter(code__gt=after, **({"kind": kind} if kind else {}))
    if words:
        named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(credit_code=words.upper())
        rows = rows.filter(Q(code__istartswith=words) | named)
    return [
        Place(row.code, row.kind, row.name_zh, row.name_en, row.area, row.opened_on, row.closed_on)
        for row in rows.order_by("code")[:limit]
    ]


def examinations(organisation: int, *, limit: int = 20) -> list[DueDiligence]:
    """The examinations of an organisation, the newest first."""
    found = DueDiligence.objects.filter(organisation=organisation).select_related("checked_by")
    return list(found.order_by("-checked_on", "-pk")[:limit])


def members(organisation: int, on: date, *, after: int = 0, limit: int) -> list[Member]:
    """The appointments that hold on a day, oldest first, after number `after`. One statement."""
    rows = Membership.objects.filter(holding(on), organisation=organisation, pk__gt=after).select_related("user")
    return [
        Member(
            row.pk, row.user.login, row.user.display_name, row.role, row.starts_on, row.ends_on,
            not row.user.has_usable_password() and not row.user.is_system,
            row.user.identified_on is not None or row.user.is_system,
        )
        for row in rows.order_by("pk")[:limit]
    ]  # fmt: skip


def representatives(organisation: int, on: date) -> list[Representative]:
    """The authorised representatives on a day."""
    rows = Representative.objects.filter(holding(on), organisation=organisation).select_related("user")
    return list(rows.order_by("pk")[:MOST])


def entrustments(organisation: int, on: date) -> list[Entrustment]:
    """The entrustments that the organisation gave and received and that hold on a day."""
    either = Q(owner=organisation) | Q(agent=organisation)
    return list(Entrustment.objects.filter(holding(on), either).select_related("owner", "agent").order_by("pk")[:MOST])


def tokens(by: Actor, on: date) -> list[Token]:
    """The tokens that hold on a day: one's own, or for who appoints people all of the organisation."""
    rows = Token.objects.filter(organisation=by.organisation_id, starts_on__lte=on, ends_on__gte=on)
    rows = rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=on))
    if not by.may("parties:appoint"):
        rows = rows.filter(user=by.user_id)
    return list(rows.select_related("user").order_by("-pk")[:MOST])


def token_there(digest: str, by: Actor) -> bool:
    """Whether somebody's token with this digest was issued."""
    return Token.objects.filter(digest=digest, user=by.user_id, organisation=by.organisation_id).exists()


def accounts(owner: int, *, limit: int = MOST) -> list[dict[str, Any]]:
    """The accounts of an organisation, by code."""
    rows = Account.objects.filter(owner=owner).order_by("code")
    names = ("code", "kind", "name_zh", "name_en", "opened_on", "closed_on")
    return [{name: getattr(row, name) for name in names} for row in rows[:limit]]


def invitee(login: str, *, organisation: int, by: Actor, on: date) -> User | None:
    """The user whom `by` may invite to choose a password; none where that would let `by` act as somebody else.

    It must be a member of the organisation who never had a password. The organisation's own people may invite only who is
    a member nowhere else, and whose identity nobody has checked; the operator, who admits organisations, may invite anybody new.
    """
    if not by.may(INVITE) or not (by.may(ADMIT) or by.organisation_id == organisation):
        return None
    elsewhere = Membership.objects.filter(user=OuterRef("pk")).exclude(organisation=organisation)
    here = Membership.objects.filter(holding(on), user=OuterRef("pk"), organisation=organisation)
    found = User.objects.filter(Exists(here), login=login, is_active=True, is_system=False, last_login=None)
    if not by.may(ADMIT):
        found = found.filter(~Exists(elsewhere), identified_on=None)
    user = found.first()
    return user if user and not user.has_usable_password() else None
