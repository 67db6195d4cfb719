"""What an act did to claims, gathered so that it can be told to the journal, the claims' histories and both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.claims.models import Claim, Event


@dataclass
class Steps:
    """The steps of one act on a legal day. An app above carries an act out within its own operation like this:

    `filing.carry_out(…, steps)`, `write({…, **steps.answer()}, steps.rows())`.
    """

    on: date
    at: datetime
    states: list[tuple[int, str, str, int | None]] = field(default_factory=list)
    made: list[Model] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    touching: list[tuple[int, int, int]] = field(default_factory=list)

    def change(
        self, claims: Iterable[Claim], state: str, reason: str = "", holds: Mapping[int, int] | None = None
    ) -> None:
        """The claims are in another state now. `holds`: of a confirmed claim, its hold."""
        changed = list(claims)
        Claim.objects.filter(pk__in=[claim.pk for claim in changed]).update(state=state)
        for claim in changed:
            claim.state = state
            self.made.append(claim)
            self.tell(claim.pk, state, reason, holds[claim.pk] if holds else None)

    def tell(self, claim: int, state: str, reason: str = "", hold: int | None = None) -> None:
        """The claim came into a state."""
        self.states.append((claim, state, reason, hold))

    def answer(self) -> dict[str, object]:
        """For the journal: [claim, state] in order, the cases opened, and small overlaps as [claim, other claim, cm²]."""
        told: dict[str, object] = {"claims": [[claim, state] for claim, state, _, _ in self.states]}
        if self.cases:
            told["cases"] = list(self.cases)
        if self.touching:
            told["touching"] = [list(touch) for touch in self.touching]
        return told

    def rows(self) -> Sequence[Model]:
        """What the act made or changed, each once, and the claims' histories, which are stored with the entry."""
        made = {(row._meta.db_table, row.pk): row for row in self.made}
        events = [
            Event(claim_id=claim, state=state, reason=reason, hold_id=hold, on=self.on)
            for claim, state, reason, hold in self.states
        ]
        return [*made.values(), *events]
