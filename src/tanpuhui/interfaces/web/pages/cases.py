"""The cases of a seat: what waits for it, longest first, and all of its projects and reports, by state."""

from tanpuhui.apps.projects import listing, queues
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

AT_ONCE = 50
WORDS = {
    "waits": Text("轮到您的", "Waiting for you"),
    "nothing_waits": Text("现在没有轮到您的案件。", "No case waits for you now."),
    "all": Text("全部案件", "All cases"),
    "none": Text("没有案件。", "There are no cases."),
    "case": Text("案件", "Case"),
    "title": Text("名称", "Title"),
    "state": Text("状态", "State"),
    "since": Text("起始日", "Since"),
    "passed": Text("已过工作日", "Working days"),
    "next": Text("接下来可以", "What could be next"),
    "applicant": Text("申请人", "Applicant"),
    "kind": Text("种类", "Kind"),
    "any": Text("不限", "any"),
    "filter": Text("筛选", "Filter"),
    "project": Text("项目", "Project"),
    "report": Text("监测报告", "Monitoring report"),
    "earlier": Text("更早的案件", "Earlier cases"),
    "open": Text("建立项目", "Open a project"),
    "lead": Text("市级和省级审查没有已知的期限，这里只数已过的工作日。", "No limit is known for the reviews; the working days passed are counted."),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """Both lists. Bounded statements, whatever the number of cases."""
    seat, kind, state = visit.seated, visit.asked("kind"), visit.asked("state")
    rows = listing.cases(by=seat.actor, kind=kind, state=state, before=visit.asked("before")[:40], limit=AT_ONCE + 1)
    tasks = queues.waiting_for(seat.actor, on=visit.today)
    shown = rows[:AT_ONCE]
    facts = {
        "tasks": [(task, _state(task)) for task in tasks],
        "rows": shown,
        "kind": kind,
        "state": state,
        "states": _states(),
        "next": shown[-1].reference if len(rows) > AT_ONCE else "",
        "may_open": seat.may("projects:apply"),
        "judge": seat.place.kind in ("city_bureau", "provincial_department"),
    }  # fmt: skip
    return Answer(facts)


def _state(task: queues.Task) -> Text:
    return (REPORT if task.kind == "report" else PROJECT).state(task.state).says


def _states() -> list[tuple[str, Text]]:
    """Every state of either procedure, once."""
    return list({state.code: state.says for table in (PROJECT, REPORT) for state in table.states}.items())


PAGE = Page(
    "cases", ("desk/cases",), "web/cases.html", Text("案件", "Cases"), WORDS, show, needs=SEAT,
    styles=("tanpuhui/cases.css",), desk=10,
)  # fmt: skip
