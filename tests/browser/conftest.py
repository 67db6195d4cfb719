"""One browser while these tests run, one server on the whole demonstration, and tabs that are watched."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser import finding
from tests.browser.watching import WIDE, Watched
from tests.support import databases, stories
from tests.support.databases import Database
from tests.support.serving import served

FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PATIENCE = 60_000


@dataclass
class Site:
    """A register that is served. `cookies`: those of everybody who has signed in, so that nobody need do it twice."""

    database: Database
    address: str
    cookies: dict[str, Any] = field(default_factory=dict)

    def sign_in_link(self, login: str) -> str:
        """A link that lets somebody in once."""
        from tanpuhui.apps.parties.models import User
        from tanpuhui.interfaces.web.login import sign_in_link

        with databases.using(self.database):
            return f"{self.address}/zh/{sign_in_link(User.objects.get(login=login))}"


Visit = Callable[..., Watched]


@contextmanager
def chromium_open() -> Iterator[Browser]:
    """A browser with a fresh profile. Without one, a failure that says what to install."""
    program = finding.found()
    if not program:
        pytest.fail(finding.MISSING, pytrace=False)
    with sync_playwright() as play:
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        browser = play.chromium.launch(executable_path=program, args=list(flags))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser. While it runs Playwright's loop is in this thread, where Django would otherwise refuse to work."""
    with pytest.MonkeyPatch.context() as patch, chromium_open() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser


@contextmanager
def site_of(database: Database) -> Iterator[Site]:
    """The register, served."""
    with served(database) as address:
        yield Site(database, address)
    databases.drop(database)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """The whole demonstration on SQLite. Tests only read it: whoever writes takes a register of their own."""
    databases.set_up_django()
    with site_of(stories.played("sqlite")) as site:
        yield site


@pytest.fixture(scope="package")
def seen() -> set[object]:
    """What was examined already."""
    return set()


@pytest.fixture
def visit(request: pytest.FixtureRequest, chromium: Browser, seen: set[object]) -> Iterator[Visit]:
    """Opens a watched tab: `visit("demo.lin", lang="en", width=390)`. At the end of the test no tab may have a fault."""
    tabs: list[Watched] = []
    contexts: list[BrowserContext] = []

    def open_tab(login: str = "", *, lang: str = "zh", width: int = WIDE, at: Site | None = None) -> Watched:
        there: Site = at or request.getfixturevalue("site")
        context = chromium.new_context(
            base_url=there.address, locale=LOCALES[lang], viewport={"width": width, "height": 900},
            storage_state=there.cookies.get(login),
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if login and login not in there.cookies:
            assert context.request.get(there.sign_in_link(login), timeout=PATIENCE).ok
            there.cookies[login] = context.storage_state()
        tabs.append(Watched(context.new_page(), there.address, seen))
        return tabs[-1]

    yield open_tab
    faults = [fault for tab in tabs for fault in tab.faults]
    for context in contexts:
        context.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
