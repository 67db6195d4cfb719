"""A register that was established by the command itself, on a database of its own."""

import pytest

from tests.cli.shell import OPERATOR, ask
from tests.support.databases import Database


@pytest.fixture
def register(fresh_db: Database) -> Database:
    """A real register, nothing in it."""
    assert ask("init", *OPERATOR)["established"] is True
    return fresh_db


@pytest.fixture
def demonstration(fresh_db: Database) -> Database:
    """A register on which the demonstration was played, in a home closed to others."""
    fresh_db.home.chmod(0o700)
    ask("demo")
    return fresh_db
