"""A freeze stops what is dated on its days: from the day it begins, and no longer on the day it was lifted."""

from datetime import date, timedelta

import pytest

from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tests.ledger.cast import Cast, code_of
from tests.ledger.test_statements import NINE, statements

BEGINS, ENDS = date(2024, 2, 10), date(2024, 2, 20)
A_DAY = timedelta(days=1)
SCOPES = {"account": "A-1", "unit_type": "PHCER", "everything": ""}


def move(cast: Cast, series: int, on: date) -> str:
    """The code with which a transfer of that day is refused, or ""."""
    return code_of(cast.act, "transfer", Item("A-1", "B-1", series, 1), on=on)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_freeze_stops_no_act_dated_before_it_begins(cast: Cast, scope: str) -> None:
    series = cast.issue("A-1", 10)
    cast.freeze(scope, SCOPES[scope], on=BEGINS)
    told = [move(cast, series, on) for on in (BEGINS - A_DAY, BEGINS, ENDS)]
    assert [bool(code) for code in told] == [False, True, True]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_lifted_freeze_still_stops_what_is_dated_between_its_days(cast: Cast, scope: str) -> None:
    series = cast.issue("A-1", 10)
    cast.lift(cast.freeze(scope, SCOPES[scope], on=BEGINS), on=ENDS)
    told = [move(cast, series, on) for on in (BEGINS - A_DAY, BEGINS, ENDS - A_DAY, ENDS, ENDS + A_DAY)]
    assert [bool(code) for code in told] == [False, True, True, False, False]
    assert verify() == []


def test_a_freeze_is_not_lifted_before_it_begins(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    freeze = cast.freeze("account", "A-1", on=BEGINS)
    assert code_of(cast.lift, freeze, BEGINS - A_DAY) == "lifted_before_frozen"
    assert move(cast, series, BEGINS) == "account_frozen"
    cast.lift(freeze, BEGINS)
    assert move(cast, series, BEGINS) == ""
    assert code_of(cast.lift, freeze, ENDS) == "unknown_freeze"


def test_of_two_freezes_each_heeds_its_own_days(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    first = cast.freeze("account", "A-1", on=BEGINS)
    cast.freeze("account", "B-1", on=ENDS)
    cast.lift(first, BEGINS + A_DAY)
    told = [move(cast, series, on) for on in (BEGINS, BEGINS + A_DAY, ENDS - A_DAY, ENDS)]
    assert told == ["account_frozen", "", "", "account_frozen"]


def test_a_transfer_takes_as_many_statements_whatever_was_frozen_and_lifted(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    item = Item("A-1", "B-1", series, 1)
    before = statements(cast.act, "transfer", item, on=BEGINS)
    for _ in range(20):
        cast.lift(cast.freeze("account", "A-2", on=BEGINS), on=ENDS)
    assert statements(cast.act, "transfer", item, on=BEGINS) == before <= NINE
