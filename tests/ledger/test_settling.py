"""Who settles moves nobody's money without his will: through the bank, against units, or by what the payer entrusted."""

from dataclasses import replace

from tanpuhui.apps.ledger import operations, queries
from tanpuhui.apps.ledger.operations import Item, Payment
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tests.ledger.cast import DAY, Cast, code_of


def entrusted_by(cast: Cast, firm: str) -> Actor:
    """The settler, entrusted with transfers by one firm."""
    return replace(cast.people.eve, entrusted={people.organisation(code=firm).id: frozenset({"ledger:transfer"})})


def pay(cast: Cast, by: Actor, *payments: Payment) -> str:
    return code_of(operations.pay, **cast.write(by), payments=payments)


def test_money_comes_in_and_goes_out_through_the_bank_by_the_settler_alone(cast: Cast) -> None:
    assert pay(cast, cast.people.eve, ("BANK", "A-P", 100)) == ""
    assert pay(cast, cast.people.eve, ("A-P", "BANK", 40)) == ""
    assert queries.money("A-P", DAY) == 60
    assert pay(cast, cast.people.alice, ("A-P", "BANK", 10)) == "not_permitted"


def test_between_cash_accounts_the_payer_must_have_entrusted_who_settles(cast: Cast) -> None:
    cast.pay_in("A-P", 100)
    for by, code in (
        (cast.people.eve, "not_permitted"), (entrusted_by(cast, "BOB"), "not_permitted"), (entrusted_by(cast, "ALICE"), ""),
        (replace(entrusted_by(cast, "ALICE"), permissions=frozenset()), "not_permitted"),
    ):  # fmt: skip
        assert pay(cast, by, ("A-P", "B-P", 10)) == code
    assert pay(cast, cast.people.eve, ("A-P", "A-R", 10)) == "not_permitted"
    assert (queries.money("A-P", DAY), queries.money("B-P", DAY)) == (90, 10)


def test_units_that_nobody_ordered_let_nobody_take_their_price(cast: Cast) -> None:
    """One tonne sent unasked would else take all that the receiver has."""
    series = cast.issue("A-1", 10)
    cast.pay_in("B-P", 100)
    seller, items = entrusted_by(cast, "ALICE"), [Item("A-1", "B-1", series, 1)]
    assert code_of(cast.act, "transfer", *items, payments=[("B-P", "A-P", 50)], by=seller) == "not_permitted"
    assert (queries.money("B-P", DAY), queries.money("A-P", DAY)) == (100, 0)
    both = replace(seller, entrusted={**seller.entrusted, **entrusted_by(cast, "BOB").entrusted})
    cast.act("transfer", *items, payments=[("B-P", "A-P", 50)], by=both)
    assert queries.money("A-P", DAY) == 50


def test_units_moved_within_one_house_let_nobody_take_its_money(cast: Cast) -> None:
    series = cast.issue("B-1", 10)
    cast.pay_in("B-P", 100)
    items, price = [Item("B-1", "B-2", series, 1)], [("B-P", "A-P", 100)]
    settling = replace(cast.people.eve, permissions=cast.people.eve.permissions | {"ledger:retire"})
    assert code_of(cast.act, "transfer", *items, payments=price, by=entrusted_by(cast, "ALICE")) == "not_permitted"
    deed = [Item("B-1", "RETIRED", series, 1)]
    assert code_of(cast.act, "retire", *deed, payments=price, by=settling) == "not_permitted"
    assert queries.money("B-P", DAY) == 100
