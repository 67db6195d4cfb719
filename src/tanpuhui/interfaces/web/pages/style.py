"""The parts of the look on one page, with sample content: for whoever builds a page, and for whoever looks after the look."""

from dataclasses import dataclass
from datetime import date

from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import sheets
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid
from tanpuhui.interfaces.web.listed import Asked
from tanpuhui.interfaces.web.timeline import Step
from tanpuhui.interfaces.web.words import LISTED, REFUSAL
from tanpuhui.quantification import fragment, shown

WORDS = LISTED | sheets.WORDS | {
    "what_to_do": REFUSAL["what_to_do"],
    "code": REFUSAL["code"],
    "lead": Text("本站的部件。这一页上的内容都是样例，不是真实数据。",
                 "The parts that pages are made of. All content of this page is sample, none of it is real."),
    "sample": Text("样例", "sample"),
    "colours": Text("颜色", "Colours"),
    "notices": Text("提示", "Notices"),
    "info": Text("说明：这里有需要知道的事。", "Information: something worth knowing."),
    "done": Text("已办好。", "Done."),
    "warning": Text("注意：这个数字是暂定的。", "Take care: this figure is provisional."),
    "refused": Text("不能照办：余额不足。", "This cannot be done: not enough units."),
    "table": Text("表格和筛选", "Table and filters"),
    "timeline": Text("时间线", "Timeline"),
    "sheet": Text("计算表", "Calculation sheet"),
    "figure": Text("图和它的表", "Figure with its table"),
    "form": Text("表单", "Form"),
    "field": Text("数量（吨）", "Quantity (tonnes)"),
    "hint": Text("整数", "a whole number"),
    "wrong": Text("应为整数", "it should be a whole number"),
    "primary": Text("提交", "Submit"),
    "plain": Text("其他", "Something else"),
    "danger": Text("取消单位", "Cancel units"),
    "waiting": Text("等待、进度、没有内容", "Waiting, progress, nothing there"),
    "wait": Text("正在计算……", "Calculating …"),
    "upload": Text("上传", "Upload"),
    "nothing": Text("这里还没有内容。", "Nothing here yet."),
    "marks": Text("标记", "Marks"),
}  # fmt: skip
COLOURS = (
    "holding",
    "compliance",
    "buffer",
    "surrendered",
    "retired",
    "cancelled",
    "invalidated",
    "expired",
    "converted",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the table that is its equal (`parts/figure.html`)."""

    id: str
    grid: Grid
    data: dict[str, object]


def show(visit: Visit) -> Answer:
    """Samples of every part."""
    say = WORDS["sample"]
    heads = [
        Column(Text("年份", "Vintage")),
        Column(Text("数量（吨）", "Units (tonnes)"), "number"),
        Column(Text("状态", "State")),
    ]
    rows = [[Cell(str(year)), Cell(f"{units:,}"), Cell(say)] for year, units in SAMPLE.items()]
    filters = (
        Asked("state", Text("状态", "State"), "text", "", False, (("sample", say, False),)),
        Asked("from", Text("自", "From"), "day", "", False),
    )
    chart = {
        "labels": [str(year) for year in SAMPLE],
        "values": list(SAMPLE.values()),
        "name": say.into(visit.lang),
        "across": False,
    }
    step = shown.Line("BE", say, "EG × EF", "1,000 × 0.5", "", None, "500", "tCO2", say, Status.ILLUSTRATIVE, None, ())
    return Answer({
        "colours": COLOURS, "filters": filters, "grid": Grid("sample", WORDS["table"], heads, rows, say),
        "figure": Figure("sample-data", Grid("sample-figure", WORDS["figure"], heads, rows, say), chart),
        "steps": [Step(date(2021, 3, 8), say, say, say, "—"), Step(date(2021, 5, 20), say)],
        "sample_sheet": sheets.Sheet(sheets.ours(fragment.steps([step], visit.lang, id="sample-sheet"))),
    })  # fmt: skip


SAMPLE = {2015: 600, 2016: 640, 2017: 580, 2018: 610}
PAGE = Page(
    "style", ("style",), "web/style.html", Text("部件样例", "Style page"), WORDS, show, more=50,
    scripts=("vendor/echarts.js", "tanpuhui/charts.js"),
)  # fmt: skip
