"""The writes of a job's life: started and stopped by people, claimed, advanced and ended by a worker.

A worker's writes name its claim and change the row only while that claim is the last one, so that of two workers never
both write. A job is no legal act: its own row is its record, and the steps of its work are journaled each by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from tanpuhui.apps.jobs import queries, registry
from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.jobs.refusals import refuse
from tanpuhui.apps.jobs.registry import Result, Step
from tanpuhui.apps.jobs.workflow import HELD, MOVES, OVER, STATES, sources
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.text import Text

PERMISSION = registry.PERMISSION
NOBODY: dict[str, Any] = {"lease_owner": "", "lease_until": None}


@dataclass(frozen=True, slots=True)
class Lease:
    """The hold of a `worker` on a `job`: good while `attempt` is the job's last claim. `state` is the job's when last seen."""

    job: int
    worker: str
    attempt: int
    state: str


def start(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    kind: str,
    args: Mapping[str, object],
    dispatch: Callable[[int], object] | None = None,
) -> int:
    """Queue a job for the actor's organisation and hand it to `dispatch` in the same transaction; its number.

    The same `key` again gives the first job. Permission: the kind's (`jobs:run`). `args` are plain JSON values; a float is a bug.
    Refuses `unknown_job_kind`, `job_key_malformed`, `job_key_reused`.
    """
    by.require(registry.find(kind).permission)
    if not 0 < len(key) <= 200:
        raise refuse("job_key_malformed", length=len(key))
    content = canonical_bytes(args)
    new = {"args": dict(args), "started_by_id": by.user_id, "on": on, "created_at": at}
    with transaction.atomic():
        job, made = Job.objects.get_or_create(organisation_id=by.organisation_id, kind=kind, key=key, defaults=new)
        if canonical_bytes(job.args) != content:
            raise refuse("job_key_reused", key=key[:60], job=job.pk)
        if made and dispatch is not None:
            dispatch(job.pk)
    return job.pk


def request_stop(*, by: Actor, job: int) -> str:
    """Ask that a job stop after its present step (at once if nobody runs it yet); the state it is in then.

    Permission: the kind's, of the organisation that started it. Refuses `job_not_found`, `job_over`. Safe to repeat.
    """
    _require(by, queries.job(job))
    with transaction.atomic():
        if not _move(Job.objects.filter(pk=job), "request_stop"):
            raise refuse("job_over", job=job, state=_state(job))
    return queries.job(job).state


def resume(*, by: Actor, job: int, dispatch: Callable[[int], object] | None = None) -> None:
    """Queue a stopped or failed job again: it goes on, since what was done counts once. Permission as above.

    Refuses `job_not_found`, `job_not_over`, and `job_over` for one that is done.
    """
    row = queries.job(job)
    _require(by, row)
    with transaction.atomic():
        if not _move(Job.objects.filter(pk=job), "resume", failure="", finished_at=None):
            raise refuse("job_over" if row.state == "done" else "job_not_over", job=job, state=_state(job))
        if dispatch is not None:
            dispatch(job)


def _require(by: Actor, row: queries.JobRow) -> None:
    by.require(registry.find(row.kind).permission, row.organisation_id)


def claim(*, job: int, worker: str, at: datetime, lease_seconds: int, instead_of: int | None = None) -> Lease:
    """Take a job that is queued or whose lease has expired, until `at` + `lease_seconds`.

    `instead_of`: the attempt whose worker is known to be dead; its lease counts as expired. One statement compares and
    sets, so of two workers one gets it. Refuses `job_not_found`, `job_held`, `job_over`.
    """
    expired = Q(lease_until__lte=at) if instead_of is None else Q(lease_until__lte=at) | Q(attempts=instead_of)
    free = Q(state="queued") | (Q(state__in=sorted(HELD)) & expired)
    until = at + timedelta(seconds=lease_seconds)
    begun = Coalesce("started_at", Value(at))
    with transaction.atomic():
        taken = _move(
            Job.objects.filter(free, pk=job),
            "claim",
            lease_owner=worker,
            lease_until=until,
            attempts=F("attempts") + 1,
            started_at=begun,
        )
        row = queries.job(job)
    if taken:
        return Lease(job, worker, row.attempts, row.state)
    if row.state in OVER:
        raise refuse("job_over", job=job, state=STATES[row.state])
    raise refuse("job_held", job=job, holder=row.lease_owner, until=_clock_time(row.lease_until))


def advance(lease: Lease, *, step: Step | None, at: datetime, lease_seconds: int) -> Lease:
    """Write down a committed `step` (None: only a sign of life) and extend the lease. Refuses `job_lease_lost`."""
    told: dict[str, Any] = {} if step is None else {"done": step.done, "total": step.total, **_words(step.message)}
    with transaction.atomic():
        _write(lease, "advance", lease_until=at + timedelta(seconds=lease_seconds), **told)
        state = Job.objects.values_list("state", flat=True).get(pk=lease.job)
    return Lease(lease.job, lease.worker, lease.attempt, state)


def finish(lease: Lease, *, result: Result, at: datetime) -> None:
    """The work is done, with its `result` (plain JSON values). Refuses `job_lease_lost`."""
    _write(lease, "finish", result=dict(result), finished_at=at, **NOBODY)


def stop(lease: Lease, *, at: datetime) -> None:
    """The work has stopped as somebody asked. Refuses `job_lease_lost`."""
    _write(lease, "stop", finished_at=at, **NOBODY)


def release(lease: Lease, *, at: datetime) -> None:
    """The worker was interrupted and lets go: queued again, or stopped if that was asked. Refuses `job_lease_lost`."""
    _write(lease, "release", finished_at=None if lease.state == "running" else at, **NOBODY)


def fail(lease: Lease, *, failure: str, message: Text, at: datetime) -> None:
    """The work cannot go on: `failure` is a refusal's code or a bug's name, `message` says it. Refuses `job_lease_lost`."""
    _write(lease, "fail", failure=failure[:100], finished_at=at, **_words(message), **NOBODY)


def _write(lease: Lease, act: str, **fields: Any) -> None:
    held = Job.objects.filter(pk=lease.job, lease_owner=lease.worker, attempts=lease.attempt)
    if not _move(held, act, **fields):
        raise refuse("job_lease_lost", job=lease.job, worker=lease.worker)


def _move(jobs: Any, act: str, **fields: Any) -> int:
    """One UPDATE: the rows that may take this act move as the table says."""
    arrows = [When(state=state, then=Value(MOVES[state, act])) for state in sources(act)]
    return int(jobs.filter(state__in=sources(act)).update(state=Case(*arrows), **fields))


def _words(message: Text) -> dict[str, Any]:
    return {"message_zh": message.zh, "message_en": message.en}


def _clock_time(instant: datetime | None) -> str:
    """An instant as people read it: to the second, in the register's own time, with its distance from UTC."""
    return timezone.localtime(instant).isoformat(" ", "seconds") if instant else "–"


def _state(job: int) -> Text:
    return STATES[queries.job(job).state]
