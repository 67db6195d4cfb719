"""Who may read what of project mode: a case as one of its sides, and a filed file by its hash. One rule for site and API."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q

from tanpuhui.apps.gazette import cases as filings
from tanpuhui.apps.gazette.models import FilingDocument, Notice
from tanpuhui.apps.gazette.standing import stands as filing_sides
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import dossiers, papers, standing
from tanpuhui.apps.projects.desk import engaged
from tanpuhui.apps.projects.models import (
    Accreditation,
    Document,
    Engagement,
    FindingMessage,
    Objection,
    ObjectionAnswer,
    Project,
    Redaction,
    Report,
    Visit,
)
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import EvidenceRow, evidence, filed_by
from tanpuhui.apps.records.refusals import refuse as missing
from tanpuhui.core.refusals import Refusal

Case = tuple[Project, Report | None]


@dataclass(frozen=True, slots=True)
class View:
    """How a reader stands to a case: the `sides` they can act for; `party`: whether all of it is open to them.

    `owners` are the present ones, by number. Who is no party sees a disclosed project alone, and of it what is public.
    """

    project: Project
    report: Report | None
    owners: tuple[int, ...]
    sides: frozenset[str]
    party: bool


def view(case: str, *, by: Actor) -> View:
    """The case as the actor may see it. Refuses a stranger as if it were not there: `unknown_project`, `unknown_report`.

    Stakeholders see a project while it is disclosed, so that they can object.
    """
    project, report = find(case)
    owners = dossiers.owners_of(dossiers.terms_of(project))
    sides = standing.stands(by, owners, project.area, _body(by, project, report))
    party = bool(sides & papers.PARTIES) or standing.owns(by, owners)
    seen = View(project, report, tuple(owners), sides, party)
    if not seen.party and (report is not None or project.state != "disclosed"):
        raise refuse("unknown_report", report=case) if report else refuse("unknown_project", project=case)
    return seen


def _body(by: Actor, project: Project, report: Report | None) -> int | None:
    """The actor's organisation, where it is the body engaged: for the report, or of a project for any of its reports."""
    bodies = {engaged(row) for row in ([report] if report else project.reports.all())}
    return by.organisation_id if by.organisation_id in bodies else None


def readable(sha256: str, *, by: Actor | None) -> EvidenceRow:
    """What is known of a filed content that the reader (nobody: the public) may have. Else refuses `evidence_not_found`,

    as if it were not there. Open are: what the own organisation filed; what a case shows to its reader, as
    `docs/concepts/project-mode.md` says; of a methodology's filing what its sides see. Bounded statements for each case
    in which the content stands.
    """
    row = evidence(sha256)
    if by is not None and row.organisation_id == by.organisation_id:
        return row
    if not any(_reasons(row.sha256, by)):
        raise missing("evidence_not_found", sha256=sha256)
    return row


def at_hand(sha256: str, *, by: Actor) -> str:
    """The hash of a content that the actor may put into a case: filed by the own house or an owner who entrusted it with
    applying, or open to it. Else refuses `evidence_not_found`: whoever merely knows a hash must not open a file to
    himself, or to all, by naming it.
    """
    if by.may("projects:apply", evidence(sha256).organisation_id):
        return sha256
    try:
        return readable(sha256, by=by).sha256
    except Refusal:
        if not filed_by(by.organisation_id, sha256):
            raise
    return sha256


def optional_file(sha256: str, *, by: Actor) -> str | None:
    """As `at_hand`, if there is one."""
    return at_hand(sha256, by=by) if sha256 else None


def _reasons(sha256: str, by: Actor | None) -> Iterator[bool]:
    """Whether one or another place where it stands is open to the reader; the public ones first."""
    yield Redaction.objects.filter(evidence__sha256=sha256).exists()
    yield Notice.objects.filter(document__sha256=sha256).exists()
    kept = list(
        Document.objects.filter(Q(evidence_id=sha256) | Q(signature_id=sha256)).select_related("project", "report")
    )
    yield any(row.visibility == "public" for row in kept)
    if by is None:
        return
    yield Accreditation.objects.filter(evidence_id=sha256).exists() and by.may("verification:accredit")
    yield any(row.visibility in papers.seen_by(by, row.project, row.report) for row in kept)
    yield any("private" in papers.seen_by(by, *case) for case in _attached(sha256))
    yield from (
        _of_filing(row, by) for row in FilingDocument.objects.filter(evidence_id=sha256).select_related("filing")
    )


def _attached(sha256: str) -> Collection[Case]:
    """The cases to which the content came as the proof of a message, a visit, an objection, an engagement."""
    found: dict[tuple[int, int | None], Case] = {}
    threads = FindingMessage.objects.filter(evidence_id=sha256).select_related("finding__report__project")
    reports = [message.finding.report for message in threads]
    reports += [row.report for row in Visit.objects.filter(evidence_id=sha256).select_related("report__project")]
    reports += [row.report for row in Engagement.objects.filter(evidence_id=sha256).select_related("report__project")]
    projects = [row.project for row in Objection.objects.filter(evidence_id=sha256).select_related("project")]
    answers = ObjectionAnswer.objects.filter(evidence_id=sha256).select_related("objection__project")
    projects += [row.objection.project for row in answers]
    found |= {(report.project_id, report.pk): (report.project, report) for report in reports}
    found |= {(project.pk, None): (project, None) for project in projects}
    return found.values()


def _of_filing(row: FilingDocument, by: Actor) -> bool:
    return bool(filing_sides(by, row.filing))


def filing_open_to(filing: str, *, by: Actor) -> bool:
    """Whether a filing is open to the actor: its filer, the city it is filed with, the province, the committee."""
    return bool(filings.sides(filing, by=by))
