"""One reduction, one claim: what is reserved, contested, confirmed, released, and claimed again."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.claims import operations, queries
from tanpuhui.apps.claims.models import Case, Claim, Hold, Subject
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.queries import row
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tests.claims.cast import YEAR, Cast, batch, box, code_of, days, meter, parcel, states

ONE = meter("0001-2345")


@pytest.mark.parametrize(
    ("other", "state"),
    [
        (days("2019-01-01", "2019-12-31"), "reserved"),
        (days("2019-01-01", "2020-01-01"), "contested"),
        (days("2020-01-01", "2020-01-01"), "contested"),
        (days("2020-06-01", "2020-06-30"), "contested"),
        (days("2019-06-01", "2021-06-30"), "contested"),
        (days("2020-12-31", "2020-12-31"), "contested"),
        (days("2020-12-31", "2021-12-31"), "contested"),
        (days("2021-01-01", "2021-12-31"), "reserved"),
    ],
)
def test_two_periods_conflict_when_they_share_a_day_and_not_when_one_follows_the_other(
    cast: Cast, other: Period, state: str
) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(ONE, other), by=cast.bob)
    assert (states("R1"), states("R2")) == (["reserved"], [state])
    assert verify() == []


def test_the_same_days_of_another_thing_or_another_kind_are_free(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(meter("0001-2346"), YEAR), Item(batch(12345), YEAR), by=cast.bob)
    assert states("R2") == ["reserved", "reserved"]


def test_a_claim_of_twenty_years_costs_the_rows_that_one_of_a_day_costs(cast: Cast) -> None:
    cast.file("R1", Item(ONE, days("2011-01-01", "2030-12-31")))
    cast.file("R2", Item(meter(2), days("2011-01-01", "2011-01-01")))
    assert (Claim.objects.count(), Hold.objects.count()) == (2, 2)


def test_a_thousand_things_at_once_cost_hardly_more_statements_than_ten(cast: Cast) -> None:
    counted = []
    for number, many in enumerate((10, 1_000)):
        with CaptureQueriesContext(connection) as seen:
            cast.file(f"R{number}", *(Item(batch(number * 10_000 + n), YEAR) for n in range(many)))
        counted.append(len(seen))
    assert counted[0] <= 30
    assert counted[1] <= 50  # SQLite takes a thousand values at a time
    assert code_of(cast.file, "R9", *(Item(batch(n), YEAR) for n in range(1_001))) == "claim_list_too_long"


def test_what_fills_a_gap_exactly_fits_and_a_day_more_does_not(cast: Cast) -> None:
    cast.file("R1", Item(ONE, days("2020-03-01", "2020-03-31")), Item(ONE, days("2020-01-01", "2020-01-31")))
    cast.file("R2", Item(ONE, days("2020-02-01", "2020-02-29")), by=cast.bob)
    cast.file("R3", Item(ONE, days("2020-04-01", "2020-04-30")), Item(ONE, days("2019-12-01", "2019-12-31")))
    cast.file("R4", Item(ONE, days("2020-05-01", "2020-05-01")), by=cast.bob)
    cast.file("R5", Item(ONE, days("2020-04-30", "2020-05-01")), by=cast.bob)
    assert states("R2") + states("R3") + states("R4") == ["reserved"] * 4
    assert states("R5") == ["contested"]
    assert len(Case.objects.all()) == 2
    assert verify() == []


def test_a_released_claim_can_be_claimed_again_and_its_history_stays(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.release("R1", by=cast.alice)
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    assert (states("R1"), states("R2")) == (["released"], ["reserved"])
    (first,) = queries.claims_of("R1")
    assert [event.state for event in queries.history(first.id)] == ["reserved", "released"]
    assert verify() == []


def test_filing_again_keeps_what_is_the_same_releases_what_is_gone_and_leaves_no_day_free(cast: Cast) -> None:
    january, february = days("2020-01-01", "2020-01-31"), days("2020-02-01", "2020-02-29")
    cast.file("R1", Item(ONE, january), Item(meter(2), january))
    before = queries.claims_of("R1")
    answer = cast.file("R1", Item(ONE, january), Item(meter(2), february))
    after = queries.claims_of("R1")
    assert after[0] == before[0]
    assert [claim.state for claim in after] == ["reserved", "released", "reserved"]
    assert answer["claims"] == [[before[1].id, "released"], [after[2].id, "reserved"]]
    assert cast.file("R1", Item(ONE, january), Item(meter(2), february))["claims"] == []


def test_a_corrected_claim_keeps_its_place_before_those_that_contest_it_as_far_as_it_claims_no_more(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    cast.file("R1", Item(ONE, days("2020-02-01", "2020-12-31")))
    assert (states("R1"), states("R2")) == (["released", "reserved"], ["contested"])
    cast.file("R1", Item(ONE, days("2019-02-01", "2020-12-31")))
    assert (states("R1")[-1], states("R2")) == ("contested", ["reserved"])
    assert verify() == []


def test_who_contests_takes_the_place_when_the_other_withdraws(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    cast.file("R3", Item(ONE, days("2020-12-31", "2021-01-01")))
    assert (states("R2"), states("R3")) == (["contested"], ["contested"])
    cast.release("R1")
    assert (states("R2"), states("R3")) == (["reserved"], ["contested"])
    assert [case.state for case in queries.cases(by=cast.rita, state="")] == ["open", "lapsed", "lapsed"]
    cast.release("R2")
    assert states("R3") == ["reserved"]
    assert verify() == []


def test_a_confirmed_claim_stays_whatever_is_asked(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR), parcel(box(0, 0, 10_000, 10_000)))
    cast.confirm("R1")
    assert states("R1") == ["confirmed", "confirmed"]
    assert code_of(cast.release, "R1") == "claim_confirmed"
    assert code_of(cast.confirm, "R1") == "claim_confirmed"
    assert code_of(cast.file, "R1", Item(meter(9), YEAR)) == "claim_confirmed"
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    assert code_of(cast.decide, case.id, "later_stands") == "claim_confirmed"
    cast.decide(case.id, "earlier_stands")
    assert (states("R1"), states("R2")) == (["confirmed", "confirmed"], ["released"])


def test_a_claim_with_an_open_case_cannot_be_confirmed_on_either_side(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    answer = cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    with pytest.raises(Refusal) as no:
        cast.confirm("R1")
    assert no.value.code == "claim_in_conflict"
    assert no.value.facts["case"] == answer["cases"][0]  # type: ignore[index]
    assert "the forest farm" in no.value.says.en
    assert code_of(cast.confirm, "R2") == "claim_in_conflict"


@pytest.mark.parametrize(
    ("outcome", "one", "other"),
    [("earlier_stands", "reserved", "released"), ("later_stands", "released", "reserved")],
)
def test_the_authority_decides_with_reasons_and_both_sides_are_told(
    cast: Cast, outcome: str, one: str, other: str
) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    cast.decide(case.id, outcome)
    assert (states("R1"), states("R2")) == ([one], [other])
    decided = queries.case(case.id, by=cast.alice)
    assert (decided.state, decided.outcome, decided.reason) == ("decided", outcome, "as the map shows")
    told = [(m.organisation_id, m.code) for m in Message.objects.order_by("pk")]
    sides = (cast.alice.organisation_id, cast.bob.organisation_id)
    assert told == [(who, code) for code in ("claim_case_opened", "claim_case_decided") for who in sides]
    winner = "R1" if one == "reserved" else "R2"
    cast.confirm(winner)
    assert states(winner) == ["confirmed"]
    assert verify() == []


def test_both_sides_read_who_claims_what_and_how_much_overlaps(cast: Cast) -> None:
    cast.file("R1", parcel(box(0, 0, 10_000, 10_000)))
    cast.file("R2", parcel(box(5_000, 0, 15_000, 10_000)), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    for message in Message.objects.all():
        for words in ("Zhankeng village", "the forest farm", "R1", "R2", "0.5634 ha", f"case {case.id}"):
            assert words in row(message).says.en, row(message).says.en
    assert (case.earlier.claimant.en, case.later.claimant.en) == ("Zhankeng village", "the forest farm")


def test_both_stand_where_only_outlines_overlap_and_never_on_the_same_thing(cast: Cast) -> None:
    cast.file("R1", parcel(box(0, 0, 10_000, 10_000)), Item(ONE, YEAR))
    cast.file("R2", parcel(box(5_000, 0, 15_000, 10_000)), by=cast.bob)
    cast.file("R3", Item(ONE, YEAR), by=cast.bob)
    same, outlines = queries.cases(by=cast.rita)
    assert code_of(cast.decide, same.id, "both_stand") == "both_cannot_stand"
    cast.decide(outlines.id, "both_stand")
    assert states("R2") == ["reserved"]
    assert code_of(cast.decide, outlines.id, "both_stand") == "case_closed"
    cast.confirm("R2")


def test_by_the_policy_to_refuse_nothing_of_the_filing_is_stored(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    before = Subject.objects.count(), Journal.objects.count()
    with pytest.raises(Refusal) as no:
        cast.file("R2", Item(meter(5), YEAR), Item(ONE, YEAR), by=cast.bob, policy="refuse")
    assert no.value.code == "claim_conflict"
    assert (no.value.facts["reference"], no.value.facts["other"]) == ("R2", "R1")
    assert "the same meter, 2020-01-01 to 2020-12-31" in no.value.says.en
    assert (Subject.objects.count(), Journal.objects.count()) == before
    assert (states("R2"), Case.objects.count(), Message.objects.count()) == ([], 0, 0)


def test_the_same_key_gives_the_same_answer_and_claims_nothing_twice(cast: Cast) -> None:
    answer = cast.file("R1", Item(ONE, YEAR), key="once")
    assert cast.file("R1", Item(ONE, YEAR), key="once") == answer
    assert Claim.objects.count() == 1
    assert code_of(cast.file, "R1", Item(meter(8), YEAR), key="once") == "key_reused"


def test_cases_are_seen_by_their_sides_and_the_authority_only(cast: Cast) -> None:
    cast.file("R1", Item(ONE, YEAR))
    cast.file("R2", Item(ONE, YEAR), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    assert [c.id for who in (cast.alice, cast.bob) for c in queries.cases(by=who)] == [case.id] * 2
    assert queries.cases(by=cast.ivy) == []
    assert code_of(queries.case, case.id, by=cast.ivy) == "unknown_case"


@pytest.mark.parametrize(
    ("act", "who"), [("file", "rita"), ("file", "ivy"), ("confirm", "alice"), ("decide", "alice"), ("release", "bob")]
)
def test_nobody_acts_without_the_permission(cast: Cast, act: str, who: str) -> None:
    cast.file("R1", Item(ONE, YEAR))
    written: dict[str, Any] = cast.write(getattr(cast, who))
    deeds: dict[str, Any] = {
        "file": lambda: operations.file(asked=cast.filing("R9", Item(ONE, YEAR)), **written),
        "confirm": lambda: operations.confirm(reference="R1", **written),
        "decide": lambda: operations.decide(case=1, outcome="both_stand", reason="so", **written),
        "release": lambda: operations.release(reference="R1", reason="so", **written),
    }
    assert code_of(deeds[act]) == "not_permitted"
