"""What every answer carries, of whatever kind and to whomever: pages, lists, files, errors, refusals, the site's own files."""

import io
import re
from collections.abc import Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from tests.security.conftest import Enter
from tests.support.databases import Database

SEATS = ("", "demo.lin", "demo.tan")


def addresses(lang: str = "en") -> Iterator[str]:
    """Of every page of the catalogue one address, true or made up; of API, errors and machinery some."""
    from tanpuhui.interfaces.lists.catalogue import listings
    from tanpuhui.interfaces.web import frame

    for page in frame.pages():
        for address in page.addresses:
            yield f"/{lang}/{filled(address)}"
    for listing in listings():
        yield f"/api/v1/{listing}"
        yield f"/api/v1/{listing}.csv"
    yield from (
        "/",
        "/healthz",
        "/nowhere",
        f"/{lang}/nowhere",
        f"/{lang}/account/login/",
        f"/{lang}/account/second-step/",
    )
    yield from (
        f"/{lang}/account/second-step/totp/activate/",
        f"/{lang}/account/reauthenticate/",
        f"/{lang}/account/password/",
    )
    yield from ("/api/v1/openapi.json", "/api/v1/nothing", f"/{lang}/" + "x" * 5000, f"/{lang}/serials?q=%00")


def filled(address: str) -> str:
    """An address with something at the place of its parameters."""
    return re.sub(r"<int:\w+>", "1", re.sub(r"<(str|path|slug):\w+>", "transfer", address))


@pytest.mark.parametrize("login", SEATS)
def test_every_answer_protects_who_gets_it(enter: Enter, login: str) -> None:
    client, faults = enter(login), []
    for address in addresses():
        answer = client.get(address)
        for fault in _faults(answer, seated=bool(login)):
            faults.append(f"{address[:100]} ({answer.status_code}): {fault}")
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert not faults


def _faults(answer: Any, *, seated: bool) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"policy {policy!r}"
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    wanted |= {"Cross-Origin-Opener-Policy": "same-origin"}
    yield from (
        f"{name} is {answer.headers.get(name)}" for name, says in wanted.items() if answer.headers.get(name) != says
    )
    kept = answer.headers.get("Cache-Control", "")
    public = (
        answer.request["PATH_INFO"].startswith("/api/") and kept == "no-cache"
    )  # asked anew each time, for all the same
    if seated and "no-store" not in kept and not public:
        yield f"may be kept: {kept}"
    if answer.status_code >= 500:
        yield "crashed"
    if not seated and "sessionid" in answer.cookies:
        yield "a session for a stranger who did nothing"
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        yield "says what it runs on"
    if answer.headers.get("Access-Control-Allow-Origin"):
        yield "lets other sites read"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("tanpuhui/site.css", 200),
        ("tanpuhui/icon.svg", 200),
        ("vendor/htmx.js", 200),
        ("../settings.py", 404),
        ("%2e%2e/%2e%2e/config/settings.py", 404),
        ("..%5c..%5cconfig/settings.py", 404),
        ("tanpuhui/../../frame.py", 404),
        ("//etc/passwd", 404),
    ],
)
def test_the_site_s_own_files_carry_a_policy_and_nothing_beside_them_is_served(
    register: Database, path: str, status: int
) -> None:
    from urllib.parse import unquote

    from tanpuhui.config.wsgi import application

    told: list[Any] = []
    environ: dict[str, Any] = {
        "PATH_INFO": unquote(f"/static/{path}"),
        "HTTP_HOST": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    body = application(environ, lambda code, headers, _=None: told.append((code, dict(headers))))
    content = b"".join(body)
    if close := getattr(body, "close", None):
        close()
    code, headers = told[0]

    assert int(code[:3]) == status
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b"DATABASES" not in content


@pytest.mark.parametrize("login", ["", "demo.tan"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(enter: Enter, login: str) -> None:
    from django.conf import settings

    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (settings.EVIDENCE_LIMIT if login else 0)
    client = enter(login)
    for size, status in ((most + 1, 413), (10**18, 413)):
        more = {"CONTENT_LENGTH": str(size), "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=b"}
        answer = client.post("/en/desk/upload", **more)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80@127.0.0.1", "127.0.0.1:80:80", ""]
)
def test_a_host_that_is_not_ours_is_refused_and_never_repeated(enter: Enter, host: str) -> None:
    client = enter()
    for address in ("/en/", "/en/account/login/", "/api/v1/organisations", "/en/desk"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code == 400, address
        assert "evil" not in answer.content.decode() + str(dict(answer.headers))


def test_a_host_named_beside_the_real_one_changes_nothing(enter: Enter) -> None:
    client = enter()
    plain = _timeless(client.get("/en/"))
    said = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-original-url": "/en/desk"}

    assert _timeless(client.get("/en/", headers=said)) == plain


def _timeless(page: Any) -> str:
    """A page without the instant at which it was read."""
    return re.sub(r"\d\d:\d\d:\d\d", "", page.content.decode())
