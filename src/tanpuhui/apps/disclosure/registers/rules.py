"""Public rows of what the register goes by: notices, adoptions, methodologies, the register of verification bodies."""

from django.db.models import Count, OuterRef, Subquery

from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.gazette.models import Adoption, Methodology, Notice
from tanpuhui.apps.projects.models import Accreditation, AccreditationEvent


def notices(asked: Asked) -> Rows:
    """Notices in the order they were entered. One statement."""
    rows = asked.page(Notice.objects.all()).select_related("withdraws", "withdrawn_by")
    for row in rows.annotate(entry_count=Count("entries")):
        other: Notice | None = getattr(row, "withdrawn_by", None)
        yield {
            "number": row.pk, "reference": row.reference, "title_zh": row.title_zh, "title_en": row.title_en,
            "issuer_zh": row.issuer_zh, "issuer_en": row.issuer_en, "published_on": row.published_on,
            "in_force_from": row.in_force_from, "in_force_to": row.in_force_to, "values": row.entry_count,
            "withdraws": row.withdraws.reference if row.withdraws else None,
            "withdrawn_by": other.reference if other else None, "document": row.document_id, "entered_on": row.on,
        }  # fmt: skip


def adoptions(asked: Asked) -> Rows:
    """Adoptions by reference. One statement."""
    rows = Adoption.objects.filter(**asked.only(scope="scope")).select_related("revocation")
    for row in asked.page(rows, "reference").annotate(line_count=Count("lines")):
        end = getattr(row, "revocation", None)
        yield {
            "reference": row.reference, "scope": row.scope, "hash": row.hash, "values": row.line_count, "on": row.on,
            "revoked_on": end.on if end else None, "reason": end.reason if end else None,
        }  # fmt: skip


def published(asked: Asked) -> Rows:
    """Methodologies published in the gazette, by their official number. One statement."""
    for row in asked.page(Methodology.objects.all(), "number").select_related("filing"):
        yield {
            "number": row.number, "code": row.code, "edition": row.edition, "title_zh": row.filing.title_zh,
            "title_en": row.filing.title_en, "filing": row.filing.reference, "on": row.on, "design": row.design_id,
        }  # fmt: skip


def verification_bodies(asked: Asked) -> Rows:
    """The register of verification bodies as of the day, by reference. One statement."""
    last = AccreditationEvent.objects.filter(accreditation=OuterRef("pk"), on__lte=asked.on)
    ended = last.filter(act="end").values("act")[:1]
    rows = Accreditation.objects.filter(on__lte=asked.on, **asked.only(body="body__code")).annotate(
        event=Subquery(last.order_by("-pk").values("act")[:1]), ended=Subquery(ended)
    )
    for row in asked.page(rows, "reference").select_related("body"):
        yield {
            "reference": row.reference, "body": row.body.code, "name_zh": row.body.name_zh, "name_en": row.body.name_en,
            "scope": "; ".join(row.scope), "first": row.first, "last": row.last, "state": _state(row, asked),
        }  # fmt: skip


def _state(row: Accreditation, asked: Asked) -> str:
    """As `projects.bodies` reads it: an end is for good, a suspension until it is restored."""
    if row.ended or row.event == "suspend":  # type: ignore[attr-defined]
        return "ended" if row.ended else "suspended"  # type: ignore[attr-defined]
    return "not_yet" if asked.on < row.first else "expired" if row.last < asked.on else "valid"
