"""What each act does, on both databases: who gets which numbers, what is freed, what is undone."""

from dataclasses import replace
from datetime import date

from tanpuhui.apps.ledger import accounts, issuing, operations, queries
from tanpuhui.apps.ledger.models import Reservation
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Creation
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records import approvals
from tanpuhui.core.ranges import Range
from tests.ledger.cast import (
    DAY,
    LATER,
    RETIRE,
    WHY,
    Cast,
    actor,
    code_of,
    held,
    moves,
    newest_entry,
    newest_entry_after,
    spans,
)
from tests.support.databases import Database


def test_the_owner_keeps_the_front_and_the_receiver_gets_the_last(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 30))
    assert (spans("A-1"), spans("B-1")) == ([(1, 70)], [(71, 100)])
    cast.act("transfer", Item("A-1", "B-1", series, range=Range(11, 20)))
    assert (spans("A-1"), spans("B-1")) == ([(1, 10), (21, 70)], [(11, 20), (71, 100)])
    cast.act("transfer", Item("B-1", "A-2", series, range=Range(11, 11)))
    assert verify() == []


def test_a_range_may_lie_over_several_blocks_of_the_account(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    for first in (41, 51, 61):
        cast.act("transfer", Item("A-1", "B-1", series, range=Range(first, first + 9)))
    cast.act("transfer", Item("B-1", "A-2", series, range=Range(45, 66)))
    assert (spans("A-2"), spans("B-1")) == ([(45, 50), (51, 60), (61, 66)], [(41, 44), (67, 70)])
    assert verify() == []


def test_every_act_of_the_table_moves_its_units(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    steps = [
        ("transfer", "A-1", "B-1"), ("deposit", "A-1", "A-C"), ("withdraw", "A-C", "A-1"), ("deposit", "A-1", "A-C"),
        ("surrender", "A-C", "A-S"), ("retire", "A-1", "RETIRED"), ("cancel", "A-1", "CANCELLED"),
        ("invalidate", "B-1", "INVALIDATED"), ("expire", "A-1", "EXPIRED"), ("buffer_in", "A-1", "BUFFER"),
        ("buffer_out", "BUFFER", "B-1"), ("invalidate", "RETIRED", "INVALIDATED"),
    ]  # fmt: skip
    for act, source, target in steps:
        before = held(source), held(target)
        cast.act(act, Item(source, target, series, 5))
        assert (held(source), held(target)) == (before[0] - 5, before[1] + 5)
    assert verify() == []


def test_what_needs_acceptance_waits_until_the_receiver_takes_it(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    waiting = cast.wait(Item("A-1", "B-W", series, 10), Item("A-1", "B-W", series, range=Range(1, 5)))
    assert (held("A-1"), held("B-W"), queries.balance("A-1", DAY)[0].reserved) == (100, 0, 15)
    assert code_of(cast.act, "transfer", Item("A-1", "B-1", series, 86)) == "insufficient_units"
    stranger = cast.write(cast.people.alice)
    assert code_of(operations.accept, **stranger, reservation=waiting) == "not_permitted"
    operations.accept(**cast.write(cast.people.bob), reservation=waiting)
    assert (held("A-1"), spans("B-W")) == (85, [(1, 5), (91, 100)])
    assert verify() == []


def test_one_batch_may_wait_for_several_receivers_and_serve_others_at_once(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    items = [Item("A-1", "B-W", series, 10), Item("A-1", "B-1", series, 10), Item("A-1", "A-W", series, 10)]
    answer = cast.act("transfer", *items)
    assert len(str(answer["waiting"]).split(",")) == 2
    assert (held("A-1"), held("B-1")) == (90, 10)
    assert verify() == []


def test_what_is_declined_withdrawn_or_lapsed_is_free_again(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    for end, by in ((operations.decline, cast.people.bob), (operations.release, cast.people.alice)):
        waiting = cast.wait(Item("A-1", "B-W", series, 10))
        end(**cast.write(by), reservation=waiting)
        assert queries.balance("A-1", DAY)[0].reserved == 0
    waiting = cast.wait(Item("A-1", "B-W", series, 10), until=date(2024, 1, 5))
    lapse = [cast.write(cast.people.rita, date(2024, 1, day)) for day in (5, 6)]
    assert code_of(operations.lapse, **lapse[0], reservation=waiting) == "reservation_not_over"
    operations.lapse(**lapse[1], reservation=waiting)
    assert queries.balance("A-1", LATER)[0].reserved == 0
    assert verify() == []


def test_what_lapsed_can_no_longer_be_accepted(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    waiting = cast.wait(Item("A-1", "B-W", series, 10), until=date(2024, 1, 5))
    late = cast.write(cast.people.bob, date(2024, 1, 6))
    assert code_of(operations.accept, **late, reservation=waiting) == "until_passed"
    operations.accept(**cast.write(cast.people.bob, date(2024, 1, 5)), reservation=waiting)
    assert held("B-W") == 10


def test_a_freeze_of_transfers_stops_what_would_wait_and_what_waits_already(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    waiting = cast.wait(Item("A-1", "B-W", series, 5))
    for scope, target in (("account", "B-W"), ("everything", ""), ("series", str(series)), ("unit_type", "PHCER")):
        freeze = cast.freeze(scope, target, ["transfer"])
        accept = cast.write(cast.people.bob)
        assert code_of(operations.accept, **accept, reservation=waiting).endswith(("frozen", "off"))
        assert code_of(cast.wait, Item("A-1", "B-W", series, 5)).endswith(("frozen", "off"))
        cast.lift(freeze)
    operations.accept(**cast.write(cast.people.bob), reservation=waiting)
    assert held("B-W") == 5


def test_the_owner_cannot_use_what_is_pledged_and_who_is_favoured_may_take_it(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    pledge = cast.reserve(Item("A-1", "A-1", series, 10), favour="B-1")
    for act, target in (("transfer", "B-1"), ("deposit", "A-C"), ("retire", "RETIRED")):
        assert code_of(cast.act, act, Item("A-1", target, series, 1)) == "insufficient_units"
        inside = Item("A-1", target, series, range=Range(3, 4))
        assert code_of(cast.act, act, inside) == "units_reserved"
        under = Item("A-1", target, series, range=Range(3, 4), held_under=pledge)
        assert code_of(cast.act, act, under) == "unknown_reservation"
    again = Item("A-1", "A-1", series, 1, held_under=pledge)
    assert code_of(cast.reserve, again) == "unknown_reservation"
    mine = cast.write(cast.people.alice)
    assert code_of(operations.release, **mine, reservation=pledge) == "not_permitted"
    operations.accept(**cast.write(cast.people.bob), reservation=pledge)
    assert held("B-1") == 10


def test_pledged_units_are_not_converted_away(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    pledge = cast.reserve(Item("A-1", "A-1", series, 10), favour="B-1")
    item = Item("A-1", "CONVERTED", series, 10, held_under=pledge)
    assert code_of(cast.convert, item, account="A-1") == "unknown_reservation"


def test_a_pledge_that_could_never_be_redeemed_is_refused(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    cast.act("deposit", Item("A-1", "A-C", series, 10))
    assert code_of(cast.reserve, Item("A-C", "A-C", series, 5), favour="B-1") == "not_permitted_between"
    assert code_of(cast.reserve, Item("A-C", "A-C", series, 5), favour="A-C") == "not_permitted_between"
    cast.reserve(Item("A-C", "A-C", series, 5))


def test_held_units_are_used_by_their_holder_and_an_emptied_hold_can_be_ended(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    hold = cast.reserve(Item("A-1", "A-1", series, 6))
    cast.act("transfer", Item("A-1", "B-1", series, 2, held_under=hold))
    waiting = cast.wait(Item("A-1", "B-W", series, 2, held_under=hold))
    assert [row.reserved for row in queries.balance("A-1", DAY)] == [6 - 2]
    pledge = cast.reserve(Item("A-1", "A-1", series, 2, held_under=hold), favour="B-1")
    operations.release(**cast.write(cast.people.alice), reservation=hold)
    assert not Reservation.objects.filter(pk=hold, ended_on=None).exists()
    operations.accept(**cast.write(cast.people.bob), reservation=waiting)
    operations.accept(**cast.write(cast.people.bob), reservation=pledge)
    assert (held("A-1"), held("B-1"), held("B-W")) == (4, 4, 2)
    assert verify() == []


def test_delivery_and_payment_go_together_or_not_at_all(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    cast.pay_in("B-P", 500)
    broker = replace(cast.people.eve, permissions=cast.people.eve.permissions | {"ledger:transfer"}, system=True)
    items, price = [Item("A-1", "B-1", series, 4)], [("B-P", "A-P", 400)]
    cast.act("transfer", *items, payments=price, by=broker)
    assert (held("B-1"), queries.money("A-P", DAY), queries.money("B-P", DAY)) == (4, 400, 100)
    assert code_of(cast.act, "transfer", *items, payments=price, by=broker) == "insufficient_money"
    assert (held("B-1"), queries.money("A-P", DAY)) == (4, 400)
    waits = [Item("A-1", "B-W", series, 4)]
    assert code_of(cast.act, "transfer", *waits, payments=[("B-P", "A-P", 1)], by=broker) == "payment_cannot_wait"
    assert verify() == []


def test_a_frozen_cash_account_neither_pays_nor_is_paid(cast: Cast) -> None:
    cast.pay_in("A-P", 100)
    freeze = cast.freeze("account", "A-P", ["pay"])
    pays = [[("A-P", "B-P", 1)], [("BANK", "A-P", 1)]]
    for pay in pays:
        written = cast.write(cast.people.broker)
        assert code_of(operations.pay, **written, payments=pay) == "account_frozen"
    cast.lift(freeze)
    operations.pay(**cast.write(cast.people.broker), payments=pays[0])
    assert queries.money("B-P", DAY) == 1


def test_conversion_gives_as_many_units_of_the_other_type_to_the_same_owner(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    item = Item("A-1", "CONVERTED", series, 4)
    answer = cast.convert(item, account="A-2")
    assert [move[1] for move in moves(answer)] == ["convert_out", "convert_in"]
    assert (held("A-1"), held("A-2"), held("CONVERTED")) == (6, 4, 4)
    assert code_of(cast.convert, item, account="B-1") == "owners_must_agree"
    assert code_of(cast.convert, item, account="A-2", approval=None) == "approval_missing"
    assert verify() == []


def test_only_what_the_table_names_is_converted(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    for into in ("CCER", "PHCER2"):
        assert code_of(cast.convert, Item("A-1", "CONVERTED", series, 4), account="A-2", into=into) == "not_convertible"
    cast.convert(Item("A-1", "CONVERTED", series, 4), account="A-1")
    made = queries.balance("A-1", DAY)[1].series
    assert code_of(cast.convert, Item("A-1", "CONVERTED", made, 4), account="A-2") == "not_convertible"


def test_nothing_is_converted_in_a_real_register(db: Database) -> None:
    cast = Cast(demonstration=False)
    series = cast.issue("A-1", 10)
    assert code_of(cast.convert, Item("A-1", "CONVERTED", series, 4), account="A-2") == "not_convertible"


def test_what_needs_a_report_never_comes_from_a_conversion(cast: Cast) -> None:
    series = cast.issue("A-1", 10, unit_type="OTHER")
    item = Item("A-1", "CONVERTED", series, 4)
    assert code_of(cast.convert, item, account="A-2", into="PHCER") == "not_by_conversion"
    assert held("A-1") == 10


def test_mirrored_units_name_where_they_come_from(cast: Cast) -> None:
    nameless = Creation("issue", 0, 50, "PHCER", "GD", "FORESTRY", "SG1", 2019)
    written = cast.write(cast.people.setup)
    assert code_of(issuing.mirror, **written, series=[("B-1", nameless)]) == "origin_missing"
    assert held("B-1") == 0


def test_money_is_not_spent_before_the_day_it_came(cast: Cast) -> None:
    cast.pay_in("A-P", 500, on=LATER)
    early = cast.write(cast.people.broker, DAY)
    assert code_of(operations.pay, **early, payments=[("A-P", "B-P", 500)]) == "money_day_before"
    operations.pay(**cast.write(cast.people.broker, LATER), payments=[("A-P", "B-P", 500)])
    assert (queries.money("A-P", DAY), queries.money("A-P", LATER), queries.money("B-P", LATER)) == (0, 0, 500)
    assert verify() == []


def test_the_second_person_is_of_the_house_that_acts(cast: Cast) -> None:
    freeze = cast.freeze("account", "A-1")
    anna = actor("anna", "ALICE")
    asked = approvals.ask(operation="ledger_lift", body={"freeze": freeze}, **cast.write(cast.people.alice))
    approvals.decide(approval=asked, allowed=True, reason="", **cast.write(anna))
    lifts = cast.write(cast.people.rita)
    assert code_of(accounts.lift, **lifts, freeze=freeze, approval=asked) == "approval_of_another_house"
    cast.lift(freeze)


def test_a_correction_is_the_exact_opposite_of_an_entry(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    items = [Item("A-1", "B-1", series, range=Range(11, 20)), Item("A-1", "B-1", series, 5)]
    entry = newest_entry_after(cast.act, "transfer", *items)
    answer = cast.correct(entry, on=LATER)
    assert answer["corrected"] == entry
    assert sorted(move[3:7] for move in moves(answer)) == sorted(
        [[6, 10, move_target("B-1"), move_target("A-1")], [11, 20, move_target("B-1"), move_target("A-1")]]
    )
    assert (held("A-1"), held("B-1"), held("B-1", DAY)) == (100, 0, 15)
    assert verify() == []


def test_a_correction_brings_back_what_was_used_up_and_the_money_too(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    retired = newest_entry_after(cast.act, "retire", Item("A-1", "RETIRED", series, 4))
    cast.correct(retired)
    assert (held("A-1"), held("RETIRED")) == (10, 0)
    cast.pay_in("B-P", 100)
    broker = replace(cast.people.eve, permissions=cast.people.eve.permissions | {"ledger:transfer"}, system=True)
    item, price = Item("A-1", "B-1", series, 4), [("B-P", "A-P", 100)]
    sold = newest_entry_after(cast.act, "transfer", item, payments=price, by=broker)
    cast.correct(sold)
    assert (held("B-1"), queries.money("A-P", DAY), queries.money("B-P", DAY)) == (0, 0, 100)
    assert verify() == []


def test_what_has_moved_on_since_is_not_corrected(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    entry = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 4))
    onward = newest_entry_after(cast.act, "transfer", Item("B-1", "B-2", series, range=Range(9, 9)))
    assert code_of(cast.correct, entry) == "units_moved_on"
    cast.act("transfer", Item("B-2", "B-1", series, 1))
    assert code_of(cast.correct, entry) == "units_moved_on"  # they came back, but by another way
    assert code_of(cast.correct, onward) == "units_moved_on"


def test_corrections_are_themselves_corrected_the_newest_first(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    first = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 4))
    undone = newest_entry_after(cast.correct, first)
    assert code_of(cast.correct, first) == "units_moved_on"
    cast.correct(undone)
    assert held("B-1") == 4
    assert verify() == []


def test_only_entries_that_moved_units_between_accounts_are_corrected(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    issued = newest_entry()
    hold = newest_entry_after(cast.reserve, Item("A-1", "A-1", series, 4))
    converted = newest_entry_after(cast.convert, Item("A-1", "CONVERTED", series, 4), account="A-2")
    cast.act("retire", Item("A-1", "RETIRED", series, 1))
    owing = newest_entry_after(cast.act, "invalidate", Item("RETIRED", "INVALIDATED", series, 1))
    for entry in (issued, hold, converted, owing, 10**30, 0):
        assert code_of(cast.correct, entry) == "entry_not_correctable"


def test_a_correction_needs_a_second_person_for_exactly_that_entry(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    one = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 4))
    two = newest_entry_after(cast.act, "transfer", Item("A-1", "B-1", series, 4))
    approval = cast.approved("ledger_correct", operations.correct_body(journal=one, reason="a slip"))
    assert code_of(cast.correct, two, approval=None) == "approval_missing"
    assert code_of(cast.correct, two, approval=approval) == "approval_for_something_else"
    assert code_of(cast.correct, one, approval=approval, by=cast.people.alice) == "approval_of_another_house"
    cast.correct(one, approval=approval)


def test_acts_that_have_their_own_operation_do_not_pass_the_general_one(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    for act in ("issue", "convert_in", "convert_out", "reserve", "release", "correct", "pay"):
        item = Item("A-1", "A-1" if act in ("reserve", "release") else "B-1", series, 1)
        assert code_of(cast.act, act, item, words=WHY, approval=None) == "act_has_own_door"


def test_an_import_moves_mirrors_only_and_only_within_its_own_accounts(cast: Cast) -> None:
    cast.open_mirror()
    native, mirrored, others = cast.issue("A-1", 10), cast.mirror("made-up:held", 10), cast.mirror("A-1", 10, "F2")
    elsewhere = cast.mirror("A-1", 10, "F3", register="us")
    used, held_there = "made-up:used", "made-up:held"
    for source, target, series, code in (
        ("A-1", "RETIRED", native, "not_a_mirror"), (held_there, used, mirrored, ""),
        (held_there, "RETIRED", mirrored, "outside_the_mirror"), ("A-1", used, others, "outside_the_mirror"),
        ("A-1", used, elsewhere, "outside_the_mirror"),
    ):  # fmt: skip
        written = cast.write(cast.people.setup)
        uses = [("retire", Item(source, target, series, 1), RETIRE)]
        assert code_of(issuing.mirror_uses, **written, items=uses) == code
    written = cast.write(cast.people.setup)
    uses = [("correct", Item(held_there, used, mirrored, 1), WHY)]
    assert code_of(issuing.mirror_uses, **written, items=uses) == "act_has_own_door"


def test_an_import_needs_no_second_person_whatever_it_reports(cast: Cast) -> None:
    cast.open_mirror()
    mirrored = cast.mirror("made-up:held", 10)
    uses = [("buffer_in", Item("made-up:held", "made-up:buffer", mirrored, 4), Words())]
    issuing.mirror_uses(**cast.write(cast.people.setup), items=uses)
    assert (held("made-up:held"), held("made-up:buffer")) == (6, 4)


def test_only_a_registers_own_units_go_into_the_accounts_that_mirror_it(cast: Cast) -> None:
    cast.open_mirror()
    native, mirrored = cast.issue("A-1", 10), cast.mirror("A-1", 10)
    elsewhere = cast.mirror("A-1", 10, "F2", register="us")
    for series, code in ((native, "mirror_of_another"), (elsewhere, "mirror_of_another"), (mirrored, "")):
        assert code_of(cast.act, "transfer", Item("A-1", "made-up:held", series, 1)) == code
        assert code_of(cast.act, "retire", Item("A-1", "made-up:used", series, 1)) == code
    new = Creation("issue", 0, 5, "ARBOC", "US_CA", "FR", "F9", 2013, "us", "F9")
    written = cast.write(cast.people.setup)
    assert code_of(issuing.mirror, **written, series=[("made-up:held", new)]) == "mirror_of_another"


def move_target(code: str) -> int:
    """The id of an account."""
    return int(queries.account(code).pk)
