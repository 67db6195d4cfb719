"""How the API says no: problem documents (RFC 9457) with the refusal's code of the closed lists, in both languages."""

import logging
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.deeds.words import spoken_fault
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web.languages import TAGS, preferred
from tanpuhui.interfaces.web.refusals import refuse as refuse_page

log = logging.getLogger(__name__)
MEDIA = "application/problem+json"


class Said(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class Fault(Schema):
    """One thing that is wrong, and where."""

    place: str
    says: Said


class Problem(Schema):
    """Why something was refused. `type` and `code` are stable, `facts` are the numbers and names in it; nothing was stored."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    says: Said
    mend: Said
    faults: list[Fault] = []
    facts: dict[str, str] = {}


def problem(request: HttpRequest, refusal: Refusal, status: int | None = None) -> HttpResponse:
    """The refusal as a response."""
    lang, number = preferred(request), status or status_of(refusal)
    faults = refusal.facts.get("faults")
    told: dict[str, Any] = {
        "type": f"/api/v1/problems/{refusal.code}",
        "title": refusal.says.into(lang),
        "status": number,
        "code": refusal.code,
        "detail": refusal.sentence(lang),
        "says": {"zh": refusal.says.zh, "en": refusal.says.en},
        "mend": {"zh": refusal.mend.zh, "en": refusal.mend.en},
        "faults": [
            {"place": place, "says": {"zh": says.zh, "en": says.en}}
            for place, says in (faults if isinstance(faults, list) else ())
        ],
    }
    told["facts"] = {name: _fact(fact, lang) for name, fact in refusal.facts.items() if isinstance(fact, _SIMPLE)}
    response = HttpResponse(canonical_bytes(told), status=number, content_type=MEDIA)
    response["Content-Language"] = TAGS[lang]
    if number == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


_SIMPLE = (str, int, date, Decimal, Text)


def _fact(fact: object, lang: Lang) -> str:
    return fact.into(lang) if isinstance(fact, Text) else str(fact)


def handle(api: NinjaAPI) -> None:
    """Every way in which a call can fail becomes a problem document."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, no: Refusal) -> HttpResponse:
        return problem(request, no)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        faults = [(".".join(map(str, fault["loc"][1:] or fault["loc"])), spoken_fault(fault)) for fault in wrong.errors]
        return problem(
            request,
            refuse("request_not_understood", count=len(faults), faults=faults, place=faults[0][0], says=faults[0][1]),
        )

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, wrong: AuthenticationError) -> HttpResponse:
        return problem(request, refuse("token_needed"))

    @api.exception_handler(OperationalError)
    def unreachable(request: HttpRequest, wrong: OperationalError) -> HttpResponse:
        log.error("the database cannot be reached", exc_info=wrong)
        return problem(request, refuse_page("register_unreachable"))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, wrong: RequestDataTooBig) -> HttpResponse:
        return problem(request, refuse("call_too_large", limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))

    @api.exception_handler(Throttled)
    def too_often(request: HttpRequest, wrong: Throttled) -> HttpResponse:
        response = problem(request, refuse("too_many_requests", seconds=int(wrong.wait or 1)))
        response["Retry-After"] = str(int(wrong.wait or 1))
        return response

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        return problem(request, refuse("call_malformed", why=str(wrong)[:200]), wrong.status_code)

    @api.exception_handler(Http404)
    def not_there(request: HttpRequest, wrong: Http404) -> HttpResponse:
        return problem(request, refuse("endpoint_unknown", path=request.path[:200]))
