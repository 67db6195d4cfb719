"""A browser and registers to look at. Pytest reads this before Django is set up, so apps are imported when it is called."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.issuance.desk import Desk
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
def desk(db: Database) -> "Desk":
    """A demonstration with two issuances of a made-up register, 140 units, 60 of them used."""
    from tests.issuance.desk import Desk, row, use

    desk = Desk()
    desk.import_rows(
        [
            row(2, "A1", 100, use("retire", "held", "used", 40), use("retire", "held", "used", 20)),
            row(3, "B-2", 40),
        ]
    )
    return desk


@pytest.fixture
def cast(db: Database) -> "Cast":
    """A real register (no demonstration): 100 units of Alice's, of which Bob got 30 and has reserved 10."""
    from tanpuhui.apps.ledger.operations import Item
    from tests.ledger.cast import Cast

    cast = Cast(demonstration=False)
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 30))
    cast.reserve(Item("B-1", "B-1", series, 10))
    return cast
