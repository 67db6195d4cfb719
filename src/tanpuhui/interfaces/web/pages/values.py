"""Every shipped value of the rules, with its validity, its status and where it comes from; unknown ones say so."""

from functools import cache

from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import valued
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.parameters import Definition, Values, load

WORDS = valued.WORDS | {
    "lead": Text(
        "规则中的数值逐条列出：何时有效，有多可信，出自哪里。",
        "The values of the rules one by one: when they hold, how sure they are, where they come from.",
    ),
    "statuses": Text("可信程度", "How sure a value is"),
    "official_says": Text("已读到条款原文", "the clause itself was read"),
    "secondary_says": Text("由注明的第三方转述；由此算出的结果是暂定的", "reported by a cited third party; what is computed from it is provisional"),
    "illustrative_says": Text("示例，不是真实数值；只在演示登记簿中可用", "an example and no real value; usable in a demonstration only"),
    "unknown_says": Text("查过，没有找到；用到它时登记簿会拒绝", "searched and not found; the register refuses where it would be needed"),
    "search": Text("查找数值（名称或代码）", "Find a value (name or code)"),
    "find": Text("查找", "Find"),
    "clear": Text("清除条件", "Clear"),
    "none_found": Text("没有这样的数值。", "There is no such value."),
    "count": Text("{keys} 个参数，{entries} 条取值，其中 {unknown} 条未知。", "{keys} values, {entries} entries, {unknown} of them unknown."),
    "areas": Text("分组", "Groups"),
}  # fmt: skip

AREAS = {
    "guangdong": Text("广东", "Guangdong"),
    "china": Text("中国", "China"),
    "california": Text("加利福尼亚", "California"),
    "korea": Text("韩国", "Korea"),
}
"""The areas that keys begin with, in the order in which they are shown; others follow under their own name."""


def show(visit: Visit) -> Answer:
    """All values, with those that notices of the gazette brought by this day; examples only on a demonstration."""
    values = _values(visit.register.demonstration).with_entries(given_entries(on=visit.today))
    asked = visit.asked("q").casefold()
    keys = [key for key in values.keys() if not asked or _meant(values.definition(key), asked)]  # noqa: SIM118 (no mapping)
    areas: dict[str, list[valued.Valued]] = {area: [] for area in AREAS}
    for each in valued.valued(values, keys):
        areas.setdefault(each[0].key.split(".")[0], []).append(each)
    shown = [(area, AREAS.get(area, Text(area, area)), of) for area, of in areas.items() if of]
    rows = [row for _, _, of in shown for _, entries in of for row in entries]
    unknown = sum(row.status == "unknown" for row in rows)
    seen = {row.status for row in rows}
    statuses = [status for status in reversed(Status) if status.name.lower() in seen]
    return Answer(
        {
            "areas": shown,
            "q": visit.asked("q")[:200],
            "keys": sum(len(of) for _, _, of in shown),
            "entries": len(rows),
            "unknown": unknown,
            "statuses": [
                (status.name.lower(), status.text, WORDS[f"{status.name.lower()}_says"]) for status in statuses
            ],
        }
    )


def _meant(definition: Definition, asked: str) -> bool:
    return any(asked in said.casefold() for said in (definition.key, definition.name.zh, definition.name.en))


@cache
def _values(demonstration: bool) -> Values:
    return load(profile="demo" if demonstration else None)


PAGE = Page("values", ("values",), "web/values.html", Text("数值与出处", "Values and sources"), WORDS, show, more=30)
