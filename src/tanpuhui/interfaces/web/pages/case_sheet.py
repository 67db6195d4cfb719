"""The calculation of a report: its sheet and the same run again, own tables against it; and tables tried before submitting."""

from tanpuhui.apps.projects import assurance, editions, queries, reading, trial
from tanpuhui.apps.projects.dossiers import terms_of
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import sheets, tables
from tanpuhui.interfaces.web.cases import facts, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.quantification import Methodology

STYLES = ("tanpuhui/cases.css",)
WORDS = words.CASE | sheets.WORDS | tables.WORDS | {
    "same": Text("重算结果一致：每个输入、取值和步骤都与提交时相同。", "Calculated again just now: the same, in every input, value and step."),
    "steps": Text("步骤", "Steps"),
    "own": Text("用自己的清单比较", "Compare your own table"),
    "own_says": Text(
        "上传您自己的清单表：照固定的取值计算，与提交的逐项比较。什么也不保存。",
        "Upload your own inventory: it is calculated on the pinned values and compared with what was filed, "
        "item by item. Nothing is stored.",
    ),
    "own_same": Text("您的清单给出同样的结果。", "Your table gives the same."),
    "compare": Text("比较", "Compare"),
    "check_now": Text("检查", "Check"),
    "no_faults": Text("表格没有问题。", "The tables are sound."),
    "would_be": Text("今天提交会得到 {tonnes} 吨 CO₂e。", "Submitted today it would come to {tonnes} t CO₂e."),
    "back": Text("回到案件", "Back to the case"),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """The pinned calculation and the same run now; POST compares own tables. Refuses `nothing_calculated`."""
    view = _view(visit)
    code = visit.kept["case"]
    compared = assurance.comparison(code)
    methodology = editions.edition(compared.filed.methodology)
    found = facts.head(view, visit) | {"sheet": sheets.whole("sheet", assurance.rerun(code), visit.lang)}
    found |= {"row": _report_row(code), "compared": compared, "tonnes": sheets.tonnes(compared.filed.grams)}
    found |= _form(methodology)
    if visit.request.method == "POST":
        found["own"] = trial.against(code, tables.uploaded(visit, methodology))
    return Answer(found)


def check(visit: Visit) -> Answer:
    """What submitting would calculate; POST tries files in place of the documents there."""
    view = _view(visit)
    code = visit.kept["case"]
    methodology = editions.edition(terms_of(view.project).methodology)
    given = tables.uploaded(visit, methodology) if visit.request.method == "POST" else []
    tried = trial.trial(code, on=visit.today, given=given)
    found = facts.head(view, visit) | {"row": _report_row(code), "tried": tried} | _form(methodology)
    return Answer(found | {"tonnes": sheets.tonnes(tried.result.grams) if tried.result else ""})


def _form(methodology: Methodology) -> dict[str, object]:
    return {"tables": tables.asked(methodology), "accepts": tables.ACCEPTS}


def _report_row(code: str) -> queries.ReportRow:
    return queries.report(code)


def _view(visit: Visit) -> reading.View:
    """The report, to its parties. Refuses `unknown_report`."""
    code = visit.kept["case"]
    view = reading.view(code, by=visit.seated.actor)
    if not find(code)[1] or not view.party:
        raise refuse("unknown_report", report=code)
    return view


PAGES = (
    Page("case_sheet", ("desk/cases/<str:case>/calculation",), "web/case_sheet.html",
         Text("计算表与重算", "Calculation and recomputation"), WORDS, show, needs=SEAT, writes=True, styles=STYLES),
    Page("case_check", ("desk/cases/<str:case>/check",), "web/case_check.html", Text("提交前检查", "Check before submitting"),
         WORDS, check, needs=SEAT, writes=True, styles=STYLES),
)  # fmt: skip
