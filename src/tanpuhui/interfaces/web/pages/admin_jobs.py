"""Long work as the operator sees it: what runs, how far it is, stopped and resumed; and a table to be imported."""

from django.urls import reverse

from tanpuhui.apps.issuance.operations import IMPORT
from tanpuhui.apps.jobs import queries
from tanpuhui.apps.jobs.operations import PERMISSION
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.jobs.refusals import refuse as missing
from tanpuhui.apps.jobs.registry import find
from tanpuhui.apps.jobs.workflow import HELD, STATES
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.desks.words import SHARED
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import MORE, Cell, Column, Grid, Way, day, onward

LIMIT = 25
OFFERED = {
    "queued": ("stop_job", "stop"), "running": ("stop_job", "stop"),
    "stopped": ("resume_job", "resume"), "failed": ("resume_job", "resume"),
}  # fmt: skip
"""What may be done with a job in a state: the deed, and what its button says."""
WORDS = {
    **SHARED,
    "code": Text("代码", "Code"),
    "lead": Text(
        "耗时的工作在后台进行：分步提交，可以停止，也可以接着做。",
        "Long work is done in the background, step by step; it can be stopped and taken up again.",
    ),
    "caption": Text("本机构的后台任务，最近的在前", "Jobs of your organisation, the newest first"),
    "none": Text("还没有后台任务。", "There have been no jobs."),
    "job": Text("任务", "Job"),
    "number": Text("任务 {number}", "Job {number}"),
    "state": Text("状态", "State"),
    "progress": Text("进度", "Progress"),
    "of": Text("{done} / {total}", "{done} of {total}"),
    "done_so_far": Text("已完成 {done}", "{done} done"),
    "started": Text("办理日", "Day"),
    "attempts": Text("尝试次数", "Attempts"),
    "message": Text("说明", "Message"),
    "result": Text("结果", "What came of it"),
    "stop": Text("停止", "Stop"),
    "resume": Text("继续", "Resume"),
    "all": Text("全部任务", "All jobs"),
    "import": Text("导入其他登记簿的表格", "Import a table of another register"),
    "import_says": Text(
        "表格逐行核对后登记为镜像单位；异常只报告，不丢弃，不修改。同一张表格可以再传，不会重复入账。",
        "Each row is checked and kept as mirrored units; what is odd is reported, never dropped or mended. "
        "The same table may be sent again: nothing is posted twice.",
    ),
    "begin": Text("开始导入", "Begin the import"),
}


def show_all(visit: Visit) -> Answer:
    """The jobs of the own organisation, and the form that begins an import."""
    before = visit.asked("before")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    found = queries.jobs(organisation=visit.seated.place.id, before=number, limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, before=shown[-1].id)) if len(found) > LIMIT else None
    columns = [
        Column(WORDS["job"]),
        Column(WORDS["state"]),
        Column(WORDS["progress"], "number"),
        Column(WORDS["started"], "day"),
    ]
    grid = Grid("jobs", WORDS["caption"], columns, [_row(job) for job in shown], WORDS["none"], more)
    offer = None
    if visit.seated.actor.may(IMPORT):
        offer = forms.offer(visit, "import_register", then=reverse("admin_jobs"), button=WORDS["begin"])
    return Answer({"grid": grid, "offer": offer})


def _row(job: JobRow) -> list[Cell]:
    return [
        Cell(find(job.kind).says, reverse("admin_job", args=[job.id]), WORDS["number"].fill(number=job.id)),
        Cell(STATES[job.state]),
        Cell(_far(job)),
        day(job.on),
    ]


def _far(job: JobRow) -> Text:
    if job.total is None:
        return WORDS["done_so_far"].fill(done=f"{job.done:,}")
    return WORDS["of"].fill(done=f"{job.done:,}", total=f"{job.total:,}")


def show_one(visit: Visit) -> Answer:
    """One job, and the button that stops or resumes it. Refuses `job_not_found`, also for another organisation's."""
    job, steer = _job(visit), None
    here = reverse("admin_job", args=[job.id])
    if job.state in OFFERED:
        code, says = OFFERED[job.state]
        steer = forms.offer(visit, code, fixed={"job": job.id}, then=here, button=WORDS[says])
    return Answer(_facts(job) | {"offer": steer}, title=WORDS["number"].fill(number=job.id))


def show_progress(visit: Visit) -> Answer:
    """How far a job is: the piece of its page that renews itself."""
    return Answer(_facts(_job(visit)))


def _job(visit: Visit) -> JobRow:
    number = int(visit.kept["id"])
    job = queries.job(number if number < 2**63 else 0)
    if job.organisation_id != visit.seated.place.id:
        raise missing("job_not_found", job=number)
    return job


def _facts(job: JobRow) -> dict[str, object]:
    result = {name: value for name, value in (job.result or {}).items() if not isinstance(value, dict)}
    return {
        "job": job,
        "kind": find(job.kind).says,
        "state": STATES[job.state],
        "far": _far(job),
        "result": result.items(),
        "runs": job.state == "queued" or job.state in HELD,
        "address": reverse("admin_job_progress", args=[job.id]),
    }


TITLE = Text("后台任务", "Long work")
PAGES = (
    Page("admin_jobs", ("desk/admin/jobs",), "web/admin_jobs.html", TITLE, WORDS, show_all, needs=PERMISSION, desk=61,
         scripts=("tanpuhui/forms.js",)),
    Page("admin_job", ("desk/admin/jobs/<int:id>",), "web/admin_job.html", TITLE, WORDS, show_one, needs=PERMISSION,
         scripts=("vendor/htmx.js", "tanpuhui/forms.js")),
    Page("admin_job_progress", ("desk/admin/jobs/<int:id>/progress",), "web/parts/job.html", TITLE, WORDS, show_progress,
         needs=PERMISSION),
)  # fmt: skip
