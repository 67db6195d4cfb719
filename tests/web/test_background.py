"""Behind the pages somebody works: jobs come to their end, one worker at a time, and nobody is left over."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests.support.databases import Database


def queued() -> int:
    """A job that counts to two, in the queue."""
    from tanpuhui.apps.jobs import dispatch
    from tanpuhui.interfaces import clock
    from tests.jobs import kinds  # noqa: F401 (offers the kind)
    from tests.jobs.test_operations import start
    from tests.ledger.cast import Cast

    return start(Cast(), dispatch=dispatch.through(clock.now))  # type: ignore[arg-type]


def until(true: Callable[[], bool], seconds: int = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def children() -> set[int]:
    """The children of this process that still run."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return {int(child) for child in found.split()}


def test_a_queued_job_is_done_and_the_next_worker_takes_over_from_a_dead_one(
    fresh_db: Database, tmp_path: Path
) -> None:
    from tanpuhui.apps.jobs import queries
    from tanpuhui.interfaces.background import LOCK, working

    job, before = queued(), children()
    connections.close_all()
    with working():
        until(lambda: queries.job(job).state == "done")
        connections.close_all()
        (first,) = children() - before
        done = tmp_path / "done"
        with working(done.touch):
            time.sleep(1.5)
            assert (done.exists(), (fresh_db.home / LOCK).exists()) == (False, True)
            os.kill(first, 9)
            until(done.exists)
    assert children() == before


def test_a_register_that_is_only_read_has_no_worker(fresh_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from tanpuhui.interfaces.background import LOCK, working

    monkeypatch.setattr(settings, "READ_ONLY", True)
    before = children()
    with working():
        assert children() == before
    assert not (fresh_db.home / LOCK).exists()
