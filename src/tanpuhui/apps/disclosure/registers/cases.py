"""Public rows of project mode: projects, reports, decisions, documents."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tanpuhui.apps.disclosure.registers import public
from tanpuhui.apps.disclosure.registers.asked import Asked, Rows, in_city
from tanpuhui.apps.issuance.models import Issuance
from tanpuhui.apps.projects.models import (
    Calculation,
    Consultant,
    Document,
    Engagement,
    Owner,
    Project,
    Redaction,
    Report,
    Step,
    Terms,
)
from tanpuhui.apps.records.models import Evidence


def newest_terms(project: str = "pk") -> Subquery:
    """The number of the terms that hold, of the project in the column `project`."""
    return Subquery(Terms.objects.filter(project=OuterRef(project)).order_by("-version").values("pk")[:1])


def projects(asked: Asked) -> Rows:
    """Public projects by reference, under the terms that hold. Five statements."""
    rows = public.projects().filter(**asked.only(state="state", area="area", applicant="applicant__code"))
    yield from project_rows(list(_page_of(rows, asked)))


def _page_of(rows: "QuerySet[Project]", asked: Asked) -> "QuerySet[Project]":
    rows = rows.annotate(term=newest_terms()).select_related("applicant")
    under = asked.only(methodology="methodology")
    if under:
        rows = rows.filter(Exists(Terms.objects.filter(pk=OuterRef("term"), **under)))
    if words := asked.get("q"):
        named = Q(title_zh__icontains=words) | Q(title_en__icontains=words)
        rows = rows.filter(Q(reference=words) | Exists(Terms.objects.filter(named, pk=OuterRef("term"))))
    return asked.page(rows, "reference")


def project_rows(found: "Collection[Any]") -> Rows:
    """Projects as rows, each with its `term`. Four statements."""
    terms = Terms.objects.in_bulk([row.term for row in found])
    owners = _codes(Owner.objects.filter(terms__in=terms).values_list("terms", "organisation__code", "share"))
    advisers = _codes(Consultant.objects.filter(terms__in=terms).values_list("terms", "organisation__code", Value("")))
    issued = _issued({row.pk for row in found})
    for row in found:
        held = terms[row.term]
        yield {
            "reference": row.reference, "title_zh": held.title_zh, "title_en": held.title_en, "state": row.state,
            "since": row.since, **in_city(row.area), "methodology": held.methodology, "edition_zh": held.edition_zh,
            "edition_en": held.edition_en, "first": held.first, "last": held.last, "applicant": row.applicant.code,
            "owners": owners[row.term], "consultants": advisers[row.term], "opened_on": row.opened_on,
            "issued": issued.get(row.pk, 0), "cobenefits_zh": held.cobenefits_zh or None,
            "cobenefits_en": held.cobenefits_en or None,
        }  # fmt: skip


def _codes(rows: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Of each of some terms the codes, with shares, in one text: `A 1/2; B 1/2`."""
    found: dict[int, list[str]] = defaultdict(list)
    for terms, code, share in rows:
        found[terms].append(f"{code} {share}".strip())
    return defaultdict(str, {terms: "; ".join(sorted(codes)) for terms, codes in found.items()})


def _issued(projects: Collection[int]) -> dict[int, int]:
    """Units issued from the reports of these projects."""
    whose = dict(Report.objects.filter(project__in=projects, state="issued").values_list("reference", "project"))
    units: dict[int, int] = defaultdict(int)
    for report, count in Issuance.objects.filter(report__in=whose).values_list("report", "units"):
        units[whose[report]] += count
    return units


def reports(asked: Asked) -> Rows:
    """Public reports by reference, with the calculation that counts. Five statements."""
    narrow = asked.only(state="state", area="project__area", project="project__reference")
    yield from report_rows(public.reports().filter(**narrow), asked)


