"""`daily`: what is due by a day is done once, however often it is called."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import ask, run
from tests.support.databases import Database

if TYPE_CHECKING:
    from tests.ledger.cast import Cast

UNTIL = date(2024, 2, 1)


@pytest.fixture
def cast(fresh_db: Database) -> "Cast":
    """A register with people, on a database of its own."""
    from tests.ledger.cast import Cast

    return Cast()


def reserved(cast: "Cast") -> list[int]:
    """Three reservations of Alice's: overdue after `UNTIL`, a day later, and never."""
    from tanpuhui.apps.ledger.operations import Item

    series = cast.issue("A-1", 100)
    return [
        cast.reserve(Item("A-1", "A-1", series, 10), until=until) for until in (UNTIL, UNTIL + timedelta(days=1), None)
    ]


def test_a_reservation_lapses_after_its_last_day_once(cast: "Cast") -> None:
    first, second, _ = reserved(cast)
    assert ask("daily", "--on", str(UNTIL))["lapsed"] == []
    assert ask("daily", "--on", str(UNTIL + timedelta(days=1)))["lapsed"] == [first]
    assert ask("daily", "--on", str(UNTIL + timedelta(days=1)))["lapsed"] == []
    assert ask("daily")["lapsed"] == [second]
    assert ask("daily")["lapsed"] == []
    (series,) = ask("ledger", "balance", "A-1")["series"]
    assert (series["units"], series["reserved"]) == (100, 10)
    from tanpuhui.apps.ledger.verify import verify

    assert verify() == []


def test_what_waits_for_an_acceptance_that_never_came_is_free_again(cast: "Cast") -> None:
    from tanpuhui.apps.ledger.operations import Item

    series = cast.issue("A-1", 100)
    waiting = cast.wait(Item("A-1", "B-W", series, 30), until=UNTIL)
    assert ask("daily")["lapsed"] == [waiting]
    assert ask("ledger", "balance", "A-1")["series"][0]["reserved"] == 0


def test_what_cannot_lapse_is_told_and_keeps_nothing_else_waiting(
    cast: "Cast", monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanpuhui.apps.ledger import operations

    first, second, _ = reserved(cast)
    lapse = operations.lapse

    def sometimes(*, reservation: int, **more: object) -> object:
        """Fails for the first as it would for one that another process has just ended, but this one stays."""
        return lapse(reservation=10_000 if reservation == first else reservation, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(operations, "lapse", sometimes)
    told = run("daily", "--json")
    assert (told.code, told.json["lapsed"]) == (1, [second])
    assert [(no["reservation"], no["code"]) for no in told.json["refused"]] == [(first, "unknown_reservation")]
    plain = run("daily", lang="zh")
    assert (plain.code, "unknown_reservation" in plain.out) == (1, True)


def test_a_job_without_a_worker_is_sent_again_once(cast: "Cast") -> None:
    from django_tasks_db.models import DBTaskResult

    from tests.jobs.test_operations import start

    job = start(cast)  # type: ignore[arg-type]
    assert ask("daily")["jobs"] == [job]
    assert ask("daily")["jobs"] == []
    assert DBTaskResult.objects.count() == 1


def test_a_notice_that_leaves_the_register_is_handed_out_once(cast: "Cast", fresh_db: Database) -> None:
    from tanpuhui.apps.notices import operations as notices
    from tanpuhui.core.text import Text
    from tests.ledger.cast import NOON

    facts: dict[str, object] = {"job": 7, "kind": Text("导入", "import"), "reason": "why"}
    for number in range(250):
        notices.tell(
            code="job_failed", facts=facts, at=NOON, key=str(number), organisation=cast.people.alice.organisation_id,
            channel="email",
        )  # fmt: skip
    assert ask("daily")["notices"] == 250
    assert ask("daily")["notices"] == 0
    files = sorted((fresh_db.home / "outbox").iterdir())
    assert len(files) == 250
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    said = json.loads(files[0].read_text(encoding="utf-8"))
    assert (said["organisation"], said["user"], said["says"]["en"]) == ("ALICE", None, "Job 7 (import) failed: why")


def test_what_was_done_is_said_in_both_languages(cast: "Cast") -> None:
    reserved(cast)
    assert "到期的预留：2 笔" in run("daily", lang="zh").out
    assert "reservations that lapsed: 0" in run("daily").out
