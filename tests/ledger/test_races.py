"""Real processes at the same units, keys, reservations and freezes at once, on both databases."""

from typing import Any

from tanpuhui.apps.ledger import accounts, operations
from tanpuhui.apps.ledger.models import Posting, Reservation
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records.models import Journal
from tests.ledger.cast import WHY, Cast, held
from tests.ledger.crowd import race
from tests.support.databases import Database
from tests.support.long import counts

ALICE, BOB = {"login": "alice", "firm": "ALICE"}, {"login": "bob", "firm": "BOB"}


def test_of_twenty_transfers_of_ten_out_of_a_hundred_units_ten_are_accepted(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 100)
    jobs = [("transfer", {**ALICE, "key": f"race-{n}", "items": [["A-1", "B-1", series, 10]]}) for n in range(20)]
    told = race(fresh_db, jobs)
    assert sorted(said[0] for said in told) == ["answer"] * 10 + ["refused"] * 10
    assert {said[1] for said in told if said[0] == "refused"} == {"insufficient_units"}
    assert (held("A-1"), held("B-1")) == (0, 100)
    assert verify() == []


def test_the_same_key_from_many_processes_is_one_posting_and_one_answer(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 100)
    told = race(fresh_db, [("transfer", {**ALICE, "key": "once", "items": [["A-1", "B-1", series, 10]]})] * 8)
    assert told[0][0] == "answer"
    assert told == [told[0]] * 8
    assert (held("B-1"), Journal.objects.filter(key="once").count()) == (10, 1)
    assert verify() == []


def test_transfers_there_and_back_never_block_each_other(fresh: Cast, fresh_db: Database) -> None:
    times = counts(25, 1000)
    series = fresh.issue("A-1", 6 * times)  # so that neither runs out, however far it gets ahead
    for target in ("B-1", "A-2"):
        fresh.act("transfer", Item("A-1", target, series, 2 * times))
    there, back = (
        [["A-1", "B-1", series, 1], ["A-2", "B-1", series, 1]],
        [["B-1", "A-2", series, 1], ["B-1", "A-1", series, 1]],
    )
    jobs: list[tuple[str, dict[str, Any]]] = [
        ("transfers", {**ALICE, "key": "there", "items": there, "times": times}),
        ("transfers", {**BOB, "key": "back", "items": back, "times": times}),
    ]
    assert race(fresh_db, jobs) == [("answer", times)] * 2
    assert (held("A-1"), held("A-2"), held("B-1")) == (2 * times,) * 3
    assert verify() == []


def test_of_accepting_and_declining_at_once_one_wins(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 100)
    for turn in range(counts(3, 30)):
        before = held("B-W")
        waiting = fresh.wait(Item("A-1", "B-W", series, 1))
        jobs = [
            ("end", {**who, "key": f"{how}-{turn}", "how": how, "reservation": waiting})
            for who, how in ((BOB, "accept"), (BOB, "decline"), (ALICE, "release"))
        ]
        told = race(fresh_db, jobs)
        lost = [said for said in told if said == ("refused", "unknown_reservation")]
        won = [how for how, said in zip(("accepted", "declined", "released"), told, strict=True) if said[0] == "answer"]
        assert (len(lost), len(won)) == (2, 1)
        assert Reservation.objects.get(pk=waiting).ended_by == won[0]
        assert held("B-W") - before == (won[0] == "accepted")
    assert verify() == []


def test_no_transfer_stands_behind_the_freeze_that_stopped_it(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 10_000)
    for turn, (scope, target) in enumerate((("account", "A-1"), ("everything", ""))):
        body = accounts.freeze_body(scope=scope, target=target, acts=["transfer"], reason="an inquiry")
        frost = {
            "key": f"frost-{turn}",
            "approval": fresh.approved("ledger_freeze", body),
            "scope": scope,
            "target": target,
        }
        item = ["A-1", "B-1", series, 1]
        moving = [("transfers", {**ALICE, "key": f"t{n}-{turn}", "items": [item], "times": 2000}) for n in range(2)]
        *moved, frozen = race(fresh_db, [*moving, ("freeze", frost)])
        assert moved == [("refused", "account_frozen" if target else "act_switched_off")] * 2
        entry = Journal.objects.get(operation="ledger_freeze", key=f"frost-{turn}").pk
        assert not Posting.objects.filter(journal__gt=entry).exists()
        fresh.lift(frozen[1]["freeze"])
    assert verify() == []


def test_one_approval_lets_one_of_many_acts_pass(fresh: Cast, fresh_db: Database) -> None:
    series = fresh.issue("A-1", 100)
    approval = fresh.approved("ledger_cancel", operations.act_body([Item("A-1", "CANCELLED", series, 10)], WHY))
    item = ["A-1", "CANCELLED", series, 10]
    told = race(fresh_db, [("cancel", {"key": f"c{n}", "approval": approval, "item": item}) for n in range(4)])
    assert sorted(said[0] for said in told) == ["answer"] + ["refused"] * 3
    assert {said[1] for said in told if said[0] == "refused"} == {"approval_used"}
    assert held("CANCELLED") == 10


def test_parallel_issuances_get_numbers_of_their_own(fresh: Cast, fresh_db: Database) -> None:
    jobs = [("issue", {"key": f"i{n}", "account": f"{'AB'[n % 2]}-1", "units": 7, "times": 15}) for n in range(4)]
    assert race(fresh_db, jobs) == [("answer", 15)] * 4
    assert held("A-1") + held("B-1") == 4 * 15 * 7
    firsts = list(Posting.objects.order_by("first").values_list("first", flat=True))
    assert firsts == list(range(1, 4 * 15 * 7, 7))
    assert verify() == []
