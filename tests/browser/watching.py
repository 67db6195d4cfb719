"""A page under watch: whatever goes wrong while somebody looks at it is written down, whether the test asks or not."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, Response

from tests.support.long import LONG

WIDE, PHONE = 1280, 390
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What axe says, in a line for each place. Rules for 2.2 are off in axe unless they are named.
EXAMINE = """async how => (await axe.run(document, how)).violations.flatMap(wrong => wrong.nodes.map(node =>
    `${wrong.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.split('\\n').slice(1).join('; ').slice(0, 240)}`))"""
RULES = {"target-size": {"enabled": True}}
HOW = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "rules": RULES}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# Fades are over before colours are measured; what turns for ever is stopped.
SETTLE = """() => document.getAnimations().forEach(each =>
    each.effect.getComputedTiming().endTime === Infinity ? each.cancel() : each.finish())"""
# A page that was resized is told so with its next frame; charts follow then.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
# What sticks out to the right, unless it lies in a box that scrolls by itself; the innermost first.
OVERFLOW = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const scrolls = e => e && e !== document.body &&
        (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
    const out = [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > wide + 1 && !scrolls(e));
    return [`sticks out by ${document.documentElement.scrollWidth - wide} px: ` +
        out.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(' | ')];
}"""


@cache
def axe() -> str:
    """The program that examines accessibility; `make` brings it."""
    assert AXE.exists(), "axe-core is missing: remove .venv/dev and run make again"
    return AXE.read_text()


def name(address: str) -> str:
    """The name of the page of the catalogue that lies at an address; none if nothing of it does."""
    match = _match(address)
    return str(match.url_name or "") if match else ""


def kind(address: str) -> tuple[str, str]:
    """What kind of page lies at an address: its name and, of a form, whose form it is."""
    match = _match(address)
    return name(address), str(match.kwargs.get("code", "")) if match and match.url_name == "do" else ""


def _match(address: str) -> ResolverMatch | None:
    path = urlsplit(address).path
    try:
        with translation.override("en" if path.startswith("/en/") else "zh-hans"):
            return resolve(path)
    except Resolver404:
        return None


class Watched:
    """A tab of a browser. `faults`: what went wrong in it so far. `seen`: what was examined by any tab of the run."""

    def __init__(self, page: Page, site: str, seen: set[object]) -> None:
        self.page, self.site, self.faults, self._seen = page, site, list[str](), seen
        self._refused = False
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._fault(f"script failed: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("dialog", self._dialog)

    def go(self, address: str, status: int = 200) -> "Watched":
        """Opens an address of the site and looks at it."""
        self._refused = status >= 400
        answer = self.page.goto(self.site + address, wait_until="load")
        if answer is None or answer.status != status:
            self._fault(f"answered {answer.status if answer else None}, not {status}")
        self.look()
        self._refused = False
        return self

    def press(self, name: str) -> "Watched":
        """Presses the button with this name and looks at the page that comes."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=name, exact=True).click()
        return self.look()

    def follow(self, name: str) -> "Watched":
        """Follows the link with this name and looks at the page that comes."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return self.look()

    def look(self) -> "Watched":
        """Examines the page as it stands: one of its kind every day, in the long run one of each address and title."""
        size = self.page.viewport_size or {"width": 0}
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        what = (urlsplit(self.page.url).path, self.page.title()) if LONG else kind(self.page.url)
        if (what, size["width"], dark) not in self._seen:
            self._seen.add((what, size["width"], dark))
            self.examine()
        else:
            self.measure()
        return self

    def examine(self, how: dict[str, Any] | None = None) -> None:
        """Accessibility, and that nothing sticks out."""
        self.page.evaluate(f"if (!window.axe) {{ {axe()} }}")
        for fault in self.page.evaluate(EXAMINE, how or HOW):
            self._fault(fault)
        self.measure()

    def measure(self) -> None:
        """That nothing sticks out."""
        for fault in self.page.evaluate(OVERFLOW):
            self._fault(fault)

    def narrow(self) -> None:
        """The same page on a phone: that nothing sticks out there either. Afterwards it is as wide as before."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": PHONE, "height": 844})
        self.page.evaluate(DRAWN)
        self.measure()
        if before:
            self.page.set_viewport_size(before)

    def darken(self) -> None:
        """The same page in the dark scheme: that everything can be read."""
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(SETTLE)
        self.examine(CONTRAST)
        self.page.emulate_media(color_scheme="light")

    def links(self) -> list[str]:
        """The addresses on this site that the page links to, with what they ask, without the site."""
        every = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        return sorted({one.removeprefix(self.site).split("#")[0] for one in every if one.startswith(f"{self.site}/")})

    def _fault(self, says: str) -> None:
        size = self.page.viewport_size or {"width": 0}
        self.faults.append(f"{self.page.url.removeprefix(self.site)} at {size['width']}: {says}")

    def _ours(self, url: str) -> bool:
        return url.startswith((f"{self.site}/", "data:", "blob:", "about:"))

    def _console(self, message: ConsoleMessage) -> None:
        told_of_page = self._refused and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not told_of_page:
            self._fault(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not self._ours(request.url):
            self._fault(f"asks {request.url}")

    def _failed(self, request: Request) -> None:
        download = request.failure == "net::ERR_ABORTED" and request.is_navigation_request()
        if not download:
            self._fault(f"could not load {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._fault(f"answered {response.status}: {response.url}")
        if response.status >= 500:
            self._fault(f"answered {response.status}: {response.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self._fault(f"a dialog: {json.dumps(dialog.message)}")
        dialog.dismiss()
