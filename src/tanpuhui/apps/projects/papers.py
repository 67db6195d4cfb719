"""The papers of a case as somebody may see them: documents, disclosures with their clock, objections and answers. Plain rows."""

from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import disclosure, dossiers, standing
from tanpuhui.apps.projects.desk import engaged
from tanpuhui.apps.projects.models import Disclosure, Document, Objection, Project, Redaction, Report
from tanpuhui.apps.projects.queries import find
from tanpuhui.core.text import Text
from tanpuhui.core.working_days import WorkingDays

PARTIES = frozenset({"applicant", "own_city", "province", "verifier"})
"""Sides that see every document of their case."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One version of a document; `present`: none later. `evidence` is empty where the reader may not see the file itself.

    `public`: the hash of the copy that everybody may see, or empty.
    """

    kind: str
    name: str
    version: int
    present: bool
    visibility: str
    evidence: str
    public: str
    signed_by: str
    signature: str
    on_paper: bool
    received_on: date | None
    on: date


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A disclosure and its clock: `days` (none: not known, as `rule` says), `until`, working days `passed`, `provisional`."""

    on: date
    content: str
    days: int | None
    until: date | None
    provisional: bool
    passed: WorkingDays
    rule: Text


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer to an objection."""

    text: str
    evidence: str
    on: date


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection to a disclosure, and what was answered."""

    number: int
    raised_by: str
    text: str
    evidence: str
    on: date
    received_on: date | None
    answers: tuple[AnswerRow, ...]


def documents(case: str, *, by: Actor | None = None) -> list[DocumentRow]:
    """Every version of every document of a project, or of a report alone, as the reader (nobody: the public) may see it.

    What a reader may not see is not listed, unless it has a copy for the public. Bounded statements.
    """
    project, report = find(case)
    rows = list(Document.objects.filter(project=project, report=report).order_by("kind", "name", "version"))
    last = {row.pk for row in dossiers.present(project, report)}
    copies = {r.document_id: str(r.evidence_id) for r in Redaction.objects.filter(document__in=rows).order_by("pk")}
    seen = seen_by(by, project, report)
    told = (_document(row, row.pk in last, copies.get(row.pk, ""), seen) for row in rows)
    return [row for row in told if row.evidence or row.public]


def seen_by(by: Actor | None, project: Project, report: Report | None) -> frozenset[str]:
    """The visibilities that a reader (nobody: the public) may see of a project, or of a report alone."""
    if by is None:
        return frozenset({"public"})
    held = dossiers.owners_of(dossiers.terms_of(project))
    bodies = {engaged(row) for row in ([report] if report else project.reports.all())} - {None}
    body = by.organisation_id if by.organisation_id in bodies else None
    if standing.owns(by, held) or standing.stands(by, held, project.area, body) & PARTIES:
        return frozenset({"public", "authority", "private"})
    place = parties.organisation(id=by.organisation_id)
    return frozenset({"public", "authority"} if place.kind in standing.AUTHORITIES else {"public"})


def _document(row: Document, present: bool, copy: str, seen: frozenset[str]) -> DocumentRow:
    whole = row.visibility in seen
    public = copy or (str(row.evidence_id) if row.visibility == "public" else "")
    return DocumentRow(
        row.kind, row.name, row.version, present, row.visibility, str(row.evidence_id) if whole else "", public,
        row.signed_by if whole else "", str(row.signature_id or "") if whole else "", row.on_paper, row.received_on, row.on,
    )  # fmt: skip


def disclosed(project: str, *, on: date) -> list[DisclosureRow]:
    """The disclosures of a project, oldest first, with their clocks read on a day. The last one counts."""
    rows = Disclosure.objects.filter(project=find(project)[0]).order_by("pk")
    return [
        DisclosureRow(
            row.on, row.content, row.days, row.until, row.provisional, disclosure.passed(row, on),
            Text(row.rule_zh, row.rule_en),
        )
        for row in rows
    ]  # fmt: skip


def objections(project: str) -> list[ObjectionRow]:
    """The objections to a project's disclosures, in order, with their answers. Three statements."""
    rows = Objection.objects.filter(project=find(project)[0]).prefetch_related("answers").order_by("number")
    return [
        ObjectionRow(
            row.number, row.raised_by, row.text, str(row.evidence_id or ""), row.on, row.received_on,
            tuple(AnswerRow(a.text, str(a.evidence_id or ""), a.on) for a in sorted(row.answers.all(), key=lambda a: a.pk)),
        )
        for row in rows
    ]  # fmt: skip
