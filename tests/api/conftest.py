"""The world, made once for each vendor and worker, and a program. Both are imported after Django is set up."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import databases

if TYPE_CHECKING:
    from tests.api.world import Program, World


@pytest.fixture(scope="session")
def _played(vendor: str) -> Iterator[tuple["World", dict[str, Any]]]:
    """A demonstration with something in every room, and the connection to it, which outlives a module."""
    databases.set_up_django()
    from tests.api.world import World

    database, kept = databases.copy(vendor), dict[str, Any]()
    with databases.using(database, kept=kept):
        world = World(database)
    yield world, kept
    kept["connection"].close()
    databases.drop(database)


@pytest.fixture(scope="module")
def played(_played: tuple["World", dict[str, Any]]) -> Iterator["World"]:
    """The same world for every module."""
    world, kept = _played
    with databases.using(world.database, kept=kept):
        yield world


@pytest.fixture(scope="module")
def document(played: "World") -> Any:
    """The OpenAPI document as it is served; it takes seconds to write, and is asked for once."""
    from tests.api.world import Program

    if not played.document:
        played.document = json.loads(Program({}).get("openapi.json").content)
    return played.document


@pytest.fixture
def world(played: "World") -> Iterator["World"]:
    """The same world for every test: what a test does in it is undone."""
    with played.database.scratch():
        yield played


@pytest.fixture
def api(world: "World") -> Iterator["Program"]:
    """A program that calls as anybody of the world. No call of another test is counted with its own."""
    from tanpuhui.interfaces.api.callers import COUNTER
    from tests.api.world import Program

    COUNTER.clear()
    yield Program(world.tokens)
    COUNTER.clear()
