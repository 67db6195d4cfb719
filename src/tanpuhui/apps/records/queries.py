"""What may be asked about second persons: requests and what became of them, the newest first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.models import Approval, Decision, Journal, Withdrawal
from tanpuhui.apps.records.refusals import refuse

WAITS, ALLOWED, DENIED, USED, WITHDRAWN = "waits", "allowed", "denied", "used", "withdrawn"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A request: who asked (login and shown name) for which `operation` with which `body`, and its `state`.

    `door`: how it was asked for, if at a door: `deed` and `said`. `decided_by`, `reason`: of the second person, if any;
    `ends_on`: the last day of what was allowed; `taken_back`: why it no longer is.
    """

    number: int
    operation: str
    body: Mapping[str, object]
    door: Mapping[str, object] | None
    asked_by_id: int
    asked_by: str
    asked_by_name: str
    person_id: int | None
    organisation_id: int
    on: date
    at: datetime
    state: str
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""
    decided_by_id: int | None = None
    ends_on: date | None = None
    taken_back: str = ""


def approvals(*, by: Actor, state: str = "", before: int | None = None, limit: int = 50) -> list[ApprovalRow]:
    """The requests of the actor's organisation, newest first, at most `limit`, with numbers below `before`. One statement."""
    rows = _rows().filter(organisation=by.organisation_id)
    if state == WAITS:
        rows = rows.filter(decision=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(row) for row in rows.order_by("-pk")[:limit]]


def approval(number: int, *, by: Actor) -> ApprovalRow:
    """One request of the actor's organisation. Refuses `unknown_approval`, for those of others too."""
    row = _rows().filter(pk=number, organisation=by.organisation_id).first()
    if row is None:
        raise refuse("unknown_approval", approval=number)
    return _row(row)


def _rows() -> Any:  # a queryset with an annotation of ours
    used = Exists(Journal.objects.filter(approval=OuterRef("pk")))
    return Approval.objects.select_related("asked_by", "decision__by", "withdrawal").annotate(used=used)


def _row(row: Approval) -> ApprovalRow:
    decision: Decision | None = getattr(row, "decision", None)
    used: bool = row.used  # type: ignore[attr-defined]
    withdrawal: Withdrawal | None = getattr(row, "withdrawal", None)
    allowed = WITHDRAWN if withdrawal else ALLOWED
    state = WAITS if decision is None else USED if used else allowed if decision.allowed else DENIED
    return ApprovalRow(
        row.pk, row.operation, json.loads(bytes(row.body)), row.door, row.asked_by_id, row.asked_by.login,
        row.asked_by.display_name, row.asked_by.person_id, row.organisation_id, row.on, row.at, state,
        decision.by.login if decision else "", decision.on if decision else None, decision.reason if decision else "",
        decision.by_id if decision else None, decision.ends_on if decision else None, withdrawal.reason if withdrawal else "",
    )  # fmt: skip
