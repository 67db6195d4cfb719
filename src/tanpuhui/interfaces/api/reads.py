"""Every list as endpoints: a page as JSON, and the whole as a file."""

import json
from collections.abc import Callable
from datetime import date
from inspect import Parameter, Signature
from keyword import iskeyword
from typing import Annotated, Any

import ninja
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Router, Schema
from pydantic import create_model

from tanpuhui.core.refused import shown
from tanpuhui.interfaces.api.callers import Caller, Token, legal_day
from tanpuhui.interfaces.api.fresh import Freshness, freshness
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.lists import listing as lists
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.lists.files import download, formats
from tanpuhui.interfaces.lists.listing import MOST, USUAL, Listing

_in: Any = ninja  # its markers of where a parameter stands are typed for another way of writing
TYPES = {"text": str, "code": str, "units": int, "day": str, "instant": str, "flag": bool}
_of_query: Any = ninja.params.models.Query
JSON = "application/json; charset=utf-8"


def add(to: Router) -> None:
    """Adds the lists: for some a token is needed."""
    for listing in listings().values():
        page, whole = _page(listing), _whole(listing)
        no, scope = refusals(token=bool(listing.needs)), ""
        how: dict[str, Any] = {"tags": ["lists"]}
        if listing.needs:
            how, scope = {"tags": ["lists of your own"], "auth": Token()}, f"\n\nScope of the token: `{listing.needs}`."
        to.get(listing.code, response={200: _model(listing)} | no, operation_id=f"list_{listing.code}",
               summary=_title(listing), description=listing.about.en + scope, by_alias=True, **how)(page)  # fmt: skip
        to.get(f"{listing.code}.{{format}}", response={200: Any} | no,
               operation_id=f"download_{listing.code}", summary=f"{_title(listing)} (file)",
               description=f"All of it, as one of: {', '.join(formats(listing))}.{scope}", **how)(whole)  # fmt: skip


def _title(listing: Listing) -> str:
    return f"{listing.title.en} · {listing.title.zh}"


def _model(listing: Listing) -> type[Schema]:
    columns: dict[str, Any] = {
        safe(one.name): (TYPES[one.kind] | None, Field(None, alias=one.name, title=one.title.en, description=_means(one)))
        for one in listing.columns
    }  # fmt: skip
    row = create_model(f"{listing.code}_row", __base__=Schema, **columns)
    example: Any = {
        "rows": [row_example(listing)],
        "next": None,
        "read_at": "2021-05-20T02:30:00+00:00",
        "journal": 140,
    }
    return create_model(
        f"{listing.code}_page",
        __base__=Schema,
        rows=(list[row], Field(..., json_schema_extra={"example": example["rows"]})),
        next=(
            str | None,
            Field(None, description="The key after which the next page begins; null: this was the last."),
        ),
        read_at=(str, Field(..., description="When it was read.")),
        journal=(int, Field(..., description="The newest entry of the journal when it was read.")),
    )


def _means(column: lists.Column) -> str:
    meanings = column.choices() if column.choices else {}
    return "; ".join([column.title.zh, *(f"`{code}`: {says.en}" for code, says in list(meanings.items())[:30])])


def row_example(listing: Listing) -> dict[str, Any]:
    """A row as it might look, from the story of the demonstration."""
    return {one.name: _plain(one.example) for one in listing.columns}


def _parameters(listing: Listing, *, paged: bool) -> list[Parameter]:
    named = [keyword(safe(one.name), _filter(one), ... if one.needed else "") for one in listing.filters]
    if paged:
        named.append(keyword("after", Annotated[str, _in.Query(max_length=200)], ""))
        named.append(keyword("limit", Annotated[int, _in.Query(ge=1, le=MOST)], USUAL))
    return [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest), *named]


def _filter(one: lists.Filter) -> Any:
    choices = list(one.choices()) if one.choices else []
    says = f"{one.title.en} · {one.title.zh}" + (f" ({', '.join(choices)})" if choices else "")
    return Annotated[str, _in.Query(alias=one.name, max_length=200, description=says)]


def safe(name: str) -> str:
    """The name where Python or a model has something of that name itself."""
    return f"{name}_" if iskeyword(name) or hasattr(Schema, name) else name


def keyword(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    """A parameter of a view, by name."""
    default = Parameter.empty if default is ... else default
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _query(listing: Listing, request: HttpRequest, kept: dict[str, Any]) -> lists.Query:
    caller: Caller | None = getattr(request, "auth", None) if listing.needs else None
    if caller:
        caller.actor.require(listing.needs)
    filters = {one.name: said for one in listing.filters if (said := kept.get(safe(one.name)))}
    on = caller.on if caller else legal_day(request)
    return lists.Query(on, kept.get("after", ""), kept.get("limit", USUAL), filters, caller.actor if caller else None)


def _page(listing: Listing) -> Callable[..., Any]:
    names = [one.name for one in listing.columns]

    def view(request: HttpRequest, **kept: Any) -> HttpResponseBase:
        query = _query(listing, request, kept)
        fresh = freshness(query.on)
        if not listing.needs and (same := fresh.unchanged(request)):
            return same
        page = listing.page(query)
        rows = [dict(zip(names, map(_plain, values), strict=True)) for values in page.rows]
        return answer({"rows": rows, "next": page.next} | fresh.told, fresh, public=not listing.needs)

    return signed(view, f"list_{listing.code}", _parameters(listing, paged=True))


def answer(content: Any, fresh: Freshness, *, public: bool) -> HttpResponseBase:
    """The content as JSON, with the headers of its freshness."""
    response = HttpResponse(json.dumps(content, ensure_ascii=False), content_type=JSON)
    return fresh.marked(response, public=public)


def _whole(listing: Listing) -> Callable[..., Any]:
    def view(request: HttpRequest, **kept: Any) -> HttpResponseBase:
        query = _query(listing, request, kept)
        fresh = freshness(query.on)
        if not listing.needs and (same := fresh.unchanged(request)):
            return same
        return fresh.marked(download(listing, query, kept["format"]), public=not listing.needs)

    parameters = _parameters(listing, paged=False)
    parameters.insert(1, Parameter("format", Parameter.POSITIONAL_OR_KEYWORD, annotation=str))
    return signed(view, f"download_{listing.code}", parameters)


def signed(view: Callable[..., Any], name: str, parameters: list[Parameter]) -> Callable[..., Any]:
    """The view with the signature that the document is made of; what it does not know in an address it refuses.

    Refuses `parameter_unknown`: a filter that is spelt wrongly must not look like one that found everything.
    """
    known = sorted(set(map(_asked, parameters)) - {""})

    def strict(request: HttpRequest, **kept: Any) -> Any:
        if strange := set(request.GET) - set(known):
            raise refuse("parameter_unknown", given=shown(min(strange)), known=", ".join(known) or "–")
        return view(request, **kept)

    strict.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    strict.__name__, strict.__doc__ = name, view.__doc__
    strict.__annotations__ = {one.name: one.annotation for one in parameters}
    return strict


def _asked(parameter: Parameter) -> str:
    """What the parameter is called in the address after the question mark; nothing if it is elsewhere."""
    means = getattr(parameter.annotation, "__metadata__", ())
    return next((one.alias or parameter.name for one in means if isinstance(one, _of_query)), "")


def _plain(value: lists.Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value
