"""Guards in the database itself: append-only tables refuse UPDATE, DELETE and TRUNCATE, whoever asks.

Django rebuilds a table on SQLite when a migration changes it, and a rebuilt table has lost its triggers. So the guards are
no migration: `install` puts all of them back, at the end of every migrate, and `missing` tells which are not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection

from tanpuhui.apps.records.tables import product_apps


@dataclass(frozen=True, slots=True)
class Guard:
    """`table` refuses each of `verbs`: update, delete, and on PostgreSQL truncate with delete."""

    table: str
    verbs: tuple[str, ...] = ("update", "delete")


GUARDS = (
    Guard("records_journal"),
    Guard("records_approval"),
    Guard("records_decision"),
    Guard("records_withdrawal"),
    Guard("records_evidence"),
    Guard("records_filer"),
    Guard("parties_duediligence"),  # listed here: its own room lies below this one
)


def guards() -> Iterator[Guard]:
    """The guards of all apps: each app that has some lists them as `GUARDS` in its `guards.py`."""
    yield from listed("GUARDS")


def listed(name: str) -> Iterator[Any]:
    """What the apps list under a name in their `guards.py`."""
    for app in apps.get_app_configs():
        if app.name.startswith("tanpuhui.") and find_spec(f"{app.name}.guards"):
            yield from getattr(import_module(f"{app.name}.guards"), name, ())


def install() -> None:
    """Puts every guard in place; safe to repeat."""
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)


def missing() -> list[str]:
    """The names of the guards that the database lacks, or that are switched off or altered."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = dict(cursor.fetchall())
            return [name for name, sql in _sqlite() if there.get(name) != sql]
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true) "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE p.proname = 'tanpuhui_refuse' AND t.tgenabled IN ('O', 'A') AND p.prosrc = %s "
            "AND c.relnamespace = to_regnamespace(current_schema())",
            [_BODY],
        )
        there = dict(cursor.fetchall())
        return [name for name, sql in _postgresql() if there.get(name) != sql.replace("OR REPLACE ", "")]


def foreign() -> list[str]:
    """What is no guard of ours and could do anything on the product's tables: triggers, rules, policies, inheriting tables."""
    tables = tuple(
        model._meta.db_table for app in product_apps() for model in app.get_models(include_auto_created=True)
    )
    ours = {name for name, _ in (_sqlite() if connection.vendor == "sqlite" else _postgresql())}
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS_SQLITE if connection.vendor == "sqlite" else _TRIGGERS)
        return sorted(name for name, table in cursor.fetchall() if table in tables and name not in ours)


_TRIGGERS_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
_TRIGGERS = """
SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND c.relnamespace = to_regnamespace(current_schema())
UNION SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema()
UNION SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema()
UNION SELECT relname || ': row security', relname FROM pg_class
  WHERE (relrowsecurity OR relforcerowsecurity) AND relnamespace = to_regnamespace(current_schema())
UNION SELECT child.relname || ' inherits', parent.relname FROM pg_inherits i
  JOIN pg_class child ON child.oid = i.inhrelid JOIN pg_class parent ON parent.oid = i.inhparent
  WHERE parent.relkind = 'r' AND parent.relnamespace = to_regnamespace(current_schema())"""
_BODY = (
    " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END "
)


def _statements() -> Iterator[str]:
    if connection.vendor == "sqlite":
        for name, sql in _sqlite():
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield sql
        return
    yield f"CREATE OR REPLACE FUNCTION tanpuhui_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
    for _, sql in _postgresql():
        yield sql


def _sqlite() -> Iterator[tuple[str, str]]:
    for guard in guards():
        for verb in guard.verbs:
            name = f"guard_{guard.table}_{verb}"
            yield (
                name,
                (
                    f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {guard.table} "
                    f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END"
                ),
            )


def _postgresql() -> Iterator[tuple[str, str]]:
    for guard in guards():
        for verb in (*guard.verbs, "truncate"):
            name = f"guard_{guard.table}_{verb}"
            yield (
                name,
                (
                    f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {guard.table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION tanpuhui_refuse()"
                ),
            )
