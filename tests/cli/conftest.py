"""Registers that the commands themselves have made, each test's own: an empty one, one with a table, the demonstration."""

from collections.abc import Iterator

import pytest

from tests.support import stories
from tests.support.databases import Database


@pytest.fixture
def register(vendor: str) -> Iterator[Database]:
    """A real register, nothing in it."""
    with stories.used(stories.established(vendor)) as database:
        yield database


@pytest.fixture
def imported(vendor: str) -> Iterator[Database]:
    """A real register into which the sample table was imported."""
    with stories.used(stories.imported(vendor)) as database:
        yield database


@pytest.fixture
def demonstration(vendor: str) -> Iterator[Database]:
    """A register on which the demonstration was played, in a home closed to others."""
    with stories.used(stories.played(vendor)) as database:
        yield database
