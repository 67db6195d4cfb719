"""A process killed in the middle of its postings leaves whole batches or none, and the next one goes on."""

import random
import time
from typing import Any

from django.db.models import Count

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.models import Posting
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records.models import Journal
from tests.ledger.cast import DAY, NOON, Cast, held
from tests.ledger.crowd import Child, children
from tests.support.databases import Database
from tests.support.long import counts

LINES = 40
UNITS = 400


def killed_at_some_moment(child: Child, dice: random.Random) -> int:
    """Lets it work, kills it without a word (SIGKILL); the number of the last batch whose answer it had."""
    assert child.hear() == 0
    time.sleep(dice.uniform(0, 0.4))
    child.kill()
    last = 0
    while (number := child.hear()) is not None:
        last = number
    return int(last)


def test_a_kill_leaves_nothing_half_written(fresh: Cast, fresh_db: Database) -> None:
    series, dice = fresh.issue("A-1", UNITS), random.Random(5)
    there: list[list[Any]] = [["A-1", "A-2", series, 1]] * LINES
    back: list[list[Any]] = [["A-2", "A-1", series, 1]] * LINES
    who = {"login": "alice", "firm": "ALICE"}
    for turn in range(counts(5, 50)):
        if over := held("A-2"):
            fresh.act("transfer", Item("A-2", "A-1", series, over))
        with children(fresh_db, [("endless", {**who, "key": f"k{turn}", "items": there})]) as (child,):
            last = killed_at_some_moment(child, dice)
        assert verify() == []
        assert held("A-1") + held("A-2") == UNITS
        entries = Journal.objects.filter(operation="ledger_transfer", key__startswith=f"k{turn}-")
        assert entries.count() in (last + 1, last + 2)  # the answer of the last may have been on its way
        sizes = Posting.objects.filter(journal__in=entries).values("journal").annotate(lines=Count("pk"))
        assert [row["lines"] for row in sizes] == [LINES] * entries.count()
        for number in (last, last + 1, last + 2):
            before = entries.count(), held("A-1")
            items = [Item(*item) for item in (back if number % 2 else there)]
            again = operations.act(
                act="transfer", items=items, by=fresh.people.alice, on=DAY, at=NOON, key=f"k{turn}-{number}"
            )
            assert len(again["moves"]) == LINES  # type: ignore[arg-type]
            if number < before[0]:
                assert (entries.count(), held("A-1")) == before
        assert entries.count() == last + 3
    assert verify() == []
