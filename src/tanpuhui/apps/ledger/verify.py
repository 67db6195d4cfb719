"""Proof that nobody fooled the ledger: everything is recomputed from the postings, the journal and the chain of blocks.

Why it is a proof: blocks are disjoint and cover the line; every posting's units equal those of the postings and blocks that
follow from it, and lie inside it. So each unit has exactly one life, from its issuance to the block it lies in now.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import Error, connection, transaction

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.ledger import tally
from tanpuhui.apps.ledger.findings import found
from tanpuhui.apps.ledger.models import Account, Payment, Posting
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.records import guards, schema
from tanpuhui.apps.records import rows as records_rows
from tanpuhui.apps.records.entries import PAGE, pages
from tanpuhui.apps.records.models import Approval, Decision, Journal
from tanpuhui.core.findings import Finding

Check = Callable[[], Iterator[Finding]]


def verify(tell: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Runs every check on the whole register and returns what is wrong; `tell` hears the name of each check."""
    findings: list[Finding] = []
    for check in CHECKS:
        tell(check.__name__)
        findings.extend(run(check.__name__, check))
    return findings


def run(name: str, check: Check) -> list[Finding]:
    """What a check finds. One that cannot be carried out (a table is gone, an entry is no JSON) is a finding itself."""
    findings: list[Finding] = []
    try:
        with transaction.atomic():
            findings.extend(check())
    except (Error, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError) as wrong:
        findings.append(found("check_failed", name, why=f"{type(wrong).__name__}: {str(wrong)[:200]}"))
    return findings


def database_guards() -> Iterator[Finding]:
    """The database still refuses what it must refuse."""
    yield from (found("guard_missing", name) for name in guards.missing())
    yield from (found("guard_foreign", name) for name in guards.foreign())
    yield from (found("constraint_differs", name) for name in schema.differing())


def chain() -> Iterator[Finding]:
    """The blocks run from 1 to the sentinel, each beginning where one ends."""
    yield from _rows(
        "chain_broken",
        """SELECT b.first FROM ledger_block b LEFT JOIN ledger_block n ON n.first = b.next
           WHERE b.next IS NOT NULL AND (n.first IS NULL OR b.next <= b.first)
           UNION ALL SELECT next FROM ledger_block WHERE next IS NOT NULL GROUP BY next HAVING count(*) > 1
           UNION ALL SELECT b.first FROM ledger_block b WHERE b.first > 1
             AND NOT EXISTS (SELECT 1 FROM ledger_block p WHERE p.next = b.first)""",
    )
    ((ends, end, units),) = _query(
        """SELECT count(*) FILTER (WHERE next IS NULL), max(first), coalesce(sum(next - first), 0) FROM ledger_block"""
    )
    if ends != 1 or int(units) != (end or 0) - 1:
        yield found("line_not_covered", "line", end=(end or 0) - 1, units=int(units))


def blocks() -> Iterator[Finding]:
    """Each block lies where the last posting of its units put it."""
    yield from _rows(
        "block_not_as_posted",
        """SELECT b.first FROM ledger_block b LEFT JOIN ledger_posting p ON p.id = b.posting_id
           WHERE b.next IS NOT NULL AND (p.id IS NULL OR b.account_id <> p.target_id OR b.series_id <> p.series_id
             OR b.since <> p."on" OR b.first < p.first OR b.next > p.next
             OR coalesce(b.reservation_id, 0) <> coalesce(p.reservation_id, 0))""",
    )


def postings() -> Iterator[Finding]:
    """Each posting takes its units from where the posting before put them, not earlier, and loses none."""
    yield from _rows(
        "posting_not_from_there",
        """SELECT p.id FROM ledger_posting p LEFT JOIN ledger_posting q ON q.id = p.previous_id
           WHERE (p.source_id IS NULL) <> (p.previous_id IS NULL) OR (p.previous_id IS NOT NULL AND (
             q.id IS NULL OR q.target_id <> p.source_id OR q.series_id <> p.series_id OR p.first < q.first
             OR p.next > q.next OR p."on" < q."on" OR q.id >= p.id))""",
    )
    yield from _rows(
        "units_lost_or_doubled",
        """SELECT p.id, p.next - p.first, coalesce(f.units, 0) FROM ledger_posting p LEFT JOIN (
             SELECT posting, sum(units) AS units FROM (
               SELECT previous_id AS posting, next - first AS units FROM ledger_posting WHERE previous_id IS NOT NULL
               UNION ALL SELECT posting_id, next - first FROM ledger_block WHERE next IS NOT NULL) AS parts
             GROUP BY posting) AS f ON f.posting = p.id
           WHERE p.next - p.first <> coalesce(f.units, 0)""",
        "moved", "traced",
    )  # fmt: skip


