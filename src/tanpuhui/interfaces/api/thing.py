"""One thing, read by its name: declared once, from which come the endpoint, its document and its shape."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, signature
from typing import Annotated, Any, get_type_hints

import ninja
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import create_model

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.text import Text
from tanpuhui.interfaces.api import fresh as freshness
from tanpuhui.interfaces.api.callers import Caller, Token, legal_day, perhaps
from tanpuhui.interfaces.api.reads import answer, keyword, signed
from tanpuhui.interfaces.api.shapes import model, plain
from tanpuhui.interfaces.api.statuses import refusals

_in: Any = ninja
_IN_PATH = re.compile(r"{(\w+)}")
WORD: dict[str, Any] = {"max_length": 200, "pattern": "^[^\\x00]*$"}
"""A text that names something: PostgreSQL neither keeps NUL nor lets it be asked for."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day; nobody: the public. `token`: the label of the token shown."""

    by: Actor | None
    on: date
    token: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A read under a `code` at an address `path`: `read(reader, …)` gives a dataclass, whose hints are the document.

    `kept`: it needs a token. `public`: it is the same for everybody, whoever asks. `tag`: what of it stands for the whole.
    """

    code: str
    path: str
    title: Text
    about: Text
    read: Callable[..., Any]
    kept: bool = False
    public: bool = False
    tag: str = ""


def add(to: Router, things: tuple[Thing, ...]) -> None:
    """Adds the things: for anybody, those that show more to who shows a token, and those that need one."""
    for thing in things:
        shape = model(get_type_hints(thing.read)["return"])
        told = create_model(f"{thing.code}_answer", __base__=shape, read_at=(str, ...), journal=(int, ...))
        how: dict[str, Any] = {} if thing.public else {"auth": Token() if thing.kept else perhaps}
        to.get(thing.path, response={200: told} | refusals(token=not thing.public), operation_id=f"read_{thing.code}",
               summary=f"{thing.title.en} · {thing.title.zh}", description=thing.about.en, by_alias=True, tags=["things"],
               **how)(_view(thing))  # fmt: skip


def _view(thing: Thing) -> Callable[..., Any]:
    def view(request: HttpRequest, **given: Any) -> HttpResponseBase:
        caller = getattr(request, "auth", None)
        reader = Reader(None, legal_day(request)) if not isinstance(caller, Caller) else _reader(caller)
        fresh = freshness.freshness(reader.on)
        if thing.public and (same := fresh.unchanged(request)):
            return same
        told = plain(thing.read(reader, **given))
        response = answer(told | fresh.told, fresh, public=thing.public)
        if thing.tag:
            response["ETag"] = f'"{told[thing.tag]}"'
        return response

    return signed(view, thing.code, _parameters(thing))


def _reader(caller: Caller) -> Reader:
    return Reader(caller.actor, caller.on, caller.token)


def _parameters(thing: Thing) -> list[Parameter]:
    hints, found = (
        get_type_hints(thing.read),
        [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)],
    )
    named = _IN_PATH.findall(thing.path)
    for name, parameter in list(signature(thing.read).parameters.items())[1:]:
        limits = {"ge": 0, "le": 2**63 - 1} if hints[name] is int else WORD
        where = _in.Path if name in named else _in.Query
        found.append(keyword(name, Annotated[hints[name], where(**limits)], parameter.default))
    return found
