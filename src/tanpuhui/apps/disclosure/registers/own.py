"""Rows of accounts, for their owners and agents, and for those who may look into any account."""

from django.db.models import F, Q, QuerySet, Sum

from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.disclosure.registers.sides import owners
from tanpuhui.apps.disclosure.registers.units import serial, spelled
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Account, Block, Payment, Posting, Reservation
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.refused import shown

READ, INSPECT = "accounts:read", "accounts:inspect"
SERIES = tuple(f"series__{name}" for name in ("jurisdiction", "unit_type", "methodology", "project", "vintage"))
"""What a serial tells of its series, in its order."""


def readable(by: Actor) -> "QuerySet[Account]":
    """The accounts that somebody may read."""
    if by.may(INSPECT):
        return Account.objects.all()
    return Account.objects.filter(owner__in=owners(by, READ))


def require_readable(code: str, by: Actor) -> Account:
    """The account. Refuses `unknown_account` where there is none and where it is somebody else's: nobody learns which."""
    found = readable(by).select_related("owner", "balance").filter(code=code).first()
    if found is None:
        raise refuse("unknown_account", account=shown(code))
    return found


def accounts(asked: Asked) -> Rows:
    """Accounts by code, with what lies in them now. Two statements."""
    narrow = asked.only(kind="kind", owner="owner__code")
    found = list(asked.page(readable(asked.who).filter(**narrow), "code").select_related("owner", "balance"))
    lies = Block.objects.filter(next__isnull=False, account__in=found).values_list("account")
    units = dict(lies.annotate(units=Sum(F("next_id") - F("first"))).order_by("account"))
    for row in found:
        yield {
            "code": row.code, "kind": row.kind, "owner": row.owner.code, "name_zh": row.name_zh,
            "name_en": row.name_en, "units": int(units.get(row.pk, 0)),
            "fen": row.balance.fen if hasattr(row, "balance") else None, "needs_acceptance": row.needs_acceptance,
            "opened_on": row.opened_on, "closed_on": row.closed_on,
        }  # fmt: skip


def balances(asked: Asked) -> Rows:
    """Units by account and series as they lie now, in the order of accounts and series. One statement."""
    rows = Block.objects.filter(_mine(asked), next__isnull=False).filter(
        **asked.only(account="account__code", unit_type="series__unit_type", vintage="series__vintage")
    )
    if asked.after:
        code, _, number = str(asked.after).rpartition(" ")
        last = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
        rows = rows.filter(Q(account__code__gt=code) | Q(account__code=code, series__gt=last))
    size = F("next_id") - F("first")
    series = ("series", "series__unit_type", "series__project", "series__methodology", "series__vintage")
    summed = rows.values("account__code", *series).annotate(
        units=Sum(size), reserved=Sum(size, filter=Q(reservation__isnull=False), default=0)
    )
    for row in summed.order_by("account__code", "series")[: asked.limit]:
        yield {
            "key": f"{row['account__code']} {row['series']}", "account": row["account__code"], "series": row["series"],
            "unit_type": row["series__unit_type"], "project": row["series__project"],
            "methodology": row["series__methodology"], "vintage": row["series__vintage"], "units": int(row["units"]),
            "reserved": int(row["reserved"]),
        }  # fmt: skip


def _mine(asked: Asked) -> Q:
    return Q() if asked.who.may(INSPECT) else Q(account__in=readable(asked.who).values("pk"))


def postings(asked: Asked) -> Rows:
    """The statement of one account: what came and went, up to the end of a day, in order. Three statements."""
    code = str(asked.get("account"))
    held = require_readable(code, asked.who).pk
    rows = Posting.objects.filter(Q(source=held) | Q(target=held), **asked.only(until="on__lte", act="act"))
    demo = queries.is_demonstration()
    kept = asked.page(rows).values_list(
        "pk", "on", "act", "first", "next", "source__code", "target__code", "reservation", "journal", *SERIES
    )
    for number, on, act, first, next, source, target, reservation, journal, *series in kept:  # rows, for they are many
        yield {
            "posting": number, "on": on, "act": act, "serial": spelled(series, first, next - 1, demo=demo),
            "units": next - first, "change": (next - first) * ((target == code) - (source == code)),
            "source": source, "target": target, "reservation": reservation, "journal": journal,
        }  # fmt: skip


def payments(asked: Asked) -> Rows:
    """The money statement of one account: what was paid into it and, below zero, out of it, up to a day. Two statements."""
    held = require_readable(str(asked.get("account")), asked.who)
    rows = Payment.objects.filter(Q(source=held) | Q(target=held), **asked.only(until="on__lte"))
    for row in asked.page(rows).select_related("source", "target"):
        yield {
            "payment": row.pk, "on": row.on, "fen": row.fen if row.target_id == held.pk else -row.fen,
            "source": row.source.code, "target": row.target.code, "journal": row.journal_id,
        }  # fmt: skip


def holdings(asked: Asked) -> Rows:
    """Runs of units as they lie now, in the order of their numbers. Two statements."""
    narrow = asked.only(account="account__code", unit_type="series__unit_type", vintage="series__vintage")
    rows = Block.objects.filter(_mine(asked), next__isnull=False).filter(**narrow)
    demo = queries.is_demonstration()
    for row in asked.page(rows, "first").select_related("series", "account__owner"):
        assert row.series is not None, "no sentinel"
        assert row.account is not None, "no sentinel"
        assert row.next_id is not None, "no sentinel"
        yield {
            "first_number": row.first, "last_number": row.next_id - 1, "units": row.next_id - row.first,
            "serial": serial(row.series, row.first, row.next_id - 1, demo=demo), "account": row.account.code,
            "owner": row.account.owner.code, "unit_type": row.series.unit_type, "vintage": row.series.vintage,
            "reservation": row.reservation_id, "since": row.since,
        }  # fmt: skip


def reservations(asked: Asked) -> Rows:
    """Reservations of one's accounts, or in their favour, in order. Two statements."""
    who, rows = asked.who, Reservation.objects.filter(**asked.only(kind="kind"))
    if not who.may(INSPECT):
        mine = readable(who).values("pk")
        rows = rows.filter(Q(account__in=mine) | Q(favour__in=mine))
    if (open := asked.get("open")) is not None:
        rows = rows.filter(ended_on__isnull=open)
    if account := asked.get("account"):
        rows = rows.filter(Q(account__code=account) | Q(favour__code=account))
    found = list(asked.page(rows).select_related("account", "favour"))
    lies = Block.objects.filter(reservation__in=found, next__isnull=False).values_list("reservation")
    units = dict(lies.annotate(units=Sum(F("next_id") - F("first"))).order_by("reservation"))
    for row in found:
        yield {
            "reservation": row.pk, "account": row.account.code, "favour": row.favour.code if row.favour else None,
            "kind": row.kind, "reason": row.reason, "units": int(units.get(row.pk, 0)), "since": row.since,
            "until": row.until, "ended_on": row.ended_on, "ended_by": row.ended_by or None,
        }  # fmt: skip
