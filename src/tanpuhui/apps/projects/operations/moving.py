"""The one way by which a project or report moves: the table is asked, its guards are held, the step is written down."""

from collections.abc import Callable, Collection

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.checks import text
from tanpuhui.apps.projects import checks, dossiers, guarding, standing, telling
from tanpuhui.apps.projects.desk import Desk, engaged
from tanpuhui.apps.projects.models import Project, Recalculation, Report, Step
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.workflow import Move, Obstacle, Workflow, allowed

Deed = Callable[[Desk], None]


def moved(
    *,
    case: str,
    act: str,
    request: Request,
    reason: str = "",
    read: str = "",
    look: Deed | None = None,
    first: Deed | None = None,
    then: Deed | None = None,
) -> Answer:
    """Makes the move `act` of a project or report, if its table and guards allow it.

    `look` may refuse; `first` does what the journal hears of (calculates, claims); `then` writes more with the step. Returns
    `{"project" or "report": reference, "state": code, "step": number, …}`.
    """
    why = text("reason", reason, checks.LONGEST)

    def work(write: Write) -> None:
        desk = on_desk(case, act, request, why, read)
        for deed in (guarding.hold, look, first):
            if deed:
                deed(desk)
        write_step(desk, write, why, then)

    return perform(request, work)


def on_desk(case: str, act: str, request: Request, reason: str = "", read: str = "") -> Desk:
    """The case, locked, with the line of its table for this act and actor. Refuses what stands in the way."""
    project, report = lock(case)
    terms = dossiers.terms_of(project)
    owners, body = dossiers.owners_of(terms), engaged(report) if report else None
    table, state = (REPORT, report.state) if report else (PROJECT, project.state)
    sides = standing.stands(request.by, owners, project.area, body)
    row = report or project
    move = line(table, row.reference, state, act, request.by, sides, owners, reason)
    if request.on < row.acted_on:
        raise refuse("case_day_reversed", case=row.reference, last=row.acted_on, on=request.on)
    return Desk(project, report, terms, move, request, read)


def lock(case: str) -> tuple[Project, Report | None]:
    """Locks a project, and of a report its project first, so that nobody waits in a ring."""
    if case.startswith("REP-"):
        known = (
            Report.objects.filter(reference=checks.report(case)).values_list("project__reference", flat=True).first()
        )
        if known is None:
            raise refuse("unknown_report", report=case)
        project, _ = lock(known)
        return project, Report.objects.select_for_update().get(reference=case)
    row = Project.objects.select_for_update().filter(reference=checks.project(case)).first()
    if row is None:
        raise refuse("unknown_project", project=case)
    return row, None


def write_step(desk: Desk, write: Write, reason: str, then: Deed | None = None) -> None:
    """What the move makes, the step and the new state, all told by the journal's entry."""
    name = "report" if desk.report else "project"
    take(desk, reason, then)
    facts = {name: desk.reference, "state": desk.move.next, "step": desk.number, **desk.told}
    claimed = desk.steps
    write(facts | (claimed.answer() if claimed else {}), [*desk.rows, *(claimed.rows() if claimed else ())])


def take(desk: Desk, reason: str = "", then: Deed | None = None) -> None:
    """Takes the step: the new state is stored, and everything else laid down in `rows`, to be stored with the entry."""
    move, request, case, number = desk.move, desk.request, desk.case, desk.number
    desk.entered = {
        "by_id": desk.by.user_id,
        "organisation_id": desk.by.organisation_id,
        "on": request.on,
        "at": request.at,
    }
    if then:
        then(desk)
    if desk.repeated:
        kept, result = desk.repeated
        again = Recalculation(
            **desk.entered, calculation=kept, step=number, who=move.who, all_hash=result.hashes.all
        )  # fmt: skip
        desk.rows.append(again)
    step = Step(
        **desk.entered, project=desk.project, report=desk.report, number=number, act=move.act, before=move.state,
        after=move.next, who=move.who, reason=reason, dossier=desk.dossier(),
    )  # fmt: skip
    desk.reason = reason
    telling.tell(desk)
    if move.next != case.state:
        case.since = request.on
    case.state, case.acted_on, case.steps = move.next, request.on, number
    case.save()
    desk.rows += [step, case]


def line(
    table: Workflow,
    case: str,
    state: str,
    act: str,
    by: Actor,
    sides: Collection[str],
    owners: Collection[int],
    reason: str,
) -> Move:
    """The line of the table, or the refusal that says what stands in the way."""
    found = allowed(table, state, act, stands=sides, may=lambda move: standing.may(by, move, owners), reason=reason)
    if isinstance(found, Move):
        return found
    says = table.acts[act]
    if found is Obstacle.NOT_NOW:
        possible = dossiers.listed(table.acts[code] for code in dict.fromkeys(table.acts_in(state)))
        raise refuse("case_not_now", case=case, state=table.state(state).says, act=says, possible=possible)
    asked = table.move(state, act) or table.lines(act)[0]
    if found is Obstacle.NOT_THEIRS:
        raise refuse("case_not_theirs", case=case, act=says, who=table.parties[asked.who], actor=by.name)
    if found is Obstacle.NO_REASON:
        raise refuse("case_reason_missing", act=says)
    if asked.who == "applicant":
        standing.require(by, asked.permission, owners)
    by.require(asked.permission)
    raise ValueError(f"{act} is refused without an obstacle")
