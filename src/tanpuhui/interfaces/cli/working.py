"""A job run in the foreground, with a progress bar where somebody watches."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tanpuhui.apps.jobs import dispatch, operations, queries
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.jobs.registry import Step, find
from tanpuhui.apps.jobs.workflow import OVER
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen


def carry_on(screen: Screen, job: int) -> JobRow:
    """Run a job to its end, resumed first if it stopped or failed; its row.

    Refuses as `runner.run` does (`job_held` where another process is at it), `job_was_refused` where its work is, and
    `job_was_stopped` where somebody asked for it.
    """
    if queries.job(job).state in OVER - {"done"}:
        operations.resume(by=system_actor(on=clock.today()), job=job)
    row = _run(screen, job)
    if row.state == "failed":
        raise refuse("job_was_refused", job=job, message=row.message)
    if row.state == "stopped":
        raise refuse("job_was_stopped", job=job, done=row.done)
    return row


def _run(screen: Screen, job: int) -> JobRow:
    """With a bar on a terminal; silent elsewhere. It goes to standard error, so that an answer stays an answer."""
    says = screen.into(find(queries.job(job).kind).says)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=screen.err, disable=screen.json or not screen.err.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task(says, total=None)

        def progress(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.total)

        return dispatch.foreground(job, clock=clock.now, progress=progress)
