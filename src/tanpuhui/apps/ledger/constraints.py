"""The constraints the ledger's proof rests on, and which of them the database lacks."""

from django.db import connection

NEEDED = {
    "ledger_block": ("block_not_empty", "numbers_begin_at_one", "one_sentinel", "only_the_sentinel_is_empty"),
    "ledger_posting": ("posting_moves_units",),
    "ledger_balance": ("no_overdraft",),
    "ledger_payment": ("payment_moves_money",),
    "records_journal": ("once_per_key",),
}


def missing_constraints() -> list[str]:
    """Names of constraints that are not there, and `ledger_block.next` where it is not unique or not tied to `first`."""
    lacking: list[str] = []
    with connection.cursor() as cursor:
        for table, names in NEEDED.items():
            there = connection.introspection.get_constraints(cursor, table)
            lacking += [name for name in names if name not in there]
            if table == "ledger_block":
                on_next = [c for c in there.values() if c["columns"] == ["next"]]
                if not any(c["unique"] for c in on_next):
                    lacking.append("ledger_block.next unique")
                if not any(c["foreign_key"] == ("ledger_block", "first") for c in on_next):
                    lacking.append("ledger_block.next → ledger_block.first")
        if connection.vendor == "sqlite":
            for pragma in ("foreign_keys", "recursive_triggers"):
                cursor.execute(f"PRAGMA {pragma}")
                if cursor.fetchone() != (1,):
                    lacking.append(f"PRAGMA {pragma}")
            cursor.execute("PRAGMA foreign_key_check")
            lacking += [f"foreign key of {row[0]} row {row[1]}" for row in cursor.fetchmany(20)]
    return lacking
