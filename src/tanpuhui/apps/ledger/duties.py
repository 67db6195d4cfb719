"""The duty to replace: who used units that are invalidated afterwards owes as many others."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from tanpuhui.accounting.acts import FINAL_KINDS
from tanpuhui.accounting.blocks import Plan, World
from tanpuhui.apps.ledger.models import Duty, Posting, Replacement


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty: the `debtor` (code) owes `units` since a day, of which `open` are still to come."""

    id: int
    debtor: str
    units: int
    open: int
    since: date


def owed(plan: Plan, world: World, on: date) -> list[Duty]:
    """Who owes what after an invalidation: those out of whose accounts the invalidated units were used."""
    used = [m for m in plan.moves if m.source is not None and world.accounts[m.source].kind in FINAL_KINDS]
    users = dict(Posting.objects.filter(pk__in={m.previous for m in used}).values_list("pk", "source__owner"))
    units = Counter[int]()
    for move in used:
        units[users[move.previous or 0]] += move.next - move.first
    return [Duty(debtor_id=debtor, units=count, since=on) for debtor, count in sorted(units.items())]


def binds(journal: int) -> bool:
    """Whether an entry of the journal made a duty or met one."""
    return Duty.objects.filter(journal=journal).exists() or Replacement.objects.filter(journal=journal).exists()


def duties(debtor: str = "") -> list[DutyRow]:
    """All duties, or those of an organisation (its code), oldest first."""
    rows = Duty.objects.select_related("debtor").annotate(met=Sum("replacements__units", default=0)).order_by("pk")
    mine = rows.filter(debtor__code=debtor) if debtor else rows
    return [DutyRow(r.pk, r.debtor.code, r.units, r.units - int(r.met), r.since) for r in mine]


def left(duty: int) -> tuple[int, int] | None:
    """The debtor's id and the units still owed, with the duty locked; nothing if there is no such duty."""
    row = Duty.objects.select_for_update().filter(pk=duty).first()
    if row is None:
        return None
    met = Replacement.objects.filter(duty=row).aggregate(units=Sum("units", default=0))["units"]
    return row.debtor_id, row.units - int(met)
