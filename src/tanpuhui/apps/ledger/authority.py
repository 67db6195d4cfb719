"""What the authority does about a reservation that nobody else ends."""

from datetime import date, datetime

from tanpuhui.accounting.acts import ACTS
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import operations
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, check_texts


def release_body(*, reservation: int, reason: str) -> dict[str, object]:
    """The body of a release as the journal, a retry and a second person's approval see it."""
    return {"reservation": reservation, "reason": reason}


def release_by_authority(
    *, reservation: int, reason: str, by: Actor, on: date, at: datetime, key: str, approval: int | None
) -> Answer:
    """Ends a reservation of any kind, at any time: a pledge without end, a transfer that nobody accepts.

    Its units are free again where they lie. Permission `ledger:release`, second person; the reason stands in the journal.
    """
    if not reason.strip():
        raise refuse("reason_missing", act=ACTS["release"].text)
    check_texts(reason=reason)
    body = release_body(reservation=reservation, reason=reason)
    return operations.end(reservation, operations.BY_AUTHORITY, by, on, at, key, body, approval)
