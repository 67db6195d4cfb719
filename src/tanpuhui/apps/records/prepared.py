"""Statements that run again and again: parsed and planned once for a connection, where the database can."""

from typing import Any

from django.db import connection

AFTER = 3
"""A statement is prepared when it comes for the fourth time (psycopg's `prepare_threshold`; OPTIONS may say otherwise)."""


def cursor() -> Any:
    """A cursor of Django's on the connection in use; on PostgreSQL its parameters are bound, and its plans kept, by the server.

    Django binds parameters itself, so that PostgreSQL must plan each statement anew: more work than carrying it out. Only
    for statements written as SQL with typed parameters, whose best plan is the same whatever the values are.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    session: Any = connection.connection
    session.prepare_threshold = connection.settings_dict["OPTIONS"].get("prepare_threshold", AFTER)
    make: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    bound: Any = ServerBindingCursor
    return make(bound(session))
