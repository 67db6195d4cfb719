"""The frame of the site: what a page is, how pages are found, and what happens around each of them."""

import logging
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import SimpleLazyObject

from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import languages, seats
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.rendering import Around, Entry, Facts, Fresh, Sheet, refusal_page, render, spoken
from tanpuhui.interfaces.web.seats import Seat
from tanpuhui.interfaces.web.words import FRAME, REFUSAL

READS = ("GET", "HEAD")
SEAT = "seat"
GROUP = "tanpuhui.pages"
"""The entry point under which other installed packages name modules with pages."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at what: the request, its language, this register, the legal day, and the seat, where somebody has one."""

    request: HttpRequest
    lang: Lang
    register: Register
    today: date
    kept: dict[str, str] = field(default_factory=dict)
    seat: Seat | None = None

    def asked(self, name: str) -> str:
        """A parameter of the address, without blanks around it; empty if it was not given."""
        return (self.kept.get(name) or self.request.GET.get(name, "")).strip()

    @property
    def seated(self) -> Seat:
        """The seat, on a page that needs one."""
        assert self.seat is not None
        return self.seat


@dataclass(frozen=True, slots=True)
class Answer:
    """The facts for a page's template, the HTTP status, and a title where the page's own is not it."""

    facts: Facts
    status: int = 200
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the `name` and the `addresses` below the language, its template, title, words, and what shows it.

    `show` takes a `Visit` and gives an `Answer`, or a whole response (a way on, a file); what it refuses becomes a refusal
    page. `menu`: its place there, `more`: in the footer, `desk`: among the workspaces of those who may use it. `needs`:
    nothing, `SEAT` (somebody logged in), or a permission. `writes`: it takes POST. `scripts`, `styles`: files of `static`
    that it loads beside the frame's.
    """

    name: str
    addresses: tuple[str, ...]
    template: str
    title: Text
    words: Mapping[str, Text]
    show: Callable[[Visit], Answer | HttpResponseBase]
    menu: int | None = None
    more: int | None = None
    needs: str = ""
    writes: bool = False
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    desk: int | None = None


@cache
def pages() -> tuple[Page, ...]:
    """Every page, in the order of the menu: each module of `web/pages` has one named `PAGE`, or several in `PAGES`.

    So has each module that an installed package names under the entry point `tanpuhui.pages`.
    """
    folder = import_module("tanpuhui.interfaces.web.pages")
    modules = [import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__)]
    modules += [found.load() for found in entry_points(group=GROUP)]
    found = [page for module in modules for page in getattr(module, "PAGES", None) or (module.PAGE,)]
    return tuple(sorted(found, key=lambda page: (page.menu is None, page.menu)))


def addresses() -> list[URLPattern]:
    """The addresses of all pages, below the language."""
    return [path(address, _view(page), name=page.name) for page in pages() for address in page.addresses]


def _view(page: Page) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, **kept: Any) -> HttpResponseBase:
        if request.method not in ((*READS, "POST") if page.writes else READS):
            return _not_allowed(request, page)
        around = around_of(page)
        try:
            visit = _visit(request, kept)
            around = around_of(page, visit)
            if page.needs and visit.seat is None and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            _check(page, visit)
            answer = _second_step(page, visit) or page.show(visit)
        except Refusal as refusal:
            return refusal_page(request, refusal, Sheet("web/refusal.html", REFUSAL["title"], REFUSAL, around))
        if isinstance(answer, HttpResponseBase):
            return answer
        sheet = Sheet(page.template, answer.title or page.title, page.words, around, page.scripts, page.styles)
        return render(request, sheet, answer.facts, answer.status)

    return transaction.non_atomic_requests(view)


def _visit(request: HttpRequest, kept: dict[str, str]) -> Visit:
    register = _register()
    on = seats.legal_day(request, clock.today(), register.demonstration)
    taken = seats.seat(request, on) if request.user.is_authenticated else None
    if taken:
        seats.shorten(request, taken)
    return Visit(request, languages.spoken_in(request), register, on, kept, taken)


def _check(page: Page, visit: Visit) -> None:
    """Refuse `no_seat` and `page_not_yours`."""
    if page.needs and visit.seat is None:
        raise refuse("no_seat", on=visit.today)
    if page.needs not in ("", SEAT) and not visit.seated.may(page.needs):
        raise refuse("page_not_yours", page=page.title)


def _second_step(page: Page, visit: Visit) -> HttpResponseBase | None:
    """The way to set up one-time codes, for staff without any, before all else; a demonstration asks nobody."""
    if not page.needs or visit.register.demonstration or not seats.second_step_lacks(visit.request, visit.seated):
        return None
    messages.info(visit.request, FRAME["second_step"].into(visit.lang))
    return redirect("mfa_activate_totp")


def _register() -> Register:
    """This register. The first thing every page reads, so that a missing database is told and not a crash."""
    try:
        return queries.register()
    except Register.DoesNotExist:
        raise refuse("register_not_open") from None
    except DatabaseError as why:
        log.exception("the database cannot be read")
        raise refuse("register_unreachable") from why


def around_of(here: Page | None = None, visit: Visit | None = None) -> Around:
    """What stands around a page: menus with the page marked, and of the visit what the frame tells."""
    menu = tuple(Entry(page.name, page.title, page is here) for page in pages() if page.menu is not None)
    below = sorted((page for page in pages() if page.more is not None), key=lambda page: page.more or 0)
    more = tuple(Entry(page.name, page.title, page is here) for page in below)
    if visit is None:
        return Around(menu, more)
    return Around(menu, more, visit.register.demonstration, visit.seat, _desk(here, visit.seat), _fresh())


def _desk(here: Page | None, seat: Seat | None) -> tuple[Entry, ...]:
    """The workspaces that the seat may use, in their order."""
    if seat is None:
        return ()
    open_to = [page for page in pages() if page.desk is not None and (page.needs in ("", SEAT) or seat.may(page.needs))]
    return tuple(
        Entry(page.name, page.title, page is here) for page in sorted(open_to, key=lambda page: page.desk or 0)
    )


def _fresh() -> Fresh:
    """As of when the page speaks. One statement."""
    return Fresh(clock.now(), Journal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def around(request: HttpRequest) -> dict[str, object]:
    """For every template, those of others (allauth's) too, which alone ask the database for what stands around."""
    return {**spoken(request), "around": SimpleLazyObject(lambda: around_others(request))}


def around_others(request: HttpRequest) -> Around:
    """What stands around pages of others (allauth's): the menus, and whether this is a demonstration."""
    try:
        return around_of(None, _visit(request, {}))
    except Refusal:
        return around_of()


def _not_allowed(request: HttpRequest, page: Page) -> HttpResponse:
    response = refusal_page(request, refuse("method_not_allowed", method=(request.method or "")[:20]))
    response["Allow"] = ", ".join((*READS, "POST") if page.writes else READS)
    return response
