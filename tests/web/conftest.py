"""A browser and registers to look at. Pytest reads this before Django is set up, so apps are imported when it is called."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import grounds

if TYPE_CHECKING:
    from tests.issuance.desk import Desk
    from tests.issuance.stage import Stage
    from tests.ledger.cast import Cast

Get = Callable[..., Any]


@pytest.fixture
def get() -> Get:
    """Asks the site for an address: `get("/en/", q="…")`. A bug is a page, as in the product."""
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})

    def ask(address: str, *, headers: dict[str, str] | None = None, **query: str) -> Any:
        return client.get(address, query, headers=headers)

    return ask


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    """Who asks for people, or for somebody's desk, finds them there."""
    return grounds.asked(
        request,
        stage="tests.issuance.stage:Stage",
        people="tests.web.standing:people",
        filers="tests.web.standing:filers",
        cast="tests.web.standing:cast",
        desk="tests.web.standing:desk",
    )


@pytest.fixture
def desk(standing: "Desk") -> "Desk":
    """A demonstration with two issuances of a made-up register, 140 units, 60 of them used."""
    return standing


@pytest.fixture
def cast(standing: "Cast") -> "Cast":
    """A real register (no demonstration): 100 units of Alice's, of which Bob got 30 and has reserved 10."""
    return standing


@pytest.fixture
def stage(standing: "Stage") -> "Stage":
    """Everybody of project mode, and accounts, in a demonstration."""
    return standing
