"""Long work: step by step, stopped, resumed, failed, taken over. Nothing counts twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.jobs import dispatch, operations, queries, runner
from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.jobs.registry import Step
from tanpuhui.apps.parties.models import Person, User
from tanpuhui.core.refusals import Refusal
from tests.jobs.kinds import HOOKS, NOON, Clock, forget, rows
from tests.parties.cast import DAY, Cast
from tests.support.databases import Database


def start(cast: Cast, kind: str = "test_count", key: str = "k", **more: Any) -> int:
    asked: dict[str, Any] = {"kind": kind, "args": {"upto": 5}} | more
    return operations.start(by=cast.system, on=DAY, at=NOON, key=key, **asked)


def run(job: int, **more: Any) -> queries.JobRow:
    asked: dict[str, Any] = {"clock": Clock(), "worker": "w"} | more
    return runner.run(job, **asked)


@pytest.fixture
def cast(db: Database) -> Cast:
    HOOKS.clear()
    return Cast()


def test_a_job_runs_to_its_end_and_tells_how_far_it_is(cast: Cast) -> None:
    seen: list[Step] = []
    row = run(start(cast), progress=seen.append)
    assert [(s.done, s.total, s.message.en) for s in seen] == [(n, 5, f"step {n}") for n in range(1, 6)]
    assert (row.state, row.done, row.total, row.message.zh) == ("done", 5, 5, "第 5 步")
    assert row.result == {"rows": 5, "by": "setup @ REGISTER"}
    assert (row.lease_owner, row.lease_until, row.attempts) == ("", None, 1)
    assert rows("k") == ["1", "2", "3", "4", "5"]


def test_a_job_that_is_done_is_not_run_again(cast: Cast) -> None:
    job = start(cast)
    run(job)
    with pytest.raises(Refusal, match="job_over"):
        run(job)
    with pytest.raises(Refusal, match="job_over"):
        operations.resume(by=cast.system, job=job)


def test_a_stop_takes_effect_between_two_steps_and_resuming_goes_on_from_there(cast: Cast) -> None:
    job = start(cast)

    def stop_at_two(step: Step) -> None:
        if step.done == 2:
            assert operations.request_stop(by=cast.system, job=job) == "stopping"

    row = run(job, progress=stop_at_two)
    assert (row.state, row.done, rows("k")) == ("stopped", 3, ["1", "2", "3"])
    operations.resume(by=cast.system, job=job)
    assert run(job).state == "done"
    assert rows("k") == ["1", "2", "3", "4", "5"]


def test_a_stop_asked_while_a_job_waits_stops_it_at_once(cast: Cast) -> None:
    job = start(cast)
    assert operations.request_stop(by=cast.system, job=job) == "stopped"
    with pytest.raises(Refusal, match="job_over"):
        run(job)
    assert rows("k") == []


def test_a_stop_asked_of_a_dead_worker_is_carried_out_by_the_next_one(cast: Cast) -> None:
    job, clock = start(cast), Clock()
    operations.claim(job=job, worker="dead", at=clock(), lease_seconds=60)
    operations.request_stop(by=cast.system, job=job)
    clock.wait(60)
    assert run(job, clock=clock).state == "stopped"
    assert rows("k") == []


def test_work_that_is_refused_fails_with_the_refusals_code_and_sentence(cast: Cast) -> None:
    row = run(start(cast, "test_refused"))
    assert (row.state, row.failure, row.done) == ("failed", "party_not_found", 1)
    assert "There is no user numbered nobody." in row.message.en
    assert "没有编号为 nobody 的用户" in row.message.zh


def test_a_bug_is_written_down_and_raised(cast: Cast) -> None:
    job = start(cast, "test_bug")
    with pytest.raises(ZeroDivisionError):
        run(job)
    row = queries.job(job)
    assert (row.state, row.failure) == ("failed", "ZeroDivisionError")
    assert row.finished_at is not None


def test_a_failed_job_can_be_resumed(cast: Cast) -> None:
    job = start(cast, "test_refused")
    run(job)
    operations.resume(by=cast.system, job=job)
    row = queries.job(job)
    assert (row.state, row.failure, row.finished_at) == ("queued", "", None)


def test_a_job_of_somebody_who_is_nobody_by_now_fails_and_says_so(cast: Cast) -> None:
    job = start(cast)
    User.objects.filter(pk=cast.system.user_id).update(is_active=False)
    assert (run(job).failure, rows("k")) == ("user_inactive", [])


def test_an_interruption_sets_the_job_free_at_once(cast: Cast) -> None:
    job = start(cast)

    def ctrl_c(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job, progress=ctrl_c)
    assert (queries.job(job).state, queries.job(job).lease_until) == ("queued", None)
    assert run(job).state == "done"


def test_what_a_kind_does_at_the_end_and_the_end_itself_are_one_transaction(fresh_db: Database) -> None:
    cast = Cast()
    job = start(cast)

    def fail(errand: object) -> None:
        raise IntegrityError("the notice could not be written")

    HOOKS["ended"] = fail
    with pytest.raises(IntegrityError):
        run(job)
    HOOKS.clear()
    assert (queries.job(job).state, queries.job(job).failure) == ("failed", "IntegrityError")
    assert not Person.objects.filter(name__startswith="k ").exists()
    operations.resume(by=cast.system, job=job)
    assert run(job).state == "done"
    assert Person.objects.filter(name="k done").count() == 1


def test_a_refusal_at_the_end_of_a_failed_job_does_not_keep_it_running(cast: Cast) -> None:
    job = start(cast)

    def refuse(errand: object) -> None:
        queries.job(0)

    HOOKS["ended"] = refuse
    assert (run(job).state, queries.job(job).failure) == ("failed", "job_not_found")


def test_a_step_takes_a_bounded_number_of_statements(cast: Cast) -> None:
    counts = []
    for upto in (10, 20):
        job = start(cast, key=f"bound-{upto}", args={"upto": upto})
        with CaptureQueriesContext(connection) as seen:
            run(job)
        counts.append(len(seen))
    assert (counts[1] - counts[0]) / 10 <= 10


def test_of_two_workers_one_gets_the_job(fresh_db: Database) -> None:
    cast, workers = Cast(), 8
    job, gate = start(cast), Barrier(workers)

    def claim(number: int) -> str:
        gate.wait()
        try:
            return operations.claim(job=job, worker=f"w{number}", at=NOON, lease_seconds=60).worker
        except Refusal as no:
            return no.code
        finally:
            forget()

    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(claim, range(workers)))
    assert answers.count("job_held") == workers - 1
    assert queries.job(job).lease_owner in answers
    assert queries.job(job).attempts == 1


def test_a_lease_is_held_to_its_last_instant_and_free_at_its_end(cast: Cast) -> None:
    job = start(cast)
    operations.claim(job=job, worker="first", at=NOON, lease_seconds=60)
    almost = NOON + timedelta(seconds=60) - timedelta(microseconds=1)
    with pytest.raises(Refusal, match="job_held"):
        operations.claim(job=job, worker="second", at=almost, lease_seconds=60)
    assert queries.claimable(almost) == []
    assert queries.claimable(NOON + timedelta(seconds=60)) == [job]
    second = operations.claim(job=job, worker="second", at=NOON + timedelta(seconds=60), lease_seconds=60)
    assert second.attempt == 2


def test_a_sign_of_life_extends_the_lease(cast: Cast) -> None:
    job = start(cast)
    lease = operations.claim(job=job, worker="first", at=NOON, lease_seconds=60)
    operations.advance(lease, step=None, at=NOON + timedelta(seconds=59), lease_seconds=60)
    assert queries.claimable(NOON + timedelta(seconds=118)) == []


@pytest.mark.parametrize("name", ["second", "first"])
def test_a_worker_that_was_replaced_can_write_nothing_more_even_under_the_same_name(cast: Cast, name: str) -> None:
    job, late = start(cast), NOON + timedelta(seconds=60)
    old = operations.claim(job=job, worker="first", at=NOON, lease_seconds=60)
    operations.claim(job=job, worker=name, at=late, lease_seconds=60)
    for write in (
        lambda: operations.advance(old, step=Step(1), at=late, lease_seconds=60),
        lambda: operations.finish(old, result={}, at=late),
        lambda: operations.fail(old, failure="x", message=Step(1).message, at=late),
        lambda: operations.release(old, at=late),
    ):
        with pytest.raises(Refusal, match="job_lease_lost"):
            write()
    assert (queries.job(job).state, queries.job(job).done) == ("running", 0)


def test_a_slow_worker_finds_out_at_its_next_step_and_leaves_the_job_to_the_other(cast: Cast) -> None:
    job, clock = start(cast), Clock()

    def overtaken(errand: object) -> None:
        HOOKS.clear()
        clock.wait(100)
        assert run(job, clock=clock, worker="other").state == "done"

    HOOKS["between"] = overtaken
    with pytest.raises(Refusal, match="job_lease_lost"):
        run(job, clock=clock, worker="slow")
    assert (queries.job(job).state, rows("k")) == ("done", ["1", "2", "3", "4", "5"])


@pytest.mark.parametrize("where", ["1 inside", "3 inside", "3 after", "5 after"])
def test_a_worker_killed_at_any_step_leaves_whole_steps_and_the_next_run_does_the_rest(
    fresh_db: Database, where: str
) -> None:
    job = start(Cast())
    forget()
    number, place = int(where.split()[0]), where.split()[1]
    killed = child(fresh_db, job, DIE_AT=where)
    assert killed.returncode == -9, killed.stderr
    whole = number if place == "after" else number - 1
    assert rows("k") == [str(n) for n in range(1, whole + 1)]
    assert queries.job(job).state == "running"
    finished = child(fresh_db, job)
    assert finished.stdout.strip() == "done", finished.stderr
    assert rows("k") == ["1", "2", "3", "4", "5"]
    assert queries.job(job).attempts == 2
    assert Person.objects.filter(name="k done").count() == 1


def child(database: Database, job: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """A worker in another process, which is over when this returns, so that its death is known."""
    return subprocess.run(
        [sys.executable, "-m", "tests.jobs.child", str(job)],
        env=database.environment | {"PYTHONPATH": "src:."} | environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_only_a_process_of_this_machine_that_is_over_is_known_to_be_dead() -> None:
    host = dispatch.worker_name().rpartition(":")[0]
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    assert dispatch.gone(f"{host}:{over.pid}")
    for living in (dispatch.worker_name(), f"elsewhere:{over.pid}", f"{host}:", "", f"{host}:1"):
        assert not dispatch.gone(living)


@pytest.mark.parametrize(
    "corrupt",
    [
        {"state": "sleeping"},
        {"state": "running"},
        {"lease_until": NOON},
        {"done": -1},
        {"done": 6, "total": 5},
    ],
)
def test_the_database_itself_refuses_a_job_that_cannot_be(cast: Cast, corrupt: dict[str, Any]) -> None:
    job = start(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job).update(**corrupt)
