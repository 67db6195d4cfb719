"""What is asked of the database is bounded: no more statements for a thousand lines than for one, or for a long life."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.ledger import issuing, operations, queries
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.posting import Creation
from tanpuhui.core.ranges import Range
from tests.ledger.cast import DAY, Cast, spans

NINE = 9
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
SIZES = (1, 100, 1000)


def statements(deed: Callable[..., object], *arguments: Any, **more: Any) -> int:
    """How many statements a deed takes, transaction control aside."""
    with CaptureQueriesContext(connection) as captured:
        deed(*arguments, **more)
    return sum(not (query["sql"] or "").lstrip().startswith(CONTROL) for query in captured.captured_queries)


@contextmanager
def counted(most: int) -> Iterator[list[int]]:
    """Deeds of different sizes, all of which must take the same number of statements, at most `most`."""
    seen: list[int] = []
    yield seen
    assert len(set(seen)) == 1, seen
    assert seen[0] <= most, seen


def mine(source: str, target: str, series: int, size: int, **more: Any) -> list[Item]:
    return [Item(source, target, series, 1, **more)] * size


def test_a_batch_takes_as_many_statements_for_a_thousand_lines_as_for_one(cast: Cast) -> None:
    series = cast.issue("A-1", 10_000)
    with counted(NINE) as seen:
        for size in SIZES:
            items = mine("A-1", "B-1", series, size)
            seen.append(statements(cast.act, "transfer", *items))


def test_so_does_a_batch_that_shrinks_a_block_and_hands_a_whole_one_over(cast: Cast) -> None:
    series = cast.issue("A-1", 200)
    cast.act("transfer", Item("A-1", "A-2", series, range=Range(101, 101)))
    assert statements(cast.act, "transfer", Item("A-1", "B-1", series, 150)) == NINE
    assert (spans("A-1"), spans("B-1")) == ([(102, 150)], [(1, 100), (151, 200)])


def test_so_do_ranges_retirements_and_what_waits(cast: Cast) -> None:
    series = cast.issue("A-1", 20_000)
    ranges, retired, waits = [], [], []
    for turn, size in enumerate(SIZES):
        first = 1 + 5000 * turn
        items = [Item("A-1", "B-1", series, range=Range(first + 2 * n, first + 2 * n)) for n in range(size)]
        ranges.append(statements(cast.act, "transfer", *items))
    for size in SIZES:
        items = mine("A-1", "RETIRED", series, size)
        retired.append(statements(cast.act, "retire", *items))
        items = mine("A-1", "B-W", series, size) + mine("A-1", "A-W", series, size)
        waits.append(statements(cast.act, "transfer", *items))
    for seen, more in ((ranges, 1), (retired, 2), (waits, 2)):
        assert len(set(seen)) == 1, seen
        assert seen[0] <= NINE + more


def test_so_do_reservations_and_the_end_of_one_however_many_blocks_it_marks(cast: Cast) -> None:
    series = cast.issue("A-1", 20_000)
    cast.act("transfer", *[Item("A-1", "A-2", series, range=Range(n, n)) for n in range(2, 6000, 2)])
    reserved, used, accepted = [], [], []
    for size in SIZES:
        items = mine("A-1", "A-1", series, size)
        reserved.append(statements(cast.reserve, *items))
        held = Item("A-1", "B-1", series, 1, held_under=cast.reserve(*items))
        used.append(statements(cast.act, "transfer", held))
    for size in SIZES:
        waiting = cast.wait(Item("A-1", "B-W", series, size))
        written = cast.write(cast.people.bob)
        accepted.append(statements(operations.accept, **written, reservation=waiting))
    for seen, most in ((reserved, NINE + 1), (used, NINE + 1), (accepted, NINE + 4)):
        assert len(set(seen)) == 1, seen
        assert seen[0] <= most, seen


def test_holds_used_together_are_asked_for_together(cast: Cast) -> None:
    series = cast.issue("A-1", 1000)
    with counted(NINE + 1) as seen:
        for size in (1, 20):
            holds = [cast.reserve(Item("A-1", "A-1", series, 2)) for _ in range(size)]
            items = [Item("A-1", "B-1", series, 1, held_under=hold) for hold in holds]
            seen.append(statements(cast.act, "transfer", *items))


def test_payments_take_as_many_statements_for_a_thousand_as_for_one(cast: Cast) -> None:
    cast.pay_in("A-P", 10_000)
    with counted(NINE) as seen:
        for size in SIZES:
            written, payments = cast.write(cast.people.broker), [("A-P", "B-P", 1)] * size
            seen.append(statements(operations.pay, **written, payments=payments))


def test_a_mirror_of_a_thousand_series_takes_as_many_as_one(cast: Cast) -> None:
    with counted(NINE + 1) as seen:
        for size in SIZES:
            new = [
                ("A-1", Creation("issue", 0, 5, "ARBOC", "US_CA", "FR", f"P{n}", 2013, "us", f"{size}-{n}"))
                for n in range(size)
            ]
            written = cast.write(cast.people.setup)
            seen.append(statements(issuing.mirror, **written, series=new))


@pytest.mark.parametrize("read", ["balance", "statement", "lineage", "locate", "serials", "find"])
def test_what_is_read_takes_as_many_statements_after_a_long_life_as_after_a_short(cast: Cast, read: str) -> None:
    cast.issue("A-1", 50)
    series = cast.issue("A-1", 10)
    one = Range(60, 60)
    serial = queries.find(60)
    reads: dict[str, Callable[[], object]] = {
        "balance": lambda: queries.balance("A-1", DAY),
        "statement": lambda: queries.statement("A-1", DAY),
        "lineage": lambda: queries.lineage(serial),
        "locate": lambda: queries.locate(queries.serial_of(series, 51, 60)),
        "serials": lambda: list(queries.serials("A-1")),
        "find": lambda: queries.find(55),
    }
    with counted(6) as seen:
        for steps in (2, 40):
            for _ in range(steps):
                cast.act("transfer", Item("A-1", "B-1", series, range=one))
                cast.act("transfer", Item("B-1", "A-1", series, range=one))
            seen.append(statements(reads[read]))


def test_a_refill_is_asked_for_only_where_blocks_are_small(cast: Cast) -> None:
    series = cast.issue("A-1", 4000)
    cast.act("transfer", *[Item("A-1", "A-2", series, range=Range(n, n)) for n in range(2, 4000, 2)])
    many = statements(cast.act, "transfer", Item("A-1", "B-1", series, 1000))
    few = statements(cast.act, "transfer", Item("A-1", "B-1", series, 1))
    assert few <= NINE
    assert many <= few + 5
