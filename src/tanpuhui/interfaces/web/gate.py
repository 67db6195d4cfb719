"""What every request passes: sane lengths of address and body, and headers that let a browser load nothing but our own files.

Pictures may be written into a page (`data:`): the code that a phone scans to set up its one-time passwords.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanpuhui.interfaces.web.refusals import refuse
from tanpuhui.interfaces.web.rendering import refusal_page

LONGEST_ADDRESS = 4000
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class Gate:
    """Middleware: refuses what is too long, before any of it is read, and sets the headers of every answer.

    Whoever is known may send a file; from strangers no more is taken than a form holds. Nothing that was answered to
    somebody known is kept by the browser or on the way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rooms behind, or the refusal."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        length = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
        body, most = _size(request), settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (settings.EVIDENCE_LIMIT if known else 0)
        if length > LONGEST_ADDRESS:
            response = refusal_page(request, refuse("address_too_long", length=length, limit=LONGEST_ADDRESS))
        elif "\0" in request.path_info or ("%00" in request.META.get("QUERY_STRING", "") and not _of_api(request)):
            response = refusal_page(request, refuse("request_malformed"))  # PostgreSQL can neither keep nor ask for it
        elif body > most:
            response = refusal_page(request, refuse("body_too_large", size=body, limit=most))
        else:
            response = self.get_response(request)
        if known:
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


def _of_api(request: HttpRequest) -> bool:
    """Whether it is for the API, which says by itself what is wrong, as a problem."""
    return request.path_info.startswith("/api/")


def _size(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said[:19]) if said.isascii() and said.isdecimal() else 0