def acts() -> Iterator[Finding]:
    """Each act joins only the accounts that the table of acts allows; a correction is the opposite of what it corrects."""
    rows = _query(
        """SELECT p.act, s.kind, t.kind, s.id = t.id, s.owner_id = t.owner_id, min(p.id)
           FROM ledger_posting p LEFT JOIN ledger_account s ON s.id = p.source_id JOIN ledger_account t ON t.id = p.target_id
           GROUP BY p.act, s.kind, t.kind, s.id = t.id, s.owner_id = t.owner_id"""
    )
    for code, source, target, same_account, same_owner, example in rows:
        act = ACTS.get(code)
        joins = act and (source in act.sources if act.sources else source is None) and target in act.targets
        if not act or not joins or bool(same_account) != act.same_account or (act.same_owner and not same_owner):
            yield found("act_not_permitted_there", str(example))
    yield from _rows(
        "act_not_permitted_there",
        """SELECT p.id FROM ledger_posting p JOIN ledger_posting q ON q.id = p.previous_id
           WHERE p.act = 'correct' AND (q.source_id IS NULL OR q.source_id <> p.target_id)""",
    )


def series() -> Iterator[Finding]:
    """Each series was issued once and whole, and its units are all somewhere."""
    yield from _rows(
        "series_not_issued_whole",
        """SELECT s.id FROM ledger_series s LEFT JOIN ledger_posting p ON p.series_id = s.id AND p.source_id IS NULL
           GROUP BY s.id, s.first, s.next
           HAVING count(p.id) <> 1 OR min(p.first) <> s.first OR min(p.next) <> s.next""",
    )
    yield from _rows(
        "not_conserved",
        """SELECT s.id, s.next - s.first, coalesce(h.units, 0) FROM ledger_series s LEFT JOIN (
             SELECT series_id, sum(next - first) AS units, min(first) AS low, max(next) AS high
             FROM ledger_block WHERE next IS NOT NULL GROUP BY series_id) AS h ON h.series_id = s.id
           WHERE s.next - s.first <> coalesce(h.units, 0) OR h.low <> s.first OR h.high <> s.next""",
        "issued", "held",
    )  # fmt: skip


def reservations() -> Iterator[Finding]:
    """Only open reservations mark blocks, and only in the account they were made in."""
    yield from _rows(
        "reservation_not_open",
        """SELECT b.first FROM ledger_block b JOIN ledger_reservation r ON r.id = b.reservation_id
           WHERE r.ended_on IS NOT NULL OR r.account_id <> b.account_id""",
    )


def totals() -> Iterator[Finding]:
    """The kept totals are what the postings add up to that were folded into them."""
    for about, kept, posted in tally.differing():
        yield found("total_not_as_posted", about, kept=int(kept), posted=int(posted))


def money() -> Iterator[Finding]:
    """Each balance is what came in less what went out, and no account but the settlement bank's was ever below zero."""
    for code, balance, paid in _query(
        """SELECT a.code, b.fen, coalesce((SELECT sum(fen) FROM ledger_payment WHERE target_id = a.id), 0)
             - coalesce((SELECT sum(fen) FROM ledger_payment WHERE source_id = a.id), 0)
           FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"""
    ):
        if balance != int(paid):
            yield found("money_not_as_paid", code, balance=balance, paid=int(paid))
    yield from _rows(
        "money_not_as_dated",
        """SELECT a.code FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id LEFT JOIN (
             SELECT account, max(day) AS day FROM (
               SELECT target_id AS account, "on" AS day FROM ledger_payment
               UNION ALL SELECT source_id, "on" FROM ledger_payment) AS days GROUP BY account) AS d ON d.account = a.id
           WHERE (b.since IS NULL) <> (d.day IS NULL) OR b.since <> d.day""",
    )
    yield from _rows(
        "overdrawn",
        """SELECT a.code, coalesce(-b.fen, 0) FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id
           WHERE (a.kind IN ('cash', 'cash_reserved', 'bank') AND b.fen IS NULL)
             OR (a.kind <> 'bank' AND (b.fen < 0 OR b.overdraft))
           UNION SELECT a.code, -min(d.fen) FROM (
             SELECT account, sum(sum(fen)) OVER (PARTITION BY account ORDER BY day) AS fen FROM (
               SELECT target_id AS account, "on" AS day, fen FROM ledger_payment
               UNION ALL SELECT source_id, "on", -fen FROM ledger_payment) AS flows
             GROUP BY account, day) AS d
           JOIN ledger_account a ON a.id = d.account WHERE a.kind <> 'bank' GROUP BY a.code HAVING min(d.fen) < 0""",
        "fen",
    )


