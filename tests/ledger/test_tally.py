"""Kept totals are what the postings add up to: whenever they are folded, on any day, and while others write."""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
from django.db import connection, transaction

from tanpuhui.apps.ledger import tally
from tanpuhui.apps.ledger.models import Account, Posting, Retirement, Tally
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.core.ranges import Range
from tests.ledger.cast import DAY, LATER, Cast, newest_entry_after
from tests.support.databases import Database


def summed(issued_to: date, on: date) -> Mapping[str, int]:
    """The same totals, posting by posting."""
    found: Counter[str] = Counter()
    rows = Posting.objects.select_related("series", "source", "target", "previous__previous")
    for row in rows.filter(on__lte=on, series__issued_on__lte=issued_to, series__unit_type="PHCER"):
        units, act, sign = row.next - row.first, row, 1
        while act.act == "correct" and act.previous is not None:
            act, sign = act.previous, -sign
        found[f"act:{act.act}"] += sign * units
        found[place(row.target)] += units
        if row.source:
            found[place(row.source)] -= units
        if row.act == "retire":
            found[f"for:{Retirement.objects.get(pk=row.journal_id).purpose}"] += units
    return {what: units for what, units in found.items() if units}


def place(account: Account) -> str:
    return f"in:{account.kind}" if account.kind in tally.HOLDERS else f"at:{account.code}"


def a_life(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    retired = newest_entry_after(cast.act, "retire", Item("A-1", "RETIRED", series, 40))
    sold = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 30))
    cast.correct(retired)
    cast.correct(newest_entry_after(cast.correct, sold))
    tally.fold(chunk=2)
    cast.reserve(Item("A-1", "A-1", series, 10))
    cast.act("retire", Item("A-1", "RETIRED", series, range=Range(1, 5)), on=LATER)
    cast.issue("B-1", 7, on=LATER)


@pytest.mark.parametrize("folded", [False, True])
def test_totals_of_any_day_are_those_of_the_postings_folded_or_not(cast: Cast, folded: bool) -> None:
    a_life(cast)
    if folded:
        assert tally.fold(chunk=3) > 0
        assert tally.fold() == 0

    for issued_to, on in ((DAY, DAY), (DAY, LATER), (LATER, LATER)):
        assert tally.totals("PHCER", issued_to, on) == summed(issued_to, on)
    assert tally.totals("PHCER", date(2000, 1, 1), LATER) == {}
    assert (tally.last_day("PHCER"), tally.last_day("CCER")) == (LATER, None)
    assert verify() == []


def test_a_total_that_somebody_changed_is_found_and_an_emptied_table_fills_itself(cast: Cast) -> None:
    a_life(cast)
    tally.fold()
    sound = tally.totals("PHCER", LATER, LATER)
    Tally.objects.filter(what="at:RETIRED", on=LATER).update(units=6)

    assert [finding.code for finding in verify()] == ["total_not_as_posted"]

    Tally.objects.all().delete()
    assert tally.totals("PHCER", LATER, LATER) == sound
    tally.fold()
    assert (tally.totals("PHCER", LATER, LATER), verify()) == (sound, [])


def test_a_fold_waits_for_the_batches_under_way(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 100)
    ended = threading.Event()

    def other() -> None:
        try:
            tally.fold()
            ended.set()
        finally:
            connection.close()

    with transaction.atomic():
        fresh.act("transfer", Item("A-1", "B-1", series, 30))
        folding = threading.Thread(target=other)
        folding.start()
        assert not ended.wait(0.3)
    folding.join(30)

    assert ended.is_set()
    assert Tally.objects.filter(what="act:transfer").get().units == 30
    assert verify() == []
