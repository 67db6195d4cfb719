"""The second person: one asks for exactly one act, another natural person allows or denies it, and it is used once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.approved import same_person
from tanpuhui.apps.records.models import Approval, Decision
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
    """Allows or denies a request. Refuses `self_approval` (same natural person) and a second decision."""
    check_texts(reason=reason)

    def work(write: Write) -> None:
        asked = Approval.objects.filter(pk=approval).select_related("asked_by").first()
        if asked is None:
            raise refuse("unknown_approval", approval=approval)
        by.require("records:approve", asked.organisation_id)  # nobody approves for another organisation
        if same_person(asked.asked_by, by):
            raise refuse("self_approval")
        if Decision.objects.filter(approval=asked).exists():
            raise refuse("already_decided", approval=approval)
        row = Decision.objects.create(
            approval=asked, by_id=by.user_id, organisation_id=by.organisation_id,
            allowed=allowed, reason=reason, on=on, at=at,
        )  # fmt: skip
        write({"approval": approval, "allowed": allowed}, [row])

    try:
        body = {"approval": approval, "allowed": allowed, "reason": reason}
        perform(Request("approval_decide", by, on, at, key, body), work)
    except IntegrityError as twice:  # somebody else did in the same moment
        raise refuse("already_decided", approval=approval) from twice
