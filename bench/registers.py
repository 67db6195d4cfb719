"""Registers of any size, filled in seconds by set-based SQL, and yet such that `ledger verify` is content with them.

Ten series were issued to one account and dealt out, a block at a time, to accounts of 50 blocks each, round and round. So
an account has five blocks of each series, spread over the whole number line, however large the register is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.db.models import Model

from tanpuhui.apps.ledger import opening
from tanpuhui.apps.ledger.models import Account, Series
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.operations import setup
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.records import guards
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.models import Journal
from tanpuhui.apps.records.rows import told
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.text import Text

ON, AT = date(2024, 1, 2), datetime(2024, 1, 2, tzinfo=UTC)
SERIES, LENGTH, HELD, ENTRY = 10, 1_000, 50, 1_000
"""How many series; units in a block; blocks in an account; postings in a journal entry."""

_COUNT = "WITH RECURSIVE g(n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM g WHERE n < {most} - 1) "
_SQL = (
    """INSERT INTO ledger_account (id, code, kind, owner_id, name_zh, name_en, needs_acceptance, opened_on)
    {accounts} SELECT {holder} + n, 'H-' || n, 'holding', {owner}, '户', 'holder', {false}, '{on}' FROM g""",
    """INSERT INTO ledger_series (id, unit_type, jurisdiction, methodology, project, vintage, first, next, issued_on,
      register, foreign_id, mirrored, labels)
    {series} SELECT 1 + n, 'PHCER', 'GD', 'BENCH', 'P' || n, 2020, 1 + n * {span}, 1 + (n + 1) * {span}, '{on}',
      '', '', {false}, '{{}}' FROM g""",
    """INSERT INTO ledger_posting (id, journal_id, line, act, series_id, first, next, target_id, "on")
    {series} SELECT 1 + n * ({part} + 1), {issue} + n, 0, 'issue', 1 + n, 1 + n * {span},
        1 + (n + 1) * {span}, {issuer}, '{on}' FROM g""",
    """INSERT INTO ledger_posting (id, journal_id, line, act, series_id, first, next, source_id, target_id, previous_id, "on")
    {blocks} SELECT 2 + n + n / {part}, {deal} + n / {entry}, n % {entry}, 'transfer', 1 + n / {part}, 1 + n * {length},
      1 + (n + 1) * {length}, {issuer}, {holder} + n % {holders}, 1 + n / {part} * ({part} + 1),
      '{on}' FROM g""",
    "UPDATE ledger_block SET first = 1 + {count} * {span} WHERE next IS NULL",
    """INSERT INTO ledger_block (first, next, series_id, account_id, posting_id, since)
    {blocks} SELECT 1 + n * {length}, 1 + (n + 1) * {length}, 1 + n / {part}, {holder} + n % {holders},
      2 + n + n / {part}, '{on}' FROM g""",
)


def fill(size: int) -> Actor:
    """Opens a register in the empty database in use, fills it with `size` blocks (thousands), gives who may do anything there."""
    guards.install()
    by = setup.establish(on=ON, at=AT, journal=JOURNAL, code="BENCH", name=Text("测试", "Bench"))
    opening.open_register(jurisdiction="GD", demonstration=True, by=by, on=ON, at=AT)
    issuer = Account.objects.create(
        code="ISSUER", kind="holding", owner_id=by.organisation_id, name_zh="户", name_en="issuer", opened_on=ON
    ).pk
    facts = _facts(size, by.organisation_id, issuer)
    with _unchecked(), transaction.atomic(), connection.cursor() as cursor:
        for start, moves in _entries(size, facts):
            _write(by, start, moves)
        for start, rows in _told(size, facts):
            _write(by, start, [], rows)
        for statement in _SQL:
            cursor.execute(statement.format_map(facts))
        if connection.vendor == "postgresql":
            for table in ("ledger_account", "ledger_series", "ledger_posting", "records_journal"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
    _settle()
    return replace(by, permissions=frozenset(PERMISSIONS))


def _facts(size: int, owner: int, issuer: int) -> dict[str, object]:
    last = Journal.objects.order_by("-pk").values_list("pk", flat=True)[0]
    facts = {
        "owner": owner, "issuer": issuer, "holder": issuer + 1, "holders": size // HELD, "on": ON, "length": LENGTH,
        "span": size // SERIES * LENGTH, "part": size // SERIES, "count": SERIES, "entry": ENTRY,
        "issue": last + 1, "deal": last + 1 + SERIES, "false": "0" if connection.vendor == "sqlite" else "false",
    }  # fmt: skip
    counts = {"accounts": size // HELD, "series": SERIES, "blocks": size}
    return facts | {name: _COUNT.format(most=most) for name, most in counts.items()}


def _entries(size: int, facts: Mapping[str, object]) -> Iterator[tuple[int, list[list[object]]]]:
    """The number of each journal entry and the moves it tells, the same as `_SQL` posts."""
    span, part, holders = size // SERIES * LENGTH, size // SERIES, size // HELD
    issue, deal, issuer, holder = (int(str(facts[name])) for name in ("issue", "deal", "issuer", "holder"))
    for n in range(SERIES):
        yield issue + n, [[1, "issue", 1 + n, 1 + n * span, (n + 1) * span, None, issuer, None]]
    for start in range(0, size, ENTRY):
        yield deal + start // ENTRY, [
            [n - start + 1, "transfer", 1 + n // part, 1 + n * LENGTH, (n + 1) * LENGTH, issuer, holder + n % holders, None]
            for n in range(start, start + ENTRY)
        ]  # fmt: skip


def _told(size: int, facts: Mapping[str, object]) -> Iterator[tuple[int, list[Model]]]:
    """The number of each further entry and the rows it tells, the same as `_SQL` inserts: series, then accounts."""
    span, owner = size // SERIES * LENGTH, int(str(facts["owner"]))
    issuer, number = int(str(facts["issuer"])), int(str(facts["deal"])) + size // ENTRY
    yield number, [
        Series(
            pk=1 + n, unit_type="PHCER", jurisdiction="GD", methodology="BENCH", project=f"P{n}", vintage=2020,
            first=1 + n * span, next=1 + (n + 1) * span, issued_on=ON,
        )
        for n in range(SERIES)
    ]  # fmt: skip
    whole = {"kind": "holding", "owner_id": owner, "name_zh": "户", "opened_on": ON}
    yield number + 1, [Account(pk=issuer, code="ISSUER", name_en="issuer", **whole)]
    for start in range(0, size // HELD, ENTRY):
        yield (
            number + 2 + start // ENTRY,
            [
                Account(pk=issuer + 1 + n, code=f"H-{n}", name_en="holder", **whole)
                for n in range(start, min(start + ENTRY, size // HELD))
            ],
        )


def _write(by: Actor, number: int, moves: list[list[object]], rows: Sequence[Model] = ()) -> None:
    body, key = {"filled": number}, f"fill-{number}"
    content = canonical_bytes(
        {
            "answer": {"moves": moves}, "approval": None, "at": AT, "body": body, "by": by.user_id, "key": key, "on": ON,
            "operation": "bench_fill", "organisation": by.organisation_id, "rows": [told(row) for row in rows],
        }
    )  # fmt: skip
    Journal.objects.create(
        pk=number, organisation_id=by.organisation_id, operation="bench_fill", key=key, by_id=by.user_id, on=ON, at=AT,
        body_hash=digest(canonical_bytes(body)), content=content, hash=digest(content),
    )  # fmt: skip


@contextmanager
def _unchecked() -> Iterator[None]:
    """No look-up of foreign keys while millions of rows come in; `verify` looks at them afterwards."""
    off, on = (
        ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if connection.vendor == "sqlite"
        else ("SET session_replication_role = replica", "SET session_replication_role = origin")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
        yield
        cursor.execute(on)


def _settle() -> None:
    """What the database would do by itself in time: statistics, visibility, a checkpoint."""
    statements = {"sqlite": ["PRAGMA wal_checkpoint(TRUNCATE)"], "postgresql": ["VACUUM ANALYZE", "CHECKPOINT"]}
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def look_again() -> None:
    """What autovacuum does within a minute: PostgreSQL drops the plans it made when a table was small.

    Until then a session that was the first to look for a journal entry scans them all, which says nothing of its work.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE records_journal, ledger_account, ledger_series")
