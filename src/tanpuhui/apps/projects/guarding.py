"""What each guard of the two tables means. A guard passes, or refuses; it writes nothing."""

from collections.abc import Callable, Iterable
from datetime import date

from tanpuhui.apps.gazette.queries import AdoptionRow, adopted, adopters
from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import bodies, calculation, checks, claiming, disclosure, dossiers, editions, separation
from tanpuhui.apps.projects.desk import Desk, status_of
from tanpuhui.apps.projects.documents import KINDS, PROJECT_NEEDS, REPORT_NEEDS
from tanpuhui.apps.projects.models import (
    Calculation,
    Document,
    Objection,
    Owner,
    Project,
    Report,
    Statement,
    Step,
    Terms,
    VerifierFinding,
    Visit,
)
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import ENDED, PROJECT, UNDER_WAY
from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text


def hold(desk: Desk) -> None:
    """Every guard of the line, in its order."""
    for guard in desk.move.guards:
        GUARDS[guard](desk)


def _separate(desk: Desk) -> None:
    separation.require_separate(
        desk.by, desk.move.who, desk.project, desk.report, desk.terms, desk.request.on
    )  # fmt: skip


def _another_decider(desk: Desk) -> None:
    rejected = Step.objects.filter(project=desk.project, report=desk.report, act="reject").order_by("-number")[0]
    duties.different_persons(desk.by, parties.who(user=rejected.by_id, organisation=rejected.organisation_id))


def _same_dossier(desk: Desk) -> None:
    if desk.read != desk.dossier():
        raise refuse("dossier_not_the_one_read", case=desk.reference, dossier=shown(desk.read) or "–")


# Documents


def _complete(desk: Desk) -> None:
    there = desk.documents()
    missing = [*_lacking({row.kind for row in there}, _needed(desk))]
    if desk.report:
        tables = calculation.tables_in(there)
        asked = editions.edition(desk.terms.methodology).tables
        missing += [shape.name.text for name, shape in asked.items() if name not in tables]
    if missing:
        raise refuse("case_documents_incomplete", case=desk.reference, missing=dossiers.listed(missing))


def _lacking(there: set[str], needed: list[str]) -> list[Text]:
    return [KINDS[kind].says for kind in needed if kind not in there]


def _needed(desk: Desk) -> list[str]:
    acting = desk.by.organisation_id if desk.move.who == "applicant" else None
    return needed(desk.project, desk.report, desk.terms, acting)


def needed(project: Project, report: Report | None, terms: Terms, acting: int | None) -> list[str]:
    """The kinds of document that a case cannot be filed without. Two statements.

    A village's decision and an agent's entrustment are asked for where there is a village or an agent: one that has acted
    for the applicant, or the organisation `acting` now for it (none: somebody else's turn). A boundary where parcels are claimed.
    """
    if report:
        return list(REPORT_NEEDS)
    parcels = claiming.of_parcels(editions.edition(terms.methodology))
    project_needs = [kind for kind in PROJECT_NEEDS if parcels or kind != "boundary"]
    owners = Owner.objects.filter(terms=terms).values_list("organisation", "organisation__kind")
    villages = any(kind == "village_collective" for _, kind in owners)
    acted = Step.objects.filter(project=project, who="applicant").values_list("organisation", flat=True)
    by_agent = {acting, *acted} - {owner for owner, _ in owners} if acting is not None else ()
    return [*project_needs, *["collective_decision"] * villages, *["entrustment"] * bool(by_agent)]


# Disclosure


def shown_document(desk: Desk) -> str:
    """The present disclosure of benefit sharing. Refuses `nothing_to_disclose`."""
    return str(_shown(desk).evidence_id)


def _shown(desk: Desk) -> Document:
    for row in dossiers.present(desk.project):
        if row.kind == "benefit_sharing":
            return row
    raise refuse("nothing_to_disclose", project=desk.project.reference)


def _disclosable(desk: Desk) -> None:
    row = _shown(desk)
    if row.visibility != "public" and not row.redactions.exists():
        raise refuse("disclosure_hidden", project=desk.project.reference)


