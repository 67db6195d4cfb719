"""Units that were used and are invalidated afterwards must be replaced by who used them."""

import pytest

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.duties import duties
from tanpuhui.apps.ledger.models import Retirement
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.core.refusals import Refusal
from tests.ledger.cast import Cast, code_of, held, newest_entry


def test_units_still_held_are_simply_removed(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    cast.act("invalidate", Item("A-1", "INVALIDATED", series, 40))
    assert duties() == []
    assert verify() == []


def test_who_used_them_owes_as_many_others(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 60))
    cast.act("retire", Item("A-1", "RETIRED", series, 10))
    cast.act("retire", Item("B-1", "RETIRED", series, 20))
    cast.act("deposit", Item("B-1", "B-C", series, 5))
    cast.act("surrender", Item("B-C", "B-S", series, 5))
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, 30), Item("B-S", "INVALIDATED", series, 5))
    assert {(row.debtor, row.units, row.open) for row in duties()} == {("ALICE", 10, 10), ("BOB", 25, 25)}
    assert verify() == []


def test_a_duty_is_met_by_units_of_the_type_that_was_invalidated(cast: Cast) -> None:
    native, other = cast.issue("A-1", 20), cast.issue("A-1", 20, unit_type="OTHER")
    cast.act("retire", Item("A-1", "RETIRED", native, 5), Item("A-1", "RETIRED", other, 3))
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", native, 5), Item("RETIRED", "INVALIDATED", other, 3))
    owed = {row.unit_type: row for row in duties("ALICE")}
    assert {unit_type: row.units for unit_type, row in owed.items()} == {"PHCER": 5, "OTHER": 3}

    def meet(unit_type: str, *series: int) -> str:
        items = [Item("A-1", "RETIRED", one, 1) for one in series]
        written = cast.write(cast.people.alice)
        return code_of(operations.replace_units, **written, duty=owed[unit_type].id, items=items)

    assert [meet("PHCER", other), meet("PHCER", native, other), meet("OTHER", native)] == ["other_type_owed"] * 3
    assert [meet("PHCER", native), meet("OTHER", other)] == ["", ""]
    assert [row.open for row in duties()] == [4, 2] or [row.open for row in duties()] == [2, 4]
    assert verify() == []


def test_a_retirement_for_replacement_must_meet_a_duty(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    words = Words(purpose="replacement", beneficiary="the village")
    assert code_of(cast.act, "retire", Item("A-1", "RETIRED", series, 1), words=words) == "replacement_without_duty"


def test_an_invalidation_that_made_a_duty_is_final_and_the_refusal_says_so(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    cast.act("retire", Item("A-1", "RETIRED", series, 1))
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, 1))
    with pytest.raises(Refusal) as no:
        cast.correct(newest_entry())
    assert no.value.code == "entry_not_correctable"
    assert "an invalidation that made a duty" in no.value.says.en
    assert "final" in no.value.mend.en


def test_a_duty_is_met_in_parts_from_the_debtors_accounts_and_never_beyond(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 50))
    cast.act("retire", Item("A-1", "RETIRED", series, 10))
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, 10))
    (owed,) = duties("ALICE")

    def meet(units: int, source: str = "A-1", key: str | None = None, duty: int = owed.id) -> object:
        by = cast.people.bob if source.startswith("B") else cast.people.alice
        return operations.replace_units(
            **cast.write(by, key=key), duty=duty, items=[Item(source, "RETIRED", series, units)]
        )

    assert code_of(meet, 11) == "above_duty"
    assert code_of(meet, 5, "B-1") == "owners_must_agree"
    assert code_of(meet, 5, duty=owed.id + 1) == "unknown_duty"
    meet(4, key="first")
    meet(4, key="first")
    assert [row.open for row in duties()] == [6]
    meet(6)
    assert [row.open for row in duties()] == [0]
    assert code_of(meet, 1) == "unknown_duty"
    assert held("RETIRED") == 10
    assert set(Retirement.objects.filter(purpose="replacement").values_list("beneficiary", flat=True)) == {""}
    assert verify() == []
