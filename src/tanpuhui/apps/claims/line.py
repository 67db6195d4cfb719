"""Taking days of a subject on the number line, and giving them back: two rows each time, however long the period.

The caller has locked the subject. Without the lock nothing worse happens than that the database refuses.
"""

from collections.abc import Iterable

from tanpuhui.apps.claims.models import SPAN, Claim, Hold
from tanpuhui.core.days import Period


def place(subject: int, period: Period) -> tuple[int, int]:
    """The first and the last number of a subject's days."""
    return subject * SPAN + period.first.toordinal(), subject * SPAN + period.last.toordinal()


def take(claims: Iterable[Claim]) -> None:
    """Each claim holds its days. Where they are not free the database refuses (IntegrityError)."""
    wanted = {claim.subject_id: claim for claim in claims}
    assert len(wanted) == len(list(claims)), "one claim of a subject at a time"
    used = set(Hold.objects.filter(subject__in=wanted).values_list("subject", flat=True).distinct())
    Hold.objects.bulk_create(
        _hold(claim, None) for subject, claim in wanted.items() if subject not in used
    )  # the first holds of their subjects
    for subject in used:
        _link(wanted[subject])


def _link(claim: Claim) -> None:
    """Between its neighbours: the one behind is told first, because no two may name the same one before them."""
    first, last = place(claim.subject_id, Period(claim.first, claim.last))
    of_subject = Hold.objects.filter(subject=claim.subject_id)
    before = of_subject.filter(last__gte=claim.subject_id * SPAN, last__lt=first).order_by("-last").first()
    after = of_subject.filter(last__gte=first, last__lt=(claim.subject_id + 1) * SPAN).order_by("last").first()
    if after:
        Hold.objects.filter(last=after.last).update(previous=last)
    Hold.objects.bulk_create([_hold(claim, before.last if before else None)])


def _hold(claim: Claim, previous: int | None) -> Hold:
    first, last = place(claim.subject_id, Period(claim.first, claim.last))
    return Hold(first=first, last=last, previous_id=previous, subject_id=claim.subject_id, claim_id=claim.pk)


def give_back(claims: Iterable[int]) -> None:
    """The claims hold nothing any more; those behind them close up."""
    for hold in Hold.objects.filter(claim__in=list(claims)).order_by("last"):
        fresh = Hold.objects.get(last=hold.last)  # the one before it may just have gone
        Hold.objects.filter(last=fresh.last).delete()
        Hold.objects.filter(previous=fresh.last).update(previous=fresh.previous_id)
