"""A calculation of large tables: how far it is, what came of it, and the files with its sums and the results by row."""

from django.urls import reverse

from tanpuhui.apps.jobs import queries
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.jobs.refusals import refuse
from tanpuhui.apps.jobs.workflow import HELD, STATES
from tanpuhui.apps.projects import work
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms, sheets
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid

MOST = 50
WORDS = {
    "lead": Text(
        "表格太大、不能当场计算时，先归档表格，再在后台计算；结果也归档，只有本机构可以取。",
        "Tables too large to be calculated at once are filed, and calculated in the background; the result is filed too, and "
        "only your organisation may have it.",
    ),
    "mine": Text("本机构的计算", "Calculations of your organisation"),
    "none": Text("还没有。", "There are none yet."),
    "begin": Text("开始计算", "Begin"),
    "all": Text("全部计算", "All calculations"),
    "number": Text("计算 {number}", "Calculation {number}"),
    "state": Text("状态", "State"),
    "methodology": Text("方法学", "Methodology"),
    "period": Text("监测期", "Period"),
    "result": Text("结果", "Result"),
    "result_is": Text("{tonnes} 吨 CO₂e", "{tonnes} t CO₂e"),
    "sheet": Text("计算表（合计，JSON）", "The sheet with all sums (JSON)"),
    "rows": Text("逐行结果（Parquet）", "The result of every row (Parquet)"),
    "message": Text("说明", "Message"),
}  # fmt: skip


def show_all(visit: Visit) -> Answer:
    """The calculations of the own organisation, the newest first, and the form that begins one."""
    rows = queries.named(organisation=visit.seated.place.id, kind=work.KIND, prefix="")[:MOST]
    columns = [
        Column(WORDS["number"].fill(number="")),
        Column(WORDS["methodology"]),
        Column(WORDS["period"]),
        Column(WORDS["state"]),
    ]
    grid = Grid("calculations", WORDS["mine"], columns, [_row(job) for job in rows], WORDS["none"])
    initial = {"methodology": code} if (code := visit.asked("methodology")) else {}
    offer = forms.offer(
        visit, "begin_calculation", initial=initial, then=reverse("calculations"), button=WORDS["begin"]
    )
    return Answer({"grid": grid, "offer": offer})


def _row(job: JobRow) -> list[Cell]:
    where = reverse("calculation", args=[job.id])
    args = job.args
    return [
        Cell(WORDS["number"].fill(number=job.id), where), Cell(args["methodology"]), Cell(f"{args['first']}/{args['last']}"),
        Cell(STATES[job.state]),
    ]  # fmt: skip


def show(visit: Visit) -> Answer:
    """One calculation. Refuses `job_not_found`, also of another organisation's."""
    number = int(visit.kept["id"])
    job = queries.job(number if number < 2**63 else 0)
    if job.organisation_id != visit.seated.place.id or job.kind != work.KIND:
        raise refuse("job_not_found", job=number)
    done = job.result or {}
    facts: dict[str, object] = {
        "job": job, "state": STATES[job.state], "runs": job.state == "queued" or job.state in HELD, "done": done,
        "tonnes": sheets.tonnes(int(done["grams"])) if done else "",
        "status": Status[str(done["status"]).upper()] if done else None,
    }  # fmt: skip
    return Answer(facts, title=WORDS["number"].fill(number=job.id))


TITLE = Text("计算大表", "Calculations")
PAGES = (
    Page("calculations", ("desk/calculations",), "web/calculations.html", TITLE, WORDS, show_all, needs=work.PERMISSION,
         scripts=("tanpuhui/forms.js",)),
    Page("calculation", ("desk/calculations/<int:id>",), "web/calculation.html", TITLE, WORDS, show, needs=work.PERMISSION),
)  # fmt: skip
