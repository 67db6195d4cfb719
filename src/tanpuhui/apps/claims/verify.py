"""What must hold between the tables of this room and no constraint can say. On a sound register `verify` finds nothing."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.kinds import LIVE
from tanpuhui.apps.claims.line import place
from tanpuhui.apps.claims.models import Case, Claim, Event
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding


def verify() -> list[Finding]:
    """Every claim is as its history tells, holds what its state says, and has a case with each other claim it meets by key."""
    return [*_states(), *_holds(), *_unheard()]


def _states() -> Iterator[Finding]:
    newest = Event.objects.filter(claim=OuterRef("pk")).order_by("-pk").values("state")[:1]
    odd = Claim.objects.annotate(told=Subquery(newest)).filter(Q(told=None) | ~Q(told=F("state"))).order_by("pk")
    for pk, state, told in odd.values_list("pk", "state", "told"):
        yield found("claim_not_as_told", str(pk), state=state, told=told or "–")


def _holds() -> Iterator[Finding]:
    for claim in Claim.objects.select_related("hold").order_by("pk").iterator(chunk_size=2000):
        hold = getattr(claim, "hold", None)
        there = (hold.subject_id, hold.first, hold.last) if hold else None
        due = (claim.subject_id, *place(claim.subject_id, Period(claim.first, claim.last)))
        if there != (due if claim.state in ("reserved", "confirmed") else None):
            yield found("claim_not_held", str(claim.pk))


def _unheard() -> Iterator[Finding]:
    """Live claims of one subject with common days, without a case. Those that hold cannot be two: the database saw to that."""
    for claim in Claim.objects.filter(state="contested").order_by("pk").iterator(chunk_size=2000):
        others = Claim.objects.filter(
            subject=claim.subject_id, state__in=LIVE, first__lte=claim.last, last__gte=claim.first
        )
        for other in others.exclude(pk=claim.pk).order_by("pk"):
            both = Q(earlier=claim, later=other) | Q(earlier=other, later=claim)
            if not Case.objects.filter(both).exists():
                yield found("claim_rivals_unheard", str(claim.pk), other=other.pk)
