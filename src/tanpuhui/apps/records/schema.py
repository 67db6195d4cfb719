"""The shape of the database as it must be: columns, constraints and unique indexes, word for word, and what differs.

Each app has its shape in `schema.json`, by kind of database; the tests hold it against a fresh migration and write it anew
with TANPUHUI_WRITE=1. The proof of the ledger rests on constraints, so one that only keeps its name is as good as gone.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db import connection

from tanpuhui.apps.records.tables import product_apps

FILE = "schema.json"
Shape = dict[str, str]
"""Definitions by name: `table` (its columns), or `table.constraint`."""

_POSTGRESQL = """
SELECT c.relname::text, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema()) GROUP BY c.relname
UNION ALL SELECT c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE k.contype IN ('c', 'f', 'p', 'u') AND c.relnamespace = to_regnamespace(current_schema())
UNION ALL SELECT tablename || '.' || indexname, replace(indexdef, ' ON ' || schemaname || '.', ' ON ')
  FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE UNIQUE%'
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""

_SQLITE = """
SELECT CASE type WHEN 'table' THEN name ELSE tbl_name || '.' || name END, sql FROM sqlite_master
  WHERE type = 'table' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%')"""

_SWITCHED_OFF = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgisinternal AND t.tgenabled NOT IN ('O', 'A') AND c.relnamespace = to_regnamespace(current_schema())"""

_REPLICA = """
SELECT (SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) AS s WHERE s LIKE 'session_replication_role=%'),
  current_setting('session_replication_role')"""


def _misshapen(cursor: Any) -> Iterator[str]:
    """Columns in which SQLite, which keeps whatever it is given, holds something in another form than ours.

    Python would read `2024-1-2` as a day and 2 as true, and SQL compares them otherwise.
    """
    for app in product_apps():
        for model in app.get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                form = _FORMS.get(field.get_internal_type())
                if form:
                    name, table = f'"{field.column}"', model._meta.db_table
                    odd = f"{name} IS NOT NULL AND NOT ({form.format(name)})"
                    question = f"SELECT 1 FROM {table} WHERE {odd} LIMIT 1"  # noqa: S608  # names of our own models
                    cursor.execute(question)
                    if cursor.fetchone():
                        yield f"{table}.{field.column}"


_WHOLE = "typeof({0}) = 'integer'"
_FORMS = {
    "DateField": "typeof({0}) = 'text' AND {0} IS date({0})",
    "DateTimeField": "typeof({0}) = 'text' AND {0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:*'",
    "BooleanField": "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    **dict.fromkeys(("BigAutoField", "BigIntegerField", "IntegerField", "SmallIntegerField"), _WHOLE),
}
"""What a column of ours holds on SQLite, by the kind of field."""


def shape(app: AppConfig) -> Shape:
    """What the database says of the tables of an app."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        rows = dict(cursor.fetchall())
    tables = {model._meta.db_table for model in app.get_models(include_auto_created=True)}
    return {name: text for name, text in sorted(rows.items()) if name.split(".")[0] in tables}


def wanted(app: AppConfig) -> Shape:
    """What a fresh migration makes of them."""
    kinds: dict[str, Shape] = json.loads(Path(app.path).joinpath(FILE).read_text())
    return kinds[connection.vendor]


def differing() -> Iterator[str]:
    """The names of what is gone, altered or too much, and of what the connection does not enforce."""
    for app in (app for app in product_apps() if app.models):
        here, there = shape(app), wanted(app)
        yield from sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(_SWITCHED_OFF)
            yield from (f"{table}: foreign keys" for (table,) in cursor.fetchall())
            cursor.execute(_REPLICA)
            if cursor.fetchone() != (0, "origin"):
                yield "session_replication_role"  # switches guards and foreign keys off without touching them
            return
        yield from _misshapen(cursor)
        for pragma in ("foreign_keys", "recursive_triggers"):
            if cursor.execute(f"PRAGMA {pragma}").fetchone() != (1,):
                yield f"PRAGMA {pragma}"
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"foreign key of {row[0]} row {row[1]}" for row in cursor.fetchmany(20))
        cursor.execute(
            "PRAGMA quick_check(20)"
        )  # rows that break a CHECK, which a pragma switches off and leaves no trace of
        yield from (said for (said,) in cursor.fetchall() if said != "ok")
