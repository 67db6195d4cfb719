"""Demonstration registers, empty or with a cast. Pytest reads this before Django is set up, so apps are imported late."""

from typing import TYPE_CHECKING

import pytest

from tests.support import grounds
from tests.support.databases import Database

if TYPE_CHECKING:
    from tanpuhui.apps.jobs.queries import JobRow
    from tests.issuance.desk import Desk
    from tests.issuance.stage import Stage
    from tests.issuance.walking import Walk


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    """Who asks for a stage, a desk, a report or a table finds it there."""
    return grounds.asked(
        request,
        approved="tests.issuance.stage:approved",
        walk="tests.issuance.walking:Walk",
        stage="tests.issuance.stage:Stage",
        imported="tests.issuance.desk:imported",
        desk="tests.issuance.desk:Desk",
    )


@pytest.fixture
def desk(standing: "Desk") -> "Desk":
    """Somebody who may import, in an empty register."""
    return standing


@pytest.fixture
def imported(standing: "tuple[Desk, JobRow]") -> "tuple[Desk, JobRow]":
    """Whoever imported the published table of California, and the job that did it."""
    return standing


@pytest.fixture
def stage(standing: "Stage") -> "Stage":
    """Everybody of project mode in a demonstration register, undone after the test."""
    return standing


@pytest.fixture
def approved(standing: "tuple[Stage, str]") -> "tuple[Stage, str]":
    """The same, and a report that was approved."""
    return standing


@pytest.fixture
def walk(standing: "Walk") -> "Walk":
    """Two reports of one project for the same year, at their beginning."""
    return standing


@pytest.fixture
def fresh_stage(fresh_db: Database) -> "Stage":
    """The same in a database of its own, with real commits."""
    from tests.issuance.stage import Stage

    return Stage()
