"""The second person: one asks for exactly one act, another natural person allows or denies it; it is used once, in time."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError

from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approved
from tanpuhui.apps.records.models import Approval, Decision, Withdrawal
from tanpuhui.apps.records.operations import Request, Write, check_texts, perform
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes, digest


def ask(
    *, operation: str, body: Mapping[str, object], by: Actor, on: date, at: datetime, key: str,
    door: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Asks for a second person's approval of `operation` with `body`; returns the request's number.

    `door`: how it was asked for at a door of the house, as plain JSON; see `models.Approval`. Permission `records:ask`.
    """
    content = canonical_bytes(body)

    def work(write: Write) -> None:
        by.require("records:ask")
        row = Approval.objects.create(
            operation=operation, body=content, body_hash=digest(content), door=door, on=on, at=at,
            organisation_id=by.organisation_id, asked_by_id=by.user_id,
        )  # fmt: skip
        write({"approval": row.pk}, [row])

    said = {"operation": operation, "body": body, **({"door": door} if door else {})}
    return int(str(perform(Request("approval_ask", by, on, at, key, said), work)["approval"]))


def decide(*, approval: int, allowed: bool, reason: str, by: Actor, on: date, at: datetime, key: str) -> None:
    """Allows or denies a request; what is allowed is done within `settings.APPROVAL_DAYS`, or no more.

    Permission `records:approve`. Refuses `unknown_approval`, `person_not_identified`, `self_approval` (same natural person),
    `already_decided`, `field_too_long`.
    """
    check_texts(reason=reason)

    def work(write: Write) -> None:
        asked = Approval.objects.filter(pk=approval).select_related("asked_by").first()
        if asked is None:
            raise refuse("unknown_approval", approval=approval)
        by.require("records:approve", asked.organisation_id)  # nobody approves for another organisation
        duties.known_person(by)
        if approved.same_person(asked.asked_by, by):
            raise refuse("self_approval")
        if Decision.objects.filter(approval=asked).exists():
            raise refuse("already_decided", approval=approval)
        row = Decision.objects.create(
            approval=asked, by_id=by.user_id, organisation_id=by.organisation_id,
            allowed=allowed, reason=reason, on=on, at=at,
            ends_on=on + timedelta(days=settings.APPROVAL_DAYS) if allowed else None,
        )  # fmt: skip
        write({"approval": approval, "allowed": allowed}, [row])

    try:
        body = {"approval": approval, "allowed": allowed, "reason": reason}
        perform(Request("approval_decide", by, on, at, key, body), work)
    except IntegrityError as twice:  # somebody else did in the same moment
        raise refuse("already_decided", approval=approval) from twice


def withdraw(*, approval: int, reason: str, by: Actor, on: date, at: datetime, key: str) -> None:
    """Takes back what one allowed, as long as it was not done. Permission `records:approve`.

    Refuses `unknown_approval`, `approval_not_yours`, `approval_not_given`, `approval_used`, `approval_withdrawn`,
    `field_too_long`.
    """
    check_texts(reason=reason)

    def work(write: Write) -> None:
        asked = approved.locked(approval)
        by.require("records:approve", asked.organisation_id)
        decision: Decision | None = getattr(asked, "decision", None)
        if decision is None or not decision.allowed:
            raise refuse("approval_not_given", approval=approval)
        if not approved.same_person(decision.by, by):
            raise refuse("approval_not_yours", approval=approval)
        approved.require_unused(approval)
        row = Withdrawal.objects.create(
            approval=asked, by_id=by.user_id, organisation_id=by.organisation_id, reason=reason, on=on, at=at
        )
        write({"approval": approval}, [row])

    perform(Request("approval_withdraw", by, on, at, key, {"approval": approval, "reason": reason}), work)
