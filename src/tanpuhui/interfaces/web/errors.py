"""The last doors: pages for what is not there, what cannot be read, what is not allowed, and what went wrong."""

from django.http import HttpRequest, HttpResponse

from tanpuhui.interfaces.api.problems import problem
from tanpuhui.interfaces.api.refusals import refuse as unknown
from tanpuhui.interfaces.web import frame
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.rendering import Sheet, refusal_page
from tanpuhui.interfaces.web.words import REFUSAL


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django could not make sense of the request."""
    return refusal_page(request, refuse("request_malformed"), _sheet())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: somebody else's."""
    return refusal_page(request, refuse("page_not_yours", page=REFUSAL["this_page"]), _sheet())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not ours, or too old."""
    return refusal_page(request, refuse("form_not_ours"), _sheet())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no page has this address, and the API nothing at it."""
    if request.path.startswith("/api/"):
        return problem(request, unknown("endpoint_unknown", path=request.path[:200]))
    return refusal_page(request, refuse("page_not_found"), _sheet())


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many tries in a short time."""
    return refusal_page(request, refuse("too_many_tries"), _sheet())


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug. It has been logged."""
    return refusal_page(request, refuse("page_crashed"))


def _sheet() -> Sheet:
    return Sheet("web/refusal.html", REFUSAL["title"], REFUSAL, frame.around_of())
