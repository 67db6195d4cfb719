"""`jobs list | show | stop | resume`: long work, seen and steered."""

from dataclasses import asdict
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
_FIELDS = {
    "kind": Text("种类", "kind"),
    "state": Text("状态", "state"),
    "done": Text("完成", "done"),
    "total": Text("共计", "of"),
    "on": Text("法定日", "legal day"),
    "args": Text("参数", "arguments"),
    "key": Text("键", "key"),
    "attempts": Text("次数", "attempts"),
    "lease_owner": Text("执行者", "run by"),
    "lease_until": Text("租约至", "lease until"),
    "failure": Text("失败代码", "failure"),
    "message": Text("说明", "message"),
    "result": Text("结果", "result"),
    "created_at": Text("提出", "asked for"),
    "started_at": Text("开始", "begun"),
    "finished_at": Text("结束", "ended"),
}
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
    """Print what is known of a job."""
    from tanpuhui.apps.jobs import queries, registry
    from tanpuhui.apps.jobs.registry import SILENT
    from tanpuhui.apps.jobs.workflow import STATES

    found = asdict(queries.job(job))
    found["message"] = Text(**found["message"])
    words = {"kind": registry.find(found["kind"]).says, "state": STATES[found["state"]]}
    told = [
        (says, words.get(name, found[name])) for name, says in _FIELDS.items() if found[name] not in (None, "", SILENT)
    ]
    rows = [(says, value if isinstance(value, Text) else str(value)) for says, value in told]
    screen.answer(found, lambda: screen.table((Text("任务", "Job"), Text("{job}", "{job}").fill(job=job)), rows))


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
