"""What the ledger tells: balances and statements as of any day, where a serial is and how it came there."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Sum, When

from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger.models import Account, Block, Payment, Posting, Register, Series
from tanpuhui.core.ranges import Range
from tanpuhui.core.serials import Serial, parse_serial
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Units of one series in an account on a day; `reserved` of them are reserved. `serials`: only for the present."""

    series: int
    unit_type: str
    project: str
    vintage: int
    units: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Step:
    """One posting as a person reads it: what happened on which day to which units, between which accounts."""

    posting: int
    on: date
    act: str
    serial: str
    units: int
    source: str
    target: str
    reservation: int | None
    journal: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of units lies now."""

    serial: str
    units: int
    account: str
    kind: str
    owner: str
    reservation: int | None
    since: date


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as read: `units` lie in it now; `fen` of money, None where it holds no money."""

    code: str
    kind: str
    owner: str
    name: Text
    units: int
    fen: int | None
    opened_on: date
    closed_on: date | None


def register() -> Register:
    """This register's one row."""
    return Register.objects.get()


def account(code: str) -> Account:
    """The account `code`; an unknown one is refused."""
    row = Account.objects.select_related("owner").filter(code=code).first()
    if row is None:
        raise refuse("unknown_account", account=code[:60])
    return row


def accounts(*, after: str = "", limit: int = 100) -> list[AccountRow]:
    """Accounts by code, after the code `after`, at most `limit`, with what lies in them now."""
    rows = list(Account.objects.select_related("owner", "balance").filter(code__gt=after).order_by("code")[:limit])
    held = Block.objects.filter(next__isnull=False, account__in=rows).values_list("account")
    units = dict(held.annotate(units=Sum(F("next_id") - F("first"))).order_by("account"))
    return [
        AccountRow(
            row.code, row.kind, row.owner.code, Text(row.name_zh, row.name_en), int(units.get(row.pk, 0)),
            row.balance.fen if hasattr(row, "balance") else None, row.opened_on, row.closed_on,
        )
        for row in rows
    ]  # fmt: skip


def balance(code: str, on: date) -> list[BalanceRow]:
    """What lay in an account at the end of day `on`, by series: postings in less postings out up to that day."""
    held = account(code).pk
    size = F("next") - F("first")
    moved = Posting.objects.filter(Q(source=held) | Q(target=held), on__lte=on)
    rows = (
        moved.values("series", "series__unit_type", "series__project", "series__vintage")
        .annotate(
            came=Sum(Case(When(target=held, then=size), default=0)),
            left=Sum(Case(When(source=held, then=size), default=0)),
            marked=Sum(Case(When(target=held, reservation__isnull=False, then=size), default=0)),
            unmarked=Sum(Case(When(source=held, previous__reservation__isnull=False, then=size), default=0)),
        )
        .order_by("series")
    )
    return [
        BalanceRow(
            r["series"], r["series__unit_type"], r["series__project"], r["series__vintage"],
            int(r["came"] - r["left"]), int(r["marked"] - r["unmarked"]),
        )
        for r in rows
        if r["came"] != r["left"]
    ]  # fmt: skip


def money(code: str, on: date) -> int:
    """The money in a cash account at the end of day `on`, in fen."""
    held = account(code).pk
    sums = Payment.objects.filter(Q(source=held) | Q(target=held), on__lte=on).aggregate(
        came=Sum("fen", filter=Q(target=held)), left=Sum("fen", filter=Q(source=held))
    )
    return int(sums["came"] or 0) - int(sums["left"] or 0)


def statement(code: str, on: date, *, after: int = 0, limit: int = 100) -> list[Step]:
    """The postings of an account up to the end of day `on`, in order, `limit` of them after posting `after`."""
    held = account(code).pk
    rows = Posting.objects.filter(Q(source=held) | Q(target=held), on__lte=on, pk__gt=after)
    demo = is_demonstration()
    return [_step(row, demo) for row in _with_names(rows).order_by("pk")[:limit]]