def report_rows(rows: "QuerySet[Report]", asked: Asked) -> Rows:
    """A page of these reports. Four statements."""
    way = Step.objects.filter(report=OuterRef("pk"), act__in=("submit", "sign", "declare")).order_by("-number")
    body = Engagement.objects.filter(report=OuterRef("pk")).order_by("-pk").values("body__code")
    pinned = Calculation.objects.filter(report=OuterRef("pk")).order_by("-number").values("pk")
    found = list(
        asked.page(rows, "reference")
        .select_related("project")
        .annotate(
            way=Subquery(way.values("act")[:1]), body=Subquery(body[:1]), pinned=Subquery(pinned[:1]),
            term=newest_terms("project"),
        )
    )  # fmt: skip
    titles = Terms.objects.in_bulk([row.term for row in found])
    kept = Calculation.objects.defer("record", "things").in_bulk([row.pinned for row in found if row.pinned])
    issued = {
        row.report: row
        for row in Issuance.objects.select_related("journal").filter(report__in=[r.reference for r in found])
    }
    for row in found:
        held, result, units = titles[row.term], kept.get(row.pinned), issued.get(row.reference)
        yield {
            "reference": row.reference, "project": row.project.reference, "title_zh": held.title_zh,
            "title_en": held.title_en, "first": row.first, "last": row.last, "state": row.state, "since": row.since,
            "verification": {"sign": "verified", "declare": "self_declared"}.get(row.way, ""), "body": row.body or "",
            "methodology": result.methodology if result else held.methodology,
            "grams": result.grams if result else None, "basis": result.status if result else None,
            "calculation": result.all_hash if result else None, "opened_on": row.opened_on,
            "issued": units.units if units else None, "issued_on": units.journal.on if units else None,
        }  # fmt: skip


def decisions(asked: Asked) -> Rows:
    """Public moves, the newest first; of reasons those of authorities. One statement."""
    rows = public.decisions().filter(
        **asked.only(
            project="project__reference", report="report__reference", act="act", area="project__area",
            **{"from": "on__gte", "to": "on__lte"},
        )
    )  # fmt: skip
    for row in asked.page(rows, newest=True).select_related("project", "report", "organisation"):
        judged = row.who in public.AUTHORITY
        yield {
            "number": row.pk, "on": row.on, "project": row.project.reference,
            "report": row.report.reference if row.report else None, "act": row.act, "before": row.before or None,
            "after": row.after, "side": row.who, "authority": row.organisation.code if judged else None,
            "reason": (row.reason or None) if judged else None, "dossier": row.dossier, "journal": row.journal_id,
        }  # fmt: skip


def documents(asked: Asked) -> Rows:
    """Present documents that everybody may read, or of others the copy for the public. Two statements."""
    narrow = asked.only(project="project__reference", report="report__reference", kind="kind")
    found = list(asked.page(public_documents().filter(**narrow)).select_related("project", "report"))
    files = Evidence.objects.in_bulk([row.shown for row in found], field_name="sha256")  # type: ignore[attr-defined]
    for row in found:
        file = files[row.shown]  # type: ignore[attr-defined]
        yield {
            "number": row.pk, "project": row.project.reference, "report": row.report.reference if row.report else None,
            "kind": row.kind, "name": row.name or None, "version": row.version, "on": row.on,
            "redacted": row.visibility != "public", "sha256": file.sha256, "file": file.name,
            "media_type": file.media_type, "size": file.size,
        }  # fmt: skip


def public_documents() -> "QuerySet[Document]":
    """The present documents of public cases, each with the file that everybody may read (`shown`)."""
    same = {name: OuterRef(name) for name in ("project", "kind", "name")}
    later = Document.objects.filter(**same, version__gt=OuterRef("version"))
    ours = Q(report=None) & ~Exists(later.filter(report=None))
    theirs = Q(report__isnull=False) & ~Exists(later.filter(report=OuterRef("report")))
    copy = Redaction.objects.filter(document=OuterRef("pk")).order_by("-pk").values("evidence")[:1]
    whole = Case(When(visibility="public", then=F("evidence")), default=None, output_field=CharField())
    cases = Q(report=None, project__in=public.projects()) | Q(report__in=public.reports())
    return (
        Document.objects.filter(ours | theirs, cases)
        .annotate(shown=Coalesce(whole, Subquery(copy, output_field=CharField()), output_field=CharField()))
        .filter(shown__isnull=False)
    )
