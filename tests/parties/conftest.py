"""The cast as fixtures. Pytest reads this before Django is set up, so the cast is imported when it is called."""

from typing import TYPE_CHECKING

import pytest

from tests.support import grounds

if TYPE_CHECKING:
    from tests.parties.cast import Cast, Village


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    """Who asks for the cast finds it there."""
    return grounds.asked(request, village="tests.parties.cast:Village", cast="tests.parties.cast:Cast")


@pytest.fixture
def cast(standing: "Cast") -> "Cast":
    """An empty stage: only the register's operator and the user of set-up."""
    return standing


@pytest.fixture
def village(standing: "Village") -> "Village":
    """Alice owns, Bob is her colleague, Carol a stranger, Dan an agent, Ada keeps the register."""
    return standing
