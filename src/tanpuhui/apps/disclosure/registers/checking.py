"""Rows of what was checked and objected, for the sides of each case: findings, visits, statements, objections."""

from django.db.models import Q

from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.disclosure.registers.sides import projects_of, reports_of
from tanpuhui.apps.projects.models import FindingMessage, Objection, Statement, Visit

_WHICH = {"report": "report__reference", "project": "report__project__reference"}


def findings(asked: Asked) -> Rows:
    """The threads of findings, message by message, in order. Two statements."""
    rows = FindingMessage.objects.filter(finding__report__in=reports_of(asked.who).values("pk"))
    rows = rows.filter(**asked.only(**{name: f"finding__{path}" for name, path in _WHICH.items()}))
    for row in asked.page(rows).select_related("finding__report", "organisation"):
        yield {
            "message": row.pk, "report": row.finding.report.reference, "finding": row.finding.number,
            "kind": row.finding.kind, "act": row.act, "text": row.text, "evidence": row.evidence_id,
            "organisation": row.organisation.code, "on": row.on,
        }  # fmt: skip


def visits(asked: Asked) -> Rows:
    """Site visits and samplings, in the order they were entered. Two statements."""
    rows = Visit.objects.filter(report__in=reports_of(asked.who).values("pk"), **asked.only(**_WHICH))
    for row in asked.page(rows).select_related("report", "organisation"):
        yield {
            "visit": row.pk, "report": row.report.reference, "kind": row.kind, "first": row.first, "last": row.last,
            "place": row.place, "method": row.method, "population": row.population, "sample": row.sample,
            "seen": row.seen, "evidence": row.evidence_id, "organisation": row.organisation.code, "on": row.on,
        }  # fmt: skip


def statements(asked: Asked) -> Rows:
    """Statements of verification bodies as signed, in order. Two statements."""
    rows = Statement.objects.filter(report__in=reports_of(asked.who).values("pk"), **asked.only(**_WHICH))
    for row in asked.page(rows).select_related("report", "body", "person"):
        yield {
            "statement": row.pk, "report": row.report.reference, "number": row.number, "body": row.body.code,
            "person": row.person.name, "assurance": row.assurance, "opinion": row.opinion, "text": row.text,
            "dossier": row.dossier, "calculation": row.calculation, "signed": row.signed, "method": row.method,
            "on": row.on,
        }  # fmt: skip


def objections(asked: Asked) -> Rows:
    """Objections with the newest answer to each: of one's cases, and one's own. Three statements."""
    mine = Q(project__in=projects_of(asked.who).values("pk")) | Q(organisation=asked.who.organisation_id)
    rows = Objection.objects.filter(mine, **asked.only(project="project__reference"))
    for row in asked.page(rows).select_related("project").prefetch_related("answers"):
        answers = sorted(row.answers.all(), key=lambda one: one.pk)
        yield {
            "number": row.pk, "project": row.project.reference, "objection": row.number, "raised_by": row.raised_by,
            "text": row.text, "evidence": row.evidence_id, "on": row.on, "received_on": row.received_on,
            "answers": len(answers), "answer": answers[-1].text if answers else None,
            "answered_on": answers[-1].on if answers else None,
        }  # fmt: skip
