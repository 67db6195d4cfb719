"""An account is closed when nothing lies in it and nothing waits for it, and then for every new act, whatever its day."""

from datetime import date

from tanpuhui.apps.ledger import accounts, operations
from tanpuhui.apps.ledger.operations import Item
from tests.ledger.cast import DAY, LATER, Cast, code_of, newest_entry

EARLIER, CLOSED_ON = date(2024, 2, 1), date(2024, 2, 2)


def close(cast: Cast, code: str, on: date = CLOSED_ON) -> str:
    """The code with which closing is refused, or ""."""
    return code_of(accounts.close_account, **cast.write(cast.keeper, on), code=code)


def test_a_closed_account_takes_part_in_no_new_act_of_any_day(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    assert close(cast, "B-2") == ""
    for on in (DAY, EARLIER, CLOSED_ON, LATER):
        assert code_of(cast.act, "transfer", Item("A-1", "B-2", series, 1), on=on) == "account_closed"
        assert code_of(cast.reserve, Item("A-1", "A-1", series, 1), favour="B-2", on=on) == "account_closed"
    assert close(cast, "B-P") == ""
    assert code_of(cast.pay_in, "B-P", 100, on=EARLIER) == "account_closed"


def test_an_account_that_units_wait_for_is_not_closed(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    waiting = cast.wait(Item("A-1", "B-W", series, 4))
    pledge = cast.reserve(Item("A-1", "A-1", series, 4), favour="B-2")
    assert (close(cast, "B-W"), close(cast, "B-2")) == ("account_awaited", "account_awaited")
    operations.decline(**cast.write(cast.people.bob), reservation=waiting)
    cast.set_free(pledge)
    assert (close(cast, "B-W"), close(cast, "B-2")) == ("", "")


def test_a_reservation_that_was_emptied_makes_nobody_wait(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    pledge = cast.reserve(Item("A-1", "A-1", series, 4), favour="B-2")
    cast.act("cancel", Item("A-1", "CANCELLED", series, 4, held_under=pledge))
    assert close(cast, "B-2") == ""
    cast.set_free(pledge)


def test_what_the_register_keeps_for_itself_is_never_closed(cast: Cast) -> None:
    cast.open_mirror()
    for code in ("RETIRED", "CANCELLED", "BANK", "made-up:held", "made-up:used"):
        assert close(cast, code) == "account_of_register"


def test_a_correction_reaches_no_account_that_was_closed(cast: Cast) -> None:
    series = cast.issue("A-2", 10)
    cast.act("transfer", Item("A-2", "B-1", series, 10), key="out")
    assert close(cast, "A-2") == ""
    assert code_of(cast.correct, newest_entry()) == "account_closed"
