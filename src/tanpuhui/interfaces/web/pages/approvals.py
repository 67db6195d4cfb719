"""The second person: what was asked and waits, what was allowed or denied, and what was carried out."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.apps.records import queries
from tanpuhui.apps.records.queries import ALLOWED, DENIED, USED, WAITS, WITHDRAWN, ApprovalRow
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.deed import Given
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.forms import proof
from tanpuhui.interfaces.web.forms.telling import title_of, told, told_plain
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.words import REFUSAL

MANY = 50
STATES = {
    WAITS: Text("等待复核", "waits"),
    ALLOWED: Text("已批准，待办理", "allowed, to be carried out"),
    DENIED: Text("未批准", "denied"),
    USED: Text("已办理", "carried out"),
    WITHDRAWN: Text("已收回", "taken back"),
}
WORDS = {
    **REFUSAL,
    "lead": Text(
        "有些事项须由同一机构的第二个人批准，才能办理。", "Some things are done only when a second person of the same house allows them."
    ),
    "asked": Text("申请事项", "Asked for"),
    "asked_by": Text("申请人", "Asked by"),
    "on": Text("申请日", "Asked on"),
    "state": Text("状态", "State"),
    "caption": Text("本机构的复核事项，新的在前", "Requests of this house, the newest first"),
    "number": Text("编号 {number}", "Number {number}"),
    "none": Text("没有需要复核的事项。", "Nothing has been asked of a second person."),
    "older": Text("更早的", "Older ones"),
    "field": Text("项目", "Field"),
    "value": Text("内容", "Value"),
    "body": Text("申请的内容", "What exactly was asked for"),
    "decision": Text("复核意见", "The second person"),
    "decided": Text("{who} 于 {day}：{reason}", "{who} on {day}: {reason}"),
    "ends": Text("须在 {day} 以前（含当日）办理。", "It holds until {day}, that day included."),
    "taken_back": Text("已收回：{reason}", "Taken back: {reason}"),
    "take_back": Text("收回批准", "Take it back"),
    "decide": Text("提交复核意见", "Send the decision"),
    "own": Text("这是您自己提出的申请，须由另一个人复核。", "You asked for this yourself: somebody else must decide."),
    "not_yours": Text("复核需要“复核”权限。", "Deciding needs the permission of a second person."),
    "carry_out": Text("按申请办理", "Carry out as asked"),
    "carry_says": Text("已获批准。按下后完全按上述内容办理，只办理一次。", "It was allowed. The button does exactly what stands above, once."),
    "by_asker": Text("已获批准，由申请人 {who} 办理。", "It was allowed; {who}, who asked, carries it out."),
    "no_door": Text(
        "这一申请不是在网站或接口提出的，请在原处办理。", "It was not asked for here or through the API; carry it out where it was asked for."
    ),
    "done": Text("{title}：已办理。", "{title}: done."),
    "back": Text("全部复核事项", "All requests"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A request with its words."""

    row: ApprovalRow
    title: Text
    state: Text


def _shown(row: ApprovalRow) -> Shown:
    return Shown(row, title_of(row.operation, row.door), STATES[row.state])


def show(visit: Visit) -> Answer:
    """The requests of one's house; `before`: those with lower numbers."""
    before = visit.asked("before")
    rows = queries.approvals(
        by=visit.seated.actor, before=int(before) if before.isdecimal() and len(before) < 19 else None, limit=MANY + 1
    )
    older = rows[MANY - 1].number if len(rows) > MANY else None
    return Answer({"rows": [_shown(row) for row in rows[:MANY]], "older": older})


def show_one(visit: Visit) -> Answer | HttpResponseBase:
    """One request: what it asks for, and the step that is next for who looks. POST carries an allowed one out."""
    row = queries.approval(int(visit.kept["number"]), by=visit.seated.actor)
    if visit.request.method != "POST":
        return _one(visit, row)
    _check_carrier(visit, row)
    assert row.door is not None
    deed = deed_of(str(row.door["deed"]))
    if deed.signs and not proof.method(visit.request):
        return proof.ask_for(visit, reverse("approval", args=[row.number]))
    given = Given(
        visit.seated.actor,
        visit.seated.on,
        clock.now(),
        f"approval-{row.number}",
        proof.method(visit.request) or "session",
    )
    try:
        deed.done(deed.read(_said(row)), given, row.number)
    except Refusal as refusal:
        return _one(visit, row, refusal)
    messages.success(visit.request, WORDS["done"].fill(title=deed.title).into(visit.lang))
    return HttpResponseRedirect(reverse("approval", args=[row.number]))


def _said(row: ApprovalRow) -> dict[str, Any]:
    said = row.door["said"] if row.door else {}
    return dict(said) if isinstance(said, dict) else {}


def _check_carrier(visit: Visit, row: ApprovalRow) -> None:
    """Only who asked carries it out, on a door that knows how; once it was, the same again answers the same."""
    if row.door is None or row.asked_by_id != visit.seated.actor.user_id or row.state not in (ALLOWED, USED):
        raise refuse("page_not_yours", page=PAGES[1].title)


def _one(visit: Visit, row: ApprovalRow, refusal: Refusal | None = None) -> Answer:
    me, decide = visit.seated.actor, None
    mine = row.asked_by_id == me.user_id or (row.person_id is not None and row.person_id == me.person_id)
    here = reverse("approval", args=[row.number])
    if row.state == WAITS and not mine and me.may("records:approve"):
        decide = forms.offer(visit, "decide_approval", fixed={"number": row.number}, then=here, button=WORDS["decide"])
    if row.state == ALLOWED and row.decided_by_id == me.user_id:
        decide = forms.offer(
            visit, "withdraw_approval", fixed={"number": row.number}, then=here, button=WORDS["take_back"]
        )
    rows = (
        told(str(row.door["deed"]), _said(row), visit.lang)
        if row.door
        else told_plain(row.body, row.operation, visit.lang)
    )
    facts = {
        "shown": _shown(row), "rows": rows, "offer": decide, "mine": mine, "refusal": refusal,
        "carries": row.state == ALLOWED and row.asked_by_id == me.user_id and row.door is not None,
    }  # fmt: skip
    return Answer(facts, status_of(refusal) if refusal else 200, title_of(row.operation, row.door))


TITLE = Text("复核", "Second person")
PAGES = (
    Page("approvals", ("desk/approvals",), "web/approvals.html", TITLE, WORDS, show, needs=SEAT, desk=15),
    Page(
        "approval",
        ("desk/approvals/<int:number>",),
        "web/approval.html",
        TITLE,
        WORDS,
        show_one,
        needs=SEAT,
        writes=True,
    ),
)
