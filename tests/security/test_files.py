"""Files that are two things at once: whatever somebody filed is handed out to be saved, never shown in place."""

import hashlib
import io
from typing import Any

import pytest

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.interfaces import clock
from tests.security.conftest import Enter

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"
TWO = {
    "a picture that is a program": ("outline.svg", "image/svg+xml", SVG),
    "a page that says it is a picture": ("photo.png", "image/png", HTML),
    "a paper with a page before it": ("paper.pdf", "application/pdf", b"<html>" + HTML + b"%PDF-1.7\n%%EOF\n"),
    "a picture with a page behind it": ("photo.gif", "image/gif", b"GIF89a/*" + HTML + b"*/=1;"),
    "a page as it is": ("page.html", "text/html", HTML),
    "a document of another kind": ("list.xhtml", "application/xhtml+xml", SVG),
    "a name that is markup": ('"><img src=x onerror=alert(1)>.svg', "image/svg+xml", SVG + b" "),
}


@pytest.mark.parametrize("name", TWO)
def test_what_was_filed_is_saved_by_a_browser_and_never_run(enter: Enter, name: str) -> None:
    called, kind, content = TWO[name]
    client, said = enter("demo.tan"), _by("demo.tan")
    sha256 = file_evidence(content=io.BytesIO(content), name=called, media_type=kind, **said)
    token = operations.issue_token(
        **said | {"key": "token"}, journal=JOURNAL, label="x", scopes=["records:file"],
        digest=hashlib.sha256(b"a token").hexdigest(), ends_on=said["on"],
    )  # fmt: skip
    assert token
    for address, head in (
        (f"/en/evidence/{sha256}", {}),
        (f"/api/v1/evidence/{sha256}", {"authorization": "Bearer a token"}),
    ):
        answer = client.get(address, headers=head)
        assert answer.status_code == 200, address
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def _by(login: str) -> dict[str, Any]:
    on = clock.today()
    user = queries.user(login=login).id
    (place, *_), *_ = queries.places(user=user, on=on)
    return {"by": queries.actor(user=user, organisation=place.id, on=on), "on": on, "at": clock.now(), "key": "a file"}
