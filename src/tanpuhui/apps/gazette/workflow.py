"""How a methodology is filed: anyone → city → province → expert committee → published, as a table.

The way is that of the provincial measures of 2022 (粤环发〔2022〕4号). Their time limits for the city's and the province's review
are not known, so no state has a deadline.
"""

from tanpuhui.core.text import Text
from tanpuhui.core.workflow import NOWHERE, Move, State, Workflow

_FILE, _FORWARD, _EVALUATE, _REVIEW = "gazette:file", "gazette:forward", "gazette:evaluate", "gazette:review"
_APART = ("separate",)


def _decide(state: str, permission: str, who: str) -> tuple[Move, ...]:
    """Whoever has the filing before them may send it back or reject it, and says why."""
    return (
        Move(state, "return", "returned", permission, who, reason=True, guards=_APART),
        Move(state, "reject", "rejected", permission, who, reason=True, guards=_APART),
    )


def _at_the_filer(state: str) -> tuple[Move, ...]:
    return (
        Move(state, "add_document", state, _FILE, "filer", guards=_APART),
        Move(state, "file", "with_city", _FILE, "filer", guards=(*_APART, "complete")),
    )


def _withdraw(state: str) -> Move:
    return Move(state, "withdraw", "withdrawn", _FILE, "filer", guards=_APART)


FILING = Workflow(
    name=Text("方法学备案", "Filing of a methodology"),
    states=(
        State("draft", Text("草稿", "draft")),
        State("with_city", Text("市级初审", "with the city")),
        State("with_province", Text("省级审核", "with the province")),
        State("with_committee", Text("专家委员会评估", "with the expert committee")),
        State("returned", Text("退回补正", "returned for correction")),
        State("published", Text("已备案公布", "published as filed"), final=True),
        State("rejected", Text("不予备案", "rejected"), final=True),
        State("withdrawn", Text("已撤回", "withdrawn"), final=True),
    ),
    acts={
        "open": Text("建立申请", "open"),
        "add_document": Text("提交文件", "add a document"),
        "file": Text("向市级申报", "file with the city"),
        "forward": Text("转报省级", "forward to the province"),
        "refer": Text("提交专家委员会", "refer to the expert committee"),
        "opine": Text("出具评估意见", "give an opinion"),
        "recuse": Text("声明回避", "declare a conflict of interest"),
        "publish": Text("备案并公布", "publish as filed"),
        "return": Text("退回补正", "return for correction"),
        "reject": Text("不予备案", "reject"),
        "withdraw": Text("撤回", "withdraw"),
    },
    parties={
        "filer": Text("申报人（或其书面委托的代理人）", "the filer (or an agent by written agreement)"),
        "own_city": Text("所申报城市的生态环境局", "the bureau of the city it is filed with"),
        "province": Text("省级生态环境厅", "the provincial department"),
        "committee": Text("专家委员会委员", "a member of the expert committee"),
    },
    guards={
        "separate": Text("与其他各方办理人不同人、不同机构", "another person and organisation than those who acted for others"),
        "complete": Text("文件齐全，设计文件覆盖提纲", "documents complete, the outline covered by the design document"),
        "first": Text("本轮尚未出具意见", "no opinion of this member in this round"),
        "heard": Text("已收到所要求数目的意见", "as many opinions as were asked for"),
    },
    moves=(
        Move(NOWHERE, "open", "draft", _FILE, "filer"),
        *_at_the_filer("draft"),
        _withdraw("draft"),
        Move("with_city", "forward", "with_province", _FORWARD, "own_city", guards=_APART),
        *_decide("with_city", _FORWARD, "own_city"),
        _withdraw("with_city"),
        Move("with_province", "refer", "with_committee", _REVIEW, "province", guards=_APART),
        *_decide("with_province", _REVIEW, "province"),
        _withdraw("with_province"),
        Move("with_committee", "opine", "with_committee", _EVALUATE, "committee", guards=(*_APART, "first")),
        Move("with_committee", "recuse", "with_committee", _EVALUATE, "committee", reason=True, guards=("first",)),
        Move(
            *("with_committee", "publish", "published", _REVIEW, "province"),
            guards=(*_APART, "heard"), second_person=True,
        ),
        *_decide("with_committee", _REVIEW, "province"),
        _withdraw("with_committee"),
        *_at_the_filer("returned"),
        _withdraw("returned"),
    ),
)  # fmt: skip
"""The whole procedure. What is not in it cannot happen."""

WORKFLOWS = (FILING,)
"""The workflows of this room, for the reference."""
