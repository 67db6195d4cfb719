"""Notices and adoptions as pages show them: the newest first, a page at a time, with all that they say. Bounded statements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tanpuhui.apps.gazette import checks
from tanpuhui.apps.gazette.models import Adoption, Notice, NoticeEntry
from tanpuhui.apps.gazette.queries import AdoptionRow, NoticeRow, adoption_rows, notice_row
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.core.refused import shown


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A value as a notice has it: its text, valid `first` to `last` (as stored; empty: open), and its place there."""

    key: str
    value: str
    axis: str
    first: str
    last: str
    place: str


def notices(*, before: int | None = None, limit: int) -> list[tuple[int, NoticeRow]]:
    """Notices, the last entered first, `limit` of them before number `before`, each with its number."""
    rows = Notice.objects.select_related("withdraws", "withdrawn_by").order_by("-pk")
    rows = rows if before is None else rows.filter(pk__lt=before)
    return [(row.pk, notice_row(row)) for row in rows[:limit]]


def entries(references: Collection[str]) -> dict[str, list[EntryRow]]:
    """The values of some notices, in the order of their lines. One statement."""
    rows = (
        NoticeEntry.objects.filter(notice__reference__in=references).select_related("notice").order_by("notice", "line")
    )
    found: dict[str, list[EntryRow]] = {reference: [] for reference in references}
    for row in rows:
        found[row.notice.reference].append(EntryRow(row.key, row.value, row.axis, row.first, row.last, row.place))
    return found


def adoptions(*, before: int | None = None, limit: int) -> list[tuple[int, AdoptionRow]]:
    """Adoptions, the last first, `limit` of them before number `before`, each with its number. Two statements."""
    rows: QuerySet[Adoption] = Adoption.objects.order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before)).values_list("pk", flat=True)[:limit])
    told = {row.reference: row for row in adoption_rows(Adoption.objects.filter(pk__in=found))}
    numbers = dict(Adoption.objects.filter(pk__in=found).values_list("pk", "reference"))
    return [(number, told[numbers[number]]) for number in found]


def adoption(reference: str) -> tuple[AdoptionRow, str, date | None]:
    """One adoption with the reason and the day of its revocation, if it was revoked. Refuses `unknown_adoption`."""
    row = Adoption.objects.filter(reference=checks.adoption(reference)).select_related("revocation").first()
    if row is None:
        raise refuse("unknown_adoption", adoption=shown(reference))
    end = getattr(row, "revocation", None)
    (told,) = adoption_rows(Adoption.objects.filter(pk=row.pk))
    return told, end.reason if end else "", end.on if end else None
