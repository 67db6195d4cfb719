"""Statements that run again and again: parsed and planned once for a connection, where the database can."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper

AFTER = 3
"""A statement is prepared when it comes for the fourth time (psycopg's `prepare_threshold`; OPTIONS may say otherwise)."""


def cursor() -> Any:
    """A cursor of Django's on the connection in use; on PostgreSQL its parameters are bound, and its plans kept, by the server.

    Django binds parameters itself, so that PostgreSQL must plan each statement anew: more work than carrying it out. Only
    for statements written as SQL with typed parameters, whose best plan is the same whatever the values are.
    """
    used: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` asks for it at every word
    used.ensure_connection()
    session = used.connection
    make = used.make_debug_cursor if used.queries_logged else used.make_cursor
    if used.vendor == "sqlite":
        return make(session.cursor(factory=_Kept))
    from django.db.backends.postgresql.base import ServerBindingCursor

    session.prepare_threshold = used.settings_dict["OPTIONS"].get("prepare_threshold", AFTER)
    bound: Any = ServerBindingCursor
    return make(bound(session))


class _Kept(SQLiteCursorWrapper):
    """Django's cursor, which turns `%s` into `?` once for a statement and not each time."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The statement as SQLite reads it."""
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


@cache
def _converted(query: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
