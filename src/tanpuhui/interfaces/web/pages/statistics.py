"""The statistics of one type of unit: what was issued up to a day, by vintage, type and kind, and where it is now."""

from dataclasses import replace
from datetime import date

from tanpuhui.apps.disclosure.statistics import Share, Statistics, unit_types
from tanpuhui.core.days import parse_day
from tanpuhui.core.refused import shown as quoted
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.web import figures
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.words import MIRROR
from tanpuhui.parameters.cities import city

WORDS = {
    **MIRROR,
    "unit_type": Text("单位种类", "Type of unit"),
    "issued_to": Text("签发截止日（含）", "Issued up to and including"),
    "show": Text("显示", "Show"),
    "total": Text("截至 {day} 签发", "Issued up to {day}"),
    "tonnes": Text("吨二氧化碳当量", "tonnes of CO₂ equivalent"),
    "projects": Text("项目", "Projects"),
    "series": Text("签发次数", "Issuances"),
    "bare_rows": Text("表格中不含信用的行", "Rows of the table without credits"),
    "places": Text("单位在哪里", "Where the units are"),
    "places_caption": Text(
        "截至 {issued_to} 签发的单位在 {day} 的去处", "Where the units issued up to {issued_to} were on {day}"
    ),
    "conserved": Text("各行之和等于签发量。", "The rows add up to what was issued."),
    "not_conserved": Text(
        "各行之和与签发量不符，请运行 tanpuhui ledger verify。",
        "The rows do not add up to what was issued: run `tanpuhui ledger verify`.",
    ),
    "place": Text("去处", "Place"),
    "account": Text("账户", "Account"),
    "units": Text("单位数", "Units"),
    "share": Text("占比", "Share"),
    "sum": Text("合计", "Total"),
    "by_vintage": Text("按年份", "By vintage"),
    "by_vintage_caption": Text("各年份的签发量", "Units issued, by vintage"),
    "vintage": Text("年份", "Vintage"),
    "by_kind": Text("按项目类型和种类", "By project type and kind"),
    "by_kind_caption": Text("各项目类型与种类的签发量", "Units issued, by project type and kind"),
    "kind": Text("类型 / 种类", "Type / kind"),
    "by_methodology": Text("按方法学", "By methodology"),
    "by_methodology_caption": Text("各方法学的签发量", "Units issued, by methodology"),
    "methodology": Text("方法学", "Methodology"),
    "by_year": Text("按签发年", "By year of issuance"),
    "by_year_caption": Text("各年签发量", "Units issued, by year of issuance"),
    "year": Text("年", "Year"),
    "by_area": Text("按城市", "By city"),
    "by_area_caption": Text("各城市项目的签发量", "Units issued, by the city of the project"),
    "area": Text("城市", "City"),
    "codes": Text("代码按来源登记簿的写法。", "Codes are written as the register of origin writes them."),
    "empty": Text("还没有签发任何单位。", "No units have been issued yet."),
    "none_then": Text("到这一天为止没有签发过这种单位。", "No units of this type had been issued by that day."),
}


def show(visit: Visit) -> Answer:
    """All totals. `issued_to`: a day, none is today; `unit_type`: none is the first."""
    issued_to = _day(visit)
    types = unit_types()
    chosen = _chosen(visit.asked("unit_type"), types)
    facts: dict[str, object] = {"types": types, "chosen": chosen, "issued_to": issued_to, "today": visit.today}
    if chosen:
        shown = figures.totals(chosen, issued_to, visit.today)
        facts |= {
            "shown": shown,
            "parts": figures.parts(shown),
            "places": figures.lying(shown),
            "origins": figures.origins(shown),
            "vintages": figures.bars(shown.by_vintage),
            "years": figures.bars(shown.by_year),
            "kinds": figures.bars(shown.by_type_and_kind, across=True),
            "methodologies": figures.bars(shown.by_methodology, across=True),
            "areas": None if shown.mirrored else figures.bars(_cities(shown, visit.lang), across=True),
        }
    return Answer(facts)


def _cities(shown: Statistics, lang: Lang) -> list[Share]:
    """Shares by city, under its name."""
    return [replace(share, value=city(share.value).into(lang)) for share in shown.by_area]


def _day(visit: Visit) -> date:
    asked = visit.asked("issued_to")
    day = parse_day(asked) if asked else visit.today
    if day > visit.today:
        raise refuse("day_not_come_yet", day=day, today=visit.today)
    return day


def _chosen(asked: str, types: list[str]) -> str:
    if not asked:
        return types[0] if types else ""
    if asked not in types:
        raise refuse("unknown_unit_type", unit_type=quoted(asked), known=", ".join(types) or "–")
    return asked


TITLE = Text("统计", "Statistics")
PAGE = Page(
    "statistics", ("statistics",), "web/statistics.html", TITLE, WORDS, show, menu=4,
    scripts=("vendor/echarts.js", "tanpuhui/charts.js"),
)  # fmt: skip
