"""What the gazette tells: values of notices as of a day, adoptions by hash, filings with their whole history. Plain rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from tanpuhui.apps.gazette import checks
from tanpuhui.apps.gazette.models import Adoption, Methodology, Notice, NoticeEntry
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import who
from tanpuhui.apps.records.approved import persons
from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.parameters import GivenEntry

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as read. `on`: when it was entered here; `withdraws`, `withdrawn_by`: references, or empty."""

    reference: str
    title: Text
    issuer: Text
    document: str
    published_on: date
    in_force_from: date
    in_force_to: date | None
    withdraws: str
    withdrawn_by: str
    on: date


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """An adoption as read: `values` are (key, hash, status, sentence); it holds from `on` until the day `revoked_on`."""

    reference: str
    hash: str
    scope: str
    evidence: str
    on: date
    revoked_on: date | None
    values: tuple[tuple[str, str, str, Text], ...]


@dataclass(frozen=True, slots=True)
class MethodologyRow:
    """A methodology as published: official `number`, `code` and `edition`, and the hash of its design document."""

    number: str
    code: str
    edition: str
    title: Text
    design: str
    filing: str
    published_on: date


def given_entries(
    *,
    on: date,
    entered_by: date | None = None,
    valid_on: date | None = None,
    keys: Collection[str] | None = None,
) -> list[GivenEntry]:
    """The values of notices that had appeared by the day `on`, for `Values.with_entries`. One statement.

    `entered_by`: only what this register knew by that day too (to repeat a decision as it was taken); `valid_on`: only of
    notices in force on that day; `keys`: only these.
    A notice withdrawn by then loses its values from the day the withdrawal is in force: on `in_force` the validity ends on
    the day before, on `data_year` the value goes altogether once that day has come. Which of two notices wins where they
    meet, the later published, is settled by `Values`.
    """
    known = _known("notice__", on, entered_by)
    if valid_on is not None:
        open_end = Q(notice__in_force_to=None) | Q(notice__in_force_to__gte=valid_on)
        known &= Q(notice__in_force_from__lte=valid_on) & open_end
    if keys is not None:
        known &= Q(key__in=keys)
    rows = NoticeEntry.objects.filter(known).select_related("notice__withdrawn_by")
    said = (_given(row, on, entered_by) for row in rows.order_by("notice__published_on", "notice", "line"))
    return [entry for entry in said if entry is not None]


def _known(path: str, on: date, entered_by: date | None) -> Q:
    known = Q(**{f"{path}published_on__lte": on})
    return known if entered_by is None else known & Q(**{f"{path}on__lte": entered_by})


def _given(row: NoticeEntry, on: date, entered_by: date | None) -> GivenEntry | None:
    """The entry as parameters take it, cut off where a withdrawal ends it."""
    notice = row.notice
    first, last = checks.read_point(row.first, row.axis), checks.read_point(row.last, row.axis)
    end: Notice | None = getattr(notice, "withdrawn_by", None)
    if end is not None and end.published_on <= on and (entered_by is None or end.on <= entered_by):
        if row.axis == "data_year" and end.in_force_from <= on:
            return None
        if row.axis == "in_force":
            before = end.in_force_from - _DAY
            last = before if not isinstance(last, date) else min(last, before)
            if isinstance(first, date) and last < first:
                return None
    title = Text(notice.title_zh, notice.title_en)
    citation = Citation(notice.reference, title, row.place, Status.OFFICIAL, notice.on)
    return GivenEntry(row.key, row.value, first, last, notice.published_on, citation)


def notices(*, after: int = 0, limit: int = 100) -> list[tuple[int, NoticeRow]]:
    """Notices in the order they were entered, `limit` of them after number `after`, each with its number."""
    rows = Notice.objects.filter(pk__gt=after).select_related("withdraws", "withdrawn_by").order_by("pk")[:limit]
    return [(row.pk, notice_row(row)) for row in rows]


def notice(reference: str) -> NoticeRow:
    """One notice by its reference. Refuses `unknown_notice`."""
    asked = reference if len(reference) <= 100 and reference.isprintable() else ""
    row = Notice.objects.filter(reference=asked).select_related("withdraws", "withdrawn_by").first()
    if row is None:
        raise refuse("unknown_notice", notice=shown(reference))
    return notice_row(row)


