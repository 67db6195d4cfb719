"""The cast as fixtures. Pytest reads this before Django is set up, so the cast is imported when it is called."""

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.parties.cast import Cast, Village


@pytest.fixture
def cast(db: Database) -> "Cast":
    """An empty stage: only the register's operator and the user of set-up."""
    from tests.parties.cast import Cast

    return Cast()


@pytest.fixture
def village(db: Database) -> "Village":
    """Alice owns, Bob is her colleague, Carol a stranger, Dan an agent, Ada keeps the register."""
    from tests.parties.cast import Village

    return Village()
