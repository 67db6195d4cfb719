"""Rows of organisations, for everybody; of people, mandates and tokens, for their own organisation."""

from django.db.models import Q, QuerySet

from tanpuhui.apps.disclosure.registers.asked import Asked, M, Rows, in_city
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import Entrustment, Membership, Organisation, Representative, Token
from tanpuhui.apps.parties.queries import holding

PERSONAL = frozenset({"household"})
"""Kinds of organisation that are people at home: no list names them."""


def organisations(asked: Asked) -> Rows:
    """Organisations by code, households left out. One statement."""
    narrow = asked.only(kind="kind", area="area")
    for row in asked.page(Organisation.objects.exclude(kind__in=PERSONAL).filter(**narrow), "code"):
        yield {
            "code": row.code, "kind": row.kind, "name_zh": row.name_zh, "name_en": row.name_en, **in_city(row.area),
            "fictional": row.fictional, "opened_on": row.opened_on, "closed_on": row.closed_on,
        }  # fmt: skip


def appointments(asked: Asked) -> Rows:
    """Who acts in the own organisation in which role. One statement."""
    rows = _holding(Membership.objects.filter(organisation=asked.who.organisation_id), asked)
    for row in asked.page(rows.filter(**asked.only(role="role"))).select_related("user", "organisation"):
        yield {
            "appointment": row.pk, "organisation": row.organisation.code, "user": row.user.login,
            "name": row.user.display_name, "role": row.role, "starts_on": row.starts_on, "ends_on": row.ends_on,
            "revoked_on": row.revoked_on,
        }  # fmt: skip


def representatives(asked: Asked) -> Rows:
    """Authorised representatives of the own organisation, or of all for those who record them. One statement."""
    rows = _mine(_holding(Representative.objects.all(), asked), asked.who)
    for row in asked.page(rows).select_related("user", "organisation"):
        yield {
            "representative": row.pk, "organisation": row.organisation.code, "user": row.user.login,
            "name": row.user.display_name, "evidence": row.evidence, "starts_on": row.starts_on, "ends_on": row.ends_on,
            "revoked_on": row.revoked_on,
        }  # fmt: skip


def entrustments(asked: Asked) -> Rows:
    """Who acts for whom by written agreement, where the own organisation is one of both. One statement."""
    place = asked.who.organisation_id
    rows = _holding(Entrustment.objects.filter(Q(owner=place) | Q(agent=place)), asked)
    for row in asked.page(rows).select_related("owner", "agent"):
        yield {
            "entrustment": row.pk, "owner": row.owner.code, "agent": row.agent.code,
            "permissions": "; ".join(row.permissions), "agreement": row.agreement, "starts_on": row.starts_on,
            "ends_on": row.ends_on, "revoked_on": row.revoked_on,
        }  # fmt: skip


def tokens(asked: Asked) -> Rows:
    """One's own tokens; those of the organisation for who appoints its people. Of a token only a hash is kept. One statement."""
    who = asked.who
    rows = Token.objects.filter(organisation=who.organisation_id)
    if not who.may("parties:appoint"):
        rows = rows.filter(user=who.user_id)
    for row in asked.page(_holding(rows, asked)).select_related("user"):
        yield {
            "token": row.pk, "label": row.label, "user": row.user.login, "scopes": "; ".join(row.scopes),
            "starts_on": row.starts_on, "ends_on": row.ends_on, "revoked_on": row.revoked_on,
        }  # fmt: skip


def _holding(rows: "QuerySet[M]", asked: Asked) -> "QuerySet[M]":
    """Those that hold on the day, or that do not, if so asked."""
    if (holds := asked.get("holding")) is None:
        return rows
    return rows.filter(holding(asked.on) if holds else ~holding(asked.on))


def _mine(rows: "QuerySet[Representative]", who: Actor) -> "QuerySet[Representative]":
    return rows if who.may("parties:represent") else rows.filter(organisation=who.organisation_id)
