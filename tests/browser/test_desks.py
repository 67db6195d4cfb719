"""What each role finds when they sign in: every page that is theirs, in one language wide and in the other narrow."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import entrances, name, walk
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


@pytest.mark.parametrize("login", ROLES)
def test_every_page_at_somebody_s_desk_stands(visit: Visit, login: str) -> None:
    """Who reads Chinese wide reads English narrow, and every second one the other way round."""
    odd = list(ROLES).index(login) % 2
    for lang, width in (("zh", 390 if odd else 1280), ("en", 1280 if odd else 390)):
        tab = visit(login, lang=lang, width=width)
        tab.go(f"/{lang}/desk")
        mine = [link for link in entrances(lang, seated=True) if link in tab.links() or name(link) == "desk"]
        each = 12 if LONG else 1
        for _, new in walk(tab, mine, each, also=seated_kinds()):
            if new and lang == "en":
                tab.darken()
