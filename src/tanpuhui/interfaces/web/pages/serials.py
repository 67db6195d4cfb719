"""Serial search: where units lie now, and the life of the first of them."""

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.disclosure.registers.public import is_named
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web import figures
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.lookups import Found, example, look_up
from tanpuhui.interfaces.web.words import MIRROR, REFUSAL, place_of

WORDS = {
    **MIRROR,
    "what_to_do": REFUSAL["what_to_do"],
    "code": REFUSAL["code"],
    "label": Text("序列号、一个单位的编号，或来源登记簿的编号", "A serial, the number of one unit, or an id of the register of origin"),
    "example": Text("例如 {example}，或 1", "For example {example}, or 1"),
    "button": Text("查询", "Look up"),
    "found": Text("查到的单位", "What was found"),
    "count": Text("{count} 个单位（吨）", "{count} units (tonnes)"),
    "serial": Text("序列号", "Serial"),
    "whole": Text("所属签发", "Part of the issuance"),
    "project": Text("项目", "Project"),
    "vintage": Text("年份", "Vintage"),
    "unit_type": Text("单位种类", "Type of unit"),
    "methodology": Text("方法学", "Methodology"),
    "issued_on": Text("签发日", "Issued on"),
    "foreign": Text("来源登记簿编号", "Id in the register of origin"),
    "now": Text("现在在哪里", "Where they are now"),
    "now_caption": Text("这些单位现在的账户，逐段列出", "The accounts in which these units lie now, run by run"),
    "more_runs": Text("共 {all} 段，这里列出前 {shown} 段。", "{all} runs in all; these are the first {shown}."),
    "units": Text("单位数", "Units"),
    "place": Text("去处", "Place"),
    "account": Text("账户", "Account"),
    "since": Text("起始日", "Since"),
    "reserved": Text("已预留", "reserved"),
    "life": Text("经历", "Life story"),
    "life_says": Text("第一个单位（编号 {number}）从签发到现在的每一步。", "Every step of the first unit, number {number}, from issuance to now."),
    "more_events": Text("共 {all} 步，这里列出最近 {shown} 步。", "{all} steps in all; these are the latest {shown}."),
    "into": Text("进入 {target}", "into {target}"),
    "from_to": Text("从 {source} 到 {target}", "from {source} to {target}"),
    "within": Text("在 {target} 中", "in {target}"),
    "entry": Text("日志 {number}", "journal entry {number}"),
}  # fmt: skip


def show(visit: Visit) -> Answer:
    """The form; with `q`, what was found, or why nothing was (404 or 400)."""
    asked = visit.asked("q")
    facts: dict[str, object] = {"q": asked, "example": example()}
    if not asked:
        return Answer(facts)
    try:
        found = look_up(asked)
    except Refusal as refusal:
        return Answer(facts | {"refusal": refusal, "q": asked[:200]}, status_of(refusal))
    return Answer(facts | _facts(found))


def _facts(found: Found) -> dict[str, object]:
    def name(code: str) -> Text:
        return found.names.get(code) or Text(code, code)

    places = [
        (place, place_of(place.kind), name(place.account), is_named(place.account, place.kind))
        for place in found.places
    ]
    steps = [(step, ACTS[step.act].text, name(step.source), name(step.target)) for step in found.steps]
    source = figures.origin(found.series.register) if found.series.register else None
    return {"found": found, "places": places, "steps": steps, "origin": source}


TITLE = Text("序列号", "Serials")
PAGE = Page("serials", ("serials", "serials/<str:q>"), "web/serials.html", TITLE, WORDS, show, menu=3)
