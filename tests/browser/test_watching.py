"""The watch itself: each thing that can go wrong on a page is told."""

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.watching import Watched

SITE = "http://127.0.0.1:9"
HEAD = "<!doctype html><html lang=en><head><meta name=viewport content='width=device-width'><title>t</title></head>"
GOOD = f"{HEAD}<body><main>{{}}</main>"
TINY = "<button style='width:9px;height:9px;padding:0'>a</button>"
BAD = {
    "script failed: boom": "<script>setTimeout(() => { throw 'boom' })</script>",
    "console error: wrong": "<script>console.error('wrong')</script>",
    "asks https://elsewhere.example/a.png": "<img alt='' src='https://elsewhere.example/a.png'>",
    "answered 404": "<img alt='' src='/missing.png'>",
    "a dialog": "<script>alert(1)</script>",
    "color-contrast": "<p style='color:#bbb;background:#fff'>pale",
    "sticks out by": "<div style='width:3000px'>wide",
    "image-alt": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    "target-size": TINY + TINY,
    "console error: Applying inline style violates": "<!-- csp --><p style='color:red'>x",
}


@pytest.mark.parametrize("fault", BAD)
def test_a_watched_page_tells_what_is_wrong_with_it(chromium: Browser, fault: str) -> None:
    def answer(route: Route) -> None:
        if route.request.url == f"{SITE}/":
            policy = {"Content-Security-Policy": "style-src 'self'"} if "csp" in BAD[fault] else {}
            route.fulfill(body=GOOD.format(BAD[fault]), content_type="text/html", headers=policy)
        else:
            route.fulfill(status=404)

    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.route("**/*", answer)
    tab = Watched(context.new_page(), SITE, set())
    tab.go("/")
    context.close()

    assert any(fault in told for told in tab.faults), tab.faults
    assert len(tab.faults) <= 3
