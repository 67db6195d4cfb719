"""The desk of somebody logged in: for whom they act, on which day, and what waits for them."""

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.core.days import parse_day
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import seats
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.interfaces.web.refusals import refuse

WORDS = {
    "for_whom": Text("代表哪个机构", "For whom you act"),
    "change": Text("更换", "Change"),
    "day": Text("办理日（仅限演示）", "Day of your acts (demonstration only)"),
    "set_day": Text("定为这一天", "Take this day"),
}


def show(visit: Visit) -> Answer | HttpResponseBase:
    """The desk; POST takes another seat, or another day of a demonstration."""
    if visit.request.method == "POST":
        return _take(visit)
    return Answer({"today": visit.today, "last": clock.today()})


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


PAGE = Page("desk", ("desk",), "web/desk.html", Text("工作台", "Desk"), WORDS, show, needs=SEAT, writes=True)
