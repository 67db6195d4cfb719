"""A register in every standing, and what must not pass in it, case by case: what is tried, and the code it must meet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from tanpuhui.apps.ledger import accounts, operations
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.ranges import Range
from tanpuhui.core.text import Text
from tests.ledger.cast import DAY, RETIRE, WHY, Cast

Deed = Callable[[], object]
Cases = Iterator[tuple[str, str, Deed]]
LONG = "长" * 1_000_000
HUGE = 10**30
BEFORE = date(2024, 1, 1)


class Scene:
    """A register with units of every standing in it: free, reserved, pledged, waiting, elsewhere, mirrored."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.p = cast, cast.people
        self.series = cast.issue("A-1", 100, on=DAY)
        self.late = cast.issue("A-1", 10, on=date(2024, 6, 1))
        self.hold = cast.reserve(Item("A-1", "A-1", self.series, 10))
        self.pledge = cast.reserve(Item("A-1", "A-1", self.series, 10), favour="B-1")
        self.waiting = cast.wait(Item("A-1", "B-W", self.series, 10), until=DAY)
        cast.act("transfer", Item("A-1", "B-1", self.series, 10))
        cast.pay_in("A-P", 100)
        cast.open("A-OLD", "holding", "ALICE")
        accounts.close_account(**cast.write(cast.keeper), code="A-OLD")
        cast.act("transfer", Item("A-1", "A-2", self.series, 1), key="used")

    def act(self, act: str, *items: Item, **more: Any) -> Deed:
        return partial(self.cast.act, act, *items, **more)

    def move(self, quantity: Any, source: str = "A-1", target: str = "B-1", **more: Any) -> Deed:
        return self.act("transfer", Item(source, target, self.series, quantity, **more))

    def range(self, first: int, last: int, **more: Any) -> Deed:
        return self.act("transfer", Item("A-1", "B-1", self.series, range=Range(first, last)), **more)

    def post(self, door: Callable[..., object], by: str, on: date = DAY, **more: Any) -> Deed:
        return lambda: door(**self.cast.write(getattr(self.p, by), on), **more)

    def amounts(self) -> Cases:
        wrong: list[Any] = [0, -1, HUGE, True, 1.0, float("nan"), "10", b"1"]
        for bad in wrong:
            yield f"a quantity of {bad!r}", "quantity_out_of_bounds", self.move(bad)
            yield (
                f"a pledge of {bad!r}",
                "quantity_out_of_bounds",
                partial(self.cast.reserve, Item("A-1", "A-1", self.series, bad), favour="B-1"),
            )
            yield f"a payment of {bad!r}", "quantity_out_of_bounds", self.pay(("A-P", "B-P", bad))
        yield "neither a quantity nor a range", "quantity_or_range", self.move(None)
        yield "both a quantity and a range", "quantity_or_range", self.move(1, range=Range(1, 1))
        yield "a reversed range", "reversed_range", lambda: self.range(5, 4)()
        yield "a range from nothing", "number_out_of_bounds", lambda: self.range(0, 4)()
        yield "a range beyond all numbers", "units_not_in_account", self.range(10**12, 10**12 + 5)
        yield "a range at the very end of all numbers", "units_not_in_account", self.range(2**63 - 2, 2**63 - 2)
        yield "a range over the border of the series", "units_not_in_account", self.range(90, 101)
        yield (
            "a range that is another's",
            "units_not_in_account",
            self.act("transfer", Item("A-2", "A-1", self.series, range=Range(1, 1))),
        )
        yield "a reserved range", "units_reserved", self.range(71, 100)
        yield "more than there is", "insufficient_units", self.move(101)
        yield "nothing at all", "batch_empty", self.act("transfer")
        yield (
            "one line too many",
            "batch_too_large",
            self.act("transfer", *[Item("A-1", "B-1", self.series, 1)] * 10_001),
        )
        yield "more money than there is", "insufficient_money", self.pay(("A-P", "B-P", 101))
        yield "money spent twice in a batch", "insufficient_money", self.pay(("A-P", "B-P", 60), ("A-P", "B-P", 60))
        yield "money spent as it comes", "insufficient_money", self.pay(("A-P", "B-P", 50), ("B-P", "A-P", 1))
        yield "no payment", "batch_empty", self.pay()

    def pay(self, *payments: Any) -> Deed:
        return self.post(operations.pay, "broker", payments=payments)

    def names(self) -> Cases:
        yield "an unknown account", "unknown_account", self.move(1, target="NOWHERE")
        yield "a million-character account", "unknown_account", self.move(1, target=LONG)
        yield "an unknown series", "unknown_series", self.act("transfer", Item("A-1", "B-1", 10**9, 1))
        yield "a huge series", "unknown_series", self.act("transfer", Item("A-1", "B-1", HUGE, 1))
        yield "an unknown act", "unknown_act", self.act("steal", Item("A-1", "B-1", self.series, 1))
        yield "a million-character act", "unknown_act", self.act(LONG, Item("A-1", "B-1", self.series, 1))
        to = Item("A-1", "RETIRED", self.series, 1)
        for purpose in ("", "gift", LONG):
            words = Words(purpose=purpose, beneficiary="the village")
            code = "field_too_long" if len(purpose) > 60 else "unknown_purpose"
            yield f"the purpose {purpose[:9]!r}", code, self.act("retire", to, words=words)
        yield "no beneficiary", "beneficiary_missing", self.act("retire", to, words=Words(purpose="voluntary"))
        blank = Words(purpose="voluntary", beneficiary=" \n\t")
        yield "a blank beneficiary", "beneficiary_missing", self.act("retire", to, words=blank)
        for field in ("beneficiary", "note", "reason"):
            words = replace(RETIRE, **{field: LONG})
            yield f"a million-character {field}", "field_too_long", self.act("retire", to, words=words)
        cancel = Item("A-1", "CANCELLED", self.series, 1)
        yield "no reason", "reason_missing", self.act("cancel", cancel, words=Words(note="because"))
        for odd in ("a\0b", "\ud800"):
            words = Words(note=odd)
            yield (
                f"the note {odd!a}",
                "text_not_kept",
                self.act("transfer", Item("A-1", "B-1", self.series, 1), words=words),
            )
            yield f"the account {odd!a}", "text_not_kept", self.move(1, target=odd)
            kept: dict[str, Any] = {"items": [Item("A-1", "A-1", self.series, 1)], "reason": odd}
            yield f"the reason {odd!a}", "text_not_kept", self.post(operations.reserve, "alice", **kept)
        yield "no key", "key_missing", self.act("transfer", Item("A-1", "B-1", self.series, 1), key="")
        yield (
            "a million-character key",
            "key_missing",
            self.act("transfer", Item("A-1", "B-1", self.series, 1), key=LONG),
        )
        for number in (0, -1, 10**9, HUGE):
            end: dict[str, Any] = {"reservation": number}
            yield f"reservation {number}", "unknown_reservation", self.post(operations.accept, "bob", **end)
            yield f"units held under {number}", "unknown_reservation", self.move(1, held_under=number)
            under = Item("A-1", "CANCELLED", self.series, 1, held_under=number)
            yield f"units cancelled under {number}", "unknown_reservation", self.act("cancel", under)
            yield f"reservation {number} set free", "unknown_reservation", partial(self.cast.set_free, number)
            duty: dict[str, Any] = {"duty": number, "items": [to]}
            yield f"duty {number}", "unknown_duty", self.post(operations.replace_units, "alice", **duty)
        yield "a release without a reason", "reason_missing", partial(self.cast.set_free, self.pledge, " ")
        yield "a release with a million reasons", "field_too_long", partial(self.cast.set_free, self.pledge, LONG)
        replacing = Words(purpose="replacement", beneficiary="the village")
        yield "a replacement of nothing", "replacement_without_duty", self.act("retire", to, words=replacing)

    def accounts(self) -> Cases:
        yield "to itself", "accounts_must_differ", self.move(1, target="A-1")
        yield "to a closed account", "account_closed", self.move(1, target="A-OLD")
        yield "from a closed account", "account_closed", self.move(1, source="A-OLD")
        yield (
            "to an account of a later day",
            "account_closed",
            self.act("transfer", Item("A-1", "B-1", self.series, 1), on=BEFORE),
        )
        for act, source, target in (
            ("transfer", "A-1", "A-C"), ("transfer", "A-1", "A-P"), ("transfer", "A-1", "RETIRED"),
            ("retire", "A-1", "CANCELLED"), ("retire", "A-C", "RETIRED"),
            ("surrender", "A-1", "A-S"), ("withdraw", "A-S", "A-1"), ("buffer_out", "A-1", "BUFFER"),
            ("cancel", "RETIRED", "CANCELLED"), ("invalidate", "CANCELLED", "INVALIDATED"),
        ):  # fmt: skip
            item = Item(source, target, self.series, 1)
            yield f"{act} from {source} to {target}", "not_permitted_between", self.act(act, item)
        yield "units into a cash account's reserve", "not_permitted_between", self.move(1, target="A-R")
        yield "money into a holding account", "not_permitted_between", self.pay(("A-P", "A-1", 1))
        yield "another's deposit", "owners_must_agree", self.act("deposit", Item("A-1", "B-C", self.series, 1))
        yield "a surrender for another", "insufficient_units", self.act("surrender", Item("A-C", "A-S", self.series, 1))
        yield "a surrender to another", "owners_must_agree", self.act("surrender", Item("A-C", "B-S", self.series, 1))
        reserve: dict[str, Any] = {
            "items": [Item("A-1", "A-1", self.series, 1), Item("A-2", "A-2", self.series, 1)],
            "reason": "kept",
        }
        yield "a reservation in two accounts", "one_account_only", self.post(operations.reserve, "alice", **reserve)
        across: dict[str, Any] = {"items": [Item("A-1", "A-2", self.series, 1)], "reason": "kept"}
        yield "a reservation from one to another", "one_account_only", self.post(operations.reserve, "alice", **across)
        yield "a reservation of nothing", "batch_empty", self.post(operations.reserve, "alice", items=[], reason="kept")

    def days(self) -> Cases:
        late = Item("A-1", "B-1", self.late, 1)
        yield "before the units came", "day_before_holding", self.act("transfer", late, on=DAY)
        over: dict[str, Any] = {"items": [Item("A-1", "A-1", self.series, 1)], "until": BEFORE}
        yield (
            "a reservation already over",
            "until_passed",
            self.post(operations.reserve, "alice", reason="kept", **over),
        )
        waits = Item("A-1", "B-W", self.series, 1)
        yield "a waiting transfer already over", "until_passed", self.act("transfer", waits, until=BEFORE)
        accept = self.post(operations.accept, "bob", date(2024, 1, 3), reservation=self.waiting)
        yield "accepted after its last day", "until_passed", accept
        yield (
            "accepted before it was sent",
            "account_closed",
            self.post(operations.accept, "bob", BEFORE, reservation=self.waiting),
        )
        yield (
            "lapsed on its last day",
            "reservation_not_over",
            self.post(operations.lapse, "rita", DAY, reservation=self.waiting),
        )
        yield (
            "lapsed without a last day",
            "reservation_not_over",
            self.post(operations.lapse, "rita", date(2030, 1, 1), reservation=self.pledge),
        )

    def strangers(self) -> Cases:
        item, p = Item("A-1", "B-1", self.series, 1), self.p
        yield "another's units", "not_permitted", self.act("transfer", item, by=p.bob)
        yield (
            "units by nobody's right",
            "not_permitted",
            self.act("transfer", item, by=replace(p.alice, permissions=frozenset())),
        )
        yield (
            "cancelled by a firm",
            "approval_of_another_house",
            self.act("cancel", Item("A-1", "CANCELLED", self.series, 1), by=p.alice),
        )
        yield (
            "expired by a firm",
            "approval_of_another_house",
            self.act("expire", Item("A-1", "EXPIRED", self.series, 1), by=p.alice),
        )
        yield "accepted by the sender", "not_permitted", self.post(operations.accept, "alice", reservation=self.waiting)
        yield "declined by a stranger", "not_permitted", self.post(operations.decline, "rita", reservation=self.waiting)
        yield (
            "a pledge released by its owner",
            "not_permitted",
            self.post(operations.release, "alice", reservation=self.pledge),
        )
        yield "another's hold released", "not_permitted", self.post(operations.release, "bob", reservation=self.hold)
        yield "a hold accepted", "unknown_reservation", self.post(operations.accept, "alice", reservation=self.hold)
        yield (
            "lapsed by its owner",
            "not_permitted",
            self.post(operations.lapse, "alice", date(2024, 1, 3), reservation=self.waiting),
        )
        yield "a freeze by a firm", "approval_of_another_house", lambda: self.frozen(by=p.alice)
        yield "an account opened by a firm", "not_permitted", lambda: self.opened("A-9", by=p.alice)

    def payers(self) -> Cases:
        item, p = Item("A-1", "B-1", self.series, 1), self.p
        yield (
            "money paid by its owner",
            "not_permitted",
            self.post(operations.pay, "alice", payments=[("A-P", "B-P", 1)]),
        )
        yield (
            "money taken from who did not agree",
            "not_permitted",
            self.post(operations.pay, "eve", payments=[("A-P", "B-P", 1)]),
        )
        yield (
            "money taken from who gives units, too",
            "not_permitted",
            self.act("transfer", item, payments=[("A-P", "B-P", 1)], by=replace(p.broker, entrusted=self.only_units())),
        )
        yield (
            "a pledge released by who may not",
            "not_permitted",
            partial(self.cast.set_free, self.pledge, by=replace(p.rita, permissions=frozenset())),
        )
        yield "a payment beside a transfer", "not_permitted", self.act("transfer", item, payments=[("A-P", "B-P", 1)])

    def opened(self, code: str, kind: str = "holding", name: str = "账户", **more: Any) -> object:
        by = more.pop("by", self.cast.system)
        owner = people.organisation(code=more.pop("owner", "ALICE")).id
        return accounts.open_account(
            **self.cast.write(by), code=code, kind=kind, owner=owner, name=Text(name, "account")
        )

    def frozen(
        self, scope: str = "account", target: str = "A-1", acts: Any = (), reason: str = "why", **more: Any
    ) -> object:
        by = more.pop("by", self.p.rita)
        body = accounts.freeze_body(scope=scope, target=target, acts=acts, reason=reason)
        approval = more["approval"] if "approval" in more else self.cast.approved("ledger_freeze", body)
        return accounts.freeze(
            **self.cast.write(by), scope=scope, target=target, acts=acts, reason=reason, approval=approval
        )

    def openings(self) -> Cases:
        for code in ("", " ", "A 1", "A-1\n", "账户", "A" * 61, LONG, "-A", "A\x00", "us-ca-cop:mine", "A:1"):
            yield f"the account code {code[:9]!r}", "account_code_malformed", partial(self.opened, code)
        yield "an account opened twice", "account_exists", partial(self.opened, "A-1")
        yield "an unknown kind", "unknown_account_kind", partial(self.opened, "A-9", "wallet")
        yield "a bank of one's own", "unknown_account_kind", partial(self.opened, "A-9", "bank")
        for name in ("名" * 201, LONG, "a\0b", "\ud800"):
            yield f"the name {name[:9]!a}", "text_malformed", partial(self.opened, "A-9", name=name)
        for name in ("", " \n"):
            yield f"the name {name!a}", "name_missing", partial(self.opened, "A-9", name=name)
        for owner in (0, -1, 10**9, HUGE):
            whose: dict[str, Any] = {"code": "A-9", "kind": "holding", "owner": owner, "name": Text("账户", "account")}
            opening = partial(accounts.open_account, **self.cast.write(self.cast.system), **whose)
            yield f"an account of organisation {owner}", "party_not_found", opening
        close = partial(accounts.close_account, **self.cast.write(self.cast.keeper))
        yield "a full account closed", "account_not_empty", partial(close, code="A-1")
        yield "a full cash account closed", "account_not_empty", partial(close, code="A-P")
        yield "an unknown account closed", "unknown_account", partial(close, code="NOWHERE")
        yield "an account closed twice", "unknown_account", partial(close, code="A-OLD")
        for code in ("RETIRED", "CANCELLED", "INVALIDATED", "EXPIRED", "CONVERTED", "BANK"):
            yield f"{code} closed", "account_of_register", partial(close, code=code)
        yield "an account closed that units wait for", "account_awaited", partial(close, code="B-W")
        early = partial(accounts.close_account, **self.cast.write(self.cast.keeper, BEFORE))
        yield "an account closed before it was opened", "account_closed", partial(early, code="A-W")
        for scope, target in (
            ("planet", ""), ("everything", "A-1"), ("account", "NOWHERE"), ("account", ""), ("series", "x"), ("series", "0"),
            ("series", str(HUGE)), ("series", "²"), ("unit_type", ""), ("unit_type", LONG), ("account", LONG),
            ("account", "\x00"),
        ):  # fmt: skip
            code, deed = "unknown_freeze_scope", partial(self.frozen, scope, target, approval=None)
            yield f"a freeze of {scope} {target[:9]!r}", code, deed
        yield "a freeze of an unknown act", "unknown_act", partial(self.frozen, acts=["steal"], approval=None)
        yield "a freeze without a reason", "reason_missing", partial(self.frozen, reason=" ", approval=None)
        yield "a freeze with a million reasons", "field_too_long", partial(self.frozen, reason=LONG, approval=None)

        for number in (0, -1, 10**9, HUGE):
            yield f"freeze {number} lifted", "unknown_freeze", partial(self.cast.lift, number)

    def only_units(self) -> dict[int, frozenset[str]]:
        """What is entrusted by who buys, and not by who sells."""
        return {
            people.organisation(code="ALICE").id: frozenset(),
            self.p.bob.organisation_id: frozenset({"ledger:transfer"}),
        }

    def keys(self) -> Cases:
        other = Item("A-1", "A-2", self.series, 2)
        yield "a key used for another quantity", "key_reused", self.act("transfer", other, key="used")
        same = Item("A-1", "A-2", self.series, 1)
        yield (
            "a key used with another note",
            "key_reused",
            self.act("transfer", same, key="used", words=Words(note="x")),
        )
        yield "a key used with a last day", "key_reused", self.act("transfer", same, key="used", until=DAY)

    def approvals(self) -> Cases:
        p, cast = self.p, self.cast
        item = Item("A-1", "CANCELLED", self.series, 1)
        body = operations.act_body([item], WHY)

        def ask(body: Mapping[str, object], by: Actor) -> int:
            return approvals.ask(operation="ledger_cancel", body=body, **cast.write(by))

        def decide(approval: int, by: Actor, allowed: bool = True) -> None:
            approvals.decide(approval=approval, allowed=allowed, reason="seen", **cast.write(by))

        cancel = partial(cast.act, "cancel", item)
        yield "without approval", "approval_missing", partial(cancel, approval=None)
        yield "an unknown approval", "unknown_approval", partial(cancel, approval=10**9)
        undecided = ask(body=body, by=p.rita)
        yield "an approval not yet given", "approval_not_given", partial(cancel, approval=undecided)
        denied = ask(body=body, by=p.rita)
        decide(approval=denied, by=p.sam, allowed=False)
        yield "an approval that was denied", "approval_not_given", partial(cancel, approval=denied)
        other = cast.approved("ledger_cancel", operations.act_body([replace(item, quantity=2)], WHY))
        yield "approved for another quantity", "approval_for_something_else", partial(cancel, approval=other)
        expire = cast.approved("ledger_invalidate", body)
        yield "approved for another act", "approval_for_something_else", partial(cancel, approval=expire)
        both = replace(p.rita, permissions=p.rita.permissions | {"records:approve"})
        yield "approved by who asked", "self_approval", partial(decide, approval=undecided, by=both)
        twin = self.twin_of_rita()
        yield "approved by another user of who asked", "self_approval", partial(decide, approval=undecided, by=twin)
        doer = replace(p.sam, permissions=p.sam.permissions | {"ledger:cancel"})
        given = cast.approved("ledger_cancel", body)
        yield "carried out by who approved", "self_approval", partial(cancel, approval=given, by=doer)
        by_twin = ask(body=body, by=p.sam)
        decide(approval=by_twin, by=twin)
        yield (
            "carried out by another user of who approved",
            "self_approval",
            partial(cancel, approval=by_twin, by=p.rita),
        )
        anna = people.actor(user=people.user(login="anna").id, organisation=p.alice.organisation_id, on=DAY)
        yield "approved by another organisation", "not_permitted", partial(decide, approval=undecided, by=anna)
        yield "decided twice", "already_decided", partial(decide, approval=denied, by=p.sam)
        used = cast.approved("ledger_cancel", body)
        cast.act("cancel", item, approval=used)
        yield "an approval used again", "approval_used", partial(cancel, approval=used)

    def twin_of_rita(self) -> Any:
        """Rita logs in by another name, to which Sam's role was given."""
        cast, rita = self.cast, self.p.rita
        user = cast.user("rita-too", person=rita.person_id)
        manager = cast.user("mona")
        place = parties.admit_organisation(
            **cast.write(cast.system), journal=JOURNAL, code="PROVINCE-2", kind="provincial_department",
            name=Text("省厅", "PROVINCE-2"), first=[(user, "registrar_approver"), (manager, "organisation_manager")],
        )  # fmt: skip
        return replace(people.actor(user=user, organisation=place, on=DAY), organisation_id=rita.organisation_id)
