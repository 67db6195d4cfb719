"""What must hold between the tables of this room and no constraint can say. On a sound register `verify` finds nothing."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from tanpuhui.apps.claims.cells import cover
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.geometry import Outline
from tanpuhui.apps.claims.kinds import LIVE
from tanpuhui.apps.claims.line import place
from tanpuhui.apps.claims.models import Case, Cell, Claim, Event
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding

PAGE = 2000
SQUARE = ("square", "west", "south", "east", "north", "first", "last")
Square = tuple[object, ...]


def verify() -> list[Finding]:
    """Every claim is as its history tells, holds what its state says, lies where its outline does, and has a case with each
    other claim it meets by key.
    """
    return [*_states(), *_holds(), *_mapped(), *_unheard()]


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


def _mapped() -> Iterator[Finding]:
    """The squares of every live parcel, and of no other, are in the index."""
    after = 0
    while page := list(Claim.objects.filter(pk__gt=after).select_related("outline").order_by("pk")[:PAGE]):
        after = page[-1].pk
        there: dict[int, list[Square]] = {}
        for claim, *square in Cell.objects.filter(claim__in=page).values_list("claim", *SQUARE):
            there.setdefault(claim, []).append(tuple(square))
        for row in page:
            if sorted(there.get(row.pk, ())) != sorted(_squares(row)):
                yield found("claim_not_on_the_map", str(row.pk))


def _squares(claim: Claim) -> Iterator[Square]:
    if claim.outline and claim.state in LIVE:
        for box in Outline(claim.outline.geojson).boxes:
            bounds = box.west, box.south, box.east, box.north
            yield from ((square, *bounds, claim.first, claim.last) for square in cover(box))


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
