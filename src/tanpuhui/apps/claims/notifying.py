"""Both sides of a case are told that it was opened, and how it was decided."""

from datetime import datetime

from tanpuhui.apps.claims.kinds import OUTCOMES
from tanpuhui.apps.claims.models import Case, Reference
from tanpuhui.apps.notices.operations import tell
from tanpuhui.apps.parties.models import Organisation
from tanpuhui.core.text import Text


def sides(mine: Reference, other: Reference) -> dict[str, object]:
    """Who claims what, on either side, as messages and refusals name it."""
    return {
        "claimant": name(mine.claimant), "reference": mine.code, "scheme": mine.scheme,
        "other_claimant": name(other.claimant), "other": other.code, "other_scheme": other.scheme,
    }  # fmt: skip


def name(organisation: Organisation) -> Text:
    """What an organisation is called."""
    return Text(organisation.name_zh, organisation.name_en)


def opened(case: Case, overlap: Text, at: datetime) -> None:
    """The case was opened about an overlap."""
    for mine, other in _both(case):
        facts = {"case": case.pk, "overlap": overlap, **sides(mine, other)}
        key = f"claims-case-{case.pk}-{mine.pk}"
        tell(code="claim_case_opened", facts=facts, at=at, key=key, organisation=mine.claimant_id)


def decided(case: Case, outcome: str, reason: str, at: datetime) -> None:
    """The case was decided."""
    for mine, other in _both(case):
        facts: dict[str, object] = {
            "case": case.pk, "reference": mine.code, "other": other.code, "outcome": OUTCOMES[outcome], "reason": reason,
        }  # fmt: skip
        key = f"claims-case-{case.pk}-{mine.pk}"
        tell(code="claim_case_decided", facts=facts, at=at, key=key, organisation=mine.claimant_id)


def _both(case: Case) -> tuple[tuple[Reference, Reference], tuple[Reference, Reference]]:
    earlier, later = case.earlier.reference, case.later.reference
    return (earlier, later), (later, earlier)
