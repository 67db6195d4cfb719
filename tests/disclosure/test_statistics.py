"""Statistics are computed from the ledger, as of a day, and always conserved."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.disclosure.statistics import statistics, unit_types
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.core.ranges import Range
from tests.issuance.desk import DAY, Desk, row, use
from tests.ledger.cast import DAY as LEDGER_DAY
from tests.ledger.cast import Cast, newest_entry_after
from tests.support import grounds
from tests.support.databases import Database
from tests.support.long import counts


def test_an_empty_register_has_no_unit_types_and_totals_of_nothing(db: Database) -> None:
    Desk()

    nothing = statistics("PHCER", DAY)

    assert unit_types() == []
    assert (nothing.issued, nothing.series, nothing.places, nothing.conserved) == (0, 0, (), True)


def test_units_count_from_the_day_of_issuance_on(db: Database) -> None:
    Desk().import_rows([row(2, "A", 100, on=date(2020, 1, 1))])

    assert statistics("MUU", date(2019, 12, 31)).issued == 0
    assert statistics("MUU", date(2020, 1, 1)).issued == 100


def test_where_units_lie_is_asked_for_another_day_than_what_was_issued(db: Database) -> None:
    Desk().import_rows([row(2, "A", 100, use("retire", "held", "used", 40)), row(3, "B", 7, on=date(2021, 1, 1))])

    early = statistics("MUU", date(2020, 12, 31))
    late = statistics("MUU", date(2020, 12, 31), DAY)

    assert {p.account: p.units for p in early.places} == {"made-up:held": 100}
    assert {p.account: p.units for p in late.places} == {"made-up:held": 60, "made-up:used": 40}
    assert early.conserved
    assert late.conserved


def test_what_moved_is_net_of_corrections_and_of_their_corrections(db: Database) -> None:
    cast = Cast()
    series = cast.issue("A-1", 100)
    first = newest_entry_after(cast.act, "retire", Item("A-1", "RETIRED", series, 100))
    cast.correct(first)
    assert statistics("PHCER", LEDGER_DAY).moved == {"issue": 100}
    cast.act("retire", Item("A-1", "RETIRED", series, range=Range(1, 50)))
    assert statistics("PHCER", LEDGER_DAY).moved == {"issue": 100, "retire": 50}
    sold = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 50))
    back = newest_entry_after(cast.correct, sold)
    cast.correct(back)
    shown = statistics("PHCER", LEDGER_DAY, accounts=True)
    assert shown.moved == {"issue": 100, "transfer": 50, "retire": 50}
    assert {place.account: place.units for place in shown.places} == {"B-1": 50, "RETIRED": 50}


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    return grounds.asked(request, desk="tests.issuance.desk:Desk")


@pytest.fixture
def desk(standing: Desk) -> Desk:
    return standing


@settings(max_examples=counts(25, 2000))
@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 100), st.integers(0, 900)), min_size=1, max_size=8))
def test_whatever_was_issued_and_used_everything_is_somewhere(
    db: Database, desk: Desk, rows: list[tuple[int, int, int]]
) -> None:
    with db.scratch():
        desk.import_rows(
            [
                row(i, f"P{i}", size, *([use("retire", "held", "used", size * share // 100)] if size * share >= 100 else []),
                    on=date(2020, 1, 1) + timedelta(days=day))
                for i, (size, share, day) in enumerate(rows, 2)
            ]
        )  # fmt: skip
        shown = statistics("MUU", DAY)

        assert shown.issued == sum(size for size, _, _ in rows)
        assert shown.conserved
        assert sum(share.units for share in shown.by_vintage) == shown.issued
