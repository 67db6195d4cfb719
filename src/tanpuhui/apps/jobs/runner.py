"""Runs a job: claim, step by step with a sign of life after each, and an end. Each step commits by itself."""

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from tanpuhui.apps.jobs import operations, queries, registry
from tanpuhui.apps.jobs.operations import Lease
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.jobs.registry import Clock, Errand, JobKind, Result, Step
from tanpuhui.apps.jobs.workflow import HELD
from tanpuhui.apps.parties.queries import actor
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text

log = logging.getLogger(__name__)
LEASE_SECONDS = 60
Progress = Callable[[Step], None]


@dataclass(slots=True)
class _Hold:
    """The lease as it stands, renewed at each sign of life."""

    lease: Lease
    clock: Clock
    seconds: int

    def beat(self, step: Step | None = None) -> None:
        self.lease = operations.advance(self.lease, step=step, at=self.clock(), lease_seconds=self.seconds)


def run(
    job: int,
    *,
    clock: Clock,
    worker: str,
    progress: Progress | None = None,
    lease_seconds: int = LEASE_SECONDS,
    gone: Callable[[str], bool] = lambda worker: False,
) -> JobRow:
    """Run a job to its end and give its row: `done`, `stopped` (somebody asked), or `failed` (the work was refused).

    A bug in the work is written down as a failure and then raised; an interruption (Ctrl-C) sets the job free at once.
    `gone` says whether the worker that holds the job is known to be dead, so that nobody waits for its lease to expire.
    Call it outside a transaction. Refuses `job_not_found`, `unknown_job_kind`, `job_over`, `job_held`, and
    `job_lease_lost` when another has taken over; nothing is written then.
    """
    row = queries.job(job)
    kind = registry.find(row.kind)
    dead = row.attempts if row.state in HELD and gone(row.lease_owner) else None
    lease = operations.claim(job=job, worker=worker, at=clock(), lease_seconds=lease_seconds, instead_of=dead)
    hold = _Hold(lease, clock, lease_seconds)
    try:
        by = actor(user=row.started_by_id, organisation=row.organisation_id, on=row.on)
    except Refusal as no:
        _fail(hold, no.code, _sentence(no))
        return queries.job(job)
    _work(hold, kind, Errand(job, row.args, by, row.on, row.key, row.done, clock, hold.beat), progress)
    return queries.job(job)


def _work(hold: _Hold, kind: JobKind, errand: Errand, progress: Progress | None) -> None:
    """The work and its end, whatever end that is."""
    end = partial(_end, hold, kind, errand)
    try:
        result = _steps(kind.work(errand), hold, progress or (lambda step: None))
        if result is None:
            end("stopped", lambda: operations.stop(hold.lease, at=hold.clock()))
        else:
            end("done", lambda: operations.finish(hold.lease, result=result, at=hold.clock()))
    except Refusal as no:
        if no.code == "job_lease_lost":
            raise
        _failed(hold, end, no.code, _sentence(no))
    except Exception as bug:
        name = type(bug).__name__
        message = Text(
            f"程序错误：{name}。请将日志交给维护者。", f"A bug: {name}. Please hand the log to the maintainers."
        )
        _failed(hold, end, name, message)
        raise
    except BaseException:
        operations.release(hold.lease, at=hold.clock())
        raise


def _sentence(no: Refusal) -> Text:
    return Text(no.sentence("zh"), no.sentence("en"))


def _steps(work: Generator[Step, None, Result], hold: _Hold, progress: Progress) -> Result | None:
    """The result of the work, or None when it was asked to stop; between steps, never within one."""
    while hold.lease.state != "stopping":
        try:
            step = next(work)
        except StopIteration as end:
            result: Result = end.value or {}
            return result
        hold.beat(step)
        progress(step)
    work.close()
    return None


def _end(hold: _Hold, kind: JobKind, errand: Errand, state: str, write: Callable[[], None]) -> None:
    """The end and what the kind does at its end (such as a notice) are one transaction."""
    with transaction.atomic():
        write()
        if kind.ended is not None:
            kind.ended(errand, state)


def _failed(hold: _Hold, end: Callable[[str, Callable[[], None]], None], failure: str, message: Text) -> None:
    """A failure whose notice cannot be written is a failure all the same: else the job would be taken over for ever."""
    fail = partial(_fail, hold, failure, message)
    try:
        end("failed", fail)
    except Refusal as no:
        if no.code == "job_lease_lost":
            raise
        fail()
    except Exception:
        log.exception("job %s: what is done at its end went wrong", hold.lease.job)
        fail()


def _fail(hold: _Hold, failure: str, message: Text) -> None:
    operations.fail(hold.lease, failure=failure, message=message, at=hold.clock())
