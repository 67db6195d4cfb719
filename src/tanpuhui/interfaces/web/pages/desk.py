"""The desk of somebody logged in: for whom they act, on which day, what waits for them, and what they may begin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from tanpuhui.apps.disclosure.waiting import Due, dues
from tanpuhui.apps.notices.queries import inbox
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.projects.queues import Task, waiting_for
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.queries import WAITS, ApprovalRow, approvals
from tanpuhui.core.days import parse_day
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import forms, seats
from tanpuhui.interfaces.web.desking import BEGIN, DESK
from tanpuhui.interfaces.web.forms.telling import title_of
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.parameters.cities import city

MOST = 20
NEWEST = 10


@dataclass(frozen=True)
class Line:
    """Something that waits: what, where it is done, and a finer line below."""

    says: Text
    address: str
    fine: Text | None = None
    mark: Text | None = None


def show(visit: Visit) -> Answer | HttpResponseBase:
    """The desk; POST takes another seat, or another day of a demonstration."""
    if visit.request.method == "POST":
        return _take(visit)
    me = visit.seated.actor
    tasks = waiting_for(me, on=visit.seated.on, limit=MOST)
    facts = {
        "today": visit.today, "last": clock.today(), "roles": [ROLES[role].says for role in visit.seated.roles],
        "tasks": [_task(task) for task in tasks[:MOST]], "more": len(tasks) >= MOST, "all_tasks": to("list", "tasks"),
        "dues": [_due(visit, due) for due in dues(me, visit.seated.on)],
        "asked": [_asked(row) for row in approvals(by=me, state=WAITS, limit=MOST)],
        "messages_told": inbox(by=me, limit=NEWEST) if "notices:read" in me.permissions else [],
        "all_messages": to("list", "messages"), "begin": list(_begin(visit)),
    }  # fmt: skip
    return Answer(facts)


def to(name: str, *kept: object) -> str:
    """The address of a page, or nothing where there is no such page."""
    try:
        return reverse(name, args=kept)
    except NoReverseMatch:
        return ""


def _task(task: Task) -> Line:
    states = (PROJECT if task.kind == "project" else REPORT).states
    state = next(each.says for each in states if each.code == task.state)
    says = DESK["task"].fill(reference=task.reference, title=task.title)
    waited = DESK["waited_about" if task.passed.provisional else "waited"].fill(
        days=task.passed.count, since=task.since
    )
    return Line(
        says,
        to("case", task.reference),
        DESK["of"].fill(applicant=task.applicant, area=city(task.area), waited=waited),
        state,
    )


def _asked(row: ApprovalRow) -> Line:
    return Line(
        title_of(row.operation, row.door), reverse("approval", args=[row.number]),
        DESK["asked_by"].fill(who=row.asked_by_name, day=row.on),
    )  # fmt: skip


def _due(visit: Visit, due: Due) -> Line:
    """What ends or waits, with the way to where it is done."""
    until = DESK["until_about" if due.provisional else "until"].fill(day=due.until) if due.until else None
    if due.kind == "disclosure" and due.until is None:
        until = DESK["no_end"]
    return Line(
        DESK[due.kind].fill(name=due.name, units=f"{due.units:,}", account=due.account),
        _WHERE[due.kind](visit, due),
        until,
    )


_WHERE: dict[str, Callable[[Visit, Due], str]] = {
    "incoming": lambda visit, due: to("account", due.account),
    "duty": lambda visit, due: forms.address("replace_units", then=reverse("desk"), duty=due.number),
    "disclosure": lambda visit, due: to("case", due.name),
    "entrustment": lambda visit, due: to("organisation_desk"),
    "token": lambda visit, due: to("organisation_desk"),
    "accreditation": lambda visit, due: "",
}


def _begin(visit: Visit) -> Iterator[tuple[Text, str]]:
    """What this seat may begin: (words, address)."""
    for permission, says, page, code in BEGIN:
        address = (to(page) if page else "") or (forms.address(code) if code else "")
        if address and visit.seated.may(permission):
            yield says, address


def _take(visit: Visit) -> HttpResponseBase:
    said = visit.request.POST
    if place := said.get("organisation"):
        if place not in {each.code for each in visit.seated.places}:
            raise refuse("page_not_yours", page=PAGE.title)
        seats.sit(visit.request, next(each.id for each in visit.seated.places if each.code == place))
    if (day := said.get("day")) and visit.register.demonstration:
        if parse_day(day) > clock.today():
            raise refuse("day_not_come_yet", day=day, today=clock.today())
        visit.request.session[seats.DAY] = day
    return HttpResponseRedirect(reverse("desk"))


PAGE = Page("desk", ("desk",), "web/desk.html", Text("工作台", "Desk"), DESK, show, needs=SEAT, writes=True)
