"""The frame of the site: what a page is, how pages are found, and what happens around each of them."""

import logging
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Register
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import languages
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.rendering import Entry, Facts, Sheet, refusal_page, render
from tanpuhui.interfaces.web.words import REFUSAL

SAFE = ("GET", "HEAD")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at what: the request, its language, this register, and today's day in its time zone."""

    request: HttpRequest
    lang: Lang
    register: Register
    today: date
    kept: dict[str, str] = field(default_factory=dict)

    def asked(self, name: str) -> str:
        """A parameter of the address, without blanks around it; empty if it was not given."""
        return (self.kept.get(name) or self.request.GET.get(name, "")).strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """The facts for a page's template, and the HTTP status."""

    facts: Facts
    status: int = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the `name` and the `addresses` below the language, its template, title, words, and what shows it.

    `show` takes a `Visit` and gives an `Answer`; what it refuses becomes a refusal page. `menu`: its place there.
    """

    name: str
    addresses: tuple[str, ...]
    template: str
    title: Text
    words: Mapping[str, Text]
    show: Callable[[Visit], Answer]
    menu: int | None = None


@cache
def pages() -> tuple[Page, ...]:
    """Every page, in the order of the menu: each module of `web/pages` has one named `PAGE`."""
    folder = import_module("tanpuhui.interfaces.web.pages")
    modules = (import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted((module.PAGE for module in modules), key=lambda page: (page.menu is None, page.menu)))


def addresses() -> list[URLPattern]:
    """The addresses of all pages, below the language."""
    return [path(address, _view(page), name=page.name) for page in pages() for address in page.addresses]


def _view(page: Page) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **kept: Any) -> HttpResponse:
        if request.method not in SAFE:
            return _not_allowed(request)
        demonstration = False
        try:
            register = _register()
            demonstration = register.demonstration
            visit = Visit(request, languages.spoken_in(request), register, clock.today(), kept)
            answer = page.show(visit)
        except Refusal as refusal:
            sheet = Sheet("web/refusal.html", REFUSAL["title"], REFUSAL, menu_of(page), demonstration)
            return refusal_page(request, refusal, sheet)
        sheet = Sheet(page.template, page.title, page.words, menu_of(page), demonstration)
        return render(request, sheet, answer.facts, answer.status)

    return view


def _register() -> Register:
    """This register. The first thing every page reads, so that a missing database is told and not a crash."""
    try:
        return queries.register()
    except Register.DoesNotExist:
        raise refuse("register_not_open") from None
    except DatabaseError as why:
        log.exception("the database cannot be read")
        raise refuse("register_unreachable") from why


def menu_of(here: Page | None = None) -> tuple[Entry, ...]:
    """The menu, with this page marked."""
    return tuple(Entry(page.name, page.title, page is here) for page in pages() if page.menu is not None)


def _not_allowed(request: HttpRequest) -> HttpResponse:
    response = refusal_page(request, refuse("method_not_allowed", method=(request.method or "")[:20]))
    response["Allow"] = ", ".join(SAFE)
    return response
