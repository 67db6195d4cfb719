"""The shape of the database is held against what a fresh migration makes of it, app by app."""

import json
import os
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db import connection, transaction

from tanpuhui.apps.records import guards, schema
from tanpuhui.apps.records.tables import product_apps
from tests.support.databases import Database

APPS = [app for app in product_apps() if app.models]


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.label)
def test_a_fresh_migration_makes_the_shape_that_is_kept(db: Database, app: AppConfig) -> None:
    file = Path(app.path) / schema.FILE
    if os.environ.get("TANPUHUI_WRITE"):
        kept = json.loads(file.read_text()) if file.exists() else {}
        kept[connection.vendor] = schema.shape(app)
        file.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert schema.shape(app) == schema.wanted(app), (
        "write it anew: TANPUHUI_WRITE=1 pytest -n 0 tests/records/test_schema.py"
    )
    assert list(schema.differing()) == guards.foreign() == []


CHANGES = {
    "a check that holds nothing": (
        'ALTER TABLE ledger_block DROP CONSTRAINT block_not_empty, ADD CONSTRAINT block_not_empty CHECK ("first" > 0)',
        ["ledger_block.block_not_empty"],
    ),
    "a check that was never run": (
        "ALTER TABLE ledger_posting DROP CONSTRAINT posting_moves_units, "
        'ADD CONSTRAINT posting_moves_units CHECK ("next" > "first") NOT VALID',
        ["ledger_posting.posting_moves_units"],
    ),
    "a column that may be empty": ('ALTER TABLE ledger_posting ALTER "on" DROP NOT NULL', ["ledger_posting"]),
    "a unique index that is not": ("DROP INDEX one_sentinel", ["ledger_block.one_sentinel"]),
    "foreign keys switched off": ("ALTER TABLE ledger_posting DISABLE TRIGGER ALL", ["ledger_posting: foreign keys"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_altered_is_named(db: Database, name: str) -> None:
    statement, named = CHANGES[name]
    if db.vendor == "sqlite":  # which alters no constraint, but lets its text be rewritten
        return
    with transaction.atomic():
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert list(schema.differing()) == named
        transaction.set_rollback(True)


def test_each_constraint_of_the_ledger_that_is_gone_is_named(db: Database) -> None:
    """On SQLite, whose tables are one text each, it is the table that is named."""
    for name, text in schema.wanted(apps.get_app_config("ledger")).items():
        table, _, constraint = name.partition(".")
        with transaction.atomic(), connection.cursor() as cursor:
            connection.check_constraints()
            if db.vendor == "sqlite":
                cursor.execute("PRAGMA writable_schema = ON")
                cursor.execute("UPDATE sqlite_master SET sql = sql || ' -- ' WHERE name = %s", [constraint or table])
            elif constraint:
                drop = "DROP INDEX {1}" if text.startswith("CREATE") else "ALTER TABLE {0} DROP CONSTRAINT {1} CASCADE"
                cursor.execute(drop.format(table, f'"{constraint}"'))
            else:
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN more integer")
            assert name in list(schema.differing())
            transaction.set_rollback(True)
    if db.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA writable_schema = RESET")
