"""The uses of one issuance, walked in a fixed order with what is left: no more can leave an account than is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tanpuhui.core.findings import Finding
from tanpuhui.core.registers import ForeignUse
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.accounts import (
    AFTER_INVALIDATION,
    BEFORE_INVALIDATION,
    BUFFER,
    HELD,
    INVALIDATED,
    STATE_ON,
    Move,
)
from tanpuhui.regimes.us_ca_cop.comments import CommentFacts
from tanpuhui.regimes.us_ca_cop.findings import seen


@dataclass(slots=True)
class Walk:
    """Where the credits of an issuance are while its row is walked: `left` by account, the `uses`, what is odd."""

    about: str
    issued: int
    issued_on: date
    left: dict[str, int] = field(init=False)
    uses: list[ForeignUse] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = {HELD: self.issued, BUFFER: 0}

    def all(self, amounts: Mapping[str, int], comment: CommentFacts) -> None:
        """Walk every use column (`amounts`: tonnes by column) and the invalidations of the comment."""
        for move in BEFORE_INVALIDATION:
            self.take(move, amounts[move.column])
        self.invalidate(comment)
        for move in AFTER_INVALIDATION:
            self.take(move, amounts[move.column])

    def take(self, move: Move, quantity: int) -> None:
        """Post a use if as much is left; leave it out as a whole, with a finding, if not."""
        left = self.left[move.source]
        if quantity > left:
            code = "buffer_retired_above_contribution" if move.column == col.BUFFER_RETIRED else "use_above_issued"
            self.note(code, column=move.column, quantity=quantity, left=left)
        elif quantity:
            on = self.issued_on if move.act == "buffer_in" else STATE_ON
            self._post(ForeignUse(move.act, move.source, move.target, quantity, on, move.purpose))

    def invalidate(self, comment: CommentFacts) -> None:
        """Post the invalidated credits that had not been used; those used before stay where they are, with a finding.

        Credits had been used before if no longer held, or if this very comment names credits that replaced them.
        """
        fitting = [f for f in comment.invalidated if f.id == self.about and f.of == self.issued and f.quantity]
        total = sum(fact.quantity for fact in fitting)
        if len(fitting) < len(comment.invalidated) or comment.rest_invalidates or total > self.issued:
            self.note("invalidation_not_understood", what=col.COMMENT)
        if not 0 < total <= self.issued:
            return
        replaced = sum(fact.quantity for fact in comment.replaced if fact.id == self.about)
        posted = min(self.left[HELD], max(total - replaced, 0))
        when = "; ".join(fact.when for fact in fitting)
        self.note("invalidated_per_comment", quantity=total, of=self.issued, when=when, posted=posted)
        if posted < total:
            self.note("invalidated_after_use", quantity=total - posted)
        if posted:
            self._post(ForeignUse("invalidate", HELD, INVALIDATED, posted, STATE_ON, "invalidation"))

    def note(self, code: str, **facts: object) -> None:
        """Report something odd about this issuance."""
        self.findings.append(seen(code, self.about, **facts))

    def _post(self, use: ForeignUse) -> None:
        self.left[use.source] -= use.quantity
        if use.target in self.left:
            self.left[use.target] += use.quantity
        self.uses.append(use)
