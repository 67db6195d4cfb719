"""Every list of the catalogue on one kind of page: who may read it filters it, goes on page by page, takes it away."""

from django.contrib.auth.views import redirect_to_login
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.catalogue import listing
from tanpuhui.interfaces.lists.files import download
from tanpuhui.interfaces.lists.listing import Listing, Query
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.listed import listed
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.words import LISTED


def show(visit: Visit) -> Answer | HttpResponseBase:
    """A page of the list. Refuses `unknown_list`, `no_seat`, `page_not_yours`, and as `Listing.page`."""
    wanted = listing(visit.kept["code"])
    return _log_in(visit, wanted) or Answer({"listed": listed(visit, wanted)}, title=wanted.title)


def take(visit: Visit) -> HttpResponseBase:
    """The whole list as a file, narrowed by what is asked. Refuses as `show`, and `format_unknown`."""
    wanted = listing(visit.kept["code"])
    asked = {name: str(said) for name, said in visit.request.GET.items() if said}
    actor = visit.seat.actor if visit.seat and wanted.needs else None
    turned = _log_in(visit, wanted)
    return turned or download(wanted, Query(visit.today, filters=asked, by=actor), visit.kept["format"])


def _log_in(visit: Visit, wanted: Listing) -> HttpResponseBase | None:
    """The way to the login, for a list that is kept; none for who may read it."""
    if not wanted.needs:
        return None
    if visit.seat is None and not visit.request.user.is_authenticated:
        return redirect_to_login(visit.request.get_full_path(), reverse("account_login"))
    if visit.seat is None:
        raise refuse("no_seat", on=visit.today)
    if not visit.seat.may(wanted.needs):
        raise refuse("page_not_yours", page=wanted.title)
    return None


PAGES = (
    Page("list_file", ("lists/<slug:code>.<slug:format>",), "", Text("文件", "File"), {}, take),
    Page("list", ("lists/<slug:code>",), "web/list.html", Text("列表", "List"), LISTED, show),
)
