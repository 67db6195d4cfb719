"""What the authority may do with units that are reserved: set them free, or take them where the reservation is named."""

import json

import pytest

from tanpuhui.apps.ledger import operations, queries
from tanpuhui.apps.ledger.models import Reservation
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.ranges import Range
from tests.ledger.cast import DAY, Cast, code_of, held, newest_entry, spans

TAKEN = (("cancel", "CANCELLED"), ("invalidate", "INVALIDATED"), ("expire", "EXPIRED"))


def marked(cast: Cast, kind: str, series: int) -> int:
    """Six of Alice's units under a reservation of this kind."""
    if kind == "transfer":
        return cast.wait(Item("A-1", "B-W", series, 6))
    return cast.reserve(Item("A-1", "A-1", series, 6), favour="B-1" if kind == "pledge" else "")


def reserved() -> int:
    return queries.balance("A-1", DAY)[0].reserved


@pytest.mark.parametrize("kind", ["hold", "pledge", "transfer"])
def test_the_authority_sets_free_what_nobody_else_would(cast: Cast, kind: str) -> None:
    series = cast.issue("A-1", 10)
    mark = marked(cast, kind, series)
    assert code_of(cast.set_free, mark, approval=None) == "approval_missing"
    assert code_of(cast.set_free, mark, by=cast.people.alice) == "approval_of_another_house"
    cast.set_free(mark, reason="the pledgee is gone")
    assert (reserved(), held("A-1")) == (0, 10)
    assert code_of(cast.set_free, mark) == "unknown_reservation"
    entry = Journal.objects.get(operation="ledger_freed_by_authority")
    assert json.loads(bytes(entry.content))["body"] == {"reservation": mark, "reason": "the pledgee is gone"}
    assert Reservation.objects.get(pk=mark).ended_by == "freed_by_authority"
    cast.act("transfer", Item("A-1", "B-1", series, 10))
    assert verify() == []


def test_a_frozen_account_is_set_free_only_once_it_is_thawed(cast: Cast) -> None:
    pledge = marked(cast, "pledge", cast.issue("A-1", 10))
    freeze = cast.freeze("account", "A-1")
    assert code_of(cast.set_free, pledge) == "account_frozen"
    cast.lift(freeze)
    cast.set_free(pledge)


@pytest.mark.parametrize("kind", ["hold", "pledge", "transfer"])
@pytest.mark.parametrize(("act", "target"), TAKEN)
def test_the_authority_takes_reserved_units_only_by_naming_their_reservation(
    cast: Cast, kind: str, act: str, target: str
) -> None:
    series = cast.issue("A-1", 10)
    mark = marked(cast, kind, series)
    inside = Range(6, 7)
    assert code_of(cast.act, act, Item("A-1", target, series, range=inside)) == "units_reserved"
    assert code_of(cast.act, act, Item("A-1", target, series, 5)) == "insufficient_units"
    other = cast.reserve(Item("A-1", "A-1", series, 1))
    assert code_of(cast.act, act, Item("A-1", target, series, range=inside, held_under=other)) == "units_reserved"
    elsewhere = Item("A-2", target, series, 1, held_under=mark)
    assert code_of(cast.act, act, elsewhere) == "unknown_reservation"
    cast.act(act, Item("A-1", target, series, range=inside, held_under=mark))
    assert (reserved(), spans(target)) == (6 - 2 + 1, [(6, 7)])
    assert verify() == []


def test_of_a_reservation_the_authority_took_from_the_rest_goes_its_way(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    waiting, pledge = marked(cast, "transfer", series), cast.reserve(Item("A-1", "A-1", series, 3), favour="B-1")
    cast.act("cancel", Item("A-1", "CANCELLED", series, 2, held_under=waiting))
    operations.accept(**cast.write(cast.people.bob), reservation=waiting)
    assert (held("B-W"), held("CANCELLED")) == (4, 2)
    cast.act("cancel", Item("A-1", "CANCELLED", series, 3, held_under=pledge))
    assert Reservation.objects.get(pk=pledge).ended_on is None  # empty, until somebody ends it
    operations.accept(**cast.write(cast.people.bob), reservation=pledge)
    assert (held("B-1"), held("A-1")) == (0, 1)
    assert code_of(cast.act, "cancel", Item("A-1", "CANCELLED", series, 1, held_under=pledge)) == "unknown_reservation"
    assert verify() == []


def test_a_correction_brings_back_free_what_was_taken_from_a_reservation(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    pledge = marked(cast, "pledge", series)
    answer = cast.act("cancel", Item("A-1", "CANCELLED", series, 6, held_under=pledge))
    assert answer["moves"]
    cast.correct(newest_entry())
    assert (held("A-1"), reserved()) == (10, 0)
    assert verify() == []


@pytest.mark.parametrize("act", ["expire", "buffer_in", "buffer_out", "cancel", "invalidate"])
def test_no_act_of_the_authority_goes_without_a_second_person(cast: Cast, act: str) -> None:
    series = cast.issue("A-1", 10)
    cast.act("buffer_in", Item("A-1", "BUFFER", series, 5))
    places = {"buffer_in": ("A-1", "BUFFER"), "buffer_out": ("BUFFER", "A-1"), "expire": ("A-1", "EXPIRED")}
    source, target = places.get(act, ("A-1", f"{act}LED".upper() if act == "cancel" else "INVALIDATED"))
    assert code_of(cast.act, act, Item(source, target, series, 1), approval=None) == "approval_missing"
    assert code_of(cast.act, act, Item(source, target, series, 1)) == ""
