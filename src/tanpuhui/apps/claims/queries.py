"""What may be asked about claims: who claims what, what overlaps, which cases there are. Plain rows, no name of any thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tanpuhui.apps.claims import cells
from tanpuhui.apps.claims.geometry import Outline, overlap_cm2
from tanpuhui.apps.claims.identity import Key
from tanpuhui.apps.claims.kinds import HOME, LIVE
from tanpuhui.apps.claims.models import Case, Cell, Claim, Event
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as read; `area_cm2` of its outline, where it has one."""

    id: int
    scheme: str
    reference: str
    claimant_id: int
    claimant: Text
    key: Key
    period: Period
    state: str
    filed_on: date
    area_cm2: int | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as read. `state`: open, decided, or lapsed when one side withdrew; `outcome` and `reason` of a decided one."""

    id: int
    earlier: ClaimRow
    later: ClaimRow
    same_subject: bool
    area_cm2: int
    period: Period
    opened_on: date
    state: str
    outcome: str
    reason: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of a claim's history; `journal`: the number of the entry that wrote it."""

    state: str
    reason: str
    on: date
    journal: int


def claims_of(reference: str, *, scheme: str = HOME) -> list[ClaimRow]:
    """All claims of a reference, released ones too, oldest first. One statement."""
    return [_claim(c) for c in _claims().filter(reference__scheme=scheme, reference__code=reference).order_by("pk")]


def claim(id: int) -> ClaimRow:
    """One claim. Refuses `unknown_claim`."""
    found = _claims().filter(pk=id).first()
    if found is None:
        raise refuse("unknown_claim", claim=id)
    return _claim(found)


def history(claim: int) -> list[EventRow]:
    """What became of a claim, in order."""
    return [EventRow(e.state, e.reason, e.on, e.journal_id) for e in Event.objects.filter(claim=claim).order_by("pk")]


def outline(claim: int) -> Outline | None:
    """The outline of a claimed parcel, where it has one. Refuses `unknown_claim`."""
    found = Claim.objects.filter(pk=claim).select_related("outline").first()
    if found is None:
        raise refuse("unknown_claim", claim=claim)
    return Outline(found.outline.geojson) if found.outline else None


def conflicts(
    key: Key, period: Period, *, outline: Outline | None = None, limit: int = 100
) -> list[tuple[ClaimRow, int]]:
    """Live claims of the same thing for common days, or whose parcel overlaps then, with that area in cm²; oldest first."""
    days = Q(first__lte=period.last, last__gte=period.first)
    same = _claims().filter(days, subject__kind=key.kind, subject__hash=key.hash, state__in=LIVE).order_by("pk")[:limit]
    found = {c.pk: (_claim(c), 0) for c in same}
    found |= {c.pk: (_claim(c), area) for c, area in overlapping(outline, period)} if outline else {}
    return [found[pk] for pk in sorted(found)[:limit]]


def overlapping(outline: Outline, period: Period) -> list[tuple[Claim, int]]:
    """The live claims whose parcels share area with the outline and days with the period, and how much: at least 1 cm².

    Candidates come from the index in one statement; the rest is exact. The cost does not grow with the register.
    """
    ids = {pk for box in outline.boxes for pk in _candidates(box, period)}
    near = _claims().filter(pk__in=ids, state__in=LIVE).order_by("pk") if ids else ()
    shared = ((claim, overlap_cm2(outline, Outline(claim.outline.geojson))) for claim in near if claim.outline)
    return [(claim, area) for claim, area in shared if area > 0]


def _candidates(box: cells.Box, period: Period) -> Iterable[int]:
    around, within = cells.search(box)
    squares = Q(square__in=around)
    for least, most in within:
        squares |= Q(square__range=(least, most))
    meets = Q(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
    days = Q(first__lte=period.last, last__gte=period.first)
    return Cell.objects.filter(squares, meets, days).values_list("claim", flat=True)


def cases(*, by: Actor, state: str = "open", before: int | None = None, limit: int = 50) -> list[CaseRow]:
    """Cases newest first, numbered below `before`, in a `state` ("": any). The authority (`claims:decide`) sees all,

    others those in which they, or an owner they act for, are a side. One statement.
    """
    found = _cases()
    if not by.may("claims:decide"):
        owners = {by.organisation_id, *by.entrusted}
        found = found.filter(Q(earlier__reference__claimant__in=owners) | Q(later__reference__claimant__in=owners))
    open_ones = Q(ruling=None, earlier__state__in=LIVE, later__state__in=LIVE)
    chosen = {"open": open_ones, "decided": ~Q(ruling=None), "lapsed": Q(ruling=None) & ~open_ones, "": Q()}[state]
    after = {} if before is None else {"pk__lt": before}
    return [_case(c) for c in found.filter(chosen, **after).order_by("-pk")[:limit]]


def case(id: int, *, by: Actor) -> CaseRow:
    """One case that the actor may see. Refuses `unknown_case`."""
    rows = cases(by=by, state="", before=id + 1, limit=1)
    if not rows or rows[0].id != id:
        raise refuse("unknown_case", case=id)
    return rows[0]


def _claims() -> "QuerySet[Claim]":
    return Claim.objects.select_related("reference__claimant", "subject", "outline")


def _cases() -> "QuerySet[Case]":
    sides = (
        f"{side}__{path}" for side in ("earlier", "later") for path in ("reference__claimant", "subject", "outline")
    )
    return Case.objects.select_related("ruling", *sides)


def _claim(c: Claim) -> ClaimRow:
    who, key = c.reference.claimant, Key(c.subject.kind, c.subject.hash)
    area = c.outline.area_cm2 if c.outline else None
    return ClaimRow(
        c.pk, c.reference.scheme, c.reference.code, who.pk, Text(who.name_zh, who.name_en), key,
        Period(c.first, c.last), c.state, c.filed_on, area,
    )  # fmt: skip


def _case(c: Case) -> CaseRow:
    ruling = getattr(c, "ruling", None)
    state = "decided" if ruling else "open" if {c.earlier.state, c.later.state} <= set(LIVE) else "lapsed"
    told = (ruling.outcome, ruling.reason, ruling.on) if ruling else ("", "", None)
    return CaseRow(
        c.pk, _claim(c.earlier), _claim(c.later), c.same_subject, c.area_cm2, Period(c.first, c.last), c.opened_on,
        state, *told,
    )  # fmt: skip