def _disclosed(desk: Desk) -> None:
    kept = disclosure.newest(desk.project)
    if kept is None or kept.content != disclosure.content(desk.terms, shown_document(desk)):
        raise refuse("not_disclosed", project=desk.project.reference)
    if kept.until is not None and desk.request.on <= kept.until:
        passed = disclosure.passed(kept, desk.request.on).count
        raise refuse(
            "disclosed_too_briefly", project=desk.project.reference, passed=passed, days=kept.days, until=kept.until
        )


def _in_time(desk: Desk) -> None:
    if desk.move.act == "object":  # what came on paper counts by the day on which it came
        require_in_time(desk, desk.request.on)


def require_in_time(desk: Desk, day: date) -> None:
    """Refuse `objection_too_late` where the time of disclosure was over on the day; where none is known it is never."""
    kept = disclosure.newest(desk.project)
    if kept is not None and kept.until is not None and day > kept.until:
        raise refuse("objection_too_late", project=desk.project.reference, until=kept.until, on=day)


def _answered(desk: Desk) -> None:
    open_ones = Objection.objects.filter(project=desk.project, answers=None).order_by("number")
    if numbers := list(open_ones.values_list("number", flat=True)):
        raise refuse("objections_unanswered", project=desk.project.reference, numbers=", ".join(map(str, numbers)))


def _in_force(desk: Desk) -> None:
    editions.require_in_force(editions.edition(desk.terms.methodology), desk.request.on)


# A project and its reports


def _reports_at_rest(desk: Desk) -> None:
    moving = Report.objects.filter(project=desk.project, state__in=(*UNDER_WAY, "issued")).order_by("pk").first()
    if moving is not None:
        raise refuse("report_under_way", project=desk.project.reference, report=moving.reference)


def _reports_ended(desk: Desk) -> None:
    alive = Report.objects.filter(project=desk.project).exclude(state__in=(*ENDED, "issued")).order_by("pk").first()
    if alive is not None:
        raise refuse("report_under_way", project=desk.project.reference, report=alive.reference)


def _project_in(*states: str) -> Callable[[Desk], None]:
    def guard(desk: Desk) -> None:
        if desk.project.state not in states:
            state, needed = PROJECT.state(desk.project.state).says, PROJECT.state(states[0]).says
            facts = {"report": desk.reference, "project": desk.project.reference}
            raise refuse("project_not_there_yet", state=state, needed=needed, **facts)

    return guard


def _project_open(desk: Desk) -> None:
    if desk.project.state in (*ENDED, "rejected", "appealed"):
        state = PROJECT.state(desk.project.state).says
        raise refuse("project_ended", project=desk.project.reference, state=state)


def _within(desk: Desk) -> None:
    checks.crediting(desk.period, desk.crediting)
    if desk.period.last >= desk.request.on:
        raise refuse("period_not_over", period=desk.period, on=desk.request.on)
    others = Report.objects.filter(
        project=desk.project, first__lte=desk.period.last, last__gte=desk.period.first
    ).exclude(pk=desk.of_report.pk)  # fmt: skip
    other = others.exclude(state__in=("draft", "rejected", *ENDED)).order_by("pk").first()
    if other is not None:
        facts = {"other": other.reference, "days": Period(other.first, other.last)}
        raise refuse("period_of_another_report", report=desk.reference, period=desk.period, **facts)


# Verification


def _engaged(desk: Desk) -> None:
    body = desk.body()
    if body is None:
        raise refuse("no_verifier_engaged", report=desk.reference)
    bodies.require_accredited(body, desk.terms.methodology, desk.request.on)
    bodies.require_no_conflict(body, desk.project, desk.terms, desk.request.on)


def _accredited(desk: Desk) -> None:
    bodies.require_accredited(desk.by.organisation_id, desk.terms.methodology, desk.request.on)
    bodies.require_no_conflict(desk.by.organisation_id, desk.project, desk.terms, desk.request.on)


def _waived(desk: Desk) -> None:
    methodology = editions.edition(desk.terms.methodology)
    if methodology.needs_verifier:
        raise refuse("verifier_needed", report=desk.reference, methodology=methodology.name)


