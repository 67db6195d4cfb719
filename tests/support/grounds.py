"""What stands on a database before many tests begin, built once by each worker; what a test does on it is undone."""

import copyreg
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from importlib import import_module
from itertools import count
from threading import Lock
from typing import Any

import pytest

from tests.support import databases
from tests.support.databases import Database

# What a cast holds and Python cannot copy: the next of its keys (from 3.14 on), and a lock that nobody holds.
copyreg.pickle(count, lambda numbers: (count, (int(repr(numbers)[6:-1]),)))
copyreg.pickle(type(Lock()), lambda _: (Lock, ()))
FOLDERS = ("evidence", "exports")


class Ground:
    """A worker's database, migrated; `made` names (`module:callable`) what builds the things that stand on it, if any do."""

    def __init__(self, vendor: str, made: str) -> None:
        databases.set_up_django()
        self._database, self._kept = databases.copy(vendor), dict[str, Any]()
        self._built, self._things = self._database.home / "built", None
        if made:
            with databases.using(self._database, kept=self._kept):
                self._things = _named(made)()
            self._built.mkdir()
            for folder in FOLDERS:
                if (self._database.home / folder).exists():
                    shutil.move(self._database.home / folder, self._built)

    @contextmanager
    def entered(self) -> Iterator[Database]:
        """Work on it. At the end the deferred constraints are checked and all is undone."""
        from django.db import connection, transaction

        if self._built.exists():
            shutil.copytree(self._built, self._database.home, dirs_exist_ok=True)
        with databases.using(self._database, kept=self._kept):
            ground = transaction.atomic()
            # As Django's TestCase does: the product's `atomic(durable=True)` may stand inside.
            ground._from_testcase = True  # type: ignore[attr-defined]
            with ground:
                yield self._database
                if not connection.needs_rollback:
                    connection.check_constraints()
                transaction.set_rollback(True)
        for folder in FOLDERS:
            shutil.rmtree(self._database.home / folder, ignore_errors=True)

    def things(self) -> Any:
        """The things that stand on it, as they were when they were built: a copy for each test."""
        return deepcopy(self._things)

    def close(self) -> None:
        """The database goes."""
        if self._kept:
            self._kept["connection"].close()
        databases.drop(self._database)


def asked(request: pytest.FixtureRequest, **made: str) -> str:
    """What must be built for a test: that of the first of these fixtures that it asks for."""
    return next((name for fixture, name in made.items() if fixture in request.fixturenames), "")


def _named(made: str) -> Callable[[], Any]:
    module, _, name = made.partition(":")
    found: Callable[[], Any] = getattr(import_module(module), name)
    return found
