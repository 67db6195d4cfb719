"""PostgreSQL: rows go in as parallel arrays through `unnest`."""

from collections.abc import Sequence
from typing import Any

LOCK = """
SELECT id, code, kind, owner_id, opened_on, closed_on, needs_acceptance
FROM (SELECT set_config('plan_cache_mode', 'force_generic_plan', true)) AS plans, ledger_account
WHERE code = ANY(%s) ORDER BY id FOR NO KEY UPDATE OF ledger_account"""
# From here to the end of the transaction a prepared statement keeps the plan it was given first. Left to itself, PostgreSQL
# plans each of these anew, since an array of one row looks cheaper than one of unknown length.

SERIES = """
SELECT s.id, s.unit_type, s.mirrored, s.register, r.demonstration
FROM (SELECT pg_advisory_xact_lock_shared(7262)) AS with_others, ledger_register r LEFT JOIN ledger_series s ON s.id = ANY(%s)"""

ALONE = "SELECT pg_advisory_xact_lock(7262)"  # waits for the batches under way; those that begin later wait for us

SHELVES = """
SELECT b.first, b.next, b.series_id, b.account_id, b.reservation_id, b.posting_id, b.since
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS d(account, series, after, most)
CROSS JOIN LATERAL (
    SELECT * FROM ledger_block b
    WHERE b.account_id = d.account AND b.series_id = d.series AND b.reservation_id IS NULL AND b.first > d.after
    ORDER BY b.first LIMIT d.most
) AS b"""

RANGES = """
SELECT b.first, b.next, b.series_id, b.account_id, b.reservation_id, b.posting_id, b.since
FROM unnest(%s::bigint[], %s::bigint[]) AS r(first, next)
JOIN ledger_block b
  ON b.first >= (SELECT max(c.first) FROM ledger_block c WHERE c.first <= r.first) AND b.first < r.next
WHERE b.next IS NOT NULL"""

POST = """
INSERT INTO ledger_posting (journal_id, "on", line, act, series_id, first, next, source_id, target_id, reservation_id,
    previous_id)
SELECT %s, %s, m.line, m.act, m.series, m.first, m.next, m.source, m.target, m.reservation, m.previous
FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
            %s::bigint[]) AS m(line, act, series, first, next, source, target, reservation, previous)
ORDER BY m.line RETURNING id, line"""

SHRINK = """
UPDATE ledger_block b SET next = p.next FROM unnest(%s::bigint[], %s::bigint[]) AS p(first, next) WHERE b.first = p.first"""

CHANGE = """
UPDATE ledger_block b SET next = p.next, account_id = p.account, reservation_id = p.reservation,
    posting_id = p.posting, since = p.since
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[])
  AS p(first, next, series, account, reservation, posting, since)
WHERE b.first = p.first"""

ADD = """
INSERT INTO ledger_block (first, next, series_id, account_id, reservation_id, posting_id, since)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[])"""

SERIAL = """
INSERT INTO ledger_series (unit_type, jurisdiction, methodology, project, vintage, first, next, issued_on, register, foreign_id,
    mirrored, labels)
SELECT s.unit_type, s.jurisdiction, s.methodology, s.project, s.vintage, s.first, s.next, s.issued_on, s.register, s.foreign_id,
    s.mirrored, s.labels::jsonb
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::date[], %s::text[],
            %s::text[], %s::boolean[], %s::text[])
  AS s(unit_type, jurisdiction, methodology, project, vintage, first, next, issued_on, register, foreign_id, mirrored, labels)
ORDER BY s.first RETURNING first, id"""

PAY = """
INSERT INTO ledger_payment (journal_id, "on", line, source_id, target_id, fen)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[])"""

SETTLE = """
UPDATE ledger_balance b SET fen = p.fen, since = p.since
FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS p(account, fen, since)
WHERE b.account_id = p.account"""

GROW = "UPDATE ledger_block SET first = first + %s WHERE next IS NULL RETURNING first"


def write(cursor: Any, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Carries out `SHRINK`, `CHANGE`, `ADD`, `PAY` or `SETTLE` for all rows at once, if there are any."""
    if rows:
        cursor.execute(statement, arrays(rows, len(rows[0])))


def arrays(rows: Sequence[Sequence[object]], width: int) -> list[object]:
    """Rows of `width` columns as the parameters of an `unnest`."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * width


def shelves(rows: Sequence[tuple[int, int, int, int]]) -> list[object]:
    """The parameters of `SHELVES`: account, series, after which number, how many blocks at most."""
    return arrays(rows, 4)


def scalars(values: Sequence[object]) -> list[object]:
    """A list of scalars as the one parameter of a statement."""
    return [list(values)]
