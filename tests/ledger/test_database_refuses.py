"""Not the program, the database itself: it refuses overlaps, gaps, growth, second ends, and any change of what was posted."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.ledger.cast import Cast
from tests.ledger.test_verify import a_life, account, run
from tests.support.databases import Database

COLUMNS = "first, next, series_id, account_id, posting_id, since"
SAME = "series_id, account_id, posting_id, since FROM ledger_block WHERE first = 71"
BREAKS = {
    "an overlap": f"INSERT INTO ledger_block ({COLUMNS}) SELECT 80, 100, {SAME}",
    "a block over others": f"INSERT INTO ledger_block ({COLUMNS}) SELECT 2, 151, {SAME}",
    "a block beyond the end": f"INSERT INTO ledger_block ({COLUMNS}) SELECT 200, 300, {SAME}",
    "a block before the first": f"INSERT INTO ledger_block ({COLUMNS}) SELECT 0, 1, {SAME}",
    "an empty block": f"INSERT INTO ledger_block ({COLUMNS}) SELECT 80, 80, {SAME}",
    "a gap": "UPDATE ledger_block SET next = 90 WHERE first = 71",
    "growth into the next": "UPDATE ledger_block SET next = 150 WHERE first = 71",
    "growth over the next": "UPDATE ledger_block SET next = 151 WHERE first = 71",
    "growth backwards": "UPDATE ledger_block SET first = 65 WHERE first = 71",
    "two links exchanged": "UPDATE ledger_block SET next = CASE first WHEN 61 THEN 101 ELSE 71 END WHERE first IN (61, 71)",
    "a second sentinel": "INSERT INTO ledger_block (first) VALUES (500)",
    "the sentinel moved alone": "UPDATE ledger_block SET first = 500 WHERE next IS NULL",
    "the sentinel given an account": f"UPDATE ledger_block SET account_id = {account('A-1')} WHERE next IS NULL",
    "a block without an account": "UPDATE ledger_block SET account_id = NULL WHERE first = 71",
    "a block without a posting": "UPDATE ledger_block SET posting_id = NULL WHERE first = 71",
    "a posting of nothing": "INSERT INTO ledger_posting (journal_id, line, act, series_id, first, next, target_id, \"on\") "
    "SELECT journal_id, 9, act, series_id, first, first, target_id, \"on\" FROM ledger_posting LIMIT 1",
    "a payment of nothing": "INSERT INTO ledger_payment (journal_id, line, source_id, target_id, fen, \"on\") "
    "SELECT journal_id, 9, source_id, target_id, 0, \"on\" FROM ledger_payment LIMIT 1",
    "a debt": f"UPDATE ledger_balance SET fen = -1 WHERE account_id = {account('A-P')}",
    "an empty series": "UPDATE ledger_series SET next = first",
    "a second register": "INSERT INTO ledger_register SELECT 2, jurisdiction, demonstration, opened_on, operator_id "
    "FROM ledger_register",
    "the same key twice": "INSERT INTO records_journal (organisation_id, operation, key, by_id, \"on\", at, body_hash, "
    "content, hash) SELECT organisation_id, operation, key, by_id, \"on\", at, body_hash, content, hash "
    "FROM records_journal LIMIT 1",
}  # fmt: skip
APPEND_ONLY = (
    "ledger_posting",
    "ledger_payment",
    "ledger_retirement",
    "ledger_series",
    "ledger_register",
    "records_journal",
)
NEVER_DELETED = (
    *APPEND_ONLY,
    "ledger_block",
    "ledger_account",
    "ledger_reservation",
    "ledger_freeze",
    "ledger_balance",
)
CHANGES = {
    **{f"an update of {table}": f"UPDATE {table} SET {column} = {column}" for table, column in (
        ("ledger_posting", "first"), ("ledger_payment", "fen"), ("ledger_retirement", "purpose"), ("ledger_series", "next"),
        ("ledger_register", "jurisdiction"), ("records_journal", "key"),
    )},
    **{f"a deletion from {table}": f"DELETE FROM {table}" for table in NEVER_DELETED},
}  # fmt: skip


def refused(statement: str) -> bool:
    """Whether the database refuses the statement, at once or when the transaction would be committed."""
    try:
        with transaction.atomic():
            run(statement)
            connection.check_constraints()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def test_the_database_refuses_whatever_breaks_the_chain_or_a_bound(cast: Cast) -> None:
    a_life(cast)
    assert {name: refused(statement) for name, statement in BREAKS.items()} == dict.fromkeys(BREAKS, True)


def test_the_database_refuses_any_change_of_what_was_written(cast: Cast) -> None:
    a_life(cast)
    cast.freeze("everything", acts=["expire"])
    assert {name: refused(statement) for name, statement in CHANGES.items()} == dict.fromkeys(CHANGES, True)


def test_truncation_is_refused_too(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        return
    connection.check_constraints()
    for table in NEVER_DELETED:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")


def test_replacing_a_row_is_refused_as_the_deletion_it_is(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        return
    a_life(cast)
    for table in ("ledger_posting", "records_journal", "ledger_series", "ledger_payment"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("UPDATE OR REPLACE ledger_block SET next = 101 WHERE first = 61")


def test_units_appear_only_at_the_end_of_the_line(db: Database) -> None:
    assert refused(f"INSERT INTO ledger_block ({COLUMNS}) SELECT 1, 2, 1, 1, 1, '2024-01-02'")
