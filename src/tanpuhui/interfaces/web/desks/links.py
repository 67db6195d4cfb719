"""Ways from pages of the desk to others: to lists, to certificates, to files of a list, to the forms of deeds."""

from collections.abc import Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.catalogue import listing
from tanpuhui.interfaces.lists.files import FORMATS, download
from tanpuhui.interfaces.lists.listing import Query
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.grid import Way, onward


def to(name: str, *kept: object) -> str:
    """The address of a page by its name; nothing where this site has none."""
    try:
        return reverse(name, args=kept)
    except NoReverseMatch:
        return ""


def deed(
    visit: Visit, code: str, says: Text, /, *, needs: str = "", whose: int | None = None, **fixed: Any
) -> tuple[Way, ...]:
    """The way to a deed's form and back to this page, for who may (`needs`, for the organisation `whose`); else none."""
    if needs and not visit.seated.actor.may(needs, whose):
        return ()
    return (Way(says, forms.address(code, then=visit.request.get_full_path(), **fixed)),)


def file(visit: Visit, code: str, filters: Mapping[str, str]) -> HttpResponseBase | None:
    """The whole of a list as a file, where the address asks for one (`?download=csv&list=…`)."""
    if visit.asked("list") != code or not visit.asked("download"):
        return None
    query = Query(visit.today, filters=filters, by=visit.seated.actor)
    return download(listing(code), query, visit.asked("download"))


def files(visit: Visit, code: str) -> list[Way]:
    """The ways to these files; none where there is no such list."""
    try:
        listing(code)
    except Refusal:
        return []
    return [Way(Text(kind.upper(), kind.upper()), onward(visit, list=code, download=kind)) for kind in FORMATS]
