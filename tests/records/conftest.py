"""Fixtures of this room: the cast on the test's database, and more databases where one is not enough."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import databases, grounds
from tests.support.databases import Database

if TYPE_CHECKING:  # a conftest is read before Django is set up
    from tests.records.cast import Cast

Another = Callable[[str], Database]


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    """Who asks for the cast finds it there."""
    return grounds.asked(request, cast="tests.records.cast:Cast")


@pytest.fixture
def cast(standing: "Cast") -> "Cast":
    """The cast, undone after the test."""
    return standing


@pytest.fixture
def another() -> Iterator[Another]:
    """Makes empty, migrated databases by vendor. Used with `databases.using`."""
    made: list[Database] = []

    def make(vendor: str) -> Database:
        try:
            made.append(databases.copy(vendor))
        except RuntimeError as missing:
            pytest.fail(str(missing), pytrace=False)
        return made[-1]

    yield make
    for database in made:
        databases.drop(database)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a filled register."""
    databases.set_up_django()
    from tanpuhui.apps.records.backup import backup
    from tests.records.cast import NOON, Cast
    from tests.records.filling import fill

    path, database = tmp_path_factory.mktemp("whole") / "whole.backup", databases.copy("sqlite")
    with databases.using(database):
        fill(Cast())
        backup(path, NOON)
    databases.drop(database)
    return path
