"""Forms of other sites: whatever takes POST refuses one that does not carry this visitor's own token."""

from collections.abc import Iterator

import pytest

from tests.security.conftest import Enter
from tests.security.test_answers import filled


def doors() -> Iterator[str]:
    """Every address of the site that takes POST."""
    from tanpuhui.interfaces.deeds.catalogue import deeds
    from tanpuhui.interfaces.web import frame

    for page in frame.pages():
        if page.writes:
            yield from (f"/en/{filled(address)}" for address in page.addresses)
    yield from (f"/en/desk/do/{code}" for code in deeds())
    yield from (f"/en/account/{door}/" for door in ("login", "logout", "reauthenticate", "password"))
    yield from (
        f"/en/account/second-step/{door}/" for door in ("totp/activate", "totp/deactivate", "recovery-codes/generate")
    )


@pytest.mark.parametrize("login", ["", "demo.lin"])
def test_a_form_without_the_token_of_the_visitor_is_refused(enter: Enter, login: str) -> None:
    client = enter(login, enforce_csrf_checks=True)
    forged = {"csrfmiddlewaretoken": "x" * 64, "day": "2024-01-01"}

    told = {address: [client.post(address, said).status_code for said in ({}, forged)] for address in doors()}

    assert len(told) > 50
    assert {address: codes for address, codes in told.items() if codes != [403, 403]} == {}


def test_a_form_with_the_token_is_taken(enter: Enter) -> None:
    client = enter("demo.lin", enforce_csrf_checks=True)
    page = client.get("/en/desk").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    assert client.post("/en/desk", {"csrfmiddlewaretoken": token, "day": "2024-12-01"}).status_code == 302


def test_the_api_takes_no_cookie(enter: Enter) -> None:
    """So it needs no token against forgery: who is logged in at the site is a stranger there."""
    client = enter("demo.lin", enforce_csrf_checks=True)

    for address in ("/api/v1/accounts", "/api/v1/tasks"):
        assert client.get(address).status_code == 401
    assert client.post("/api/v1/transfers", {}, content_type="application/json").status_code in (401, 404)
