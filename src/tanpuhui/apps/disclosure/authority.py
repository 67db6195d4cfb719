"""What the authority looks at before it acts: freezes, duties to replace, what pauses issuance, and any entry of the journal."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import F, Q, Sum

from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.disclosure.registers.own import INSPECT
from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.apps.issuance.phcer import OPEN
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.duties import binds
from tanpuhui.apps.ledger.models import Block, Duty, Freeze, Payment, Posting
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects.valuesets import shipped
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.refusals import Refusal
from tanpuhui.parameters import Value


@dataclass(frozen=True, slots=True)
class DutyOpen:
    """A duty to replace: who owes how many units of a type, of which `open` are still to come, and the entry that made it."""

    id: int
    debtor: str
    debtor_id: int
    unit_type: str
    units: int
    open: int
    since: date
    journal: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One posting of an entry: which units went from where (empty: they came into being) to where."""

    act: str
    serial: str
    units: int
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry of the journal: `moves` and `pays`, of which `more` are not shown one by one.

    `correctable`: its opposite may be made; `stays`: all of its units lie, free, where it put them.
    """

    number: int
    operation: str
    login: str
    organisation: str
    on: date
    reason: str
    moves: tuple[Moved, ...]
    pays: tuple[tuple[str, str, int], ...]
    more: int
    units: int
    stays: bool
    correctable: bool
    corrected_by: int | None


SHOWN = 50
"""Postings of an entry that are shown one by one."""


def freezes(*, after: int = 0, limit: int) -> list[Freeze]:
    """The freezes in force, oldest first, after number `after`."""
    return list(Freeze.objects.filter(lifted_on=None, pk__gt=after).order_by("pk")[:limit])


def stops_issuance() -> list[Freeze]:
    """The freezes in force that stop issuing for everybody or a type of unit, oldest first, at most 20."""
    found = Freeze.objects.filter(lifted_on=None, scope__in=("everything", "unit_type")).order_by("pk")[:200]
    return [row for row in found if not row.acts or "issue" in row.acts][:20]


def issuance_switch(on: date) -> Value | None:
    """The value that opens or pauses issuance on a day, with the notice it comes from; none where nobody knows it."""
    known = shipped().with_entries(given_entries(on=on, entered_by=on, keys=[OPEN]))
    try:
        return known.at(OPEN, on=on)
    except Refusal:
        return None


def duties(*, debtor: int | None = None, after: int = 0, limit: int) -> list[DutyOpen]:
    """Duties to replace, oldest first, after number `after`: all, or those of one organisation that are still open."""
    rows = (
        Duty.objects.select_related("debtor").annotate(met=Sum("replacements__units", default=0)).filter(pk__gt=after)
    )
    if debtor is not None:
        rows = rows.filter(debtor=debtor, met__lt=F("units"))
    return [
        DutyOpen(r.pk, r.debtor.code, r.debtor_id, r.unit_type, r.units, r.units - int(r.met), r.since, r.journal_id)
        for r in rows.order_by("pk")[:limit]
    ]


def entry(number: int, by: Actor) -> EntrySeen:
    """An entry of the journal with what it moved. Permission `accounts:inspect`. Refuses `entry_not_correctable` if unknown."""
    by.require(INSPECT)
    row = Journal.objects.select_related("by", "organisation").filter(pk=number if 0 < number < 2**63 else 0).first()
    if row is None:
        raise refuse("entry_not_correctable", entry=number)
    posted = Posting.objects.filter(journal=number).select_related("series", "source", "target").order_by("line", "pk")
    paid = Payment.objects.filter(journal=number).select_related("source", "target").order_by("line")
    shown, counted = list(posted[:SHOWN]), posted.aggregate(units=Sum(F("next") - F("first"), default=0))
    return EntrySeen(
        row.pk, row.operation, row.by.login, row.organisation.code, row.on, _reason(row), _moves(shown),
        tuple((p.source.code, p.target.code, p.fen) for p in paid[:SHOWN]), max(posted.count() - SHOWN, 0),
        int(counted["units"]), _stays(shown), _correctable(number, shown), _undone(shown),
    )  # fmt: skip


def _stays(rows: Sequence[Posting]) -> bool:
    """Whether all units of these postings lie, free, where they were put: looked for by number, whatever the register holds."""
    if not rows:
        return False
    where = reduce(or_, (Q(posting=row.pk, first__gte=row.first, first__lt=row.next) for row in rows))
    lie = Block.objects.filter(where, reservation=None).aggregate(units=Sum(F("next_id") - F("first"), default=0))
    return int(lie["units"]) == sum(row.next - row.first for row in rows)


def _undone(rows: Sequence[Posting]) -> int | None:
    """The entry that undid this one, if the first of its units have not moved on since."""
    if not rows:
        return None
    block = Block.objects.select_related("posting").filter(first__lte=rows[0].first).order_by("-first").first()
    last = block.posting if block else None
    return last.journal_id if last and last.act == "correct" and last.previous_id == rows[0].pk else None


def _moves(rows: Sequence[Posting]) -> tuple[Moved, ...]:
    name = queries.namer()
    return tuple(
        Moved(
            row.act, name(row.series, row.first, row.next - 1), row.next - row.first, row.source.code if row.source else "",
            row.target.code,
        )
        for row in rows
    )  # fmt: skip


def _reason(row: Journal) -> str:
    said = json.loads(bytes(row.content)).get("body", {})
    return str(said.get("reason") or said.get("note") or "") if isinstance(said, dict) else ""


def _correctable(number: int, rows: Sequence[Posting]) -> bool:
    """As `ledger.operations.correct` asks: something moved, nothing came into being, was marked or freed, no duty binds."""
    return bool(rows) and all(row.source_id not in (None, row.target_id) for row in rows) and not binds(number)
