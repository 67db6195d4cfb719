"""Every list as endpoints: a page as JSON, and the whole as a file."""

from collections.abc import Callable
from datetime import date
from inspect import Parameter, Signature
from keyword import iskeyword
from typing import Annotated, Any

import ninja
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema
from ninja.responses import codes_4xx
from pydantic import create_model

from tanpuhui.interfaces import clock
from tanpuhui.interfaces.api.callers import Caller, Token, legal_day
from tanpuhui.interfaces.api.problems import Problem
from tanpuhui.interfaces.lists import listing as lists
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.lists.files import download, formats
from tanpuhui.interfaces.lists.listing import MOST, USUAL, Listing

_in: Any = ninja  # its markers of where a parameter stands are typed for another way of writing
TYPES = {"text": str, "code": str, "units": int, "day": str, "instant": str, "flag": bool}


def routers() -> dict[str, Router]:
    """The lists that anybody may read, and those that need a token."""
    open_to_all, kept = Router(tags=["lists"]), Router(tags=["lists of your own"], auth=Token())
    for listing in listings().values():
        to = kept if listing.needs else open_to_all
        page, whole = _page(listing), _whole(listing)
        answers = {200: _model(listing), codes_4xx: Problem, 503: Problem}
        to.get(listing.code, response=answers, operation_id=f"list_{listing.code}", summary=_title(listing),
               description=listing.about.en, by_alias=True)(page)  # fmt: skip
        to.get(f"{listing.code}.{{format}}", response={200: Any, codes_4xx: Problem, 503: Problem},
               operation_id=f"download_{listing.code}", summary=f"{_title(listing)} (file)",
               description=f"All of it, as one of: {', '.join(formats(listing))}.")(whole)  # fmt: skip
    return {"open": open_to_all, "kept": kept}


def _title(listing: Listing) -> str:
    return f"{listing.title.en} · {listing.title.zh}"


def _model(listing: Listing) -> type[Schema]:
    columns: dict[str, Any] = {
        _safe(one.name): (TYPES[one.kind] | None, Field(None, alias=one.name)) for one in listing.columns
    }
    row = create_model(f"{listing.code}_row", __base__=Schema, **columns)
    return create_model(
        f"{listing.code}_page",
        __base__=Schema,
        rows=(list[row], ...),
        next=(str | None, None),
        read_at=(str, ...),
    )


def _parameters(listing: Listing, *, paged: bool) -> list[Parameter]:
    named = [
        _keyword(
            _safe(one.name), Annotated[str, _in.Query(alias=one.name, max_length=200, description=one.title.en)], ""
        )
        for one in listing.filters
    ]
    if paged:
        named.append(_keyword("after", Annotated[str, _in.Query(max_length=200)], ""))
        named.append(_keyword("limit", Annotated[int, _in.Query(ge=1, le=MOST)], USUAL))
    return [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest), *named]


def _safe(name: str) -> str:
    """The name where Python or a model has something of that name itself."""
    return f"{name}_" if iskeyword(name) or hasattr(Schema, name) else name


def _keyword(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _query(listing: Listing, request: HttpRequest, kept: dict[str, Any]) -> lists.Query:
    caller: Caller | None = getattr(request, "auth", None) if listing.needs else None
    if caller:
        caller.actor.require(listing.needs)
    filters = {one.name: said for one in listing.filters if (said := kept.get(_safe(one.name)))}
    on = caller.on if caller else legal_day(request)
    return lists.Query(on, kept.get("after", ""), kept.get("limit", USUAL), filters, caller.actor if caller else None)


def _page(listing: Listing) -> Callable[..., Any]:
    def view(request: HttpRequest, **kept: Any) -> dict[str, Any]:
        page = listing.page(_query(listing, request, kept))
        names = [one.name for one in listing.columns]
        rows = [dict(zip(names, map(_plain, values), strict=True)) for values in page.rows]
        return {"rows": rows, "next": page.next, "read_at": clock.now().isoformat(timespec="seconds")}

    return _signed(view, f"list_{listing.code}", _parameters(listing, paged=True))


def _whole(listing: Listing) -> Callable[..., Any]:
    def view(request: HttpRequest, **kept: Any) -> HttpResponseBase:
        return download(listing, _query(listing, request, kept), kept["format"])

    parameters = _parameters(listing, paged=False)
    parameters.insert(1, Parameter("format", Parameter.POSITIONAL_OR_KEYWORD, annotation=str))
    return _signed(view, f"download_{listing.code}", parameters)


def _signed(view: Callable[..., Any], name: str, parameters: list[Parameter]) -> Callable[..., Any]:
    view.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    view.__name__ = name
    view.__annotations__ = {one.name: one.annotation for one in parameters}
    return view


def _plain(value: lists.Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value