def notice_row(row: Notice) -> NoticeRow:
    """A notice as read, with its `withdraws` and `withdrawn_by`."""
    other: Notice | None = getattr(row, "withdrawn_by", None)
    return NoticeRow(
        row.reference, Text(row.title_zh, row.title_en), Text(row.issuer_zh, row.issuer_en), row.document_id,
        row.published_on, row.in_force_from, row.in_force_to, row.withdraws.reference if row.withdraws else "",
        other.reference if other else "", row.on,
    )  # fmt: skip


def adopted(hash: str, on: date, *, scopes: Collection[str] | None = None) -> AdoptionRow | None:
    """The adoption of exactly the set of values with this hash that holds on a day, the newest of several.

    `scopes`: only for one of these, such as `scope_of(code, edition)` and a report's reference. Two statements at most.
    """
    if not checks.is_hash(hash):
        return None
    holds = Q(revocation=None) | Q(revocation__on__gt=on)
    held = Adoption.objects.filter(holds, hash=hash, on__lte=on)
    if scopes is not None:
        held = held.filter(scope__in=[scope for scope in scopes if scope.isprintable()])
    found = adoption_rows(held.order_by("-on", "-pk")[:1])
    return found[0] if found else None


def adopters(reference: str) -> list[Actor]:
    """Who entered an adoption, and who asked for and gave its approval: for the duties of a case that it serves."""
    row = Adoption.objects.select_related("journal").get(reference=reference)
    return [who(user=row.by_id, organisation=row.organisation_id), *persons(row.journal.approval_id)]


def adoptions(*, after: str = "", limit: int = 100) -> list[AdoptionRow]:
    """Adoptions by reference, `limit` of them after the reference `after`. Two statements."""
    return adoption_rows(Adoption.objects.filter(reference__gt=after).order_by("reference")[:limit])


def adoption_rows(rows: "QuerySet[Adoption]") -> list[AdoptionRow]:
    """Adoptions as read, in their order. Two statements."""
    return [
        AdoptionRow(
            row.reference, row.hash, row.scope, row.evidence_id or "", row.on, _revoked_on(row),
            tuple(
                (line.key, line.hash, line.status, Text(line.says_zh, line.says_en))
                for line in sorted(row.lines.all(), key=lambda line: line.line)
            ),
        )
        for row in rows.select_related("revocation").prefetch_related("lines")
    ]  # fmt: skip


def _revoked_on(row: Adoption) -> date | None:
    revocation = getattr(row, "revocation", None)
    return revocation.on if revocation else None


def methodology(number: str) -> MethodologyRow:
    """One methodology by its official number. Refuses `methodology_number_malformed`, `unknown_methodology`."""
    checks.number(number)
    row = Methodology.objects.filter(number=number).select_related("filing").first()
    if row is None:
        raise refuse("unknown_methodology", number=number)
    return _methodology(row)


def methodologies(*, after: str = "", limit: int = 100) -> list[MethodologyRow]:
    """Published methodologies by number, `limit` of them after the number `after`."""
    rows = Methodology.objects.filter(number__gt=after).select_related("filing").order_by("number")[:limit]
    return [_methodology(row) for row in rows]


def _methodology(row: Methodology) -> MethodologyRow:
    title = Text(row.filing.title_zh, row.filing.title_en)
    return MethodologyRow(row.number, row.code, row.edition, title, row.design_id, row.filing.reference, row.on)


def last_version(numbered: str) -> int:
    """The highest version published here of `2017005`; 0 if none."""
    last = Methodology.objects.filter(number__startswith=f"{numbered}-V").aggregate(last=Max("number"))["last"]
    return checks.number(last)[1] if last else 0


def fitting_number(*, year: int, revises: str = "") -> str:
    """A number that a methodology published in `year` could be given: the next version, or the next serial of the year."""
    if revises:
        return f"{revises}-V{max(last_version(revises), 1) + 1:02d}"
    last = Methodology.objects.filter(number__startswith=str(year)).aggregate(last=Max("number"))["last"]
    return f"{year}{(int(last[4:7]) if last else 0) + 1:03d}-V01"
