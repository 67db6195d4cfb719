"""The dossier: what a project or report consists of at present, and one hash for it all, which is what is judged and signed."""

from collections.abc import Iterable, Sequence

from django.db.models import Model

from tanpuhui.apps.projects.models import Calculation, Consultant, Document, Owner, Project, Report, Terms
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.text import Text


def terms_of(project: Project) -> Terms:
    """The terms that hold. One statement."""
    return Terms.objects.filter(project=project).order_by("-version")[0]


def owners_of(terms: Terms) -> list[int]:
    """The owners, by number. One statement."""
    return list(Owner.objects.filter(terms=terms).order_by("organisation").values_list("organisation", flat=True))


def present(project: Project, report: Report | None = None, new: Iterable[Model] = ()) -> list[Document]:
    """The newest version of each document of a project, or of a report alone, by kind and name. One statement.

    `new`: rows of the move under way, which are not stored yet.
    """
    newest: dict[tuple[str, str], Document] = {}
    for row in Document.objects.filter(project=project, report=report).order_by("kind", "name", "version"):
        newest[row.kind, row.name] = row
    for fresh in new:
        if isinstance(fresh, Document) and (fresh.project, fresh.report) == (project, report):
            newest[fresh.kind, fresh.name] = fresh
    return [newest[name] for name in sorted(newest)]


def pinned(report: Report, new: Iterable[Model] = ()) -> Calculation | None:
    """The calculation that a report pinned last, or pins by the move under way (`new`)."""
    fresh = next((row for row in new if isinstance(row, Calculation)), None)
    return fresh or Calculation.objects.filter(report=report).order_by("-number").first()


def hash_of_project(project: Project, terms: Terms, new: Sequence[Model] = ()) -> str:
    """One SHA-256 for the terms and the present documents of a project. Three statements."""
    return digest(canonical_bytes(_project(project, terms, new)))


def hash_of_report(report: Report, project: Project, terms: Terms, new: Sequence[Model] = ()) -> str:
    """One SHA-256 for a report: its period, documents and pinned calculation, and all of its project. Five statements."""
    kept = pinned(report, new)
    content = {
        "project": _project(project, terms, new),
        "report": report.reference,
        "period": [report.first, report.last],
        "documents": _documents(present(project, report, new)),
        "calculation": [kept.number, kept.all_hash, kept.things] if kept else None,
    }
    return digest(canonical_bytes(content))


def _project(project: Project, terms: Terms, new: Sequence[Model] = ()) -> dict[str, object]:
    owners = Owner.objects.filter(terms=terms).order_by("organisation").values_list("organisation", "share")
    consultants = Consultant.objects.filter(terms=terms).order_by("organisation").values_list("organisation", flat=True)
    return {
        "project": project.reference, "applicant": project.applicant_id, "area": terms.area,
        "title": [terms.title_zh, terms.title_en], "methodology": terms.methodology,
        "crediting": [terms.first, terms.last], "answers": terms.answers,
        "cobenefits": [terms.cobenefits_zh, terms.cobenefits_en], "owners": [list(row) for row in owners],
        "consultants": list(consultants), "documents": _documents(present(project, None, new)),
    }  # fmt: skip


def _documents(rows: Iterable[Document]) -> list[list[object]]:
    return [[d.kind, d.name, d.version, d.evidence_id, d.signed_by, d.signature_id] for d in rows]


def listed(texts: Iterable[Text]) -> Text:
    """Several words as one."""
    words = list(texts)
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
