"""The world's crediting mechanisms: a table and a map, figures only where known; the deck's two beside this ledger's own."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from tanpuhui.apps.ledger.models import Series
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import assets, figures
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid
from tanpuhui.parameters import Source, load
from tanpuhui.parameters.mechanisms import CLASSES, FIGURES, Figure, Mechanism, mechanisms, sources

DECK_DAY = date(2020, 12, 31)
MIRROR = "us-ca-cop"
ASKED = ("registered", "issued", "retired", "price")
WORDS = {
    "lead": Text("世界各地的减排信用机制。数字只在有出处时给出，各有日期和依据；其余写明未知。",
                 "Crediting mechanisms of the world. A figure stands here only with its source, day and status; the "
                 "rest is said to be unknown."),
    "map": Text("地图", "Map"),
    "map_says": Text("深色国家有上表所列的机制；国际和独立机制不属于某个国家。轮廓来自 Natural Earth，仅为示意，不代表对疆界的任何立场。",
                     "Countries in the darker colour have a mechanism of the table; international and independent "
                     "ones belong to no country. "
                     "Outlines from Natural Earth, a sketch that takes no position on any border."),
    "table": Text("各机制", "Mechanisms"),
    "deck": Text("材料中的两个例子：加州与韩国", "The deck's two examples: California and the Republic of Korea"),
    "deck_says": Text("左边是 2021 年 6 月材料所列截至 2020-12-31 的数字（二手）；旁边是本登记簿从导入的公开表格算出的数。"
                      "整张表格算出 214,139,391 吨，即材料的 214.1 百万吨；演示登记簿只带有其中一部分行，因此较少。",
                      "The deck of June 2021 gives figures as of 2020-12-31 (secondary); beside them what the table imported "
                      "into this ledger comes to. The regulator's whole table comes to 214,139,391 t, the deck's 214.1 Mt; a "
                      "demonstration holds a part of its rows only, so it has less."),
    "files": Text("作为文件下载", "Take it as a file"),
}  # fmt: skip
UNKNOWN = Text("未知", "unknown")
NOT_IMPORTED = Text("未导入", "not imported")
NOT_DATED = Text(
    "表格没有写明使用日期，无法算到这一天", "the table does not date uses, so this cannot be computed for the day"
)
LEDGER = Text("本登记簿算出（截至 2020-12-31）", "Computed in this ledger (as of 2020-12-31)")
LISTED_PROJECTS = Text("其中到这一天已签发信用的项目", "projects that had been issued credits by then")


def show(visit: Visit) -> Answer:
    """All mechanisms; the computed figures are sums over the series of the imported register."""
    every = mechanisms().values()
    rows = [_row(one) for one in every]
    heads = [
        Column(Text("机制", "Mechanism")), Column(Text("类别", "Class")),
        *(Column(FIGURES[what]) for what in ASKED),
    ]  # fmt: skip
    table = Grid("mechanisms", WORDS["table"], heads, rows, UNKNOWN)
    return Answer(
        {"table": table, "deck": _deck(), "countries": _countries(visit), "world": assets.address("vendor/world.json")}
    )


def _row(one: Mechanism) -> list[Cell]:
    under = one.place or Text(one.unit, one.unit)
    return [Cell(one.name, under=under), Cell(CLASSES[one.kind]), *(_known(one, what) for what in ASKED)]


def _known(one: Mechanism, what: str) -> Cell:
    found = next((figure for figure in one.figures if figure.what == what), None)
    return figure_cell(found) if found else Cell(UNKNOWN)


def figure_cell(figure: Figure) -> Cell:
    """A figure with its unit; under it day, source and status."""
    known = _sources()
    source = known[figure.source].title if figure.source in known else Text(figure.source, figure.source)
    status = STATUSES[figure.status]
    day = Text(f"截至 {figure.on}", f"as of {figure.on}") if figure.on else Text("日期未知", "day unknown")
    whole, point, rest = figure.value.partition(".")
    return Cell(
        Text("{number} {unit}", "{number} {unit}").fill(
            number=f"{int(whole):,}{point}{rest}", unit=_units().get(figure.unit, figure.unit)
        ),
        under=Text(f"{day.zh}；{source.zh}", f"{day.en}; {source.en}"), mark=status,
    )  # fmt: skip


@cache
def _sources() -> Mapping[str, Source]:
    return load().sources | sources()


@cache
def _units() -> Mapping[str, Text]:
    """What units are called; one that no value has is called by its code."""
    return {one.unit.code: one.unit.name for one in load().definitions.values()}


STATUSES = {
    "official": Text("官方", "official"),
    "secondary": Text("二手", "secondary"),
    "illustrative": Text("示例", "illustrative"),
}


def _deck() -> Grid:
    known = mechanisms()
    california, korea = known["california"], known["korea"]
    ours = _computed()
    rows = [
        [Cell(FIGURES[what]), _known(california, what), ours.get(what, Cell(NOT_IMPORTED)), _known(korea, what)]
        for what in ASKED[:3]
    ]
    heads = [Column(Text("数字", "Figure")), Column(california.name), Column(LEDGER), Column(korea.name)]
    return Grid("deck-table", WORDS["deck"], heads, rows, UNKNOWN)


def _computed() -> dict[str, Cell]:
    """The same figures from the imported register, for the deck's day; none where it was not imported."""
    first = (
        Series.objects.filter(register=MIRROR, mirrored=True).order_by("pk").values_list("unit_type", flat=True).first()
    )
    if first is None:
        return {}
    held = figures.totals(first, DECK_DAY)
    return {
        "registered": Cell(f"{held.registry_projects or held.projects:,}", under=LISTED_PROJECTS),
        "issued": Cell(f"{held.issued:,} t"),
        "retired": Cell(UNKNOWN, under=NOT_DATED),
    }


def _countries(visit: Visit) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for one in mechanisms().values():
        for country in one.countries:
            said = found.setdefault(country, {"title": "", "lines": []})
            lines = said["lines"]
            assert isinstance(lines, list)
            lines.append(one.name.into(visit.lang))
    return found


PAGE = Page(
    "mechanisms", ("mechanisms",), "web/mechanisms.html", Text("世界各地的机制", "Mechanisms of the world"), WORDS, show, more=25,
    scripts=("vendor/leaflet.js", "tanpuhui/maps.js"), styles=("vendor/leaflet.css",),
)  # fmt: skip
