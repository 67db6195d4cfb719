"""The duty to replace: who used units that are invalidated afterwards owes as many others of their type."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from tanpuhui.accounting.acts import FINAL_KINDS
from tanpuhui.accounting.blocks import Plan, World
from tanpuhui.apps.ledger.models import Duty, Posting, Replacement


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty: the `debtor` (code) owes `units` of a type since a day, of which `open` are still to come."""

    id: int
    debtor: str
    units: int
    open: int
    since: date
    unit_type: str


def owed(plan: Plan, world: World, on: date) -> list[Duty]:
    """Who owes what after an invalidation: those out of whose accounts the invalidated units were used.

    One duty for each of them and each type of unit.
    """
    used = [m for m in plan.moves if m.source is not None and world.accounts[m.source].kind in FINAL_KINDS]
    users = dict(Posting.objects.filter(pk__in={m.previous for m in used}).values_list("pk", "source__owner"))
    units = Counter[tuple[int, str]]()
    for move in used:
        units[users[move.previous or 0], world.series[move.series].unit_type] += move.next - move.first
    return [
        Duty(debtor_id=debtor, unit_type=unit_type, units=count, since=on)
        for (debtor, unit_type), count in sorted(units.items())
    ]


def binds(journal: int) -> bool:
    """Whether an entry of the journal made a duty or met one."""
    return Duty.objects.filter(journal=journal).exists() or Replacement.objects.filter(journal=journal).exists()


def duties(debtor: str = "") -> list[DutyRow]:
    """All duties, or those of an organisation (its code), oldest first."""
    rows = Duty.objects.select_related("debtor").annotate(met=Sum("replacements__units", default=0)).order_by("pk")
    mine = rows.filter(debtor__code=debtor) if debtor else rows
    return [DutyRow(r.pk, r.debtor.code, r.units, r.units - int(r.met), r.since, r.unit_type) for r in mine]


def left(duty: int) -> tuple[int, str, int] | None:
    """The debtor's id, the type and the number of the units still owed, with the duty locked; nothing if it is unknown."""
    row = Duty.objects.select_for_update().filter(pk=duty).first()
    if row is None:
        return None
    met = Replacement.objects.filter(duty=row).aggregate(units=Sum("units", default=0))["units"]
    return row.debtor_id, row.unit_type, row.units - int(met)
