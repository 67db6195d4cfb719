"""Double claims: each case with both its sides, for the sides themselves and for who decides them."""

from tanpuhui.apps.claims import queries as claims
from tanpuhui.apps.claims.kinds import KINDS, OUTCOMES, STATES
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

WORDS = {
    "lead": Text(
        "同一减排量只能申报一次。两方相遇即立案；裁定之前双方的报告都不能前进。",
        "A reduction is claimed once. Where two claims meet, a case is opened; until it is decided neither report goes on.",
    ),
    "none": Text("没有案件。", "There are no cases."),
    "case": Text("案件 {number}", "Case {number}"),
    "opened": Text("立案日 {day}", "opened on {day}"),
    "earlier": Text("在先申报", "The earlier claim"),
    "later": Text("在后申报", "The later claim"),
    "meets": Text("相遇之处", "Where they meet"),
    "same": Text("同一地块编号", "the same parcel by its numbers"),
    "overlap": Text("重叠 {ha} 公顷", "an overlap of {ha} ha"),
    "decide": Text("裁定", "Decide"),
    "decided": Text("{day} 裁定：{outcome}", "Decided on {day}: {outcome}"),
    "lapsed": Text("一方已撤回，案件终结", "one side withdrew; the case has lapsed"),
    "open": Text("未裁定", "open"),
    "all": Text("已了结的也列出", "Those that have ended too"),
    "only_open": Text("只列未裁定的", "Only those that are open"),
}  # fmt: skip
CM2_A_HECTARE = 10**8


def show(visit: Visit) -> Answer:
    """The cases of this seat: the registrar sees all, others those in which they are a side."""
    state = "" if visit.asked("all") else "open"
    rows = claims.cases(by=visit.seated.actor, state=state, limit=100)
    may = visit.seated.actor.may("claims:decide")
    shown = [
        {
            "row": row, "sides": [("earlier", row.earlier, *_said(row.earlier)), ("later", row.later, *_said(row.later))],
            "ha": _hectares(row.area_cm2), "outcome": OUTCOMES.get(row.outcome),
            "where": forms.address("decide_contested_claim", then=visit.request.path, case=row.id)
            if may and row.state == "open" else "",
        }
        for row in rows
    ]  # fmt: skip
    return Answer({"cases": shown, "all": not state})


def _said(row: claims.ClaimRow) -> tuple[Text, Text]:
    return KINDS[row.key.kind].says, STATES[row.state]


def _hectares(area_cm2: int) -> str:
    """Hectares with two decimals, cut off."""
    whole, rest = divmod(area_cm2, CM2_A_HECTARE)
    return f"{whole}.{rest * 100 // CM2_A_HECTARE:02d}" if area_cm2 else ""


PAGE = Page(
    "contested", ("desk/contested",), "web/contested.html", Text("重复申报案件", "Contested claims"), WORDS, show,
    needs=SEAT, styles=("tanpuhui/cases.css",),
)  # fmt: skip
