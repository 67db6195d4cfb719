"""The set-based SQL of the ledger, one module a database: the same names, the same rows in and out."""

from types import ModuleType

from django.db import connection

from tanpuhui.apps.ledger.dialects import postgresql, sqlite

BY_VENDOR: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def dialect() -> ModuleType:
    """The module for the database in use."""
    return BY_VENDOR[connection.vendor]
