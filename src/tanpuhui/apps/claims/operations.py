"""The acts of this room: file, confirm, release, decide. Each is one call of `perform`, on ground locked before."""

from collections.abc import Callable
from datetime import date, datetime

from tanpuhui.apps.claims import ending, filing, notifying
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.geometry import hectares
from tanpuhui.apps.claims.ground import Ground, stand
from tanpuhui.apps.claims.kinds import HOME, OUTCOMES
from tanpuhui.apps.claims.models import Case, Reference, Ruling
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.claims.steps import Steps
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, Write, check_texts, perform
from tanpuhui.core.findings import Finding
from tanpuhui.core.refused import shown


def file(*, asked: Filing, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Makes the items asked for what their reference claims: reserved, or contested with a case for each claim they meet.

    Permission `claims:file` for the claimant. Refuses as `Filing.check` and `filing.carry_out`. The answer is that of
    `Steps.answer`; `noticed` makes findings of its small overlaps.
    """
    by.require("claims:file", asked.claimant)
    asked.check()
    request = Request("claims_file", by, on, at, key, asked.body())
    return _perform(request, lambda: filing.lock(asked), lambda ground, steps: filing.carry_out(asked, ground, steps))


def confirm(*, reference: str, by: Actor, on: date, at: datetime, key: str, scheme: str = HOME) -> Answer:
    """Confirms all live claims of a reference, for good: credits were issued for them. Permission `claims:confirm`.

    Refuses `nothing_claimed`, `claim_confirmed` and, while a case is open, `claim_in_conflict`.
    """
    by.require("claims:confirm")
    request = Request("claims_confirm", by, on, at, key, {"scheme": scheme, "reference": reference})

    def deed(ground: Ground, steps: Steps) -> None:
        ending.confirm(_known(ground, scheme, reference), ground, steps)

    return _perform(request, lambda: stand(known=[(scheme, reference)]), deed)


def release(*, reference: str, reason: str, by: Actor, on: date, at: datetime, key: str, scheme: str = HOME) -> Answer:
    """Releases all claims of a reference that was withdrawn or rejected; each may be claimed again. Never confirmed ones.

    Permission `claims:decide`, or `claims:file` for the claimant. Refuses `release_reason_missing`, `nothing_claimed`,
    `claim_confirmed`.
    """
    _check_reason(reason)
    body = {"scheme": scheme, "reference": reference, "reason": reason}

    def deed(ground: Ground, steps: Steps) -> None:
        row = _known(ground, scheme, reference)
        if not by.may("claims:decide"):
            by.require("claims:file", row.claimant_id)
        claims = ending.live_claims(row)
        if not claims:
            raise refuse("nothing_claimed", reference=reference, scheme=scheme)
        ending.settle(ending.release(claims, reason, steps), ground, steps)

    request = Request("claims_release", by, on, at, key, body)
    return _perform(request, lambda: stand(known=[(scheme, reference)]), deed)


def decide(*, case: int, outcome: str, reason: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Decides an open case (`kinds.OUTCOMES`); the side that loses is released. Permission `claims:decide`.

    Refuses `release_reason_missing`, `unknown_case_outcome`, `unknown_case`, `case_closed`, `case_of_ones_own`,
    `both_cannot_stand`, `claim_confirmed` (the side that would lose was issued).
    """
    by.require("claims:decide")
    _check_reason(reason)
    if outcome not in OUTCOMES:
        raise refuse("unknown_case_outcome", outcome=shown(outcome), known=", ".join(OUTCOMES))
    row = Case.objects.select_related("earlier", "later").filter(pk=case).first()
    if row is None:
        raise refuse("unknown_case", case=case)
    body = {"case": case, "outcome": outcome, "reason": reason}
    request = Request("claims_decide", by, on, at, key, body)

    def deed(ground: Ground, steps: Steps) -> None:
        decision.carry_out(ground, steps)

    decision = _Decision(case, outcome, reason, by)
    return _perform(request, lambda: stand(claims=[row.earlier_id, row.later_id]), deed, decision.notify)


class _Decision:
    """The ruling on one case, on locked ground."""

    def __init__(self, case: int, outcome: str, reason: str, by: Actor) -> None:
        self.case, self.outcome, self.reason, self.by = case, outcome, reason, by

    def carry_out(self, ground: Ground, steps: Steps) -> None:
        """Releases who loses, and puts in place who may be."""
        case = self._open()
        waiting = [case.later]
        if self.outcome != "both_stand":
            loser = case.later if self.outcome == "earlier_stands" else case.earlier
            if loser.state == "confirmed":
                raise refuse("claim_confirmed", reference=loser.reference.code)
            waiting += ending.release([loser], f"case {case.pk}: {self.reason}", steps)
        elif case.same_subject:
            raise refuse("both_cannot_stand", case=case.pk)
        unique = {claim.pk: claim for claim in waiting}
        ending.settle(unique.values(), ground, steps, decided=case.pk)
        steps.made.append(Ruling(case_id=case.pk, outcome=self.outcome, reason=self.reason, on=steps.on))

    def notify(self, steps: Steps) -> None:
        """Tells both sides."""
        case = Case.objects.select_related("earlier__reference", "later__reference").get(pk=self.case)
        notifying.decided(case, self.outcome, self.reason, steps.at)

    def _open(self) -> Case:
        sides = ("earlier__reference__claimant", "later__reference__claimant")
        case = ending.open_cases().select_related(*sides).filter(pk=self.case).first()
        if case is None:
            raise refuse("case_closed", case=self.case)
        if self.by.organisation_id in (case.earlier.reference.claimant_id, case.later.reference.claimant_id):
            raise refuse("case_of_ones_own", case=case.pk)
        return case


def noticed(answer: Answer, tolerance_cm2: int) -> list[Finding]:
    """The small overlaps that a filing's answer tells, as findings."""
    touching = answer.get("touching", [])
    assert isinstance(touching, list)
    tolerance = hectares(tolerance_cm2)
    return [
        found("parcels_touch", str(claim), other=other, hectares=hectares(area), tolerance=tolerance)
        for claim, other, area in touching
    ]


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise refuse("release_reason_missing")
    check_texts(reason=reason)


def _known(ground: Ground, scheme: str, reference: str) -> Reference:
    row = ground.references.get((scheme, reference))
    if row is None:
        raise refuse("nothing_claimed", reference=shown(reference), scheme=shown(scheme))
    return row


def _perform(
    request: Request,
    lock: Callable[[], Ground],
    deed: Callable[[Ground, Steps], None],
    then: Callable[[Steps], None] | None = None,
) -> Answer:
    """The locks come before the key is looked up, so that two calls with the same key wait for one another."""
    grounds: list[Ground] = []

    def work(write: Write) -> None:
        steps = Steps(request.on, request.at)
        deed(grounds[-1], steps)
        write(steps.answer(), steps.rows())
        if then:
            then(steps)

    return perform(request, work, lock=lambda: grounds.append(lock()))
