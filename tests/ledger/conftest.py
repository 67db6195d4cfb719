"""The cast as a fixture. Pytest reads this before Django is set up, so the cast is imported when it is called."""

from typing import TYPE_CHECKING

import pytest

from tests.support import grounds
from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.ledger.cast import Cast


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    """Who asks for the cast finds it there."""
    return grounds.asked(request, cast="tests.ledger.cast:Cast")


@pytest.fixture
def cast(standing: "Cast") -> "Cast":
    """A register on stage, undone after the test."""
    return standing


@pytest.fixture
def fresh(fresh_db: Database) -> "Cast":
    """A register on stage in a database of its own, with real commits."""
    from tests.ledger.cast import Cast

    return Cast()
