"""The site's own files (style sheet, icon), served from the package as they lie there."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"


@cache
def address(name: str) -> str:
    """The address of a file in `static`, with the mark of its content, so that a changed file is fetched again."""
    return f"{PREFIX}{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def with_assets(application: WSGIHandler) -> WhiteNoise:
    """The application with the files of the package before it."""
    return WhiteNoise(application, root=STATIC, prefix=PREFIX, max_age=86_400, add_headers_function=_headers)


def _headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
