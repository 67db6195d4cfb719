"""Account pages: only for those who may; holdings and statement as of a day; transfer, accept, retire through the forms."""

import re
from typing import Any

from tests.web.conftest import Get
from tests.web.sitting import Sitter, entrust, join

PAGES = ("desk/accounts", "desk/accounts/A-1")


def test_a_stranger_without_login_is_sent_to_log_in(cast: Any, get: Get) -> None:
    for page in PAGES:
        assert "/account/login/" in get(f"/en/{page}")["Location"]


def test_an_account_of_others_is_refused_exactly_as_one_that_is_not_there(cast: Any) -> None:
    bob = Sitter("bob")

    there, nowhere = bob.get("desk/accounts/A-1"), bob.get("desk/accounts/A-9")

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.decode().replace("A-1", "A-9").split("<main")[1] == nowhere.content.decode().split("<main")[1]
    assert "A-1" not in bob.text("desk/accounts")


def test_own_accounts_show_units_reserved_and_money(cast: Any) -> None:
    cast.pay_in("B-P", 1_234_567)

    text = Sitter("bob").text("desk/accounts")

    assert "B-1 B-1 holding account BOB BOB 30 PHCER 30 10" in text
    assert "B-P B-P cash account BOB BOB 12,345.67" in text
    assert "¥ 12,345.67" in Sitter("bob").text("desk/accounts/B-P")
    assert "2024-01-02 +12,345.67 BANK" in Sitter("bob").text("desk/accounts/B-P")
    assert "¥ 0.00" in Sitter("bob").text("desk/accounts/B-P", day="2024-01-01")
    file = Sitter("bob").get("desk/accounts/B-P", list="payments", download="csv")
    assert b"1234567" in b"".join(file.streaming_content)


def test_who_was_entrusted_with_reading_sees_the_account_and_who_was_not_does_not(cast: Any) -> None:
    entrust(cast, "ALICE", "EXCHANGE", "accounts:read")
    join(cast, "eva", "EXCHANGE", "agent")

    assert Sitter("eva").text("desk/accounts/A-1")
    assert Sitter("eva").get("desk/accounts/B-1").status_code == 404
    assert Sitter("eve").get("desk/accounts/A-1").status_code == 404


def test_the_registrar_may_look_into_any_account(cast: Any) -> None:
    rita = Sitter("rita")

    assert "A-1" in rita.text("desk/accounts", q="A-1")
    assert {"Cancel", "Invalidate", "Expire", "Into the buffer"} <= set(rita.ways("desk/accounts/A-1"))
    assert "Transfer" not in rita.ways("desk/accounts/A-1")


def test_balance_and_statement_are_those_of_the_day_that_is_asked_for(cast: Any) -> None:
    alice = Sitter("alice")
    before = alice.text("desk/accounts/A-1", day="2024-01-01")
    then = alice.text("desk/accounts/A-1", day="2024-01-02")

    assert "There are no units in the account." in before
    assert "Nothing had come or gone by that day." in before
    assert "PHCER 2019 SG1 70 0 70" in then
    assert "transfer GD-PHCER-FORESTRY-SG1-2019-71-100 −30 B-1" in then
    assert alice.get("desk/accounts/A-1", day="2100-01-01").status_code == 400


def test_the_statement_comes_as_a_file_and_only_to_who_may(cast: Any) -> None:
    alice = Sitter("alice")
    for format in ("csv", "xlsx", "parquet"):
        file = alice.get("desk/accounts/A-1", list="postings", download=format)
        assert file.status_code == 200
        assert len(b"".join(file.streaming_content)) > 50
    assert Sitter("bob").get("desk/accounts/A-1", list="postings", download="csv").status_code == 404


def test_units_are_transferred_by_quantity_from_the_account_page(cast: Any) -> None:
    alice = Sitter("alice")
    address = alice.ways("desk/accounts/A-1")["Transfer"]
    assert alice.client.get(address).status_code == 200

    done = alice.do(
        "transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", target="B-1", quantity="5"
    )

    assert (done.status_code, done["Location"]) == (302, "/en/desk")
    assert "PHCER 2019 SG1 65 0 65" in alice.text("desk/accounts/A-1")


def test_exact_serials_are_transferred_and_of_a_run_the_last_ones(cast: Any) -> None:
    alice = Sitter("alice")

    alice.done("transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-11-20", target="B-1")
    alice.done("transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-31-40", target="B-1", quantity="3")

    from tests.ledger.cast import spans

    assert {(11, 20), (38, 40)} <= set(spans("B-1"))


def test_what_waits_is_accepted_or_declined_by_who_receives_it(cast: Any) -> None:
    alice, bob = Sitter("alice"), Sitter("bob")
    for quantity in ("4", "6"):
        alice.done(
            "transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", target="B-W", quantity=quantity
        )
    first, second = (int(mark) for mark in _waiting(bob))

    assert "Accept" not in alice.ways("desk/accounts/A-1")
    bob.done("accept_units", reservation=first)
    bob.done("decline_units", reservation=second)

    assert "PHCER 2019 SG1 4 0 4" in bob.text("desk/accounts/B-W")
    assert "PHCER 2019 SG1 66 0 66" in alice.text("desk/accounts/A-1")


def _waiting(bob: Sitter) -> list[str]:
    page = bob.get("desk/accounts/B-W").content.decode()
    return re.findall(r"accept_units\?reservation=(\d+)", page)


def test_a_retirement_leads_to_its_certificate(cast: Any) -> None:
    alice = Sitter("alice")

    alice.done(
        "retire_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", quantity="7", purpose="voluntary",
        beneficiary="the village",
    )  # fmt: skip

    certificate = alice.client.get(alice.ways("desk/accounts/A-1")["Certificate"])
    assert certificate.status_code == 200
    assert "the village" in certificate.content.decode()


def test_the_page_costs_the_same_however_much_came_and_went(cast: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tanpuhui.apps.ledger.operations import Item

    def statements() -> int:
        alice = Sitter("alice")
        alice.get("desk/accounts/A-1")
        with CaptureQueriesContext(connection) as few:
            alice.text("desk/accounts/A-1")
        return len(few)

    before = statements()
    for number in range(30):
        series = cast.issue("A-1", 2, project=f"SG{number + 2}")
        cast.act("transfer", Item("A-1", "B-1", series, 1))

    assert statements() == before <= 25
