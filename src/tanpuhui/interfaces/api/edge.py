"""What never reaches an endpoint comes as a problem document too: a wrong method, a wrong kind of body, one too large, a bug."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanpuhui.interfaces.api.problems import MEDIA, problem
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.web.refusals import refuse as refuse_page

API, FILES, RAW = "/api/v1/", "/api/v1/evidence", "/api/v1/evidence/raw"
JSON, MULTIPART = "application/json", "multipart/form-data"
AROUND = 64 * 2**10
"""Bytes of a form around the file in it."""


class Edge:
    """Middleware around the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rooms behind, or a problem document."""
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if request.method == "POST" and (no := _unfit(request)):
            return no
        response = self.get_response(request)
        if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA):
            return response
        return _spoken(request, response)


def _unfit(request: HttpRequest) -> HttpResponse | None:
    """A body that no endpoint takes."""
    wanted = {FILES: MULTIPART, RAW: request.content_type}.get(request.path_info, JSON)
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isascii() and length.isdecimal() and len(length) < 19 else 0
    most = (
        settings.EVIDENCE_LIMIT + AROUND if request.path_info in (FILES, RAW) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )
    if size > most:
        return problem(request, refuse("call_too_large", limit=most))
    if size and request.content_type != wanted:
        return problem(request, refuse("media_type_unknown", given=(request.content_type or "–")[:60], wanted=wanted))
    return None


def _spoken(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer of the framework in the words of the house."""
    if response.status_code == 405:
        told = problem(request, refuse_page("method_not_allowed", method=(request.method or "")[:20]))
        told["Allow"] = response.get("Allow", "GET")
        return told
    if response.status_code >= 500:
        return problem(request, refuse_page("page_crashed"))
    if response.status_code == 404:
        return problem(request, refuse("endpoint_unknown", path=request.path[:200]))
    return problem(request, refuse("call_malformed", why=response.reason_phrase), response.status_code)
