"""Notices that carry values: entered by one person, confirmed by a second, then never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import Model

from tanpuhui.apps.gazette import checks, queries
from tanpuhui.apps.gazette.models import Notice, NoticeEntry
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.parties import checks as fields
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.apps.records.rows import numbered
from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.parameters import GivenEntry, Point, Values

OPERATION = "gazette_publish"


@dataclass(frozen=True, slots=True)
class NoticeValue:
    """A value as the notice has it: text `value` of the known `key`, valid `first` to `last` on its axis, at a `place` there.

    Days for `in_force`, years for `data_year`. An end left open is the notice's own on `in_force`, and open on `data_year`.
    A choice (a switched rule) is a value too: its `value` is the code chosen.
    """

    key: str
    value: str
    place: str
    first: Point | None = None
    last: Point | None = None


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as printed: the authority's own `reference`, when it appeared, from when to when it is in force.

    `document`: SHA-256 of the filed notice; `withdraws`: reference of an earlier notice whose values it ends.
    """

    reference: str
    title: Text
    issuer: Text
    document: str
    published_on: date
    in_force_from: date
    in_force_to: date | None = None
    withdraws: str = ""
    values: Sequence[NoticeValue] = ()

    def body(self) -> dict[str, object]:
        """The notice as the journal, a retry and the second person see it."""
        return {
            "reference": self.reference, "title": [self.title.zh, self.title.en],
            "issuer": [self.issuer.zh, self.issuer.en], "document": self.document, "published_on": self.published_on,
            "in_force": [self.in_force_from, self.in_force_to], "withdraws": self.withdraws,
            "values": [[v.key, v.value, v.first, v.last, v.place] for v in self.values],
        }  # fmt: skip


def publish(
    *, notice: NoticeText, values: Values, by: Actor, on: date, at: datetime, key: str, approval: int | None
) -> Answer:
    """Enters a notice and its values. Returns `{"notice": reference}`. Permission `gazette:publish`; second person
    (`approvals.ask(operation="gazette_publish", body=notice.body(), …)`).

    `values`: all values of the house, against which keys, axes and forms are held; nothing of them is stored.
    Refuses, besides its own (`notice_…`, `entry_place_missing`, `withdrawal_stands`, `withdrawn_before_published`), what
    `Values.with_entries` refuses: `unknown_value_key`, `wrong_axis`, `given_value_malformed`, `overlapping_values` (also
    with another notice that appeared on the same day); and `evidence_not_found`.
    """
    by.require("gazette:publish")
    clean = _clean(notice, by, on)
    given = [_given(clean, value, values, on) for value in clean.values]
    values.with_entries(given)

    def work(write: Write) -> None:
        _alone()
        if Notice.objects.filter(reference=clean.reference).exists():
            raise refuse("notice_exists", notice=shown(clean.reference))
        withdrawn = _withdrawn(clean)
        entered = {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": on, "at": at}
        write({"notice": clean.reference}, _rows(clean, given, values, withdrawn, entered))
        values.with_entries(_same_day(clean))

    request = Request(OPERATION, by, on, at, key, notice.body(), approval, second_person=True)
    return perform(request, work)


def _clean(notice: NoticeText, by: Actor, on: date) -> NoticeText:
    """The notice with its texts in normal form and its days in order."""
    reference = fields.text("reference", notice.reference, 100)
    if not reference:
        raise refuse("notice_reference_missing")
    name = shown(reference)
    if notice.published_on > on:
        raise refuse("notice_not_published_yet", notice=name, published_on=notice.published_on, on=on)
    if notice.in_force_to is not None and notice.in_force_to < notice.in_force_from:
        raise refuse("notice_reversed", notice=name, first=notice.in_force_from, last=notice.in_force_to)
    if not notice.values and not notice.withdraws:
        raise refuse("notice_empty", notice=name)
    return replace(
        notice, reference=reference, title=fields.name(notice.title), issuer=fields.name(notice.issuer),
        document=checks.document(notice.document, by), withdraws=fields.text("withdraws", notice.withdraws, 100),
        values=[_clean_value(value) for value in notice.values],
    )  # fmt: skip


def _clean_value(value: NoticeValue) -> NoticeValue:
    place = fields.text("place", value.place, 200)
    if not place:
        raise refuse("entry_place_missing", key=shown(value.key))
    for end in (value.first, value.last):
        checks.point(end)
    return replace(value, key=value.key[:200], value=fields.text("value", value.value, 200), place=place)


def _given(notice: NoticeText, value: NoticeValue, values: Values, on: date) -> GivenEntry:
    """The value as parameters take it. Looking up its key here refuses `unknown_value_key`."""
    first, last = value.first, value.last
    if values.definition(value.key).axis == "in_force":
        first = notice.in_force_from if first is None else first
        last = notice.in_force_to if last is None else last
    citation = Citation(notice.reference, notice.title, value.place, Status.OFFICIAL, on)
    return GivenEntry(value.key, value.value, first, last, notice.published_on, citation)


def _alone() -> None:
    """One notice at a time, or two of the same day could overlap unseen. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE gazette_notice IN SHARE ROW EXCLUSIVE MODE")


def _withdrawn(notice: NoticeText) -> Notice | None:
    """The notice that this one withdraws, if any."""
    if not notice.withdraws:
        return None
    found = Notice.objects.filter(reference=notice.withdraws).select_related("withdrawn_by").first()
    if found is None:
        raise refuse("unknown_notice", notice=shown(notice.withdraws))
    if found.withdraws_id is not None:
        raise refuse("withdrawal_stands", notice=found.reference)
    other: Notice | None = getattr(found, "withdrawn_by", None)
    if other is not None:
        raise refuse("notice_withdrawn_already", notice=found.reference, other=other.reference)
    if notice.published_on < found.published_on:
        days = {"published_on": found.published_on, "on": notice.published_on}
        raise refuse("withdrawn_before_published", notice=found.reference, **days)
    return found


def _rows(
    notice: NoticeText,
    given: Sequence[GivenEntry],
    values: Values,
    withdrawn: Notice | None,
    entered: dict[str, object],
) -> list[Model]:
    row = Notice(
        reference=notice.reference, title_zh=notice.title.zh, title_en=notice.title.en, issuer_zh=notice.issuer.zh,
        issuer_en=notice.issuer.en, document_id=notice.document, published_on=notice.published_on,
        in_force_from=notice.in_force_from, in_force_to=notice.in_force_to, withdraws=withdrawn,
        **entered,
    )  # fmt: skip
    numbered(row)
    entries = NoticeEntry.objects.bulk_create(
        NoticeEntry(
            notice=row, line=line, key=entry.key, value=entry.value, axis=values.definition(entry.key).axis,
            first=checks.point(entry.first), last=checks.point(entry.last), place=entry.citation.place,
        )
        for line, entry in enumerate(given, 1)
    )  # fmt: skip
    return [row, *entries]


def _same_day(notice: NoticeText) -> list[GivenEntry]:
    """What notices of this day say of the keys in hand, this one included: two of them must not overlap."""
    keys = {value.key for value in notice.values}
    said = queries.given_entries(on=notice.published_on, keys=keys)
    return [entry for entry in said if entry.published == notice.published_on]
