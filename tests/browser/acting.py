"""Somebody at a desk in the browser: takes a day, presses the buttons of a case, fills in the form that is there, signs."""

import re
import time
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator

from tests.browser.watching import Watched

PAPER = b"%PDF-1.7\nthe paper\n%%EOF\n"
FORM = "form[action*='/desk/do/']"
STEPS = 6
"""So many pages a form may take: read before signing, proof anew, sent."""
WAYS = [("zh", 390), ("en", 1280), ("en", 390), ("zh", 1280)]
"""Each language at each size."""
Said = str | bytes | tuple[str, bytes] | list[str]


class Person:
    """One of the cast, with a tab of their own and the language they read."""

    def __init__(self, tab: Watched, lang: str) -> None:
        self.tab, self.lang = tab, lang
        self.password, self.secret, self.used = "", "", set[int]()

    def on(self, day: str) -> "Person":
        """Takes a day of the demonstration at the desk."""
        self.tab.go(f"/{self.lang}/desk")
        self.tab.page.locator("#day").fill(day)
        self._sent(self.tab.page.locator("form:has(#day) button"))
        return self

    def opens(self, address: str) -> Watched:
        """Goes to an address below the language, or to a whole one."""
        return self.tab.go(address if address.startswith("/") else f"/{self.lang}/{address}")

    def act(self, case: str, act: str, **said: Said) -> None:
        """Presses the button of an act on the page of a case, and fills in its form."""
        self.opens(f"desk/cases/{case}")
        href = self.tab.page.locator(f"a[data-act={act}], [data-act={act}] a").first.get_attribute("href")
        assert href, f"{act} is not offered"
        self.do(href, (), **said)

    def do(self, address: str, rows: Iterable[str] = (), /, **said: Said) -> str:
        """Fills in the form of a deed and sends it until it is done; where that led. `__` in a name is a dot.

        `rows`: lists to which a row is added first.
        """
        self.opens(address)
        for each in rows:
            self._sent(self.tab.page.locator(f'button[name=_more][value="{each}"]'))
        self._fill(self.tab.page.locator(FORM).first, said)
        page = self.tab.page
        self._sent(page.locator(FORM).first.locator(".send button"))
        for _ in range(STEPS):
            if page.locator("[data-focus]").count():
                raise AssertionError(f"refused: {page.locator('[data-focus]').first.inner_text()}")
            path = page.url.removeprefix(self.tab.site)
            if self.proves(path):
                continue
            if "/desk/do/" in path:
                self._sent(page.locator(FORM).first.locator(".send button"))
            else:
                return path
        raise AssertionError(f"the form never ends: {self.tab.page.url}")

    def two(self, second: "Person", reason: str = "已核对") -> None:
        """What was asked last of a second person: `second` allows it, and who asked carries it out."""
        page = self.tab.page
        self.opens("desk/approvals")
        number = page.locator("main a[href*='/desk/approvals/']").first.get_attribute("href") or ""
        second.do(number.replace(f"/{self.lang}/", f"/{second.lang}/"), allowed="true", reason=reason)
        self.opens(number)
        self._sent(page.locator("main form button").first)
        while self.proves(page.url):
            self.opens(number)
            self._sent(page.locator("main form button").first)

    def code(self) -> str:
        """The one-time code that the phone of this person shows now. A code works once: it waits until the next one."""
        from allauth.mfa.totp.internal import auth

        while (now := next(iter(auth.yield_hotp_counters_from_time()))) in self.used:
            time.sleep(1)
        self.used.add(now)
        return str(auth.format_hotp_value(auth.hotp_value(self.secret, now)))

    def proves(self, path: str) -> bool:
        """Proves anew who it is, where that is asked for: by a code, a password, or in a demonstration by a button."""
        page = self.tab.page
        if "/reauthenticate" in path:
            said = {"code": self.code()} if self.secret else {"password": self.password}
            for name, value in said.items():
                page.locator(f"main [name={name}]").fill(value)
        elif "/desk/prove" not in path:
            return False
        self._sent(page.locator("main form button").first)
        return True

    def sends(self, button: str) -> None:
        """Presses the first such button, and looks at the page that comes."""
        self._sent(self.tab.page.locator(button).first)

    def says(self) -> str:
        """What stands on the page."""
        return re.sub(r"\s+", " ", self.tab.page.locator("main").inner_text())

    def way(self, page: str, leads: str) -> str:
        """The address that holds `leads` of the first such link on a page, or on this one."""
        if page:
            self.opens(page)
        href = self.tab.page.locator(f"main a[href*='{leads}']").first.get_attribute("href")
        assert href
        return href

    def _sent(self, button: Locator) -> None:
        with self.tab.page.expect_navigation(wait_until="load"):
            button.click()
        self.tab.look()

    def _fill(self, form: Locator, said: dict[str, Said]) -> None:
        for name, value in said.items():
            field = form.locator(f'[name="{name.replace("__", ".")}"]:not([type=hidden])')
            kind = field.first.get_attribute("type")
            if isinstance(value, list):
                for each in value:
                    form.locator(f'[name="{name}"][value="{each}"]').check()
                continue
            if isinstance(value, bytes | tuple):
                called, content = value if isinstance(value, tuple) else ("paper.pdf", value)
                field.set_input_files({"name": called, "mimeType": "application/octet-stream", "buffer": content})
            elif kind in ("radio", "checkbox"):
                form.locator(f'[name="{name.replace("__", ".")}"][value="{value}"]').check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)


def signed(**more: Any) -> dict[str, Any]:
    """What goes with a paper that is signed."""
    return {"signed_by": "谭秋 Tan Qiu", "signature": PAPER, **more}
