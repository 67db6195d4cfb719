"""The last doors: pages for what is not there, what cannot be read, and what went wrong."""

from django.http import HttpRequest, HttpResponse

from tanpuhui.interfaces.web import frame
from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.rendering import Sheet, refusal_page
from tanpuhui.interfaces.web.words import REFUSAL


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django could not make sense of the request."""
    return refusal_page(request, refuse("request_malformed"), _sheet())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no page has this address."""
    return refusal_page(request, refuse("page_not_found"), _sheet())


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug. It has been logged."""
    return refusal_page(request, refuse("page_crashed"))


def _sheet() -> Sheet:
    return Sheet("web/refusal.html", REFUSAL["title"], REFUSAL, frame.menu_of())
