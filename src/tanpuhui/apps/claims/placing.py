"""Putting claims in: who else claims the same is found first; a claim that meets another holds nothing, and opens a case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tanpuhui.apps.claims import cells, line, notifying
from tanpuhui.apps.claims.geometry import TOLERANCE_CM2, Outline, hectares, meeting, overlap_cm2
from tanpuhui.apps.claims.identity import Key
from tanpuhui.apps.claims.kinds import KINDS, LIVE
from tanpuhui.apps.claims.models import Case, Cell, Claim, Reference
from tanpuhui.apps.claims.models import Outline as OutlineRow
from tanpuhui.apps.claims.queries import overlapping
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.claims.steps import Steps
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text

POLICIES = ("contest", "refuse")
"""What becomes of a claim that meets another: it waits with an open case, or nothing of it is stored."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is claimed: the `key` of a thing, the days of the reduction, and of a parcel perhaps its outline."""

    key: Key
    period: Period
    outline: Outline | None = None

    def body(self) -> list[object]:
        """The item as it stands in the journal, and by which it is recognised when it comes again."""
        sha256 = self.outline.sha256 if self.outline else None
        return [self.key.kind, self.key.hash, self.period.first.isoformat(), self.period.last.isoformat(), sha256]


@dataclass(frozen=True, slots=True)
class Manner:
    """How conflicts are treated: the `policy`, and from which overlap in cm² parcels conflict."""

    policy: str = "contest"
    tolerance_cm2: int = TOLERANCE_CM2


@dataclass(frozen=True, slots=True)
class Place:
    """What a claim that is being replaced had before a contested one: its subject, its days, the area in common."""

    subject: int
    period: Period
    area_cm2: int


Places = Mapping[int, Sequence[Place]]
"""Contested claim → the places before it that a corrected claim may keep, as far as it claims no more."""


@dataclass
class Rival:
    """A live claim that an item meets. `behind`: it came after the claim which the item corrects."""

    claim: Claim
    same_subject: bool = False
    area_cm2: int = 0
    behind: bool = False

    def overlap(self, period: Period) -> Text:
        """What they have in common, in words."""
        days = period.intersection(Period(self.claim.first, self.claim.last)) or period
        kind = KINDS[self.claim.subject.kind].says
        thing = Text(f"同一{kind.zh}", f"the same {kind.en}") if self.same_subject else Text("地块", "parcels")
        area = (
            Text(f"，{hectares(self.area_cm2)} 公顷", f", {hectares(self.area_cm2)} ha")
            if self.area_cm2
            else Text("", "")
        )
        return Text(
            f"{thing.zh}{area.zh}，{days.first} 至 {days.last}", f"{thing.en}{area.en}, {days.first} to {days.last}"
        )


def check_apart(reference: str, items: Sequence[Item], tolerance_cm2: int) -> None:
    """The items of one filing do not claim the same twice among themselves. Refuses `claimed_twice_here`."""
    numbered: dict[Key, list[tuple[int, Item]]] = defaultdict(list)
    for number, item in enumerate(items, 1):
        numbered[item.key].append((number, item))
    for group in numbered.values():
        for (one, item), (other, next_item) in combinations(group, 2):
            if days := item.period.intersection(next_item.period):
                raise refuse("claimed_twice_here", reference=reference, one=one, other=other, overlap=days)
    drawn = [(number, item, item.outline) for number, item in enumerate(items, 1) if item.outline]
    for i, j in meeting([outline for *_, outline in drawn]) if len(drawn) > 1 else ():
        (one, item, outline), (other, next_item, next_outline) = drawn[i], drawn[j]
        if item.period.overlaps(next_item.period) and (shared := overlap_cm2(outline, next_outline)) >= tolerance_cm2:
            facts = {"one": one, "other": other, "overlap": f"{hectares(shared)} ha"}
            raise refuse("claimed_twice_here", reference=reference, **facts)


def place(
    reference: Reference,
    items: Sequence[Item],
    subjects: Mapping[Key, int],
    manner: Manner,
    steps: Steps,
    kept: Places | None = None,
) -> list[Claim]:
    """Enters the items under the reference; its subjects and tiles are locked. `kept`: places of claims they correct.

    Refuses `claimed_twice_here`, `claim_conflict`.
    """
    rivals = [_rivals(reference, item, number, found, manner) for number, item, found in _by_key(items, subjects)]
    for item, (met, _) in zip(items, rivals, strict=True):
        for rival in met:
            rival.behind = any(
                place.subject == subjects[item.key]
                and place.period.covers(item.period)
                and place.area_cm2 >= rival.area_cm2
                for place in (kept or {}).get(rival.claim.pk, ())
            )
    drawn = _outlines(items)
    steps.made += drawn.values()
    claims = Claim.objects.bulk_create(
        Claim(
            reference=reference, subject_id=subjects[item.key], outline=drawn[item.outline.sha256] if item.outline else None,
            first=item.period.first, last=item.period.last, filed_on=steps.on,
            state="reserved" if all(rival.behind for rival in met) else "contested",
        )
        for item, (met, _) in zip(items, rivals, strict=True)
    )  # fmt: skip
    steps.made += claims
    Cell.objects.bulk_create(cell for claim, item in zip(claims, items, strict=True) for cell in _cells(claim, item))
    _take([claim for claim in claims if claim.state == "reserved"])
    for claim, item, (met, touched) in zip(claims, items, rivals, strict=True):
        steps.tell(claim.pk, claim.state)
        steps.touching += [(claim.pk, other, area) for other, area in touched]
        for rival in met:
            steps.cases.append(_open(claim, item, rival, steps))
    return claims


