"""The calculation of a report: its sheet and the same run again, own tables against it; and tables tried before submitting."""

from collections.abc import Mapping

from tanpuhui.apps.projects import assurance, editions, queries, reading, trial
from tanpuhui.apps.projects.dossiers import terms_of
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.cases import facts, sheets, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

MOST_BYTES = 64 << 20
STYLES = ("tanpuhui/cases.css",)
WORDS = words.CASE | {
    "same": Text("重算结果一致：每个输入、取值和步骤都与提交时相同。", "Calculated again just now: the same, in every input, value and step."),
    "differs": Text("重算结果不同，有 {count} 处差异：", "Calculated again just now, it differs in {count} places:"),
    "filed": Text("提交时", "As filed"),
    "again": Text("重算", "Calculated again"),
    "what": Text("什么", "What"),
    "steps": Text("步骤", "Steps"),
    "symbol": Text("符号", "Symbol"),
    "called": Text("名称", "Name"),
    "formula": Text("公式", "Formula"),
    "unit": Text("单位", "Unit"),
    "number": Text("数值", "Number"),
    "for_row": Text("数值（{key}）", "Number (for {key})"),
    "status": Text("依据", "Basis"),
    "values": Text("所用取值", "Values used"),
    "rows": Text("逐行", "Row by row"),
    "first_rows": Text("共 {all} 行，这里列出前 {shown} 行。", "{all} rows; these are the first {shown}."),
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
    "faults": Text("{file}：有 {count} 处问题", "{file}: {count} things found"),
    "sound": Text("{file}：{rows} 行，没有错误", "{file}: {rows} rows, no errors"),
    "line": Text("行", "Line"),
    "column": Text("列", "Column"),
    "given": Text("表中为", "There stands"),
    "wrong": Text("问题与改法", "What is wrong, and how to mend it"),
    "whole_row": Text("整行", "whole row"),
    "the_lines": Text("有问题的行", "The lines as they stand"),
    "lacking": Text("还缺清单表：", "Tables still missing: "),
    "back": Text("回到案件", "Back to the case"),
    "shown_first": Text("只列出前 {shown} 处。", "The first {shown} are listed."),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """The pinned calculation and the same run now; POST compares own tables. Refuses `nothing_calculated`."""
    view = _view(visit)
    code = visit.kept["case"]
    compared = assurance.comparison(code)
    result = assurance.rerun(code)
    found = facts.head(view, visit) | sheets.sheet(result, visit.lang)
    found |= {"row": _report_row(code), "compared": compared, "tonnes": sheets.tonnes(compared.filed.grams)}
    tables = editions.edition(compared.filed.methodology).tables
    found["tables"] = [(name, shape.name.text) for name, shape in tables.items()]
    if visit.request.method == "POST":
        found["own"] = trial.against(code, files(visit, tables))
    return Answer(found)


def check(visit: Visit) -> Answer:
    """What submitting would calculate; POST tries files in place of the documents there."""
    view = _view(visit)
    code = visit.kept["case"]
    tables = editions.edition(terms_of(view.project).methodology).tables
    given = files(visit, tables) if visit.request.method == "POST" else {}
    tried = trial.trial(code, on=visit.today, files=given)
    found = facts.head(view, visit) | {"row": _report_row(code), "tried": tried}
    found |= {"tonnes": sheets.tonnes(tried.result.grams) if tried.result else "", "most": trial.MOST_SHOWN}
    found["tables"] = [(name, shape.name.text) for name, shape in tables.items()]
    return Answer(found)


def _report_row(code: str) -> queries.ReportRow:
    return queries.report(code)


def _view(visit: Visit) -> reading.View:
    """The report, to its parties. Refuses `unknown_report`."""
    code = visit.kept["case"]
    view = reading.view(code, by=visit.seated.actor)
    if not find(code)[1] or not view.party:
        raise refuse("unknown_report", report=code)
    return view


def files(visit: Visit, tables: Mapping[str, object]) -> dict[str, trial.File]:
    """The tables that were uploaded, by name. Refuses `document_too_large`."""
    given: dict[str, trial.File] = {}
    for name in tables:
        upload = visit.request.FILES.get(f"table.{name}")
        if upload is None:
            continue
        called = (upload.name or name)[:200]
        if (upload.size or 0) > MOST_BYTES:
            raise refuse(
                "document_too_large",
                name=called,
                kind=Text("清单表", "inventory table"),
                size=upload.size,
                limit=MOST_BYTES,
            )
        given[name] = trial.File(called, upload.read())
    return given


PAGES = (
    Page("case_sheet", ("desk/cases/<str:case>/calculation",), "web/case_sheet.html",
         Text("计算表与重算", "Calculation and recomputation"), WORDS, show, needs=SEAT, writes=True, styles=STYLES),
    Page("case_check", ("desk/cases/<str:case>/check",), "web/case_check.html", Text("提交前检查", "Check before submitting"),
         WORDS, check, needs=SEAT, writes=True, styles=STYLES),
)  # fmt: skip
