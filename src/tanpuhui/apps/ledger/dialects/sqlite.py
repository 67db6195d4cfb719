"""SQLite: rows go in as one JSON array through `json_each`. The whole database is locked, so nothing else need be."""

import json
from collections.abc import Sequence
from typing import Any

LOCK = """
SELECT id, code, kind, owner_id, opened_on, closed_on, needs_acceptance
FROM ledger_account WHERE code IN (SELECT value FROM json_each(%s)) ORDER BY id"""

SERIES = """
SELECT s.id, s.unit_type, s.mirrored, s.register, r.demonstration
FROM ledger_register r LEFT JOIN ledger_series s ON s.id IN (SELECT value FROM json_each(%s))"""

ALONE = "SELECT 1"  # who writes is alone

SHELVES = """
SELECT b.first, b.next, b.series_id, b.account_id, b.reservation_id, b.posting_id, b.since
FROM json_each(%s) AS d JOIN ledger_block b
  ON b.account_id = d.value ->> 0 AND b.series_id = d.value ->> 1 AND b.reservation_id IS NULL AND b.first > d.value ->> 2
  AND b.first < coalesce((
    SELECT c.first FROM ledger_block c
    WHERE c.account_id = d.value ->> 0 AND c.series_id = d.value ->> 1 AND c.reservation_id IS NULL AND c.first > d.value ->> 2
    ORDER BY c.first LIMIT 1 OFFSET %s), 9223372036854775807)"""

RANGES = """
SELECT b.first, b.next, b.series_id, b.account_id, b.reservation_id, b.posting_id, b.since
FROM json_each(%s) AS r JOIN ledger_block b
  ON b.first >= (SELECT max(c.first) FROM ledger_block c WHERE c.first <= r.value ->> 0) AND b.first < r.value ->> 1
WHERE b.next IS NOT NULL"""

POST = """
INSERT INTO ledger_posting (journal_id, "on", line, act, series_id, first, next, source_id, target_id, reservation_id,
    previous_id)
SELECT %s, %s, m.value ->> 0, m.value ->> 1, m.value ->> 2, m.value ->> 3, m.value ->> 4, m.value ->> 5, m.value ->> 6,
    m.value ->> 7, m.value ->> 8
FROM json_each(%s) AS m ORDER BY m.key RETURNING id, line"""

SHRINK = """
UPDATE ledger_block SET next = p.value ->> 1 FROM json_each(%s) AS p WHERE ledger_block.first = p.value ->> 0"""

CHANGE = """
UPDATE ledger_block SET next = p.value ->> 1, account_id = p.value ->> 3, reservation_id = p.value ->> 4,
    posting_id = p.value ->> 5, since = p.value ->> 6
FROM json_each(%s) AS p WHERE ledger_block.first = p.value ->> 0"""

ADD = """
INSERT INTO ledger_block (first, next, series_id, account_id, reservation_id, posting_id, since)
SELECT p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3, p.value ->> 4, p.value ->> 5, p.value ->> 6
FROM json_each(%s) AS p"""

SERIAL = """
INSERT INTO ledger_series (unit_type, jurisdiction, methodology, project, vintage, first, next, issued_on, register, foreign_id,
    mirrored, labels)
SELECT s.value ->> 0, s.value ->> 1, s.value ->> 2, s.value ->> 3, s.value ->> 4, s.value ->> 5, s.value ->> 6, s.value ->> 7,
    s.value ->> 8, s.value ->> 9, s.value ->> 10, s.value ->> 11
FROM json_each(%s) AS s ORDER BY s.key RETURNING first, id"""

PAY = """
INSERT INTO ledger_payment (journal_id, "on", line, source_id, target_id, fen)
SELECT p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3, p.value ->> 4, p.value ->> 5 FROM json_each(%s) AS p
ORDER BY p.key"""

SETTLE = """
UPDATE ledger_balance SET fen = p.value ->> 1, since = p.value ->> 2
FROM json_each(%s) AS p WHERE ledger_balance.account_id = p.value ->> 0"""

GROW = "UPDATE ledger_block SET first = first + %s WHERE next IS NULL RETURNING first"


def write(cursor: Any, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Carries out `SHRINK`, `CHANGE`, `ADD`, `PAY` or `SETTLE` for all rows at once, if there are any."""
    if rows:
        cursor.execute(statement, arrays(rows, len(rows[0])))


def arrays(rows: Sequence[Sequence[object]], width: int) -> list[object]:
    """Rows as the one JSON parameter of a `json_each`; `width` is not needed here."""
    return [json.dumps(rows, default=str)]


def shelves(rows: Sequence[tuple[int, int, int, int]]) -> list[object]:
    """The parameters of `SHELVES`: account, series, after which number, how many blocks at most (here: of all rows)."""
    return [json.dumps(rows), max(row[3] for row in rows)]


def scalars(values: Sequence[object]) -> list[object]:
    """A list of scalars as the one parameter of a statement."""
    return [json.dumps(list(values))]