def _take(claims: Sequence[Claim]) -> None:
    """Several periods of one subject go in one after another."""
    turns: list[dict[int, Claim]] = []
    for claim in claims:
        turn = next((t for t in turns if claim.subject_id not in t), None)
        if turn is None:
            turns.append(turn := {})
        turn[claim.subject_id] = claim
    for turn in turns:
        line.take(list(turn.values()))


def _by_key(items: Sequence[Item], subjects: Mapping[Key, int]) -> list[tuple[int, Item, list[Claim]]]:
    """Each item with the live claims of the same thing for common days: one question for all."""
    wanted = {subjects[item.key] for item in items}
    days = Period(min(item.period.first for item in items), max(item.period.last for item in items)) if items else None
    live: dict[int, list[Claim]] = defaultdict(list)
    if days:
        found = Claim.objects.filter(subject__in=wanted, state__in=LIVE, first__lte=days.last, last__gte=days.first)
        for claim in found.select_related("reference__claimant", "subject").order_by("pk"):
            live[claim.subject_id].append(claim)
    return [
        (number, item, [c for c in live[subjects[item.key]] if item.period.overlaps(Period(c.first, c.last))])
        for number, item in enumerate(items, 1)
    ]


def _rivals(
    reference: Reference, item: Item, number: int, same: list[Claim], manner: Manner
) -> tuple[list[Rival], list[tuple[int, int]]]:
    """The claims an item conflicts with, oldest first, and those whose parcel it merely touches, with the area in cm²."""
    met = {claim.pk: Rival(claim, same_subject=True) for claim in same}
    touched: list[tuple[int, int]] = []
    for claim, area in overlapping(item.outline, item.period) if item.outline else ():
        if claim.pk in met:
            met[claim.pk].area_cm2 = area
        elif area >= manner.tolerance_cm2:
            met[claim.pk] = Rival(claim, area_cm2=area)
        else:
            touched.append((claim.pk, area))
    rivals = [met[pk] for pk in sorted(met)]
    for rival in rivals:
        overlap = rival.overlap(item.period)
        if rival.claim.reference_id == reference.pk:
            facts = {"one": number, "other": f"#{rival.claim.pk}", "overlap": overlap}
            raise refuse("claimed_twice_here", reference=reference.code, **facts)
        if manner.policy == "refuse":
            raise refuse("claim_conflict", overlap=overlap, **notifying.sides(reference, rival.claim.reference))
    return rivals, touched


def _outlines(items: Sequence[Item]) -> dict[str, OutlineRow]:
    """The rows of the items' outlines, made where they are new, by their SHA-256."""
    drawn = {item.outline.sha256: item.outline for item in items if item.outline}
    OutlineRow.objects.bulk_create(
        (OutlineRow(sha256=s, geojson=o.geojson, area_cm2=o.area_cm2) for s, o in sorted(drawn.items())),
        ignore_conflicts=True,
    )
    return {row.sha256: row for row in OutlineRow.objects.filter(sha256__in=drawn)} if drawn else {}


def _cells(claim: Claim, item: Item) -> list[Cell]:
    return [
        Cell(
            claim=claim, square=square, west=box.west, south=box.south, east=box.east, north=box.north,
            first=claim.first, last=claim.last,
        )
        for box in (item.outline.boxes if item.outline else ())
        for square in cells.cover(box)
    ]  # fmt: skip


def _open(claim: Claim, item: Item, rival: Rival, steps: Steps) -> int:
    days = item.period.intersection(Period(rival.claim.first, rival.claim.last)) or item.period
    earlier, later = (claim, rival.claim) if rival.behind else (rival.claim, claim)
    case = Case.objects.create(
        earlier=earlier, later=later, same_subject=rival.same_subject, area_cm2=rival.area_cm2,
        first=days.first, last=days.last, opened_on=steps.on,
    )  # fmt: skip
    steps.made.append(case)
    notifying.opened(case, rival.overlap(item.period), steps.at)
    return case.pk
