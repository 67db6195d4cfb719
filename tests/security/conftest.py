"""The whole demonstration at the doors that a program can knock at without a server; what a test does there is undone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import databases, stories
from tests.support.databases import Database

QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
"""Hundreds of wrong passwords are tried here; the real hasher is made to be slow."""
HOST = {"host": "127.0.0.1"}
Enter = Callable[..., Any]


@pytest.fixture(scope="package")
def story() -> Iterator[Database]:
    """The register after the whole story, for who works on it from another process."""
    databases.set_up_django()
    database = stories.played("sqlite")
    yield database
    databases.drop(database)


@pytest.fixture
def register(story: Database) -> Iterator[Database]:
    """The register after the whole story, on SQLite: what is tried here lies above the databases."""
    from django.core.cache import caches
    from django.db import transaction
    from django.test import override_settings

    with databases.using(story), override_settings(PASSWORD_HASHERS=[QUICK]):
        caches["default"].clear()
        ground = transaction.atomic()
        ground._from_testcase = True  # type: ignore[attr-defined]
        with ground:
            yield story
            transaction.set_rollback(True)


@pytest.fixture
def enter(register: Database) -> Enter:
    """A client of the site, logged in as somebody (or a stranger): `enter("demo.lin")`."""
    from django.test import Client

    from tanpuhui.apps.parties.models import User
    from tanpuhui.interfaces.web.login import sign_in_link

    def made(login: str = "", **how: Any) -> Client:
        client = Client(headers=HOST, raise_request_exception=False, **how)
        if login:
            assert client.get(f"/zh/{sign_in_link(User.objects.get(login=login))}").status_code == 302
        return client

    return made
