"""Deeds of the second person."""

from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed

VERDICTS = {"true": Text("批准", "Allow"), "false": Text("不批准", "Deny")}


def decide_approval(*, number: int, allowed: bool, reason: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Allows or denies what a colleague asked. As `approvals.decide`, with permission `records:approve`."""
    approvals.decide(approval=number, allowed=allowed, reason=reason, by=by, on=on, at=at, key=key)
    return {"approval": number, "allowed": allowed}


def withdraw_approval(*, number: int, reason: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Takes back what one allowed and nobody has done yet. As `approvals.withdraw`, with permission `records:approve`."""
    approvals.withdraw(approval=number, reason=reason, by=by, on=on, at=at, key=key)
    return {"approval": number}


DEEDS = (
    Deed("decide_approval", decide_approval, "approvals/{number}/decision", Text("复核", "Decide as the second person"),
         "records:approve", {"allowed": lambda: VERDICTS}, signs=True),
    Deed("withdraw_approval", withdraw_approval, "approvals/{number}/withdrawal", Text("收回批准", "Take an approval back"),
         "records:approve", signs=True),
)  # fmt: skip