def locate(serial: str, *, after: int = 0, limit: int = 1000) -> list[Place]:
    """Where the units of a serial lie now, run by run, in order: `limit` runs that begin after number `after`.

    The serial may be of any length, inside any blocks.
    """
    wanted, row, demo = _resolve(serial)
    blocks = Block.objects.select_related("account__owner").filter(next__isnull=False, first__lt=wanted.next)
    first = blocks.filter(first__lte=wanted.first).order_by("-first").values_list("first", flat=True).first()
    return [
        Place(
            serial=str(_serial(row, both, demo)), units=both.count, account=block.account.code,
            kind=block.account.kind, owner=block.account.owner.code, reservation=block.reservation_id, since=block.since,
        )
        for block in blocks.filter(first__gte=max(first or 1, after + 1)).order_by("first")[:limit]  # one bound to seek
        if block.account and block.since and block.next_id
        and (both := wanted.intersection(Range(block.first, block.next_id - 1)))
    ]  # fmt: skip


def lineage(serial: str) -> list[Step]:
    """The life of the first unit of a serial, from its issuance to now: one step for each posting it took part in."""
    wanted, _, demo = _resolve(serial)
    at = Block.objects.filter(first__lte=wanted.first).order_by("-first").values_list("posting", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(_LIFE, [at])
        life = [id for (id,) in cursor.fetchall()]
    return [_step(row, demo) for row in _with_names(Posting.objects.filter(pk__in=life)).order_by("pk")]


_LIFE = """
WITH RECURSIVE life(id, previous_id) AS (
    SELECT id, previous_id FROM ledger_posting WHERE id = %s
    UNION ALL SELECT p.id, p.previous_id FROM ledger_posting p JOIN life ON p.id = life.previous_id
) SELECT id FROM life"""


def standing(journal: int) -> int:
    """How many units that an entry of the journal retired are retired now, and still by that entry.

    Not those that were invalidated or corrected since, also where they were then retired once more by another entry;
    but those whose correction was itself corrected.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [journal, journal])
        return int(cursor.fetchone()[0])


_STANDING = """
WITH RECURSIVE lie(units, act, journal_id, previous_id) AS (
    SELECT CASE WHEN b.next < p.next THEN b.next ELSE p.next END - CASE WHEN b.first > p.first THEN b.first ELSE p.first END,
        now.act, now.journal_id, now.previous_id
    FROM ledger_posting p
    JOIN ledger_block b ON b.first < p.next
        AND b.first >= (SELECT MAX(first) FROM ledger_block WHERE first <= p.first)
    JOIN ledger_account a ON a.id = b.account_id AND a.kind = 'retired'
    JOIN ledger_posting now ON now.id = b.posting_id
    WHERE p.journal_id = %s
    UNION ALL SELECT lie.units, p.act, p.journal_id, p.previous_id
    FROM lie JOIN ledger_posting p ON p.id = lie.previous_id WHERE lie.act = 'correct'
) SELECT COALESCE(SUM(units), 0) FROM lie WHERE act <> 'correct' AND journal_id = %s"""


def standing_of(postings: Collection[int]) -> dict[int, int]:
    """As `standing`, of each of some postings by its number, those of which nothing stands left out. One statement."""
    if not postings:
        return {}
    marks = ", ".join(["%s"] * len(postings))
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_OF.format(marks), list(postings))
        return {posting: int(units) for posting, units in cursor.fetchall()}


_STANDING_OF = """
WITH RECURSIVE lie(root, entry, units, act, journal_id, previous_id) AS (
    SELECT p.id, p.journal_id,
        CASE WHEN b.next < p.next THEN b.next ELSE p.next END - CASE WHEN b.first > p.first THEN b.first ELSE p.first END,
        now.act, now.journal_id, now.previous_id
    FROM ledger_posting p
    JOIN ledger_block b ON b.first < p.next
        AND b.first >= (SELECT MAX(first) FROM ledger_block WHERE first <= p.first)
    JOIN ledger_account a ON a.id = b.account_id AND a.kind = 'retired'
    JOIN ledger_posting now ON now.id = b.posting_id
    WHERE p.id IN ({})
    UNION ALL SELECT lie.root, lie.entry, lie.units, p.act, p.journal_id, p.previous_id
    FROM lie JOIN ledger_posting p ON p.id = lie.previous_id WHERE lie.act = 'correct'
) SELECT root, SUM(units) FROM lie WHERE act <> 'correct' AND journal_id = entry GROUP BY root"""


def find(number: int) -> str:
    """The serial of the single unit with this number, whatever block it lies in."""
    row = Series.objects.filter(first__lte=number).order_by("-first").first()
    if number < 1 or row is None or number >= row.next:
        raise refuse("unknown_serial", number=number)
    return str(_serial(row, Range(number, number), is_demonstration()))


def series_of(serial: str) -> tuple[int, Range]:
    """The id of the series a serial belongs to, and its numbers; a serial that was never issued so is refused."""
    wanted, row, _ = _resolve(serial)
    return row.pk, wanted


def is_whole(series: int, units: Range) -> bool:
    """Whether these are all units of the series (its id)."""
    return Series.objects.filter(pk=series, first=units.first, next=units.next).exists()


def foreign_series(register: str, foreign_id: str) -> int:
    """The id of the series that mirrors a foreign register's `foreign_id`; an unknown one is refused."""
    row = Series.objects.filter(register=register, foreign_id=foreign_id).values_list("pk", flat=True).first()
    if row is None:
        raise refuse("unknown_series", series=foreign_id[:120])
    return row


def serial_of(series: int, first: int, last: int) -> str:
    """The serial of some units of a series, as a person reads it."""
    return str(_serial(Series.objects.get(pk=series), Range(first, last), is_demonstration()))


def namer() -> Callable[[Series, int, int], str]:
    """What names units of a series by first and last number, as `serial_of`, and asks the database once for all of them."""
    demo = is_demonstration()
    return lambda series, first, last: str(_serial(series, Range(first, last), demo))


def serials(code: str, *, after: int = 0, limit: int = 100) -> Iterator[Place]:
    """What lies in an account now, block by block, in the order of the number line."""
    held, demo = account(code), is_demonstration()
    rows = Block.objects.select_related("series").filter(account=held, first__gt=after).order_by("first")[:limit]
    for block in rows:
        if block.series and block.since and block.next_id:
            units = Range(block.first, block.next_id - 1)
            yield Place(
                str(_serial(block.series, units, demo)), units.count, held.code, held.kind, held.owner.code,
                block.reservation_id, block.since,
            )  # fmt: skip


def _resolve(serial: str) -> tuple[Range, Series, bool]:
    asked = parse_serial(serial)
    row = Series.objects.filter(first__lte=asked.units.first).order_by("-first").first()
    demo = is_demonstration()
    if row is None or row.next < asked.units.next or _serial(row, asked.units, demo) != asked:
        raise refuse("unknown_serial", number=serial[:120])
    return asked.units, row, demo


def is_demonstration() -> bool:
    """Whether this register is a demonstration. One statement."""
    return Register.objects.filter(demonstration=True).exists()


def _serial(row: Series, units: Range, demo: bool) -> Serial:
    return Serial(row.jurisdiction, row.unit_type, row.methodology, row.project, row.vintage, units, demo)


def _with_names(rows: Any) -> Any:
    return rows.select_related("series", "source", "target")


def _step(row: Any, demo: bool) -> Step:
    units = Range(row.first, row.next - 1)
    return Step(
        posting=row.pk, on=row.on, act=row.act, serial=str(_serial(row.series, units, demo)), units=units.count,
        source=row.source.code if row.source else "", target=row.target.code, reservation=row.reservation_id,
        journal=row.journal_id,
    )  # fmt: skip
