"""Loading a list of another scheme's claims: in chunks, each an act of its own, and no row twice however often it is loaded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from tanpuhui.apps.claims import filing, placing
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.geometry import TOLERANCE_CM2
from tanpuhui.apps.claims.ground import Ground, stand
from tanpuhui.apps.claims.kinds import HOME
from tanpuhui.apps.claims.lists import Row
from tanpuhui.apps.claims.models import Claim, Reference
from tanpuhui.apps.claims.placing import Manner
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.apps.claims.steps import Steps
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Request, Write, perform
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text

CHUNK = 100
"""Rows of one act: well below a second."""
Told = tuple[str, int | None, list[str] | None]
"""What became of a row: the outcome, its claim, why it was not entered (zh, en)."""


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of a row: `outcome` is reserved, contested, known (it was here already), twice or wrong."""

    number: int
    reference: str
    outcome: str
    claim: int | None = None
    finding: Finding | None = None


def load(
    *, rows: Iterable[Row], scheme: str, claimant: int, by: Actor, on: date, at: datetime, key: str,
    tolerance_cm2: int = TOLERANCE_CM2,
) -> Iterator[RowReport]:  # fmt: skip
    """Enters the rows of a foreign list (`lists`) as claims of that `scheme`, and reports every row as it goes.

    `claimant`: the foreign register's organisation. Nothing is claimed twice: a row that is here already is `known`, also
    after its claim was released. A row that meets a claim of another scheme or project is contested and opens a case.
    Permission `register:import`. Refuses `scheme_malformed` (also for this register's own scheme), `claim_of_another`.
    """
    by.require("register:import")
    if scheme == HOME:
        raise refuse("scheme_malformed", scheme=scheme)
    return _load(iter(rows), _Load(scheme, claimant, by, on, at, key, Manner(tolerance_cm2=tolerance_cm2)))


def _load(rows: Iterator[Row], load: "_Load") -> Iterator[RowReport]:
    number = 0
    while chunk := list(islice(rows, CHUNK)):
        number += 1
        yield from load.chunk(number, chunk)


@dataclass(frozen=True, slots=True)
class _Load:
    scheme: str
    claimant: int
    by: Actor
    on: date
    at: datetime
    key: str
    manner: Manner

    def chunk(self, number: int, rows: Sequence[Row]) -> Iterator[RowReport]:
        """One act for the rows that could be read, reports for all, in order."""
        read = [row for row in rows if row.item]
        told = self._perform(number, read) if read else {}
        for row in rows:
            outcome, claim, reason = told.get(row.number, ("wrong", None, None))
            finding = row.finding or (
                found("list_row_twice", str(row.number), reason=Text(*reason)) if reason else None
            )
            yield RowReport(row.number, row.reference, outcome, claim, finding)

    def _perform(self, number: int, rows: Sequence[Row]) -> dict[int, Told]:
        grounds: list[Ground] = []
        body = {
            "scheme": self.scheme, "claimant": self.claimant, "tolerance_cm2": self.manner.tolerance_cm2,
            "rows": [[row.number, row.reference, row.item and row.item.body()] for row in rows],
        }  # fmt: skip

        def lock() -> None:
            items = [row.item for row in rows if row.item]
            names = sorted({(self.scheme, row.reference, self.claimant) for row in rows})
            outlines = [item.outline for item in items if item.outline]
            grounds.append(stand(new=names, keys=[item.key for item in items], outlines=outlines))

        def work(write: Write) -> None:
            steps = Steps(self.on, self.at)
            steps.made += grounds[-1].named
            told = [[row.number, *self._enter(row, grounds[-1], steps)] for row in rows]
            write({"rows": told, **steps.answer()}, steps.rows())

        request = Request("claims_load", self.by, self.on, self.at, f"{self.key[:180]}#{number}", body)
        told = perform(request, work, lock=lock)["rows"]
        assert isinstance(told, list)
        return {row[0]: (row[1], row[2], row[3]) for row in told}

    def _enter(self, row: Row, ground: Ground, steps: Steps) -> Told:
        item = row.item
        assert item is not None
        reference = ground.references[self.scheme, row.reference]
        filing.check_owner(reference, self.claimant)
        if known := _known(reference, ground.subjects[item.key], item):
            return "known", known, None
        try:
            (claim,) = placing.place(reference, [item], ground.subjects, self.manner, steps)
        except Refusal as no:
            if no.code != "claimed_twice_here":
                raise
            return "twice", None, [no.says.zh, no.says.en]
        return claim.state, claim.pk, None


def _known(reference: Reference, subject: int, item: placing.Item) -> int | None:
    """The claim that is this row, if it was ever entered."""
    same = Claim.objects.filter(reference=reference, subject=subject, first=item.period.first, last=item.period.last)
    drawn = {"outline__sha256": item.outline.sha256} if item.outline else {"outline": None}
    return same.filter(**drawn).order_by("pk").values_list("pk", flat=True).first()
