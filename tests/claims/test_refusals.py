"""Each refusal and each finding of this room is produced by a test; those that no other test meets, here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tanpuhui.apps.claims import operations, queries
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.identity import Key
from tanpuhui.apps.claims.models import Case
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS
from tests.claims.cast import DAY, NOON, YEAR, Cast, box, meter

ONE = Item(meter(1), YEAR)


def _own_case(cast: Cast) -> object:
    """The authority itself is a side."""
    cast.file("R1", ONE)
    cast.file("R2", ONE, by=cast.bob)
    mighty = replace(cast.alice, permissions=cast.rita.permissions)
    return cast.decide(Case.objects.get().pk, "earlier_stands", by=mighty)


ACTS: dict[str, Callable[[Cast], object]] = {
    "unknown_claim_kind": lambda c: c.file("R1", Item(Key("cloud", "a" * 64), YEAR)),
    "scheme_malformed": lambda c: Filing("R1", 1, (ONE,), scheme="CCER!").check(),
    "claim_reference_malformed": lambda c: c.file(" R1", ONE),
    "claim_list_too_long": lambda c: c.file("R1"),
    "outline_without_parcel": lambda c: c.file("R1", Item(meter(1), YEAR, box(0, 0, 9, 9))),
    "unknown_claim_policy": lambda c: c.file("R1", ONE, policy="fight"),
    "claim_of_another": lambda c: (c.file("R1", ONE), c.file("R1", ONE, by=c.bob)),
    "claimed_twice_here": lambda c: c.file("R1", ONE, Item(meter(1), YEAR)),
    "nothing_claimed": lambda c: c.confirm("R1"),
    "release_reason_missing": lambda c: _release(c, " "),
    "field_too_long": lambda c: _release(c, "x" * 2001),
    "unknown_claim": lambda c: queries.claim(99),
    "unknown_case": lambda c: c.decide(99, "both_stand"),
    "unknown_case_outcome": lambda c: c.decide(99, "nobody_stands"),
    "case_of_ones_own": _own_case,
}


def _release(cast: Cast, reason: str) -> object:
    return operations.release(reference="R1", reason=reason, by=cast.rita, on=DAY, at=NOON, key="k")


@pytest.mark.parametrize("code", ACTS)
def test_each_refusal_says_what_why_and_what_to_do_in_both_languages(cast: Cast, code: str) -> None:
    with pytest.raises(Refusal) as no:
        ACTS[code](cast)
    assert no.value.code == code
    assert all(no.value.mend.into(lang) in no.value.sentence(lang) for lang in LANGS)


def test_what_was_released_cannot_be_released_or_confirmed(cast: Cast) -> None:
    cast.file("R1", ONE)
    cast.release("R1")
    for act in (cast.release, cast.confirm):
        with pytest.raises(Refusal) as no:
            act("R1")
        assert no.value.code == "nothing_claimed"


def test_one_claim_can_be_asked_for_by_its_number(cast: Cast) -> None:
    cast.file("R1", ONE)
    number = queries.claims_of("R1")[0].id
    assert queries.claim(number).key == ONE.key
    assert queries.outline(number) is None
    assert [row.id for row, _ in queries.conflicts(ONE.key, YEAR)] == [number]


def test_each_code_is_named_in_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    codes = [kind.code for kind in refuse] + [kind.code for kind in found]
    assert [code for code in codes if f'"{code}"' not in tests] == []
