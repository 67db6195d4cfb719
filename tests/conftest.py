"""Fixtures for all tests and each vendor: `db`, whose changes are undone; `fresh_db`, one test's own, with commits."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support import databases, long, order, postgres
from tests.support.databases import Database
from tests.support.grounds import Ground

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
T = TypeVar("T")
_run = pytest.StashKey[postgres.Run]()

long.load_profiles()


def pytest_configure(config: pytest.Config) -> None:
    """Begins the run, once for all its workers. Nothing is started yet."""
    if not hasattr(config, "workerinput"):
        config.stash[_run] = postgres.Run(memory=True)
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts what takes long first, after pytest has grouped the tests by vendor."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = order.heavy_first(
        items, lambda item: ".".join(item.path.relative_to(HERE).with_suffix("").parts), workers
    )


@pytest.fixture(scope="session", params=databases.VENDORS)
def vendor(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`: pytest groups the tests by it."""
    return str(request.param)


@pytest.fixture(scope="session")
def _grounds() -> Iterator[dict[tuple[str, str], Ground]]:
    """The worker's databases, by vendor and by what stands on them."""
    grounds: dict[tuple[str, str], Ground] = {}
    yield grounds
    for ground in grounds.values():
        ground.close()


@pytest.fixture
def built() -> str:
    """What stands on the database of a test before it begins (see `Ground`). Rooms say so for their tests."""
    return ""


@pytest.fixture
def _ground(vendor: str, built: str, _grounds: dict[tuple[str, str], Ground]) -> Ground:
    if (vendor, built) not in _grounds:
        _grounds[vendor, built] = _made(lambda: Ground(vendor, built))
    return _grounds[vendor, built]


@pytest.fixture
def db(_ground: Ground) -> Iterator[Database]:
    """A migrated database. At the end of the test the deferred constraints are checked and all is undone."""
    with _ground.entered() as database:
        yield database


@pytest.fixture
def standing(db: Database, _ground: Ground) -> Any:
    """What stands on the database: a copy for this test."""
    return _ground.things()


@pytest.fixture
def fresh_db(vendor: str) -> Iterator[Database]:
    """A migrated database for this test alone: real commits, threads, child processes (`env=fresh_db.environment`)."""
    databases.set_up_django()
    database = _made(lambda: databases.copy(vendor))
    with databases.using(database):
        yield database
    databases.drop(database)


def _made(make: Callable[[], T]) -> T:
    """What is made, or a failure (never a skip) in one plain sentence when there is no server."""
    try:
        return make()
    except RuntimeError as missing:
        pytest.fail(str(missing), pytrace=False)
