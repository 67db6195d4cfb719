"""What may be asked about projects and reports: where each stands, how it came there, what could be next. Plain rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from tanpuhui.apps.claims import queries as claims
from tanpuhui.apps.claims.kinds import LIVE
from tanpuhui.apps.gazette.queries import adopted
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import calculation, checks, claiming, disclosure, dossiers, editions, guarding, standing
from tanpuhui.apps.projects.approved import ApprovedReport, OwnerShare, Participant
from tanpuhui.apps.projects.desk import engaged, status_of
from tanpuhui.apps.projects.models import Owner, Project, Report, Step, Terms
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Move, Wait, possible, wait


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as read. `applicant` is an organisation's code; `on_paper`: its newest terms came on paper.

    `answers`: of conditions of applicability, by code.
    """

    reference: str
    title: Text
    applicant: str
    owners: tuple[OwnerShare, ...]
    consultants: tuple[str, ...]
    area: str
    methodology: str
    edition: Text
    crediting: Period
    state: str
    since: date
    opened_on: date
    steps: int
    on_paper: bool
    received_on: date | None
    answers: Mapping[str, bool]
    cobenefits: Text | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as read. `verification`: `verified`, `self_declared`, or empty while neither; `body`: code of who is engaged."""

    reference: str
    project: str
    period: Period
    state: str
    since: date
    opened_on: date
    steps: int
    verification: str
    body: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One move: `act` led from `before` to `after`; `user` (login) of `organisation` (code) acted as `who`, on a dossier."""

    number: int
    act: str
    before: str
    after: str
    who: str
    user: str
    organisation: str
    on: date
    at: datetime
    reason: str
    dossier: str
    journal: int


def find(case: str) -> tuple[Project, Report | None]:
    """The row of a project, or of a report with its project. Refuses `unknown_project`, `unknown_report`."""
    if case.startswith("REP-"):
        row = Report.objects.select_related("project__applicant").filter(reference=checks.report(case)).first()
        if row is None:
            raise refuse("unknown_report", report=case)
        return row.project, row
    found = Project.objects.select_related("applicant").filter(reference=checks.project(case)).first()
    if found is None:
        raise refuse("unknown_project", project=case)
    return found, None


def project(reference: str) -> ProjectRow:
    """One project. Refuses `unknown_project`. Four statements."""
    return _project(find(checks.project(reference))[0])


def projects(
    *, state: str | None = None, area: str | None = None, after: str = "", limit: int = 100
) -> list[ProjectRow]:
    """Projects by reference, `limit` of them after the reference `after`; of one state, of one city, if asked."""
    asked = {name: value for name, value in (("state", state), ("area", area)) if value is not None}
    found = Project.objects.filter(**asked, reference__gt=after).select_related("applicant").order_by("reference")
    return [_project(row) for row in found[:limit]]


def _project(row: Project) -> ProjectRow:
    terms = dossiers.terms_of(row)
    advisers = terms.consultants.order_by("organisation__code").values_list("organisation__code", flat=True)
    return ProjectRow(
        row.reference, Text(terms.title_zh, terms.title_en), row.applicant.code, owners(terms), tuple(advisers),
        row.area, terms.methodology, Text(terms.edition_zh, terms.edition_en), Period(terms.first, terms.last),
        row.state, row.since, row.opened_on, row.steps, terms.on_paper, terms.received_on,
        terms.answers, Text(terms.cobenefits_zh, terms.cobenefits_en) if terms.cobenefits_zh else None,
    )  # fmt: skip


def owners(terms: Terms) -> tuple[OwnerShare, ...]:
    """The owners under some terms, by code. One statement."""
    rows = Owner.objects.filter(terms=terms).order_by("organisation__code")
    found = rows.values_list("organisation", "organisation__code", "share")
    return tuple(OwnerShare(organisation, code, Decimal(share)) for organisation, code, share in found)


def report(reference: str) -> ReportRow:
    """One report. Refuses `unknown_report`. Three statements."""
    row = find(checks.report(reference))[1]
    assert row is not None, "its number is a report's"
    return _report(row)


def reports(project: str) -> list[ReportRow]:
    """The reports of a project, by period."""
    found = find(checks.project(project))[0]
    return [_report(row) for row in found.reports.select_related("project").order_by("first", "reference")]


