"""What every request passes: addresses of a sane length, and headers that let a browser load nothing but our own files.

Pictures may be written into a page (`data:`): the code that a phone scans to set up its one-time passwords.
"""

from collections.abc import Callable

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
    """Middleware: refuses an address that is too long, and sets the content security policy on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rooms behind, or the refusal."""
        length = len(request.path_info) + len(request.META.get("QUERY_STRING", ""))
        if length > LONGEST_ADDRESS:
            response = refusal_page(request, refuse("address_too_long", length=length, limit=LONGEST_ADDRESS))
        else:
            response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
