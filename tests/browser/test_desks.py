"""What each role finds when they sign in: every page that is theirs, in one language wide and in the other narrow."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import entrances, walk
from tests.browser.watching import name
from tests.support.long import LONG

ROLES = {
    "demo.lin": "administrator",
    "demo.he": "account manager of the register",
    "demo.tan": "applicant",
    "demo.qiu": "verifier",
    "demo.bai": "city reviewer",
    "demo.song": "province",
    "demo.mei": "gazette",
    "demo.zhou": "registrar",
    "demo.wu": "second person",
    "demo.chen": "covered entity",
    "demo.guan": "buyer",
    "demo.zhao": "exchange",
}


def seated_kinds() -> frozenset[str]:
    """The pages that need a seat; and those of the log-in machinery."""
    from tanpuhui.interfaces.web import frame

    return frozenset(page.name for page in frame.pages() if page.needs) | {"mfa_index", "account_change_password"}


USUAL = ("demo.lin", "demo.tan", "demo.qiu", "demo.bai", "demo.mei", "demo.zhou", "demo.guan")
"""Whose desks are walked every day; everybody's in the long run."""


@pytest.mark.parametrize("login", ROLES if LONG else USUAL)
def test_every_page_at_somebody_s_desk_stands(visit: Visit, login: str) -> None:
    """One in Chinese and wide, the next in English and narrow, and so on; in the long run everybody both ways."""
    ways = [("zh", 1280), ("en", 390), ("en", 1280), ("zh", 390)]
    first = list(ROLES).index(login)
    for lang, width in [ways[(first + n) % 4] for n in range(4 if LONG else 1)]:
        tab = visit(login, lang=lang, width=width)
        tab.go(f"/{lang}/desk")
        mine = [link for link in entrances(lang, seated=True) if link in tab.links() or name(link) == "desk"]
        each = 12 if LONG else 1
        for _, new in walk(tab, mine, each, also=seated_kinds()):
            if new and width == 1280:
                tab.darken()
