"""The register in the hands of somebody who has the keys to the database."""

from django.db import connection


def unguarded() -> None:
    """Takes every guard away; whoever calls this rolls it back."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("DROP FUNCTION tanpuhui_refuse() CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
