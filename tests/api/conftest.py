"""The world, made once for each module and vendor, and a program. Both are imported after Django is set up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support import databases

if TYPE_CHECKING:
    from tests.api.world import Program, World


@pytest.fixture(scope="module")
def played(vendor: str) -> Iterator["World"]:
    """A demonstration with something in every room."""
    databases.set_up_django()
    from tests.api.world import World

    database = databases.copy(vendor)
    with databases.using(database):
        yield World(database)
    databases.drop(database)


@pytest.fixture
def world(played: "World") -> Iterator["World"]:
    """The same world for every test: what a test does in it is undone."""
    with played.database.scratch():
        yield played


@pytest.fixture
def api(world: "World") -> Iterator["Program"]:
    """A program that calls as anybody of the world. No call of another test is counted with its own."""
    from django.core.cache import caches

    from tests.api.world import Program

    caches["calls"].clear()
    yield Program(world.tokens)
    caches["calls"].clear()
