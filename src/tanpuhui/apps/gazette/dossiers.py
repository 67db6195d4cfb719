"""The dossier of a filing: the present version of each document, and one hash for all of them, which is what is judged."""

from collections.abc import Iterable

from django.db.models import Model

from tanpuhui.apps.gazette.documents import KINDS, NEEDED, OUTLINE
from tanpuhui.apps.gazette.models import Filing, FilingDocument
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.text import Text


def present(filing: Filing, new: Iterable[Model] = ()) -> list[FilingDocument]:
    """The newest version of each document, in order of kind and name; `new`: not stored yet. One statement."""
    newest: dict[tuple[str, str], FilingDocument] = {}
    for row in FilingDocument.objects.filter(filing=filing).order_by("kind", "name", "version"):
        newest[row.kind, row.name] = row
    newest |= {(row.kind, row.name): row for row in new if isinstance(row, FilingDocument)}
    return [newest[name] for name in sorted(newest)]


def hash_of(documents: Iterable[FilingDocument]) -> str:
    """One SHA-256 for these documents: kinds, names, versions, contents, and the places of the sections."""
    rows = [[d.kind, d.name, d.version, d.evidence_id, d.sections] for d in documents]
    return digest(canonical_bytes({"documents": rows}))


def require_complete(filing: Filing, documents: Iterable[FilingDocument]) -> None:
    """Pass if all needed documents are there and the design document covers the outline.

    Refuses `documents_incomplete`, `sections_missing`, naming what lacks.
    """
    there = {row.kind: row for row in documents}
    if missing := [KINDS[kind] for kind in NEEDED if kind not in there]:
        raise refuse("documents_incomplete", filing=filing.reference, missing=listed(missing))
    sections = there["design_document"].sections
    if missing := [says for code, says in OUTLINE.items() if code not in sections]:
        raise refuse("sections_missing", filing=filing.reference, missing=listed(missing))


def listed(texts: Iterable[Text]) -> Text:
    """Several words as one."""
    words = list(texts)
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
