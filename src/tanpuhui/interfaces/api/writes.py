"""Every deed as an endpoint: `POST /api/v1/<its path>`."""

import re
from collections.abc import Callable, Mapping
from inspect import Parameter, cleandoc
from typing import Annotated, Any

import ninja
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import create_model

from tanpuhui.interfaces.api import proving
from tanpuhui.interfaces.api.callers import Caller, Token
from tanpuhui.interfaces.api.reads import keyword, signed
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.api.unchanged import unchanged
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.deeds.deed import Deed, Given, Waits
from tanpuhui.interfaces.deeds.shapes import Asked

_in: Any = ninja  # its markers of where a parameter stands are typed for another way of writing
KEY = "Idempotency-Key"
_CASES = frozenset({"case", "project", "report"})
"""Fields that name what has a dossier, and so may be written on condition that it is the one that was read."""
_IN_PATH = re.compile(r"{(\w+)}")


class Written(Schema):
    """It was done. `answer`: what the operation tells; the same key again gives the same answer."""

    answer: dict[str, Any]


class Waiting(Schema):
    """It waits for a second person: when `approval` is allowed, send the same again with `?approval=` and this number."""

    approval: int


def add(to: Router) -> None:
    """Adds all deeds."""
    for deed in deeds().values():
        to.post(
            deed.path,
            response={200: Written, 202: Waiting} | refusals(token=True, writes=True),
            operation_id=deed.code,
            tags=["writes"],
            auth=Token(),
            summary=f"{deed.title.en} · {deed.title.zh}",
            description=_description(deed),
        )(_endpoint(deed))


def _description(deed: Deed) -> str:
    said = cleandoc(deed.operation.__doc__ or "")
    second = " Asks for a second person: see `approval`." if deed.second_person else ""
    signs = " Signs: see `X-Proof`." if deed.signs else ""
    return f"{said}\n\nScope of the token: `{deed.permission}`.{second}{signs}"


def _endpoint(deed: Deed) -> Callable[..., Any]:
    """A view of the deed, with the signature that the API's schema is made of."""
    named = _IN_PATH.findall(deed.path)
    model = deed.shape.model
    rest = {name: (field.annotation, field) for name, field in model.model_fields.items() if name not in named}
    body = create_model(f"{deed.code}_body", __base__=Asked, **rest)  # type: ignore[call-overload]

    def view(request: HttpRequest, **kept: Any) -> tuple[int, Mapping[str, Any]]:
        caller: Caller = request.auth  # type: ignore[attr-defined]
        sent = kept["body"].model_dump(exclude_unset=True, by_alias=True) if rest else {}
        asked = deed.read(sent | {name: kept[name] for name in named})
        given = proving.given(request, caller, deed, kept["idempotency_key"])
        with unchanged(_case(sent | kept), kept.get("if_match") or "", given):
            done = _do(deed, asked, given, kept.get("approval"))
        return (202, {"approval": done.approval}) if isinstance(done, Waits) else (200, {"answer": done.answer})

    parameters = [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)]
    for name in named:
        kind = model.model_fields[name].annotation
        parameters.append(keyword(name, Annotated[kind, _in.Path()]))
    parameters.append(keyword("idempotency_key", Annotated[str, _in.Header(alias=KEY, min_length=1, max_length=200)]))
    if deed.signs:
        proof = _in.Header(alias=proving.HEADER, max_length=proving.LONGEST)
        parameters.append(keyword("proof", Annotated[str | None, proof], None))
    if _CASES & model.model_fields.keys():
        parameters.append(keyword("if_match", Annotated[str | None, _in.Header(alias="If-Match", max_length=80)], None))
    if deed.second_person:
        parameters.append(keyword("approval", Annotated[str | None, _in.Query(max_length=19)], None))
    if rest:
        parameters.append(keyword("body", Annotated[body, _in.Body()]))
    return signed(view, deed.code, parameters)


def _case(said: Mapping[str, Any]) -> str:
    """The project or report that a write names."""
    return next((str(said[name]) for name in ("case", "report", "project") if said.get(name)), "")


def _do(deed: Deed, asked: Asked, given: Given, approval: str | None) -> Any:
    if approval == "ask":
        return deed.do_or_ask(asked, given)
    if approval and not (approval.isascii() and approval.isdecimal()):
        raise refuse("approval_malformed")
    return deed.done(asked, given, int(approval) if approval else None)
