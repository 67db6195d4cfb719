"""The cast as a fixture. Pytest reads this before Django is set up, so the cast is imported when it is called."""

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.projects.cast import Cast


@pytest.fixture
def cast(db: Database) -> "Cast":
    """Everybody on stage, undone after the test."""
    from tests.projects.cast import Cast

    return Cast()


@pytest.fixture
def fresh(fresh_db: Database) -> "Cast":
    """Everybody on stage in a database of its own, with real commits."""
    from tests.projects.cast import Cast

    return Cast()
