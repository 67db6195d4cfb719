"""The guards refuse in the database itself, stand after every migrate, and are missed when they are gone."""

import pytest
from django.db import DatabaseError, connection, transaction

from tanpuhui.apps.records import guards, migrating
from tests.records.cast import Cast
from tests.records.filling import fill
from tests.support.databases import Database


def _run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_guarded_table_refuses_what_its_guard_names(fresh_db: Database) -> None:
    fill(Cast())
    with connection.cursor() as cursor:
        for guard in guards.guards():
            columns = connection.introspection.get_primary_key_columns(cursor, guard.table) or []
            (key,) = columns
            acts = {
                "update": f"UPDATE {guard.table} SET {key} = {key}",
                "delete": f"DELETE FROM {guard.table}",
                "truncate": f"TRUNCATE {guard.table} CASCADE",
            }
            verbs = guard.verbs if connection.vendor == "sqlite" else (*guard.verbs, "truncate")
            for verb in verbs:
                with pytest.raises(DatabaseError, match="append-only"):
                    _run(acts[verb])


def test_migrating_puts_back_what_is_gone(fresh_db: Database) -> None:
    assert guards.missing() == []
    where = "" if connection.vendor == "sqlite" else " ON records_journal"
    _run(f"DROP TRIGGER guard_records_journal_update{where}")
    assert guards.missing() == ["guard_records_journal_update"]
    migrating.migrate()
    migrating.migrate()
    assert (guards.missing(), migrating.unapplied()) == ([], [])


def test_what_was_migrated_is_told_by_app(db: Database) -> None:
    assert migrating.applied()["records"][0] == "0001_initial"
    assert "auth" not in migrating.applied()
