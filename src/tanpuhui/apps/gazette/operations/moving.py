"""The one way by which a filing moves: the table is asked, its guards are held, the step is written down."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

from tanpuhui.apps.gazette import checks, dossiers
from tanpuhui.apps.gazette.documents import RECUSED
from tanpuhui.apps.gazette.models import Filing, FilingDocument, FilingOpinion, FilingStep
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.separation import require_separate
from tanpuhui.apps.gazette.standing import may, stands
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.checks import text
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.refused import shown
from tanpuhui.core.workflow import Move, Obstacle, allowed


@dataclass(slots=True)
class Desk:
    """A filing while a move is made: the line of the table, the present documents, and the rows that the move makes."""

    filing: Filing
    move: Move
    by: Actor
    request: Request
    documents: list[FilingDocument]
    rows: list[Model] = field(default_factory=list)
    entered: dict[str, object] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The step that is being made."""
        return self.filing.steps + 1

    @property
    def dossier(self) -> str:
        """The hash of the present documents."""
        return dossiers.hash_of(self.documents)

    @property
    def round(self) -> FilingStep:
        """The referral that the present evaluation began with."""
        return FilingStep.objects.filter(filing=self.filing, act="refer").order_by("-number")[0]

    def require_read(self, dossier: str) -> None:
        """Pass if `dossier` is the hash of the present documents; else refuse `dossier_changed`."""
        if dossier != self.dossier:
            raise refuse("dossier_changed", filing=self.filing.reference, dossier=shown(dossier))


def moved(
    *,
    filing: str,
    act: str,
    request: Request,
    reason: str = "",
    opinions: int | None = None,
    look: Callable[[Desk], None] | None = None,
    then: Callable[[Desk], None] | None = None,
) -> Answer:
    """Makes the move `act`, if the table and its guards allow it. `look` may refuse; `then` writes more with the step.

    Returns `{"filing": reference, "state": code, "step": number}`.
    """
    reference, why = checks.filing(filing), text("reason", reason, checks.LONGEST)

    def work(write: Write) -> None:
        row = Filing.objects.select_for_update().filter(reference=reference).first()
        if row is None:
            raise refuse("unknown_filing", filing=reference)
        desk = Desk(row, _line(row, act, request.by, why), request.by, request, dossiers.present(row))
        if request.on < row.since:
            raise refuse("filing_day_reversed", filing=reference, last=row.since, on=request.on)
        for guard in desk.move.guards:
            _GUARDS[guard](desk)
        if look:
            look(desk)
        write_step(desk, write, why, opinions, then)

    return perform(request, work)


def write_step(
    desk: Desk, write: Write, reason: str, opinions: int | None, then: Callable[[Desk], None] | None = None
) -> None:
    """What `then` adds, the step, and the filing's new state, all told by the journal's entry."""
    move, filing, request = desk.move, desk.filing, desk.request
    desk.entered = {
        "by_id": desk.by.user_id, "organisation_id": desk.by.organisation_id, "on": request.on, "at": request.at,
        "filing": filing,
    }  # fmt: skip
    if then:
        then(desk)
        desk.documents = dossiers.present(filing, desk.rows)
    step = FilingStep(
        **desk.entered, number=desk.number, act=move.act, before=move.state, after=move.next, who=move.who,
        reason=reason, opinions=opinions, dossier=desk.dossier,
    )  # fmt: skip
    filing.state, filing.since, filing.steps = move.next, request.on, desk.number
    filing.save()
    write({"filing": filing.reference, "state": move.next, "step": step.number}, [*desk.rows, step, filing])


def _line(row: Filing, act: str, by: Actor, reason: str) -> Move:
    """The line of the table, or the refusal that says what stands in the way."""
    found = allowed(
        FILING, row.state, act, stands=stands(by, row), may=lambda move: may(by, move, row.filer_id), reason=reason
    )
    if isinstance(found, Move):
        return found
    says, state = FILING.acts[act], FILING.state(row.state).says
    if found is Obstacle.NOT_NOW:
        possible = dossiers.listed(FILING.acts[code] for code in FILING.acts_in(row.state))
        raise refuse("filing_not_now", filing=row.reference, state=state, act=says, possible=possible)
    line = FILING.move(row.state, act) or FILING.lines(act)[0]
    if found is Obstacle.NOT_THEIRS:
        raise refuse("filing_not_theirs", filing=row.reference, act=says, who=FILING.parties[line.who], actor=by.name)
    if found is Obstacle.NO_REASON:
        raise refuse("gazette_reason_missing", act=says)
    by.require(line.permission, row.filer_id if line.who == "filer" else None)
    raise ValueError(f"{act} is refused without an obstacle")


def _separate(desk: Desk) -> None:
    require_separate(desk.by, desk.filing, desk.move.who, desk.request.on)


def _complete(desk: Desk) -> None:
    dossiers.require_complete(desk.filing, desk.documents)


def _first(desk: Desk) -> None:
    duties.different_persons(desk.by)  # an opinion is a natural person's
    if FilingOpinion.objects.filter(filing=desk.filing, round=desk.round.number, person=desk.by.person_id).exists():
        raise refuse("opinion_given_already", filing=desk.filing.reference)


def _heard(desk: Desk) -> None:
    asked = desk.round
    given = FilingOpinion.objects.filter(filing=desk.filing, round=asked.number).exclude(verdict=RECUSED).count()
    if given < (asked.opinions or 1):
        raise refuse("opinions_outstanding", filing=desk.filing.reference, asked=asked.opinions, given=given)


_GUARDS: dict[str, Callable[[Desk], None]] = {
    "separate": _separate, "complete": _complete, "first": _first, "heard": _heard,
}  # fmt: skip
"""What each guard of the table means."""
