"""What is told: balances and statements as of any day, the place and the life of any unit."""

from datetime import date, timedelta

from tanpuhui.apps.ledger import accounts, operations, queries
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.core.ranges import Range
from tests.ledger.cast import DAY, Cast, code_of, held, newest_entry

ONE, TWO, THREE, FOUR = (date(2024, month, 10) for month in (2, 3, 4, 5))
A_DAY = timedelta(days=1)


def a_year(cast: Cast) -> int:
    """Issued in February, 30 sold in March, 10 of them retired in April, 5 more sold and taken back in May."""
    series = cast.issue("A-1", 100, on=ONE)
    cast.act("transfer", Item("A-1", "B-1", series, 30), on=TWO)
    cast.act("retire", Item("B-1", "RETIRED", series, 10), on=THREE)
    cast.act("transfer", Item("A-1", "B-1", series, range=Range(1, 5)), on=FOUR)
    cast.correct(newest_entry(), on=FOUR)
    return series


def test_a_balance_is_that_of_the_end_of_the_day_asked_for(cast: Cast) -> None:
    a_year(cast)
    days = (DAY, ONE - A_DAY, ONE, TWO - A_DAY, TWO, THREE - A_DAY, THREE, FOUR, date(2099, 12, 31))
    assert [held("A-1", on) for on in days] == [0, 0, 100, 100, 70, 70, 70, 70, 70]
    assert [held("B-1", on) for on in days] == [0, 0, 0, 0, 30, 30, 20, 20, 20]
    assert [held("RETIRED", on) for on in days] == [0] * 6 + [10] * 3


def test_a_statement_ends_with_the_day_asked_for_and_shows_a_correction_as_what_it_is(cast: Cast) -> None:
    a_year(cast)
    told = [(step.on, step.act, step.units, step.source, step.target) for step in queries.statement("B-1", FOUR)]
    assert told == [
        (TWO, "transfer", 30, "A-1", "B-1"), (THREE, "retire", 10, "B-1", "RETIRED"),
        (FOUR, "transfer", 5, "A-1", "B-1"), (FOUR, "correct", 5, "B-1", "A-1"),
    ]  # fmt: skip
    assert [step.act for step in queries.statement("B-1", THREE - A_DAY)] == ["transfer"]
    assert queries.statement("B-1", ONE) == []


def test_a_statement_comes_in_pages(cast: Cast) -> None:
    a_year(cast)
    first = queries.statement("B-1", FOUR, limit=2)
    rest = queries.statement("B-1", FOUR, after=first[-1].posting, limit=2)
    assert first + rest == queries.statement("B-1", FOUR)
    assert queries.statement("B-1", FOUR, after=rest[-1].posting) == []


def test_what_was_reserved_on_a_past_day_is_told_for_that_day(cast: Cast) -> None:
    series = cast.issue("A-1", 100, on=ONE)
    mark = cast.reserve(Item("A-1", "A-1", series, 40), on=TWO)
    operations.release(**cast.write(cast.people.alice, FOUR), reservation=mark)
    reserved = [[row.reserved for row in queries.balance("A-1", on)] for on in (ONE, TWO, THREE, FOUR)]
    assert reserved == [[0], [40], [40], [0]]
    assert [held("A-1", on) for on in (ONE, TWO, FOUR)] == [100, 100, 100]


def test_money_is_told_as_of_a_day_too(cast: Cast) -> None:
    cast.pay_in("A-P", 500, on=TWO)
    operations.pay(**cast.write(cast.people.broker, FOUR), payments=[("A-P", "B-P", 200)])
    assert [queries.money("A-P", on) for on in (ONE, TWO, THREE, FOUR)] == [0, 500, 500, 300]
    assert queries.money("BANK", FOUR) == -500


def test_a_serial_is_found_inside_any_blocks_and_told_run_by_run(cast: Cast) -> None:
    series = a_year(cast)
    serial = queries.serial_of(series, 66, 95)
    places = [(place.account, place.units) for place in queries.locate(serial)]
    assert places == [("A-1", 5), ("B-1", 20), ("RETIRED", 5)]
    assert {place.owner for place in queries.locate(queries.find(99))} == {"REGISTER"}


def test_the_life_of_a_unit_runs_from_its_issuance_to_where_it_lies(cast: Cast) -> None:
    a_year(cast)
    lives = {
        number: [(step.act, step.target) for step in queries.lineage(queries.find(number))]
        for number in (3, 50, 80, 95)
    }
    assert lives == {
        3: [("issue", "A-1"), ("transfer", "B-1"), ("correct", "A-1")],
        50: [("issue", "A-1")],
        80: [("issue", "A-1"), ("transfer", "B-1")],
        95: [("issue", "A-1"), ("transfer", "B-1"), ("retire", "RETIRED")],
    }


def test_a_back_dated_act_stands_in_its_day_if_the_units_were_there(cast: Cast) -> None:
    series = cast.issue("A-1", 100, on=ONE)
    cast.act("transfer", Item("A-1", "B-1", series, 10), on=THREE)
    cast.act("transfer", Item("A-1", "B-1", series, 5), on=TWO)
    assert [held("B-1", on) for on in (ONE, TWO, THREE)] == [0, 5, 15]
    early = Item("B-1", "A-2", series, range=Range(91, 100))
    assert code_of(cast.act, "transfer", early, on=TWO) == "day_before_holding"


def test_an_account_is_closed_only_after_its_last_movement(cast: Cast) -> None:
    series = cast.issue("A-2", 10, on=ONE)
    cast.act("transfer", Item("A-2", "B-1", series, 10), on=THREE)
    close = cast.write(cast.keeper, TWO)
    assert code_of(accounts.close_account, **close, code="A-2") == "day_before_holding"
    accounts.close_account(**cast.write(cast.keeper, THREE), code="A-2")
    assert code_of(cast.act, "transfer", Item("B-1", "A-2", series, 1), on=FOUR) == "account_closed"


def test_surrendered_accounts_are_opened_for_each_entity(cast: Cast) -> None:
    cast.open("A-S-2024", "surrendered", "ALICE")
    series = cast.issue("A-1", 10)
    cast.act("deposit", Item("A-1", "A-C", series, 10))
    cast.act("surrender", Item("A-C", "A-S-2024", series, 10))
    assert queries.locate(queries.find(1))[0].owner == "ALICE"
