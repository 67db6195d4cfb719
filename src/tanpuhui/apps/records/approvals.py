"""The second person: one asks for exactly one act, another natural person allows or denies it, and it is used once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.records.models import Approval, Decision, Journal
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes, digest


def ask(*, operation: str, body: Mapping[str, object], by: Actor, on: date, at: datetime) -> int:
    """Asks for a second person's approval of `operation` with `body`; returns the request's number."""
    content = canonical_bytes(body)
    return Approval.objects.create(
        operation=operation, body=content, body_hash=digest(content), on=on, at=at,
        organisation_id=by.organisation_id, asked_by_id=by.user_id,
    ).pk  # fmt: skip


def earlier(*, operation: str, body: Mapping[str, object], by: Actor) -> int | None:
    """The newest request of the actor for exactly this act, if there is one; its number."""
    mine = Approval.objects.filter(operation=operation, body_hash=digest(canonical_bytes(body)), asked_by=by.user_id)
    return mine.filter(organisation=by.organisation_id).order_by("-pk").values_list("pk", flat=True).first()


def decide(*, approval: int, allowed: bool, reason: str, by: Actor, on: date, at: datetime) -> None:
    """Allows or denies a request. Refuses `self_approval` (same natural person) and a second decision."""
    asked = Approval.objects.filter(pk=approval).select_related("asked_by").first()
    if asked is None:
        raise refuse("unknown_approval", approval=approval)
    by.require("records:approve", asked.organisation_id)  # nobody approves for another organisation
    if _same_person(asked.asked_by, by):
        raise refuse("self_approval")
    try:
        with transaction.atomic():
            Decision.objects.create(
                approval=asked, by_id=by.user_id, organisation_id=by.organisation_id,
                allowed=allowed, reason=reason, on=on, at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise refuse("already_decided", approval=approval) from twice


def check(approval: int | None, operation: str, body_hash: str, by: Actor) -> None:
    """The approval allows exactly this act, was given by somebody other than who acts, and was not used."""
    if approval is None:
        raise refuse("approval_missing", operation=operation)
    asked = Approval.objects.filter(pk=approval).select_related("decision__by").first()
    if asked is None:
        raise refuse("unknown_approval", approval=approval)
    if (asked.operation, asked.body_hash) != (operation, body_hash):
        raise refuse("approval_for_something_else", approval=approval)
    decision: Decision | None = getattr(asked, "decision", None)
    if decision is None or not decision.allowed:
        raise refuse("approval_not_given", approval=approval)
    if _same_person(decision.by, by):
        raise refuse("self_approval")
    if {asked.organisation_id, decision.organisation_id} != {by.organisation_id}:
        raise refuse("approval_of_another_house", approval=approval)
    if Journal.objects.filter(approval=approval).exists():
        raise refuse("approval_used", approval=approval)


def _same_person(user: User, actor: Actor) -> bool:
    return user.pk == actor.user_id or (user.person_id is not None and user.person_id == actor.person_id)
