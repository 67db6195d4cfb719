"""One account for those who may see it: what lies in it, what came and went, what waits. Plain rows, by key, the newest first."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet, Sum

from tanpuhui.apps.disclosure.registers.own import readable, require_readable
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Account, Block, Freeze, Payment, Posting, Reservation, Series
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.text import Text

M = TypeVar("M", Posting, Payment)
_SIZE = F("next_id") - F("first")


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as its reader sees it; `fen`: its money, none where it holds no money."""

    id: int
    code: str
    kind: str
    name: Text
    owner: str
    owner_id: int
    owner_name: Text
    fen: int | None
    needs_acceptance: bool
    opened_on: date
    closed_on: date | None


def seen(code: str, by: Actor) -> Seen:
    """The account. Refuses `unknown_account` where there is none and where it is somebody else's: nobody learns which."""
    return _seen(require_readable(code, by))


def _seen(row: Account) -> Seen:
    return Seen(
        row.pk, row.code, row.kind, Text(row.name_zh, row.name_en), row.owner.code, row.owner_id,
        Text(row.owner.name_zh, row.owner.name_en), row.balance.fen if hasattr(row, "balance") else None,
        row.needs_acceptance, row.opened_on, row.closed_on,
    )  # fmt: skip


def page(by: Actor, *, after: str = "", words: str = "", kind: str = "", mine: bool = False, limit: int) -> list[Seen]:
    """Accounts that somebody may read, by code, after the code `after`. `words`: in code or name; `mine`: of the own house."""
    rows = readable(by).select_related("owner", "balance").filter(code__gt=after)
    if words:
        named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(owner__code__iexact=words)
        rows = rows.filter(Q(code__istartswith=words) | named)
    if kind:
        rows = rows.filter(kind=kind)
    if mine:
        rows = rows.filter(owner=by.organisation_id)
    return [_seen(row) for row in rows.order_by("code")[:limit]]


def held(accounts: Collection[int]) -> dict[int, list[tuple[str, int, int]]]:
    """What lies in some accounts now, by type of unit: (type, units, of them reserved). One statement."""
    rows = Block.objects.filter(next__isnull=False, account__in=accounts).values_list("account", "series__unit_type")
    summed = rows.annotate(units=Sum(_SIZE), reserved=Sum(_SIZE, filter=Q(reservation__isnull=False), default=0))
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for account, unit_type, units, reserved in summed.order_by("account", "series__unit_type"):
        found[account].append((unit_type, int(units), int(reserved)))
    return found


def wholes(series: Collection[int]) -> dict[int, str]:
    """The serials of whole series. Two statements."""
    name = queries.namer()
    return {row.pk: name(row, row.first, row.next - 1) for row in Series.objects.filter(pk__in=series)}


def statement(account: int, until: date, *, before: int | None = None, limit: int) -> Iterator[dict[str, Any]]:
    """The postings of an account up to the end of a day, the newest first, `limit` of them before number `before`."""
    name = queries.namer()
    for row in _newest(Posting.objects.select_related("series", "source", "target"), account, until, before, limit):
        came, went = row.target_id == account, row.source_id == account
        other = row.source if came else row.target
        yield {
            "key": row.pk, "on": row.on, "act": row.act, "serial": name(row.series, row.first, row.next - 1),
            "units": row.next - row.first, "sign": int(came) - int(went), "journal": row.journal_id,
            "other": other.code if other and other.pk != account else "",
        }  # fmt: skip


def payments(account: int, until: date, *, before: int | None = None, limit: int) -> Iterator[dict[str, Any]]:
    """The payments of a cash account up to the end of a day, the newest first. `fen`: what came, below zero what went."""
    for row in _newest(Payment.objects.select_related("source", "target"), account, until, before, limit):
        came = row.target_id == account
        yield {
            "key": row.pk, "on": row.on, "fen": row.fen if came else -row.fen, "journal": row.journal_id,
            "other": (row.source if came else row.target).code,
        }  # fmt: skip


def _newest(rows: "QuerySet[M]", account: int, until: date, before: int | None, limit: int) -> list[M]:
    """The newest of both sides: each is read by its own index, so that a busy register makes a quiet account no dearer."""
    asked = {"on__lte": until} | ({} if before is None else {"pk__lt": before})
    sides = [rows.filter(**asked, **{side: account}).order_by("-pk")[:limit] for side in ("source", "target")]
    found = {row.pk: row for side in sides for row in side}
    return [found[number] for number in sorted(found, reverse=True)[:limit]]


def runs(account: int, *, after: int = 0, limit: int) -> Iterator[dict[str, Any]]:
    """The runs of units that lie in an account now, in the order of their numbers, after number `after`."""
    name = queries.namer()
    rows = Block.objects.filter(account=account, next__isnull=False, first__gt=after).select_related("series")
    for row in rows.order_by("first")[:limit]:
        assert row.series
        assert row.next_id, "no sentinel"
        yield {
            "key": row.first, "serial": name(row.series, row.first, row.next_id - 1), "units": row.next_id - row.first,
            "reservation": row.reservation_id, "since": row.since, "series": row.series_id,
        }  # fmt: skip


def waiting(account: int, *, after: int = 0, limit: int) -> list[dict[str, Any]]:
    """Reservations that hold in an account or in its favour, in order, with how many units they mark. Two statements."""
    rows = Reservation.objects.filter(Q(account=account) | Q(favour=account), ended_on=None, pk__gt=after)
    found = list(rows.select_related("account", "favour").order_by("pk")[:limit])
    marked = Block.objects.filter(reservation__in=found, next__isnull=False).values_list("reservation")
    units = dict(marked.annotate(units=Sum(_SIZE)).order_by("reservation"))
    return [
        {
            "key": row.pk, "account": row.account.code, "favour": row.favour.code if row.favour else "",
            "kind": row.kind, "reason": row.reason, "since": row.since, "until": row.until,
            "units": int(units.get(row.pk, 0)), "incoming": row.favour_id == account,
        }
        for row in found
    ]  # fmt: skip


def freezes(code: str, types: Collection[str] = ()) -> list[Freeze]:
    """The freezes in force that name this account, one of these types of unit, or everything, oldest first."""
    named = Q(scope="everything") | Q(scope="account", target=code) | Q(scope="unit_type", target__in=types)
    return list(Freeze.objects.filter(named, lifted_on=None).order_by("pk")[:20])
