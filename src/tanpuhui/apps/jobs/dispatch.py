"""The way to a worker in the background, through django-tasks. The clock travels by name: this floor has none."""

import os
import socket
from collections.abc import Callable
from datetime import datetime

from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from tanpuhui.apps.jobs import queries, runner
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.jobs.registry import Clock
from tanpuhui.apps.jobs.runner import Progress
from tanpuhui.core.refusals import Refusal

ELSEWHERE = frozenset({"job_over", "job_held", "job_lease_lost"})
"""What a delivered task meets when somebody else has the job or had it: no failure, there is nothing left to do."""


@task()
def run_job(job: int, clock: str) -> str:
    """Run a job by its number under the `clock` (dotted name of a function); the state it ended in, or why it was left alone."""
    try:
        return foreground(job, clock=import_string(clock)).state
    except Refusal as no:
        if no.code not in ELSEWHERE:
            raise
        return no.code


def through(clock: Clock) -> Callable[[int], object]:
    """The `dispatch` for `operations.start`: a task in the queue of the database. `clock` is a function at module level."""
    name = f"{clock.__module__}.{clock.__qualname__}"
    return lambda job: run_job.enqueue(job, name)


def foreground(job: int, *, clock: Clock, progress: Progress | None = None) -> JobRow:
    """Run a job here and now, as `runner.run` does, in the name of this process; `progress` is called after each step."""
    return runner.run(job, clock=clock, worker=worker_name(), progress=progress, gone=gone)


def again(*, at: datetime, clock: Clock) -> list[int]:
    """Send every job without a live worker to the queue again (a worker died, a task was lost); their numbers.

    Safe to repeat: what waits in the queue already is left there.
    """
    sent = DBTaskResult.objects.filter(task_path=run_job.module_path, status=TaskResultStatus.READY)
    there = {args_kwargs["args"][0] for args_kwargs in sent.values_list("args_kwargs", flat=True).iterator()}
    lost = [job for job in queries.claimable(at) if job not in there]
    send = through(clock)
    for job in lost:
        send(job)
    return lost


def worker_name() -> str:
    """Who holds a lease, in words an operator can find: machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def gone(worker: str) -> bool:
    """Whether a worker is known to be dead: a process of this machine that no longer runs. Elsewhere, only time can tell."""
    host, _, process = worker.rpartition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
