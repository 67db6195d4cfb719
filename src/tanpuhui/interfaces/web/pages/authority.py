"""The desk of registrar and second person: freezes, the switches of issuance, administrative acts, corrections, duties."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from tanpuhui.accounting.acts import ACTS, CONVERSIONS, DEMO_CONVERSIONS
from tanpuhui.apps.disclosure import authority
from tanpuhui.apps.disclosure.authority import EntrySeen
from tanpuhui.apps.disclosure.registers.own import INSPECT
from tanpuhui.apps.issuance.phcer import OPEN
from tanpuhui.apps.ledger.models import Freeze
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SCOPES, SHARED
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import DASH, MORE, Cell, Column, Grid, Way, day, onward, said_in_yuan, units
from tanpuhui.interfaces.web.words import REFUSAL

LIMIT = 25
FREEZES, CANCELS = "ledger:freeze", "ledger:cancel"
WORDS = {
    **SHARED,
    "what_to_do": REFUSAL["what_to_do"],
    "code": REFUSAL["code"],
    "lead": Text(
        "这里的每一步都由一人提出、另一人复核，并写入日志。",
        "Each step here is asked by one person, allowed by another, and written to the journal.",
    ),
    "switches": Text("签发是否开放", "Is issuance open"),
    "by_notice": Text("通知", "By notice"),
    "by_freeze": Text("冻结", "By freeze"),
    "open": Text("开放", "open"),
    "paused": Text("暂停", "paused"),
    "not_told": Text("没有通知说明；不影响签发。", "No notice says anything; issuance goes on."),
    "no_freeze": Text("没有冻结停止签发。", "No freeze stops issuance."),
    "stopped_by": Text(
        "冻结 {number}，自 {day} 起（{scope}）：{reason}", "Freeze {number}, since {day} ({scope}): {reason}"
    ),
    "pause_notice": Text("登记通知", "Enter a notice"),
    "pause_freeze": Text("冻结签发", "Freeze issuance"),
    "pause_how": Text(
        "两个办法任选其一：登记一份把“{name}”定为 false 的通知，或冻结“签发”这一事项。已签发的单位照常流转。",
        "Either enter a notice that sets “{name}” to false, or freeze the act of issuing. Units already issued go on moving.",
    ),
    "freezes": Text("有效的冻结", "Freezes in force"),
    "freezes_caption": Text("有效的冻结，最早的在前", "Freezes in force, the oldest first"),
    "no_freezes": Text("目前没有冻结。", "Nothing is frozen at present."),
    "scope": Text("范围", "Scope"),
    "acts": Text("停止的事项", "Acts stopped"),
    "act": Text("更正的事项", "Act undone"),
    "duty": Text("义务", "Duty"),
    "unit_type": Text("单位种类", "Type of unit"),
    "all_acts": Text("全部事项", "every act"),
    "reason": Text("理由", "Reason"),
    "since": Text("起始日", "Since"),
    "freeze": Text("冻结", "Freeze"),
    "lift": Text("解冻", "Lift"),
    "acts_head": Text("对单位的行政处置", "Administrative acts on units"),
    "acts_says": Text(
        "取消、宣告失效、到期、存入或释放缓冲、依职权解除预留，都在账户页面上办理：先找到账户，再选签发批次或编号段。",
        "Cancellation, invalidation, expiry, buffer and release by authority are done on the page of an account: "
        "find it, then choose a series or a run of numbers.",
    ),
    "find_account": Text("查找账户", "Find an account"),
    "correct_head": Text("更正一笔日志", "Correct an entry"),
    "entry": Text("日志编号", "Number of the entry"),
    "entry_says": Text(
        "{day}，{login}（{organisation}）办理的“{operation}”", "“{operation}” by {login} ({organisation}) on {day}"
    ),
    "opposite": Text("更正会做什么", "What a correction would do"),
    "opposite_caption": Text(
        "相反的过账：单位回到原处", "The opposite postings: units go back to where they came from"
    ),
    "nothing_moves": Text("这笔日志没有移动单位。", "This entry moved no units."),
    "serial": Text("序列号", "Serial"),
    "from": Text("从", "From"),
    "to": Text("到", "To"),
    "pays_back": Text("退回 {yuan} 元：从 {source} 到 {target}", "{yuan} yuan go back: from {source} to {target}"),
    "more_moves": Text("另有 {count} 笔过账未列出。", "{count} more postings are not shown."),
    "stays": Text(
        "全部单位仍在该笔日志放置之处，且未被预留。", "All units still lie, free, where this entry put them."
    ),
    "moved_on": Text(
        "有的单位已移走或已被预留，更正会被拒绝。",
        "Some units have moved on or are reserved: a correction will be refused.",
    ),
    "undone": Text("已由日志 {entry} 更正。", "It was undone by entry {entry}."),
    "not_correctable": Text(
        "这笔日志不能更正：它没有在账户之间移动单位，或产生、履行了替换义务。",
        "This entry cannot be undone: it moved no units between accounts, or it made or met a duty to replace.",
    ),
    "correct": Text("更正这笔日志", "Correct this entry"),
    "duties": Text("替换义务", "Duties to replace"),
    "duties_caption": Text(
        "使用了后来失效的单位的机构所欠的替换", "What those owe who used units that were invalidated afterwards"
    ),
    "no_duties": Text("没有替换义务。", "There are no duties to replace."),
    "debtor": Text("义务人", "Who owes"),
    "owed": Text("应替换", "Owed"),
    "left": Text("尚欠", "Still open"),
    "made_by": Text("产生于日志", "Made by entry"),
    "conversions": Text("转换", "Conversions"),
    "conversion": Text("{source} 可转换为 {target}", "{source} may be converted into {target}"),
    "no_conversions": Text(
        "没有文件规定任何转换，因此一律拒绝。", "No document knows a conversion, so every one is refused."
    ),
    "convert": Text("办理转换", "Convert units"),
    "only_demo": Text("仅限演示", "demonstration only"),
}


def show(visit: Visit) -> Answer:
    """All of it; `entry`: the number of an entry to look at."""
    facts: dict[str, object] = {
        "freezes": _freezes(visit),
        "freeze": links.deed(visit, "freeze", WORDS["freeze"], needs=FREEZES),
        "duties": _duties(visit),
        "conversions": _conversions(visit.register.demonstration),
        "entry": visit.asked("entry"),
        **_switches(visit),
        "convert": links.deed(visit, "convert_units", WORDS["convert"], needs="ledger:convert"),
    }
    if asked := visit.asked("entry"):
        try:
            number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
            facts |= _entry(visit, authority.entry(number, visit.seated.actor))
        except Refusal as refusal:
            facts |= {"refusal": refusal}
    return Answer(facts)


def _switches(visit: Visit) -> dict[str, object]:
    value, stops = authority.issuance_switch(visit.today), authority.stops_issuance()
    name = "guangdong.phcer.issuance_open" if value is None else OPEN
    notice: dict[str, Any] = {"notice.values.0.key": OPEN, "notice.values.0.value": "false"}
    return {
        "value": value,
        "notice_address": links.to("notice", value.citation.source) if value else "",
        "stops": [
            WORDS["stopped_by"].fill(number=row.pk, day=row.since, scope=_scope(row), reason=row.reason)
            for row in stops
        ],
        "pause_how": WORDS["pause_how"].fill(name=name),
        "pause": links.deed(visit, "publish_notice", WORDS["pause_notice"], needs="gazette:publish", **notice)
        + links.deed(visit, "freeze", WORDS["pause_freeze"], needs=FREEZES, scope="everything", acts=["issue"]),
    }


def _scope(row: Freeze) -> Text:
    said = SCOPES[row.scope]
    return Text(f"{said.zh} {row.target}".strip(), f"{said.en} {row.target}".strip())


def _freezes(visit: Visit) -> Grid:
    found = authority.freezes(after=_number(visit.asked("freezes")), limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, freezes=shown[-1].pk)) if len(found) > LIMIT else None
    rows = [
        [
            Cell(str(row.pk)),
            Cell(SCOPES[row.scope], under=row.target, address=_target(row)),
            Cell(_acts(row.acts)),
            Cell(row.reason),
            day(row.since),
            Cell(ways=links.deed(visit, "lift_freeze", WORDS["lift"], needs=FREEZES, freeze=row.pk)),
        ]
        for row in shown
    ]
    columns = [
        Column(WORDS["freeze"]),
        Column(WORDS["scope"]),
        Column(WORDS["acts"]),
        Column(WORDS["reason"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["actions"]),
    ]
    return Grid("freezes", WORDS["freezes_caption"], columns, rows, WORDS["no_freezes"], more)


def _target(row: Freeze) -> str:
    return reverse("account", args=[row.target]) if row.scope == "account" else ""


def _acts(codes: Sequence[str]) -> Text:
    if not codes:
        return WORDS["all_acts"]
    texts = [ACTS[code].text for code in codes]
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _duties(visit: Visit) -> Grid:
    found = authority.duties(after=_number(visit.asked("duties")), limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, duties=shown[-1].id)) if len(found) > LIMIT else None
    rows = [
        [
            Cell(str(row.id)),
            Cell(row.debtor),
            Cell(row.unit_type),
            units(row.units),
            units(row.open),
            day(row.since),
            Cell(str(row.journal), onward(visit, entry=row.journal)),
        ]
        for row in shown
    ]
    columns = [
        Column(WORDS["duty"]),
        Column(WORDS["debtor"]),
        Column(WORDS["unit_type"]),
        Column(WORDS["owed"], "number"),
        Column(WORDS["left"], "number"),
        Column(WORDS["since"], "day"),
        Column(WORDS["made_by"], "number"),
    ]
    return Grid("duties", WORDS["duties_caption"], columns, rows, WORDS["no_duties"], more)


def _entry(visit: Visit, seen: EntrySeen) -> dict[str, object]:
    rows = [
        [
            Cell(one.serial, reverse("serials", args=[one.serial])),
            units(one.units),
            Cell(ACTS[one.act].text),
            Cell(one.target),
            Cell(one.source or DASH),
        ]
        for one in seen.moves
    ]
    columns = [
        Column(WORDS["serial"], "code"),
        Column(WORDS["units"], "number"),
        Column(WORDS["act"]),
        Column(WORDS["from"]),
        Column(WORDS["to"]),
    ]
    pays = [WORDS["pays_back"].fill(yuan=said_in_yuan(fen), source=to, target=source) for source, to, fen in seen.pays]
    ways = links.deed(visit, "correct_entry", WORDS["correct"], needs=CANCELS, journal=seen.number)
    return {
        "seen": seen,
        "opposite": Grid("opposite", WORDS["opposite_caption"], columns, rows, WORDS["nothing_moves"]),
        "pays": pays,
        "correct": ways if seen.correctable and seen.stays else (),
        "says": WORDS["entry_says"].fill(
            day=seen.on, login=seen.login, organisation=seen.organisation, operation=seen.operation
        ),
    }


def _conversions(demonstration: bool) -> list[tuple[Text, bool]]:
    known = [*sorted(CONVERSIONS), *(sorted(DEMO_CONVERSIONS) if demonstration else [])]
    return [
        (WORDS["conversion"].fill(source=source, target=into), (source, into) not in CONVERSIONS)
        for source, into in known
    ]


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


TITLE = Text("登记职权", "Authority")
PAGE = Page("authority", ("desk/authority",), "web/authority.html", TITLE, WORDS, show, needs=INSPECT, desk=40)
