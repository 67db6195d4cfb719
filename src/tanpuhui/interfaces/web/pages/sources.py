"""Every source that a value or a figure cites, with what rests on it."""

from collections import defaultdict
from functools import cache

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.parameters import Source, load, mechanisms
from tanpuhui.quantification import catalogue

WORDS = {
    "lead": Text("本站引用的每一份文件，以及依据它的取值和数字。", "Every document that this site cites, with the values and figures that rest on it."),
    "count": Text("{count} 份", "{count} sources"),
    "published": Text("公布", "published"),
    "unknown": Text("未知", "unknown"),
    "rests": Text("依据它的取值：{count}", "Values that rest on it: {count}"),
    "figures": Text("依据它的各国机制数字：{count}", "Figures of mechanisms that rest on it: {count}"),
    "nothing": Text("没有取值依据它。", "No value rests on it."),
    "files": Text("作为文件下载", "Take it as a file"),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """All of them, in the order of their codes."""
    return Answer({"sources": _cited()})


@cache
def _cited() -> list[tuple[Source, list[tuple[str, Text, bool]], int]]:
    """Each source with the values (key, name, whether the page of values has it) and the number of figures that cite it."""
    shipped = load()
    values = load(folders=[one.folder for one in catalogue().values()])
    rests: dict[str, dict[str, Text]] = defaultdict(dict)
    for key in values.keys():  # noqa: SIM118 (no mapping)
        definition = values.definition(key)
        for entry in (*definition.given, *definition.entries):
            if entry.citation:
                rests[entry.citation.source][key] = definition.name
    figures: dict[str, int] = defaultdict(int)
    for one in mechanisms.mechanisms().values():
        for figure in one.figures:
            figures[figure.source] += 1
    shown = set(shipped.keys())
    every = values.sources | mechanisms.sources()
    return [
        (every[code], [(key, name, key in shown) for key, name in sorted(rests[code].items())], figures[code])
        for code in sorted(every)
    ]


PAGE = Page("sources", ("sources",), "web/sources.html", Text("出处", "Sources"), WORDS, show, more=31)
