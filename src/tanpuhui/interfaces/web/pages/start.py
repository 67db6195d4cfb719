"""The start page: what this register is, and what it holds today."""

from tanpuhui.apps.disclosure.statistics import statistics, unit_types
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


def show(visit: Visit) -> Answer:
    """The totals of each type of unit, as of today."""
    cards = []
    for unit_type in unit_types():
        shown = statistics(unit_type, visit.today)
        cards.append({"shown": shown, "parts": figures.parts(shown), "origins": figures.origins(shown)})
    return Answer({"cards": cards, "today": visit.today})


PAGE = Page("start", ("",), "web/start.html", Text("首页", "Start"), WORDS, show, menu=1)
