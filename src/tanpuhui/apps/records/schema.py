"""The shape of the database as it must be: columns, constraints and unique indexes, word for word, and what differs.

Each app has its shape in `schema.json`, by kind of database; the tests hold it against a fresh migration and write it anew
with TANPUHUI_WRITE=1. The proof of the ledger rests on constraints, so one that only keeps its name is as good as gone.
"""

import json
from collections.abc import Iterator
from pathlib import Path

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
            return
        for pragma in ("foreign_keys", "recursive_triggers"):
            if cursor.execute(f"PRAGMA {pragma}").fetchone() != (1,):
                yield f"PRAGMA {pragma}"
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"foreign key of {row[0]} row {row[1]}" for row in cursor.fetchmany(20))
