"""Real processes at the same thing, the same place, the same key at once, on both databases."""

from collections import Counter

from tanpuhui.apps.claims.models import Case, Claim, Hold
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tanpuhui.apps.records.models import Journal
from tests.claims.cast import YEAR, Cast, meter, states
from tests.claims.child import race
from tests.support.databases import Database
from tests.support.long import counts


def _who(number: int) -> str:
    return ("alice", "bob")[number % 2]


def test_of_eight_claims_of_one_meter_one_is_accepted(fresh: Cast, fresh_db: Database) -> None:
    jobs = [
        ("claim_meter", {"login": _who(n), "key": f"k{n}", "reference": f"R{n}", "numbers": [1], "policy": "refuse"})
        for n in range(8)
    ]
    told = race(fresh_db, jobs)
    assert Counter(said[0] for said in told) == {"answer": 1, "refused": 7}
    assert {said[1] for said in told if said[0] == "refused"} == {"claim_conflict"}
    assert (Claim.objects.count(), Hold.objects.count()) == (1, 1)
    assert verify() == []


def test_of_eight_contested_claims_one_holds_and_every_pair_has_its_case(fresh: Cast, fresh_db: Database) -> None:
    jobs = [
        (
            "claim_meter",
            {"login": _who(n), "key": f"k{n}", "reference": f"R{n}", "numbers": [2, 1] if n % 2 else [1, 2]},
        )
        for n in range(6)
    ]
    assert {said[0] for said in race(fresh_db, jobs)} == {"answer"}
    assert Counter(Claim.objects.values_list("state", flat=True)) == {"reserved": 2, "contested": 10}
    assert (Hold.objects.count(), Case.objects.count()) == (2, 2 * 15)
    assert verify() == []


def test_of_parcels_that_share_a_place_one_is_accepted_whatever_their_size(fresh: Cast, fresh_db: Database) -> None:
    sides = [
        [0, 0, 10_000, 10_000], [8_000, 8_000, 20_000, 11_000], [-900_000, -900_000, 900_000, 900_000],
        [8_500, 8_500, 9_500, 9_500], [-5_000, -5_000, 9_999, 9_999], [8_000, 8_000, 1_500_000, 9_900],
    ]  # fmt: skip
    jobs = [
        ("claim_box", {"login": _who(n), "key": f"k{n}", "reference": f"R{n}", "sides": box, "policy": "refuse"})
        for n, box in enumerate(sides)
    ]
    told = race(fresh_db, jobs)
    assert Counter(said[0] for said in told) == {"answer": 1, "refused": 5}
    assert {said[1] for said in told if said[0] == "refused"} == {"claim_conflict"}
    assert Claim.objects.count() == 1


def test_the_same_key_from_many_processes_is_one_claim_and_one_answer(fresh: Cast, fresh_db: Database) -> None:
    job = ("claim_meter", {"login": "alice", "key": "once", "reference": "R1", "numbers": [1, 2, 3]})
    told = race(fresh_db, [job] * 6)
    assert told == [told[0]] * 6
    assert told[0][0] == "answer"
    assert (Claim.objects.count(), Journal.objects.filter(key="once").count()) == (3, 1)


def test_of_confirming_and_releasing_at_once_one_wins(fresh: Cast, fresh_db: Database) -> None:
    for turn in range(counts(3, 30)):
        fresh.file(f"R{turn}", Item(meter(turn), YEAR))
        jobs = [
            ("confirm", {"key": f"c{turn}", "reference": f"R{turn}"}),
            ("release", {"key": f"r{turn}", "reference": f"R{turn}"}),
        ]
        told = race(fresh_db, jobs)
        assert sorted(said[0] for said in told) == ["answer", "refused"]
        assert states(f"R{turn}") == (["confirmed"] if told[0][0] == "answer" else ["released"])
    assert verify() == []


def test_many_who_claim_and_give_back_the_same_meters_never_block_each_other(fresh: Cast, fresh_db: Database) -> None:
    times = counts(8, 200)
    jobs = [
        (
            "turns",
            {"login": _who(n), "key": f"t{n}", "reference": f"R{n}", "numbers": [n, n + 1, n + 2], "times": times},
        )
        for n in range(4)
    ]
    assert race(fresh_db, jobs) == [("answer", times)] * 4
    assert (set(Claim.objects.values_list("state", flat=True)), Hold.objects.count()) == ({"released"}, 0)
    assert verify() == []
