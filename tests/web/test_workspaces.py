"""Whoever is seated sees the workspaces and the kept lists that their seat may use, and no other."""

from typing import Any

import pytest

from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.web import frame
from tests.support.long import spread
from tests.web.conftest import Get
from tests.web.markup import Markup
from tests.web.sitting import Sitter


def _workspaces(page: str) -> set[str]:
    beside = page.split('<nav class="desks"')
    return {link["href"] for link in Markup(page).all("a") if f'href="{link["href"]}"' in beside[-1].split("</nav>")[0]}


@pytest.mark.parametrize(("vendor", "login"), spread(("alice", "rita")), indirect=["vendor"])
def test_the_workspaces_offered_are_those_that_open(cast: Any, login: str) -> None:
    sitter = Sitter(login)
    offered = _workspaces(sitter.get("").content.decode())
    for page in frame.pages():
        if page.desk is not None:
            opened = sitter.get(page.addresses[0]).status_code
            assert (f"/en/{page.addresses[0]}" in offered) == (opened == 200), (page.name, opened)
    assert "/en/desk/accounts" in offered


def test_nobody_without_a_seat_is_offered_a_workspace(cast: Any, get: Get) -> None:
    assert '<nav class="desks"' not in get("/en/").content.decode()


@pytest.mark.parametrize(("vendor", "login"), spread(("alice", "rita")), indirect=["vendor"])
def test_a_kept_list_opens_to_whom_the_page_of_lists_names_it_and_to_nobody_else(cast: Any, login: str) -> None:
    sitter = Sitter(login)
    named = {link["href"] for link in Markup(sitter.get("downloads").content.decode()).all("a")}
    for listing in listings().values():
        page = sitter.get(f"lists/{listing.code}")
        opened = page.status_code == 200
        assert opened == (f"/en/lists/{listing.code}" in named), listing.code
        assert Markup(page.content.decode()).faults == [], listing.code
        needs = any(one.needed for one in listing.filters)
        if not needs:
            assert (sitter.get(f"lists/{listing.code}.csv").status_code == 200) == opened, listing.code
