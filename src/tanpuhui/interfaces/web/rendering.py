"""A template, its words and its facts become a page in one language; a refusal becomes a page of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS, Lang, Text
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web import assets, languages
from tanpuhui.interfaces.web.seats import Seat
from tanpuhui.interfaces.web.words import FRAME, REFUSAL

Facts = Mapping[str, object]


class Words:
    """The words of a page in one language, for templates: `{{ t.heading }}`. A word that is not there is a bug."""

    def __init__(self, texts: Mapping[str, Text], lang: Lang) -> None:
        self._texts, self._lang = texts, lang

    def __getitem__(self, name: str) -> str:
        if name not in self._texts:  # a KeyError would be an empty place on the page
            raise RuntimeError(f"the page has no word {name!r}")
        return self._texts[name].into(self._lang)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu: the page's name in the address table, its title, whether it is this page."""

    name: str
    title: Text
    here: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """As of when a page speaks: the instant (UTC), and the newest entry of the journal (0: none yet)."""

    at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page: the menu, the footer's menu, whether a demonstration, who is logged in.

    `desk`: the workspaces that the seat may use; `fresh`: as of when the page speaks.
    """

    menu: tuple[Entry, ...] = ()
    more: tuple[Entry, ...] = ()
    demonstration: bool = False
    seat: Seat | None = None
    desk: tuple[Entry, ...] = ()
    fresh: Fresh | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be rendered: the template, the page's `title` and `words`, what stands around, what it loads."""

    template: str
    title: Text
    words: Mapping[str, Text]
    around: Around = Around()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def spoken(request: HttpRequest) -> dict[str, object]:
    """What every template needs: the language with the frame's words in it, and the files that all pages load."""
    lang = languages.spoken_in(request)
    return {
        "lang": lang,
        "tag": languages.TAGS[lang],
        "t": Words(FRAME, lang),
        "others": list(_others(request, lang)),
        "style": assets.address("tanpuhui/site.css"),
        "parts_style": assets.address("tanpuhui/parts.css"),
        "icon": assets.address("tanpuhui/icon.svg"),
        "here": request.get_full_path(),
    }


def render(request: HttpRequest, sheet: Sheet, facts: Facts, status: int = 200) -> HttpResponse:
    """The page in the visitor's language."""
    lang = languages.spoken_in(request)
    context = {
        **facts,
        "title": sheet.title.into(lang),
        "around": sheet.around,
        "seat": sheet.around.seat,
        "t": Words({**FRAME, **sheet.words}, lang),
        "scripts": [assets.address(name) for name in sheet.scripts],
        "styles": [assets.address(name) for name in sheet.styles],
    }
    response = HttpResponse(_rendered(sheet.template, context, request), status=status)
    response["Content-Language"] = languages.TAGS[lang]
    return response


def _rendered(template: str, context: dict[str, object], request: HttpRequest) -> str:
    """By the template's name; pages of other packages name a file of theirs by its whole path."""
    if Path(template).is_absolute():
        return str(engines["django"].from_string(Path(template).read_text("utf-8")).render(context, request))
    return render_to_string(template, context, request)


def refusal_page(request: HttpRequest, refusal: Refusal, sheet: Sheet | None = None) -> HttpResponse:
    """What was refused, why and what to do. Asks no database, so that it can say that there is none."""
    status = status_of(refusal)
    sheet = sheet or Sheet("web/refusal.html", REFUSAL["title"], REFUSAL)
    response = render(request, sheet, {"refusal": refusal, "status": status}, status)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _others(request: HttpRequest, lang: Lang) -> Iterator[tuple[str, str, str]]:
    for other in LANGS:
        if other != lang:
            yield languages.TAGS[other], languages.NAMES[other], languages.same_page(request, other)