def journal() -> Iterator[Finding]:
    """Each journal entry matches its hash and its columns, and tells exactly the postings and payments it led to."""
    for page in pages():
        posted = _posted([row.pk for row, _ in page])
        for row, said in page:
            if said is None:
                yield found("journal_altered", str(row.pk))
            elif _moved(said["answer"]) != posted.get(row.pk, ([], [])):
                yield found("journal_disagrees", str(row.pk))
    yield from _rows(
        "journal_disagrees",
        """SELECT j.id FROM ledger_posting p JOIN records_journal j ON j.id = p.journal_id WHERE p."on" <> j."on"
           UNION SELECT j.id FROM ledger_payment p JOIN records_journal j ON j.id = p.journal_id WHERE p."on" <> j."on" """,
    )
    strays = Posting.objects.exclude(journal__in=Journal.objects.all()).values_list("pk", flat=True)
    yield from (found("journal_disagrees", str(pk)) for pk in strays[:PAGE])


def approvals() -> Iterator[Finding]:
    """Each act that needs a second person was allowed by one, for exactly this; and moved what it asked for."""
    needs = second_person()
    codes = dict(Account.objects.values_list("pk", "code"))
    for page in pages():
        used = {row.approval_id for row, _ in page if row.approval_id}
        given = {a.pk: a for a in Approval.objects.filter(pk__in=used).select_related("decision__by", "withdrawal")}
        people = dict(User.objects.filter(pk__in={row.by_id for row, _ in page}).values_list("pk", "person"))
        for row, said in page:
            if (row.operation in needs or row.approval_id) and not _allowed(
                row, given.get(row.approval_id or 0), people
            ):
                yield found("approval_not_for_this", str(row.pk))
            if said and not _as_asked(said, codes):
                yield found("body_disagrees", str(row.pk))


def _allowed(row: Journal, asked: Approval | None, people: Mapping[int, int | None]) -> bool:
    decision: Decision | None = getattr(asked, "decision", None)
    if asked is None or decision is None or not decision.allowed or hasattr(asked, "withdrawal"):
        return False
    if decision.ends_on is None or row.on > decision.ends_on:
        return False
    same = decision.by_id == row.by_id or decision.by.person_id == people.get(row.by_id)
    houses = {row.organisation_id, asked.organisation_id, decision.organisation_id}
    return (asked.operation, asked.body_hash) == (row.operation, row.body_hash) and len(houses) == 1 and not same


def _as_asked(said: dict[str, Any], codes: dict[int, str]) -> bool:
    """An act's units went out of accounts that its body names as sources, and into named targets (or waited at home)."""
    items = said["body"].get("items")
    if not said["operation"].startswith("ledger_") or not items or said["operation"] == "ledger_convert":
        return True
    flows = {(item[0], item[1], item[2]) for item in items}
    homes = {(item[0], item[0], item[2]) for item in items}
    moved = {(codes.get(move[5]), codes.get(move[6]), move[2]) for move in said["answer"].get("moves", ())}
    return moved <= flows | homes


def second_person() -> frozenset[str]:
    """The operations that need a second person's approval: each app lists its own in its `guards.py`."""
    return frozenset(guards.listed("SECOND_PERSON"))


def rows() -> Iterator[Finding]:
    """Accounts, owners, series, freezes, reservations, approvals …: every row is as an entry of the journal tells it."""
    yield from records_rows.check()


Moved = tuple[list[list[Any]], list[list[Any]]]


def _moved(answer: dict[str, Any]) -> Moved:
    """The moves and payments that an entry tells; whatever else may stand there is none."""
    moves, pays = answer.get("moves", []), answer.get("pays", [])
    well = isinstance(moves, list) and isinstance(pays, list)
    return ([move[1:] if isinstance(move, list) else [move] for move in moves], pays) if well else ([[]], [])


def _posted(entries: list[int]) -> dict[int, Moved]:
    posted: dict[int, Moved] = {}
    moves = Posting.objects.filter(journal__in=entries).order_by("journal", "line")
    columns = ("journal", "act", "series", "first", "next", "source", "target", "reservation")
    for entry, act, series, first, next, source, target, reservation in moves.values_list(*columns):
        move = [act, series, first, next - 1, source, target, reservation]
        posted.setdefault(entry, ([], []))[0].append(move)
    for entry, *pay in (
        Payment.objects.filter(journal__in=entries)
        .order_by("journal", "line")
        .values_list("journal", "source", "target", "fen")
    ):
        posted.setdefault(entry, ([], []))[1].append(pay)
    return posted


def _query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _rows(code: str, sql: str, *facts: str) -> Iterator[Finding]:
    """A finding for each row: the first column is what it is about, the others are its facts."""
    for about, *values in _query(sql):
        yield found(code, str(about), **{name: int(value) for name, value in zip(facts, values, strict=True)})


CHECKS: tuple[Check, ...] = (
    database_guards, chain, blocks, postings, acts, series, reservations, totals, money, journal, approvals, rows,
)  # fmt: skip
