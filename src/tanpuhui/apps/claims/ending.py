"""What becomes of claims afterwards: released, in their place at last, or confirmed for good. Their subjects are locked."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from tanpuhui.apps.claims import line, notifying
from tanpuhui.apps.claims.ground import Ground
from tanpuhui.apps.claims.kinds import LIVE
from tanpuhui.apps.claims.models import Case, Cell, Claim, Hold, Reference
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.claims.steps import Steps


def open_cases() -> "QuerySet[Case]":
    """Cases that nobody has decided, both of whose claims still live."""
    return Case.objects.filter(ruling=None, earlier__state__in=LIVE, later__state__in=LIVE)


def live_claims(reference: Reference) -> list[Claim]:
    """The live claims of a reference, oldest first. Refuses `claim_confirmed` where some are confirmed."""
    found = reference.claims.filter(state__in=LIVE).select_related("subject", "outline")
    claims = list(found.order_by("pk"))
    if any(claim.state == "confirmed" for claim in claims):
        raise refuse("claim_confirmed", reference=reference.code)
    return claims


def release(claims: Sequence[Claim], reason: str, steps: Steps) -> list[Claim]:
    """The claims hold nothing any more. Gives those that contested them: `settle` them next."""
    line.give_back(claim.pk for claim in claims)
    Cell.objects.filter(claim__in=claims).delete()
    steps.change(claims, "released", reason)
    return list(Claim.objects.filter(state="contested", cases_as_later__earlier__in=claims).distinct())


def settle(claims: Iterable[Claim], ground: Ground, steps: Steps, *, decided: int | None = None) -> None:
    """Contested claims whose cases with earlier ones have all ended take their place. `decided`: a case that just ended."""
    for claim in sorted(claims, key=lambda claim: claim.pk):
        ended = not open_cases().filter(later=claim).exclude(pk=decided or 0).exists()
        if claim.state == "contested" and ended and ground.holds(claim.subject_id):
            line.take([claim])
            steps.change([claim], "reserved", "uncontested")


def confirm(reference: Reference, ground: Ground, steps: Steps) -> list[Claim]:
    """The claims of a reference are confirmed, all of them. Refuses `nothing_claimed`, `claim_confirmed`, `claim_in_conflict`."""
    claims = live_claims(reference)
    if not claims:
        raise refuse("nothing_claimed", reference=reference.code, scheme=reference.scheme)
    settle(claims, ground, steps)
    disputed = open_cases().filter(Q(earlier__in=claims) | Q(later__in=claims)).order_by("pk")
    case = disputed.select_related("earlier__reference__claimant", "later__reference__claimant").first()
    if case is not None:
        mine, other = case.earlier, case.later
        if mine.reference_id != reference.pk:
            mine, other = other, mine
        facts = {"other": other.reference.code, "other_claimant": notifying.name(other.reference.claimant)}
        raise refuse("claim_in_conflict", claim=mine.pk, case=case.pk, **facts)
    holds = dict(Hold.objects.filter(claim__in=claims).values_list("claim", "last"))
    steps.change(claims, "confirmed", holds=holds)
    return claims