_WAYS = {"sign": "verified", "declare": "self_declared"}


def _report(row: Report) -> ReportRow:
    last = row.engagements.select_related("body").order_by("-pk").first()
    return ReportRow(
        row.reference, row.project.reference, Period(row.first, row.last), row.state, row.since, row.opened_on,
        row.steps, _WAYS.get(guarding.way_of(row), ""), last.body.code if last else "",
    )  # fmt: skip


def history(case: str) -> list[StepRow]:
    """Every move of a project or report, oldest first. Two statements."""
    project, report = find(case)
    rows = Step.objects.filter(project=project, report=report).select_related("by", "organisation")
    return [
        StepRow(
            s.number, s.act, s.before, s.after, s.who, s.by.login, s.organisation.code, s.on, s.at, s.reason,
            s.dossier, s.journal_id,
        )
        for s in rows.order_by("number")
    ]  # fmt: skip


def dossier(case: str) -> str:
    """The hash of a project's or report's dossier: what statements and decisions name. Six statements at most."""
    project, report = find(case)
    terms = dossiers.terms_of(project)
    return dossiers.hash_of_report(report, project, terms) if report else dossiers.hash_of_project(project, terms)


def possible_moves(case: str, *, by: Actor) -> tuple[Move, ...]:
    """What the actor could do next, conditions aside."""
    project, report = find(case)
    held = dossiers.owners_of(dossiers.terms_of(project))
    sides = standing.stands(by, held, project.area, engaged(report) if report else None)
    table, state = (REPORT, report.state) if report else (PROJECT, project.state)
    return possible(table, state, stands=sides, may=lambda move: standing.may(by, move, held))


def waiting(case: str, *, on: date) -> Wait:
    """How many working days a case has been in its state. No limit is known for a review or an appeal: no deadline.

    A disclosure has its own clock, see `papers.disclosed`. What changed nothing (a document, a finding) does not count.
    """
    project, report = find(case)
    return wait(since=(report or project).since, on=on, calendar=disclosure.CALENDAR)


def approved(report: str) -> ApprovedReport:
    """All that the room which issues needs of an approved or issued report. Refuses `unknown_report`, `report_not_approved`."""
    project, row = find(checks.report(report))
    assert row is not None, "its number is a report's"
    kept = dossiers.pinned(row)
    if row.state not in ("approved", "issued") or kept is None:
        raise refuse("report_not_approved", report=report, state=REPORT.state(row.state).says)
    terms, statement = dossiers.terms_of(project), guarding.statement_of(row)
    scopes = editions.scopes(kept.methodology, row.reference)
    decided = Step.objects.filter(report=row, act="approve").order_by("-number")[0].on
    adoption = adopted(kept.values_hash, decided, scopes=scopes)
    verified = guarding.way_of(row) == "sign"
    live = [claim.id for claim in claims.claims_of(row.reference) if claim.state in LIVE]
    return ApprovedReport(
        report=row.reference, project=project.reference, title=Text(terms.title_zh, terms.title_en),
        applicant_id=project.applicant_id, owners=owners(terms), methodology=kept.methodology,
        edition=Text(terms.edition_zh, terms.edition_en), scheme=claiming.SCHEME, area=terms.area,
        period=Period(kept.first, kept.last), crediting=Period(terms.first, terms.last), grams=kept.grams,
        vintages={int(year): int(grams) for year, grams in sorted(kept.vintages.items())},
        hashes=calculation.hashes_of(kept), inventory=dict(kept.tables), options=dict(kept.options),
        profile=kept.profile, on=kept.on, status=status_of(kept), scopes=scopes,
        adoption=adoption.reference if adoption else "", verification="verified" if verified else "self_declared",
        statement=statement.signed if verified and statement else "",
        dossier=dossiers.hash_of_report(row, project, terms), claims=tuple(live), participants=_participants(project, row),
        approved_on=decided,
    )  # fmt: skip


def _participants(project: Project, report: Report) -> tuple[Participant, ...]:
    """Everybody who acted on the project or the report, stakeholders aside."""
    steps = Step.objects.filter(Q(report=None) | Q(report=report), project=project).exclude(who="stakeholder")
    rows = steps.order_by("who", "by", "organisation").values_list("by", "by__person", "organisation", "who").distinct()
    return tuple(Participant(*row) for row in rows)
