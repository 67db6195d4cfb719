"""A link lets its bearer into a demonstration, once, as the person it names, and never into a real register."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.support.databases import Database


def link(login: str, lang: str = "en") -> str:
    """A new link of somebody's."""
    from tanpuhui.apps.parties.models import User
    from tanpuhui.interfaces.web.login import sign_in_link

    return f"/{lang}/{sign_in_link(User.objects.get(login=login))}"


def browser() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def cast(*, demonstration: bool = True) -> Any:
    from tests.ledger.cast import Cast

    return Cast(demonstration=demonstration)


def test_a_link_works_once_and_whoever_sits_there_is_somebody_else_afterwards(db: Database) -> None:
    cast()
    client, alice, bob = browser(), link("alice"), link("bob", "zh")
    assert client.get(alice)["Location"] == "/en/desk"
    assert "Alice" in client.get("/en/desk").content.decode()
    client.post("/en/desk", {"day": "2024-01-05"})
    assert client.session["day"] == "2024-01-05"
    first = client.session.session_key
    assert client.get(bob)["Location"] == "/zh/desk"
    page = client.get("/zh/desk").content.decode()
    assert ("Bob" in page, "Alice" in page) == (True, False)
    assert ("day" in client.session, client.session.session_key == first) == (False, False)
    assert [client.get(used).status_code for used in (alice, bob)] == [404, 404]
    assert "Bob" in client.get("/zh/desk").content.decode()


def test_a_link_that_is_old_or_altered_or_of_a_real_register_lets_nobody_in(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.scratch():
        cast(demonstration=False)
        assert browser().get(link("alice")).status_code == 404
    cast()
    alice, other = link("alice"), link("bob").split("/")[4]
    parts = alice.split("/")
    assert browser().get("/".join([*parts[:4], other, *parts[5:]])).status_code == 404
    monkeypatch.setattr(settings, "PASSWORD_RESET_TIMEOUT", -1)
    assert browser().get(alice).status_code == 404
    monkeypatch.undo()
    assert browser().get(alice).status_code == 302
