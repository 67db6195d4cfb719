"""Django's dummy backend with a sentence for the author of the test."""

from typing import NoReturn

from django.db.backends.dummy import base


def _refuse(*_: object, **__: object) -> NoReturn:
    raise RuntimeError(
        "This test asked for no database. Let it take the fixture `db` (rolled back) or `fresh_db` (real commits)."
    )


class DatabaseOperations(base.DatabaseOperations):
    """Refuses to write SQL."""

    quote_name = _refuse


class DatabaseWrapper(base.DatabaseWrapper):
    """Refuses every use."""

    ops_class = DatabaseOperations
    _cursor = ensure_connection = _savepoint = _set_autocommit = _refuse
