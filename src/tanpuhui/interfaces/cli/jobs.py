"""`jobs list | show | stop | resume`: long work, seen and steered."""

from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli.commands import REFUSED, command, group
from tanpuhui.interfaces.cli.screen import Screen

app = group(Text("后台任务", "Long work"))
JobArgument = Annotated[int, typer.Argument(metavar="JOB", help="任务编号 / Number of the job")]
_HEADS = (
    Text("编号", "Job"), Text("种类", "Kind"), Text("状态", "State"), Text("完成", "Done"), Text("共计", "Of"),
    Text("说明", "Message"),
)  # fmt: skip
_STATE = Text("任务 {job}：{state}。", "Job {job}: {state}.")
_NONE = Text("没有任务。", "There are no jobs.")


@command(app, "list", Text("最近的任务", "The newest jobs"))
def list_jobs(
    screen: Screen,
    limit: Annotated[int, typer.Option(min=1, max=500, help="至多几项 / At most so many")] = 20,
) -> None:
    """List jobs, newest first."""
    from tanpuhui.apps.jobs import queries
    from tanpuhui.apps.jobs.workflow import STATES
    from tanpuhui.apps.parties.queries import system_actor

    found = queries.jobs(organisation=system_actor(on=clock.today()).organisation_id, limit=limit)
    rows = [(str(j.id), j.kind, STATES[j.state], j.done, j.total, j.message) for j in found]
    screen.answer({"jobs": found}, lambda: screen.table(_HEADS, rows) if rows else screen.say(_NONE))


@command(app, "show", Text("一项任务的全部情况", "All about one job"))
def show(screen: Screen, job: JobArgument) -> None:
    """Print every field of a job."""
    from dataclasses import asdict

    from tanpuhui.apps.jobs import queries

    found = asdict(queries.job(job))
    found["message"] = screen.into(Text(**found["message"]))
    screen.answer(found, lambda: screen.line("\n".join(f"{name}: {value}" for name, value in found.items())))


@command(app, "stop", Text("在当前步骤后停下", "Stop after the present step"))
def stop(screen: Screen, job: JobArgument) -> None:
    """Ask a job to stop."""
    from tanpuhui.apps.jobs import operations
    from tanpuhui.apps.jobs.workflow import STATES
    from tanpuhui.apps.parties.queries import system_actor

    state = operations.request_stop(by=system_actor(on=clock.today()), job=job)
    screen.answer({"job": job, "state": state}, lambda: screen.say(_STATE, job=job, state=STATES[state]))


@command(app, "resume", Text("从停下处继续，在前台运行", "Go on where it stopped, here and now"))
def resume(screen: Screen, job: JobArgument) -> int:
    """Resume a job that stopped or failed, or whose worker died, and run it to its end."""
    from tanpuhui.apps.jobs.workflow import STATES
    from tanpuhui.interfaces.cli.working import carry_on

    end = carry_on(screen, job)
    screen.answer({"job": job, "state": end.state, "result": end.result},
                  lambda: screen.say(_STATE, job=job, state=STATES[end.state]))  # fmt: skip
    return 0 if end.state == "done" else REFUSED
