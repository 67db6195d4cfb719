"""Demonstration registers, empty or with a cast. Pytest reads this before Django is set up, so apps are imported late."""

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.issuance.desk import Desk
    from tests.issuance.stage import Stage


@pytest.fixture
def desk(db: Database) -> "Desk":
    """Somebody who may import, in an empty register."""
    from tests.issuance.desk import Desk

    return Desk()


@pytest.fixture
def stage(db: Database) -> "Stage":
    """Everybody of project mode in a demonstration register, undone after the test."""
    from tests.issuance.stage import Stage

    return Stage()


@pytest.fixture
def fresh_stage(fresh_db: Database) -> "Stage":
    """The same in a database of its own, with real commits."""
    from tests.issuance.stage import Stage

    return Stage()