def _findings_closed(desk: Desk) -> None:
    rows = VerifierFinding.objects.filter(report=desk.of_report).exclude(messages__act="close").order_by("number")
    if numbers := list(rows.values_list("number", flat=True)):
        raise refuse("findings_open", report=desk.reference, numbers=", ".join(map(str, numbers)))


def _visited(desk: Desk) -> None:
    if not Visit.objects.filter(report=desk.of_report, organisation=desk.by.organisation_id).exists():
        raise refuse("nothing_visited", report=desk.reference)


def _reported(desk: Desk) -> None:
    mine = (row for row in desk.documents() if row.kind == "verification_report")
    if not any(row.organisation_id == desk.by.organisation_id for row in mine):
        raise refuse("verification_report_missing", report=desk.reference)


def statement_of(report: Report) -> Statement | None:
    """The newest statement in favour of a report, if it is the last word."""
    last = Statement.objects.filter(report=report).order_by("-number").first()
    return last if last is not None and last.opinion != "adverse" else None


def way_of(report: Report) -> str:
    """How the report was last made ready: by the act `sign` of a verification body, or `declare` of the applicant."""
    step = Step.objects.filter(report=report, act__in=("submit", "sign", "declare")).order_by("-number").first()
    return step.act if step else ""


def _statement_stands(desk: Desk) -> None:
    """Nothing of the dossier has changed since a verification body, or where it is waived the applicant, stood for it."""
    report, way, present = desk.of_report, way_of(desk.of_report), desk.dossier()
    if way == "declare":
        _waived(desk)
        declared = Step.objects.filter(report=report, act="declare").order_by("-number")[0]
        if declared.dossier == present:
            return
    elif way == "sign":
        statement = statement_of(report)
        if statement is not None and (statement.dossier, statement.calculation) == (present, desk.pinned().all_hash):
            return
    raise refuse("statement_void", report=desk.reference)


# The calculation, the claims, the values


def _same_result(desk: Desk) -> None:
    kept = desk.pinned()
    desk.repeated = kept, calculation.require_same(kept, desk.reference)


def _claimed(desk: Desk) -> None:
    claiming.require_claimed(desk.of_report, desk.pinned())


def adoption_for(kept: Calculation, report: Report, desk: Desk) -> AdoptionRow | None:
    """The adoption that covers what a calculation used; none is needed where all of it is official."""
    scopes = editions.scopes(kept.methodology, report.reference)
    return adopted(kept.values_hash, desk.request.on, scopes=scopes)


def _adopted(desk: Desk) -> None:
    kept = desk.pinned()
    if status_of(kept) is Status.OFFICIAL:
        return
    adoption = adoption_for(kept, desk.of_report, desk)
    if adoption is None:
        raise refuse("values_not_adopted", report=desk.reference, hash=kept.values_hash, status=status_of(kept).text)
    require_apart(desk, adopters(adoption.reference))


def require_apart(desk: Desk, actors: Iterable[Actor]) -> None:
    """Pass if all these, who acted for the province beside the case, are separate from every other side of it."""
    for actor in actors:
        separation.require_separate(actor, "province", desk.project, desk.report, desk.terms, desk.request.on)


GUARDS: dict[str, Callable[[Desk], None]] = {
    "separate": _separate, "another_decider": _another_decider, "same_dossier": _same_dossier, "complete": _complete,
    "disclosable": _disclosable, "disclosed": _disclosed, "in_time": _in_time, "answered": _answered,
    "in_force": _in_force, "reports_at_rest": _reports_at_rest, "reports_ended": _reports_ended,
    "project_open": _project_open, "project_filed": _project_in("filed", "forwarded", "registered"),
    "project_forwarded": _project_in("forwarded", "registered"), "project_registered": _project_in("registered"),
    "within": _within, "engaged": _engaged, "accredited": _accredited, "waived": _waived,
    "findings_closed": _findings_closed, "visited": _visited, "reported": _reported,
    "statement_stands": _statement_stands, "same_result": _same_result, "claimed": _claimed, "adopted": _adopted,
}  # fmt: skip
"""Guard of the tables → what it asks."""
