"""What a reference claims, from now on: these items and no others. Also for apps above, within an operation of theirs.

Filing again is how a returned report comes back: what is the same stays as it is, what is gone is released, what is new
is put in, all at once, so that no day lies free in between. A claim that was corrected keeps its place before those that
contested it, as far as it claims no more than before.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from tanpuhui.apps.claims import ending, placing
from tanpuhui.apps.claims.ground import Ground, stand
from tanpuhui.apps.claims.identity import kind_of
from tanpuhui.apps.claims.kinds import HOME, SCHEME
from tanpuhui.apps.claims.models import Claim, Reference
from tanpuhui.apps.claims.placing import POLICIES, Item, Manner, Place
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.claims.steps import Steps
from tanpuhui.core.days import Period
from tanpuhui.core.refused import shown

LONGEST_REFERENCE = 120
MOST = 1_000
"""Items of one filing."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The `items` that the `claimant` claims under `reference`; `manner`: of treating conflicts."""

    reference: str
    claimant: int
    items: tuple[Item, ...]
    manner: Manner = field(default_factory=Manner)
    scheme: str = HOME

    def check(self) -> None:
        """Refuse what could not be stored or understood: see `refusals`, under what is claimed; and `claimed_twice_here`."""
        check_name(self.scheme, self.reference)
        if not 0 < len(self.items) <= MOST:
            raise refuse("claim_list_too_long", count=len(self.items), limit=MOST)
        if self.manner.policy not in POLICIES:
            raise refuse("unknown_claim_policy", policy=shown(self.manner.policy), known=", ".join(POLICIES))
        for item in self.items:
            check_item(item)
        placing.check_apart(self.reference, self.items, self.manner.tolerance_cm2)

    def body(self) -> dict[str, object]:
        """The filing as the journal and a comparison of retries see it. No name of anybody's thing is in it."""
        return {
            "scheme": self.scheme, "reference": self.reference, "claimant": self.claimant,
            "policy": self.manner.policy, "tolerance_cm2": self.manner.tolerance_cm2,
            "claims": [item.body() for item in self.items],
        }  # fmt: skip


def check_name(scheme: str, reference: str) -> None:
    """Refuse `scheme_malformed`, `claim_reference_malformed`."""
    if not SCHEME.fullmatch(scheme):
        raise refuse("scheme_malformed", scheme=shown(scheme))
    if not 0 < len(reference) <= LONGEST_REFERENCE or not reference.isprintable() or reference != reference.strip():
        raise refuse("claim_reference_malformed", reference=shown(reference), limit=LONGEST_REFERENCE)


def check_item(item: Item) -> None:
    """Refuse `unknown_claim_kind`, `outline_without_parcel`."""
    kind = kind_of(item.key.kind)
    if item.outline and kind.code != "parcel":
        raise refuse("outline_without_parcel", kind=kind.says)


def lock(filing: Filing) -> Ground:
    """Locks what the filing touches, in the transaction that will carry it out."""
    return stand(
        new=[(filing.scheme, filing.reference, filing.claimant)], keys=[item.key for item in filing.items],
        outlines=[item.outline for item in filing.items if item.outline],
    )  # fmt: skip


def carry_out(filing: Filing, ground: Ground, steps: Steps) -> None:
    """Makes the items what the reference claims. Refuses `claim_of_another`, `claim_confirmed`, and as `placing.place`."""
    reference = ground.references[filing.scheme, filing.reference]
    check_owner(reference, filing.claimant)
    steps.made += ground.named
    wanted = {tuple(item.body()): item for item in filing.items}
    live = {tuple(_item(claim)): claim for claim in ending.live_claims(reference)}
    gone = [claim for body, claim in live.items() if body not in wanted]
    fresh = [item for body, item in wanted.items() if body not in live]
    places = _places(gone)
    waiting = ending.release(gone, "re-filed", steps) if gone else []
    if fresh:
        placing.place(reference, fresh, ground.subjects, filing.manner, steps, places)
    ending.settle(waiting, ground, steps)


def check_owner(reference: Reference, claimant: int) -> None:
    """Refuse `claim_of_another`."""
    if reference.claimant_id != claimant:
        raise refuse("claim_of_another", reference=reference.code, scheme=reference.scheme)


def _item(claim: Claim) -> list[object]:
    sha256 = claim.outline.sha256 if claim.outline else None
    return [claim.subject.kind, claim.subject.hash, claim.first.isoformat(), claim.last.isoformat(), sha256]


def _places(gone: list[Claim]) -> dict[int, list[Place]]:
    """Who contested the claims that go, and what these had before them."""
    places: dict[int, list[Place]] = defaultdict(list)
    for case in ending.open_cases().filter(earlier__in=gone).select_related("earlier"):
        claim = case.earlier
        places[case.later_id].append(Place(claim.subject_id, Period(claim.first, claim.last), case.area_cm2))
    return places
