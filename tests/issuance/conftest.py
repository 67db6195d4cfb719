"""An empty demonstration register. Pytest reads this before Django is set up, so apps are imported when it is called."""

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.issuance.desk import Desk


@pytest.fixture
def desk(db: Database) -> "Desk":
    """Somebody who may import, in an empty register."""
    from tests.issuance.desk import Desk

    return Desk()
