"""Pictures of the key pages, for looking at: `python -m tests.browser.pictures FOLDER`. What is wrong on them is printed."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.conftest import Site, chromium_open, site_of
from tests.browser.watching import PHONE, WIDE, Watched
from tests.support import databases, stories

PUBLIC = (
    "", "statistics", "projects", "projects/PRJ-2021-000001", "lists/projects", "issuances", "retirements", "adoptions",
    "serials?q=1", "values", "notices", "mechanisms", "sources", "glossary", "methodologies", "downloads", "api", "style",
    "certificates/issuances/REP-2021-000001", "account/login/", "nowhere",
)  # fmt: skip
DESKS = {
    "demo.tan": ("desk", "desk/cases", "desk/apply", "desk/accounts", "desk/accounts/ZHANKENG-1", "desk/organisation"),
    "demo.qiu": ("desk", "desk/cases", "desk/cases/REP-2021-000001", "desk/cases/REP-2021-000001/calculation"),
    "demo.bai": ("desk", "desk/cases/PRJ-2021-000001"),
    "demo.guan": ("desk/accounts/WEITAN-1", "desk/do/transfer_units?source=WEITAN-1", "desk/do/retire_units"),
    "demo.zhou": ("desk", "desk/authority", "desk/approvals", "desk/approvals/5"),
    "demo.mei": ("desk/gazette", "desk/do/publish_notice"),
    "demo.lin": (
        "desk", "desk/admin/organisations", "desk/admin/health", "desk/admin/jobs", "desk/do/admit_organisation",
        "account/second-step/totp/activate/",
    ),
}  # fmt: skip
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def take(browser: Browser, site: Site, folder: Path) -> Iterator[str]:
    """Takes them all; gives what is wrong, a line each."""
    seen: set[object] = set()
    number = 0
    for login, addresses in {"": PUBLIC, **DESKS}.items():
        for address in addresses:
            number += 1
            lang, width, dark = ("zh", "en")[number % 2], (WIDE, PHONE)[number // 2 % 2], number % 7 == 3
            context = browser.new_context(
                locale=LOCALES[lang], viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light",
                storage_state=site.cookies.get(login),
            )  # fmt: skip
            if login and login not in site.cookies:
                context.request.get(site.sign_in_link(login))
                site.cookies[login] = context.storage_state()
            tab = Watched(context.new_page(), site.address, seen)
            tab.go(f"/{lang}/{address}", status=404 if address == "nowhere" else 200)
            where = address.split("?")[0].strip("/").replace("/", "-") or "start"
            called = f"{number:02}-{login or 'public'}-{where}-{lang}-{width}"
            tab.page.screenshot(path=folder / f"{called}{'-dark' if dark else ''}.png", full_page=True)
            yield from tab.faults
            context.close()


def main(folder: Path) -> None:
    """Takes the pictures of a demonstration that is played for them."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[databases.RUN] = tempfile.mkdtemp()
    databases.set_up_django()
    with site_of(stories.played("sqlite")) as site, chromium_open() as browser:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        for fault in take(browser, site, folder):
            sys.stdout.write(f"{fault}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
