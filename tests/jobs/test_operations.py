"""Starting, stopping, resuming, dispatching; and the table of states."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tanpuhui.apps.jobs import dispatch, operations, queries, registry
from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.jobs.operations import Lease
from tanpuhui.apps.jobs.refusals import refuse
from tanpuhui.apps.jobs.registry import Step
from tanpuhui.apps.jobs.workflow import HELD, MOVES, STATES
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS, Text
from tests.jobs.kinds import HOOKS, NOON, rows, standing
from tests.parties.cast import DAY, Cast, Village
from tests.support.databases import Database

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def cast(db: Database) -> Cast:
    HOOKS.clear()
    return Cast()


def start(cast: Cast, **more: Any) -> int:
    asked: dict[str, Any] = {"by": cast.system, "key": "k", "kind": "test_count", "args": {"upto": 2}} | more
    return operations.start(on=DAY, at=NOON, **asked)


def test_the_same_key_again_is_the_same_job_and_is_dispatched_once(cast: Cast) -> None:
    sent: list[int] = []
    first = start(cast, dispatch=sent.append)
    assert (start(cast, dispatch=sent.append), sent) == (first, [first])


def test_keys_of_different_kinds_or_organisations_do_not_meet(db: Database) -> None:
    village = Village()
    operator = village.actor("ada", "OPERATOR")
    assert len({start(village), start(village, kind="test_bug"), start(village, by=operator)}) == 3


def test_who_may_not_run_jobs_starts_and_stops_none(db: Database) -> None:
    village = Village()
    job = start(village)
    for act in (
        lambda: start(village, by=village.alice),
        lambda: operations.request_stop(by=village.alice, job=job),
        lambda: operations.request_stop(by=village.ada, job=job),
        lambda: operations.resume(by=village.ada, job=job),
    ):
        with pytest.raises(Refusal, match="not_permitted"):
            act()
    assert queries.job(job).state == "queued"


def test_a_float_among_the_arguments_is_a_bug(cast: Cast) -> None:
    with pytest.raises(TypeError, match="float"):
        start(cast, args={"upto": 2.0})


def test_jobs_are_listed_newest_first_by_page(cast: Cast) -> None:
    made = [start(cast, key=f"k{n}") for n in range(5)]
    place = cast.system.organisation_id
    assert [j.id for j in queries.jobs(organisation=place, limit=2)] == [made[4], made[3]]
    assert [j.id for j in queries.jobs(organisation=place, before=made[3], limit=9)] == [made[2], made[1], made[0]]


WRITES: dict[str, Callable[[Cast, Lease], object]] = {
    "claim": lambda cast, lease: operations.claim(job=lease.job, worker="new", at=LATER, lease_seconds=60),
    "advance": lambda cast, lease: operations.advance(lease, step=Step(1), at=LATER, lease_seconds=60),
    "finish": lambda cast, lease: operations.finish(lease, result={}, at=LATER),
    "stop": lambda cast, lease: operations.stop(lease, at=LATER),
    "fail": lambda cast, lease: operations.fail(lease, failure="x", message=Text("错", "wrong"), at=LATER),
    "release": lambda cast, lease: operations.release(lease, at=LATER),
    "request_stop": lambda cast, lease: operations.request_stop(by=cast.system, job=lease.job),
    "resume": lambda cast, lease: operations.resume(by=cast.system, job=lease.job),
}


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("state", STATES)
def test_each_act_in_each_state_leads_where_the_table_says_or_is_refused(cast: Cast, state: str, act: str) -> None:
    job = start(cast)
    held = {"lease_owner": "w", "lease_until": NOON} if state in HELD else {}
    Job.objects.filter(pk=job).update(state=state, attempts=1, **held)
    lease = Lease(job, "w" if held else "", 1, state)
    if (state, act) in MOVES:
        WRITES[act](cast, lease)
    else:
        with pytest.raises(Refusal):
            WRITES[act](cast, lease)
    assert queries.job(job).state == MOVES.get((state, act), state)


def test_the_table_names_known_states_and_every_act_is_written() -> None:
    assert {state for state, _ in MOVES} | set(MOVES.values()) == set(STATES)
    assert {act for _, act in MOVES} == set(WRITES)


def test_a_started_job_and_its_place_in_the_queue_are_one_transaction(cast: Cast) -> None:
    with transaction.atomic():
        start(cast, dispatch=dispatch.through(standing))
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    job = start(cast, dispatch=dispatch.through(standing))
    assert DBTaskResult.objects.get().args_kwargs["args"] == [job, "tests.jobs.kinds.standing"]


def test_the_worker_of_django_tasks_runs_what_is_in_the_queue(fresh_db: Database) -> None:
    HOOKS.clear()
    cast = Cast()
    job = start(cast, dispatch=dispatch.through(standing))
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert (queries.job(job).state, rows("k")) == ("done", ["1", "2"])
    assert DBTaskResult.objects.get().return_value == "done"


def test_a_task_delivered_twice_finds_nothing_left_to_do(cast: Cast) -> None:
    job = start(cast)
    name = f"{standing.__module__}.{standing.__name__}"
    assert [dispatch.run_job.call(job, name) for _ in range(2)] == ["done", "job_over"]


def test_jobs_whose_worker_died_are_sent_to_the_queue_again(cast: Cast) -> None:
    waiting, held, dead = (start(cast, key=key) for key in ("waiting", "held", "dead"))
    operations.claim(job=held, worker="w", at=LATER, lease_seconds=60)
    operations.claim(job=dead, worker="w", at=NOON, lease_seconds=60)
    assert dispatch.again(at=LATER, clock=standing) == [waiting, dead]
    assert DBTaskResult.objects.count() == 2


def test_a_kind_offered_twice_is_a_bug() -> None:
    with pytest.raises(ValueError, match="offered twice"):
        registry.offer("test_count", says=Text("计数", "count"))(lambda errand: iter(()))  # type: ignore[arg-type, return-value]


def _lost(cast: Cast) -> None:
    lease = operations.claim(job=start(cast), worker="w", at=NOON, lease_seconds=1)
    operations.claim(job=lease.job, worker="v", at=LATER, lease_seconds=1)
    operations.finish(lease, result={}, at=LATER)


def _held(cast: Cast) -> object:
    job = start(cast)
    operations.claim(job=job, worker="w", at=NOON, lease_seconds=1)
    return operations.claim(job=job, worker="v", at=NOON, lease_seconds=1)


def _over(cast: Cast) -> object:
    job = start(cast)
    operations.request_stop(by=cast.system, job=job)
    return operations.request_stop(by=cast.system, job=job)


ACTS: dict[str, Callable[[Cast], object]] = {
    "job_not_found": lambda c: queries.job(0),
    "unknown_job_kind": lambda c: start(c, kind="miracle"),
    "job_key_malformed": lambda c: start(c, key=""),
    "job_key_reused": lambda c: (start(c), start(c, args={"upto": 3})),
    "job_over": _over,
    "job_not_over": lambda c: operations.resume(by=c.system, job=start(c)),
    "job_held": _held,
    "job_lease_lost": _lost,
}


@pytest.mark.parametrize("kind", list(refuse), ids=lambda kind: kind.code)
def test_each_refusal_says_what_why_and_what_to_do_in_both_languages(cast: Cast, kind: Any) -> None:
    with pytest.raises(Refusal) as no:
        ACTS[kind.code](cast)
    assert no.value.code == kind.code
    assert list(ACTS) == [k.code for k in refuse]
    assert all("{" not in no.value.sentence(lang) for lang in LANGS)


@pytest.mark.parametrize("key", ["k" * 201, "k" * 1_000_000])
def test_a_key_that_is_too_long_is_refused(cast: Cast, key: str) -> None:
    with pytest.raises(Refusal, match="job_key_malformed"):
        start(cast, key=key)


def test_a_job_that_is_held_says_until_when_to_the_second_in_the_registers_time(cast: Cast) -> None:
    job = start(cast)
    late = datetime(2026, 3, 1, 4, 5, 6, 789123, tzinfo=UTC)
    operations.claim(job=job, worker="w", at=late, lease_seconds=60)
    with pytest.raises(Refusal) as no:
        operations.claim(job=job, worker="v", at=late, lease_seconds=60)
    assert "2026-03-01 12:06:06+08:00" in no.value.says.zh
