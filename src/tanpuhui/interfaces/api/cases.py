"""A project or a report as its reader may see it: the public what is public, a side of the case all of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tanpuhui.apps.disclosure.registers import cases as rows
from tanpuhui.apps.disclosure.registers import public
from tanpuhui.apps.disclosure.registers.asked import Asked
from tanpuhui.apps.projects import checks, papers, queries, reading
from tanpuhui.apps.projects.models import Project, Report
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.api.thing import Reader


@dataclass(frozen=True, slots=True)
class Paper:
    """A present document. `evidence`: the file, where the reader may have it; `public`: the copy for everybody."""

    kind: str
    name: str
    version: int
    visibility: str
    evidence: str
    public: str
    on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of its history. Everybody sees public steps, and of reasons those of authorities."""

    number: int
    act: str
    before: str
    after: str
    side: str
    on: date
    reason: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Possible:
    """What the caller could do next, conditions aside: send `act` to `moves`, or use the deed of that name."""

    act: str
    says: Text
    leads_to: str
    reason_needed: bool
    second_person: bool


@dataclass(frozen=True, slots=True)
class ProjectThing:
    """A project. `dossier`: the hash of all it consists of, which decisions name and `If-Match` may hold."""

    reference: str
    title: Text
    state: str
    state_says: Text
    since: date
    area: str
    city: Text | None
    methodology: str
    edition: Text
    first: date
    last: date
    applicant: str
    owners: str
    consultants: str
    opened_on: date
    issued: int
    cobenefits: Text | None
    reports: tuple[str, ...]
    dossier: str
    documents: tuple[Paper, ...]
    history: tuple[Moved, ...]
    moves: tuple[Possible, ...]


@dataclass(frozen=True, slots=True)
class ReportThing:
    """A monitoring report. `dossier` as of a project; `calculation`: the hash of what it pinned, for which statements stand."""

    reference: str
    project: str
    title: Text
    state: str
    state_says: Text
    first: date
    last: date
    since: date
    verification: str
    body: str
    methodology: str
    grams: int | None
    basis: str | None
    calculation: str | None
    opened_on: date
    issued: int | None
    issued_on: date | None
    dossier: str
    documents: tuple[Paper, ...]
    history: tuple[Moved, ...]
    moves: tuple[Possible, ...]


def report_no(text: str) -> str:
    """The number of a report. Refuses what is none."""
    return checks.report(text)


def unknown(report: str) -> Refusal:
    """It is not there, or not for this reader, which is said in the same words."""
    return refuse("unknown_report", report=report)


def project(reader: Reader, reference: str) -> ProjectThing:
    """A project with documents, history, and what the caller could do next. Refuses `unknown_project`."""
    found, _, party = _seen(checks.project(reference), reader)
    kept = Project.objects.filter(pk=found.pk).annotate(term=rows.newest_terms()).select_related("applicant")
    (told,) = rows.project_rows(list(kept))
    shown = Report.objects.filter(project=found) if party else public.reports().filter(project=found)
    both = {name: _both(told, name) for name in ("title", "edition", "city", "cobenefits")}
    reports = tuple(shown.order_by("reference").values_list("reference", flat=True))
    return ProjectThing(
        **told, **both, state_says=PROJECT.state(found.state).says, reports=reports, **_rest(reference, reader, party)
    )


def _both(told: dict[str, Any], name: str) -> Any:
    """What was told in each language, as one; nothing where it was told in none."""
    zh, en = told.pop(f"{name}_zh"), told.pop(f"{name}_en")
    return Text(zh, en) if zh or en else None


def report(reader: Reader, reference: str) -> ReportThing:
    """A monitoring report with documents, history, and what the caller could do next. Refuses `unknown_report`."""
    _, found, party = _seen(report_no(reference), reader)
    assert found is not None, "its number is a report's"
    (told,) = rows.report_rows(Report.objects.filter(pk=found.pk), Asked(reader.on, 1))
    title = _both(told, "title")
    return ReportThing(
        **told, title=title, state_says=REPORT.state(found.state).says, **_rest(reference, reader, party)
    )


def _seen(case: str, reader: Reader) -> tuple[Project, Report | None, bool]:
    """The rows, and whether the reader is a side of the case."""
    project, report = queries.find(case)
    party = False
    if reader.by is not None:
        try:
            party = reading.view(case, by=reader.by).party
        except Refusal as no:
            if not no.code.startswith("unknown_"):
                raise
    shown = public.reports().filter(pk=report.pk) if report else public.projects().filter(pk=project.pk)
    if not party and not shown.exists():
        raise unknown(case) if report else refuse("unknown_project", project=case)
    return project, report, party


def _rest(case: str, reader: Reader, party: bool) -> dict[str, Any]:
    """What project and report have in common."""
    papers_of = papers.documents(case, by=reader.by)
    moves = queries.possible_moves(case, by=reader.by) if reader.by else ()
    table = REPORT if case.startswith("REP-") else PROJECT
    return {
        "dossier": queries.dossier(case),
        "documents": tuple(
            Paper(p.kind, p.name, p.version, p.visibility, p.evidence, p.public, p.on) for p in papers_of if p.present
        ),
        "history": tuple(_steps(case, party)),
        "moves": tuple(
            Possible(m.act, table.acts[m.act], m.next, m.reason, m.second_person) for m in moves
        ),
    }  # fmt: skip


def _steps(case: str, party: bool) -> list[Moved]:
    shown = public.ACTS["report" if case.startswith("REP-") else "project"]
    found = []
    for step in queries.history(case):
        if party or (step.act in shown and step.who != "verifier"):
            reason = step.reason if party or step.who in public.AUTHORITY else ""
            found.append(Moved(step.number, step.act, step.before, step.after, step.who, step.on, reason, step.dossier))
    return found
