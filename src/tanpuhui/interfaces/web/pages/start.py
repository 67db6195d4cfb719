"""The start page: what this register is, and what it holds today."""

from typing import Any

from tanpuhui.accounting.acts import PURPOSES
from tanpuhui.apps.disclosure.registers.project import counts
from tanpuhui.apps.disclosure.statistics import Statistics, unit_types
from tanpuhui.apps.projects.workflow import PROJECT
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import figures
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.words import MIRROR

WORDS = {
    **MIRROR,
    "lead": Text(
        "这里登记的每个碳信用单位都有自己的编号，任何时候只在一个地方。去处人人可查，账目人人可核。",
        "Every carbon credit kept here has a number of its own and lies in exactly one place. "
        "Anyone can look up where it is, and anyone can check the books.",
    ),
    "search": Text("查询序列号", "Look up a serial"),
    "search_label": Text("序列号，或一个单位的编号", "A serial, or the number of one unit"),
    "search_button": Text("查询", "Look up"),
    "today": Text("今日账面", "On the books today"),
    "as_of": Text("截至 {day}", "as of {day}"),
    "tonnes": Text("单位：吨二氧化碳当量", "in tonnes of CO₂ equivalent"),
    "issued": Text("签发", "Issued"),
    "projects": Text("{count} 个项目", "{count} projects"),
    "series": Text("{count} 次签发", "{count} issuances"),
    "more": Text("{unit_type} 的全部统计", "All statistics of {unit_type}"),
    "conserved": Text("各去处之和等于签发量。", "The places add up to what was issued."),
    "not_conserved": Text(
        "各去处之和与签发量不符，请运行 tanpuhui ledger verify。",
        "The places do not add up to what was issued: run `tanpuhui ledger verify`.",
    ),
    "bar": Text("{unit_type} 的去处", "Where units of {unit_type} are"),
    "empty": Text("还没有签发任何单位。", "No units have been issued yet."),
    "empty_mend": Text("导入一张公开表格：", "To import a public table:"),
    "picture": Text("碳普惠机制", "The mechanism"),
    "picture_source": Text(
        "三个步骤和两种模式按 2021 年 6 月的介绍材料；数字是本登记簿此刻的。",
        "Three steps and two modes as in the deck of June 2021; the figures are those of this register now.",
    ),
    "step_act": Text("实施减碳增汇行为", "Actions remove or reduce CO₂"),
    "step_act_says": Text("种树、光伏、节能、绿色出行……", "Forests, photovoltaics, efficient appliances, cycling …"),
    "step_count": Text("量化核证减碳量", "The reduction is quantified and credited"),
    "step_count_says": Text(
        "按方法学计算，经核查、市级和省级审核，签发有编号的单位。",
        "Calculated by a methodology, verified, examined by city and province, issued as numbered units.",
    ),
    "step_gain": Text("激励机制获得收益", "Gains through the incentive mechanism"),
    "step_gain_says": Text(
        "单位可以出售、用于抵消，或为碳中和注销。",
        "Units are sold, used for offsetting, or retired for carbon neutrality.",
    ),
    "mode_project": Text("项目模式", "Project mode"),
    "mode_project_says": Text(
        "碳交易市场、扶贫公益、碳中和……", "Guangdong ETS, poverty reduction, carbon neutrality …"
    ),
    "mode_platform": Text("平台模式", "Platform mode"),
    "mode_platform_says": Text(
        "公益活动、购物优惠券、政策指标……", "Philanthropy, shopping vouchers, policy indicators …"
    ),
    "not_yet": Text("本站还没有", "not here yet"),
    "projects_now": Text("公开项目", "Public projects"),
    "in_circulation": Text("流通中", "In circulation"),
    "retired": Text("已注销", "Retired"),
    "none": Text("还没有", "none yet"),
    "all_projects": Text("查看项目", "See the projects"),
    "about": Text("这个登记簿怎样运作", "How this register works"),
    "about_place": Text("一个单位，一个地方", "One unit, one place"),
    "about_place_says": Text(
        "单位排在一条数轴上，分段归入账户。数据库本身拒绝重叠和缺口。",
        "Units stand on one number line, cut into runs that lie in accounts. The database itself refuses overlaps and gaps.",
    ),
    "about_past": Text("只增不改", "Nothing is overwritten"),
    "about_past_says": Text(
        "过账和日志从不改动，更正是一笔新的反向过账。因此任何一天的账面都能重算。",
        "Postings and journal are never changed; a correction is a new, opposite posting. So the books of any day can be "
        "computed again.",
    ),
    "about_values": Text("每个数值都有出处", "Every value has a source"),
    "about_values_says": Text(
        "规则中的数值带有来源、有效期和可信程度；不知道的，写明不知道。",
        "Values of the rules carry their source, validity and how sure they are; what is unknown is said to be unknown.",
    ),
}


OWN = Text("本登记簿签发的单位", "Units this register issued")
COPIES = Text("其他登记簿的镜像", "Copies of other registers")
CIRCULATING = ("holding", "compliance", "buffer")
"""Kinds of account from which units can still be used."""


def show(visit: Visit) -> Answer:
    """The picture with this register's figures, and the totals of each type of unit, as of today."""
    cards: list[dict[str, Any]] = []
    for unit_type in unit_types():
        shown = figures.totals(unit_type, visit.today)
        cards.append({"shown": shown, "parts": figures.parts(shown), "origins": figures.origins(shown)})
    own = [card for card in cards if not card["shown"].mirrored]
    groups = [(OWN, own), (COPIES, [card for card in cards if card not in own])]
    facts = {"cards": cards, "groups": [(says, of) for says, of in groups if of], "today": visit.today}
    return Answer(facts | _live([card["shown"] for card in own]))


def _live(shown: list[Statistics]) -> dict[str, object]:
    """Projects by state; of the own units those issued, still in circulation, and retired for which purpose."""
    units: dict[str, int] = {}
    purposes: dict[str, int] = {}
    for code, count in (item for one in shown for item in one.purposes.items()):
        purposes[code] = purposes.get(code, 0) + count
    for place in (place for one in shown for place in one.places):
        units[place.kind] = units.get(place.kind, 0) + place.units
    return {
        "states": [(PROJECT.state(code).says, count) for code, count in counts().items()],
        "issued": sum(one.issued for one in shown),
        "circulating": sum(units.get(kind, 0) for kind in CIRCULATING),
        "retired": units.get("retired", 0),
        "purposes": [(PURPOSES[code], count) for code, count in sorted(purposes.items())],
    }


PAGE = Page("start", ("",), "web/start.html", Text("首页", "Start"), WORDS, show, menu=1)
