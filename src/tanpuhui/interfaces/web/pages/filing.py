"""Filings of methodologies: the list of a seat, and one filing with documents, opinions, moves, and its publication."""

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.apps.gazette import cases
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.cases import filings, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

WORDS = {name: words.CASE[name] for name in (
    "todo", "nothing", "more_acts", "second", "reason", "way", "done", "now", "ahead", "left_way", "since", "documents",
    "document", "file", "handed_in", "version", "needed", "missing", "older", "history",
    "dossier", "state",
)} | {
    "all_filings": Text("全部备案申请", "All filings"),
    "lead": Text(
        "方法学备案：任何单位或个人 → 市 → 省 → 专家委员会 → 公布。审查没有已知的期限。",
        "A methodology is filed by anyone and goes to the city, the province, the expert committee, and is published. "
        "No limit is known.",
    ),
    "open_filing": Text("申报方法学备案", "File a methodology"),
    "none": Text("没有备案申请。", "There are no filings."),
    "any": Text("不限", "any"),
    "filter": Text("筛选", "Filter"),
    "filer": Text("申报人", "Filer"),
    "area": Text("城市", "City"),
    "title": Text("名称", "Title"),
    "later": Text("后面的申请", "Later ones"),
    "opinions": Text("专家意见", "Opinions of experts"),
    "no_opinions": Text("还没有意见。", "No opinion was given yet."),
    "round": Text("第 {number} 步提交的一轮", "round of step {number}"),
    "on_other": Text("所看的文件此后有改动", "on documents that have changed since"),
    "sections": Text("提纲各节所在", "Where the outline is covered"),
    "revises": Text("修订 {number}", "revises {number}"),
}  # fmt: skip
STYLES, SCRIPTS = ("tanpuhui/cases.css",), ("tanpuhui/forms.js",)


def show_all(visit: Visit) -> Answer:
    """The filings that this seat is a side of."""
    state = visit.asked("state")
    known = {each.code: each.says for each in FILING.states}
    state = state if state in known else ""
    rows = filings.rows(visit, state, visit.asked("after")[:40])
    shown = rows[: filings.AT_ONCE]
    where = forms.address("open_filing", then=reverse("filing_next")) if visit.seated.may("gazette:file") else ""
    after = shown[-1][0].reference if len(rows) > filings.AT_ONCE else ""
    return Answer({"rows": shown, "states": known.items(), "chosen": state, "open_where": where, "after": after})


def show(visit: Visit) -> Answer:
    """One filing. Refuses `unknown_filing`, also where it is no business of the seat."""
    row = _row(visit)
    actions = filings.actions(visit, row)
    onward = [each for each in actions if each[0].act in filings.ONWARD]
    found = filings.one(visit, row.reference)
    return Answer(found | {"onward": onward, "besides": [each for each in actions if each not in onward]})


def publish(visit: Visit) -> Answer:
    """The form of a publication, with a number that fits filled in."""
    row = _row(visit)
    said = dict(filings.publication(visit, row))
    number = said.pop("number")
    offer = forms.offer(
        visit, "publish_filing", fixed=said, initial={"number": number}, then=reverse("filing", args=[row.reference])
    )
    return Answer({"offer": offer, "filing": row})


def onward(visit: Visit) -> HttpResponseBase:
    """To the filing that was opened last."""
    last = filings.newest(visit)
    return HttpResponseRedirect(reverse("filing", args=[last]) if last else reverse("filings"))


def _row(visit: Visit) -> cases.FilingRow:
    reference = visit.kept["filing"]
    row = cases.filing(reference)
    if not cases.sides(reference, by=visit.seated.actor):
        raise refuse("unknown_filing", filing=reference)
    return row


TITLE = Text("方法学备案", "Methodology filings")
PAGES = (
    Page("filings", ("desk/filings",), "web/filings.html", TITLE, WORDS, show_all, needs=SEAT, styles=STYLES),
    Page("filing_next", ("desk/filings/next",), "", TITLE, WORDS, onward, needs=SEAT),
    Page("filing", ("desk/filings/<str:filing>",), "web/filing.html", Text("备案申请", "Filing"), WORDS, show, needs=SEAT,
         styles=STYLES),
    Page("filing_publish", ("desk/filings/<str:filing>/publication",), "web/filing_publish.html",
         Text("备案并公布", "Publish as filed"), WORDS, publish, needs="gazette:review", scripts=SCRIPTS, styles=STYLES),
)  # fmt: skip
