"""Fixtures for all tests and each vendor: `db`, whose changes are undone; `fresh_db`, one test's own, with commits."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases, long, postgres
from tests.support.databases import Database

# Rooms below Django. Their tests run without it, which costs nothing and proves that they need none.
PURE = {
    "core",
    "parameters",
    "accounting",
    "quantification",
    "offsetting",
    "trading",
    "regimes",
    "methodologies",
    "behaviours",
    "house",
}
HERE = Path(__file__).parent
_run = pytest.StashKey[postgres.Run]()

long.load_profiles()


def pytest_configure(config: pytest.Config) -> None:
    """Begins the run, once for all its workers. Nothing is started yet."""
    if not hasattr(config, "workerinput"):
        config.stash[_run] = postgres.Run()
        os.environ[databases.RUN] = str(config.stash[_run].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the run: the server stops, the folder goes. It is called after Ctrl-C too; after worse the guard acts."""
    if run := config.stash.get(_run, None):
        if os.environ.get("TANPUHUI_TEST_POSTGRES") and (run.folder / "postgresql-template").exists():
            databases.drop_all()
        run.close()


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Sets Django up before the first module that may import an app."""
    room = module_path.relative_to(HERE).parts[0] if module_path.is_relative_to(HERE) else ""
    if room not in PURE:
        databases.set_up_django()


@pytest.fixture(scope="session", params=databases.VENDORS)
def vendor(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`: pytest groups the tests by it."""
    return str(request.param)


@pytest.fixture(scope="session")
def _shared(vendor: str) -> Iterator[tuple[Database, dict[str, Any]]]:
    """The worker's database of this vendor and the connection to it, which outlives a test."""
    databases.set_up_django()
    database, kept = _copy(vendor), dict[str, Any]()
    yield database, kept
    if kept:
        kept["connection"].close()
    databases.drop(database)


@pytest.fixture
def db(_shared: tuple[Database, dict[str, Any]]) -> Iterator[Database]:
    """A migrated database. At the end of the test the deferred constraints are checked and all is undone."""
    from django.db import connection, transaction

    database, kept = _shared
    with databases.using(database, kept=kept):
        ground = transaction.atomic()
        # As Django's TestCase does: the product's `atomic(durable=True)` may stand inside.
        ground._from_testcase = True  # type: ignore[attr-defined]
        with ground:
            yield database
            if not connection.needs_rollback:
                connection.check_constraints()
            transaction.set_rollback(True)
    for folder in ("evidence", "exports"):
        shutil.rmtree(database.home / folder, ignore_errors=True)


@pytest.fixture
def fresh_db(vendor: str) -> Iterator[Database]:
    """A migrated database for this test alone: real commits, threads, child processes (`env=fresh_db.environment`)."""
    databases.set_up_django()
    database = _copy(vendor)
    with databases.using(database):
        yield database
    databases.drop(database)


def _copy(vendor: str) -> Database:
    """A copy, or a failure (never a skip) in one plain sentence when there is no server."""
    try:
        return databases.copy(vendor)
    except RuntimeError as missing:
        pytest.fail(str(missing), pytrace=False)
