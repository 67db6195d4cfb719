"""A random play on a register: every deed is first asked of the model, then done, and both must say the same."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from tanpuhui.apps.ledger import authority, issuing, operations, queries
from tanpuhui.apps.ledger.models import Account
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Creation
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.records.models import Journal
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.serials import parse_serial
from tests.ledger.cast import DAY, RETIRE, WHY, Cast, code_of, moves
from tests.ledger.model import RULES, USED, Asked, Freeze, Mark, Model, No, verdict

UNITS = {"A-1", "A-2", "B-1", "B-2", "A-W", "B-W", "A-C", "B-C"}
SECOND_PERSON = {"cancel", "invalidate", "expire", "buffer_in", "buffer_out"}
LIKELY = {
    "deposit": [("A-1", "A-C"), ("B-1", "B-C")], "withdraw": [("A-C", "A-1"), ("B-C", "B-2")],
    "surrender": [("A-C", "A-S"), ("B-C", "B-S")], "retire": [("A-1", "RETIRED"), ("B-1", "RETIRED")],
    "cancel": [("A-1", "CANCELLED"), ("B-C", "CANCELLED")], "expire": [("A-1", "EXPIRED"), ("B-2", "EXPIRED")],
    "invalidate": [("B-1", "INVALIDATED"), ("RETIRED", "INVALIDATED"), ("A-S", "INVALIDATED")],
    "buffer_in": [("A-1", "BUFFER"), ("B-1", "BUFFER")], "buffer_out": [("BUFFER", "A-1"), ("BUFFER", "B-1")],
}  # fmt: skip


class Play:
    """One play: its dice, its day, its register and its model. `log` tells how it came to where it is."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.dice, self.day, self.log = cast, random.Random(seed), DAY, [f"seed {seed}"]
        rows = Account.objects.select_related("owner")
        self.model = Model({row.code: (row.kind, row.owner.code, row.needs_acceptance) for row in rows})
        self.codes = {row.pk: row.code for row in rows}
        self.by = replace(cast.people.rita, permissions=frozenset(PERMISSIONS), system=True)
        self.done: list[tuple[Callable[[], Answer], Answer]] = []
        self.refused = 0
        for _ in range(3):
            self.issue()

    def step(self) -> None:
        """One deed."""
        if self.dice.random() < 0.2:
            self.day += timedelta(days=self.dice.randint(1, 9))
        deeds = {
            self.issue: 5, self.mirror: 1, self.transfer: 30, self.other_act: 25, self.reserve: 8, self.end: 16, self.convert: 3,
            self.correct: 8, self.freeze: 1, self.lift: 3, self.pay: 4, self.again: 5, self.look: 4,
        }  # fmt: skip
        self.dice.choices(list(deeds), list(deeds.values()))[0]()

    # Deeds

    def issue(self, unit_type: str = "PHCER") -> None:
        account, units, on, key = (
            self.dice.choice(["A-1", "B-1"]),
            self.dice.randint(1, 30),
            self.when(),
            self.cast.key(),
        )
        new = Creation("issue", 0, units, unit_type, "US_CA", "FR", "P1", 2013, "us", key)
        self.do(
            lambda: self.model.thaw([("issue", {account}, set(), {unit_type})], on),
            lambda: (
                self.cast.issue(account, units, on=on, key=key)
                if unit_type == "PHCER"
                else issuing.mirror(**self.write(on, key), series=[(account, new)])
            ),
            "issue", on,
        )  # fmt: skip

    def mirror(self) -> None:
        self.issue("ARBOC")

    def transfer(self) -> None:
        places = sorted(UNITS - {"A-C", "B-C"} if self.dice.random() < 0.95 else UNITS)
        lines = [self.line(*self.dice.choices(places, k=2)) for _ in range(self.dice.choice([1, 1, 1, 2, 3]))]
        payments = [("A-P", "B-P", self.dice.randint(1, 60))] if self.dice.random() < 0.1 else []
        until = self.day + timedelta(days=self.dice.randint(0, 9)) if self.dice.random() < 0.5 else None
        self.act("transfer", lines, payments, until)

    def other_act(self) -> None:
        act = self.dice.choice(sorted(LIKELY))
        pair = self.dice.choice(LIKELY[act]) if self.dice.random() < 0.9 else self.dice.choices(sorted(UNITS), k=2)
        self.act(act, [self.line(*pair) for _ in range(self.dice.choice([1, 1, 2]))])

    def act(self, act: str, lines: list[Asked], payments: Sequence[Any] = (), until: date | None = None) -> None:
        on, model = self.when(), self.model
        words = RETIRE if act == "retire" else WHY if act in SECOND_PERSON else Words()
        items = [self.item(line) for line in lines]
        waits = any(act == "transfer" and model.accounts[line.target][2] for line in lines)

        def rules() -> None:
            model.holds(lines, act)
            if until and until < on:
                raise No("until_passed")
            if waits and payments:
                raise No("payment_cannot_wait")
            model.judge(act, lines)
            paid = [("pay", {source, target}, set[int](), set[str]()) for source, target, _ in payments]
            model.thaw([*model.frozen(act, lines), *paid], on)
            model.choose(lines, on)
            model.afford(payments, on)

        body = operations.act_body(items, words, payments, until)
        approval = self.cast.approved(f"ledger_{act}", body, on=on) if act in SECOND_PERSON else None
        key = self.cast.key()
        self.do(
            rules,
            lambda: operations.act(
                **self.write(on, key), act=act, items=items, words=words, payments=payments, until=until, approval=approval
            ),
            act, on, lines=lines, until=until, payments=payments,
        )  # fmt: skip

    def reserve(self) -> None:
        account = self.dice.choice(sorted(UNITS))
        favour = self.dice.choice(["", "", "A-1", "B-1", "B-2"])
        lines = [self.line(account, account) for _ in range(self.dice.choice([1, 1, 2]))]
        until = self.day + timedelta(days=self.dice.randint(0, 9)) if self.dice.random() < 0.5 else None
        on, model = self.when(), self.model

        def rules() -> None:
            model.holds(lines)
            if until and until < on:
                raise No("until_passed")
            pledged = [line._replace(target=favour) for line in lines] if favour else []
            for asked, act in ((lines, "reserve"), (pledged, "transfer")):
                for one in asked:
                    if not {model.kind(one.source), model.kind(one.target)} <= set(RULES[act][0].split()):
                        raise No("not_permitted_between")
            model.judge("reserve", lines)
            model.judge("transfer", pledged)
            model.thaw([*model.frozen("reserve", lines), *model.frozen("transfer", pledged)], on)
            model.choose(lines, on)

        items, key = [self.item(line) for line in lines], self.cast.key()
        self.do(
            rules,
            lambda: operations.reserve(**self.write(on, key), items=items, reason="kept", favour=favour, until=until),
            "reserve", on, lines=lines, until=until, favour=favour,
        )  # fmt: skip

    def end(self) -> None:
        model, on = self.model, self.when()
        number = self.dice.choice([*model.marks, 10**6]) if model.marks else 10**6
        mark, how = (
            model.marks.get(number),
            self.dice.choice(["accept", "accept", "decline", "release", "lapse", "free"]),
        )
        lines: list[Asked] = []
        if mark:
            target = mark.favour if how == "accept" and mark.favour else mark.account
            held = {unit.series for unit in model.units.values() if unit.mark == number}
            for series in sorted(held):
                lines.append(
                    Asked(mark.account, target, series, len(model.shelf(mark.account, series, number)), number)
                )
        act = "transfer" if how == "accept" and mark and mark.favour else "release"

        def rules() -> None:
            if mark is None or not mark.open:
                raise No("unknown_reservation")
            if how == "lapse" and (mark.until is None or mark.until >= on):
                raise No("reservation_not_over")
            if how == "accept" and mark.until and mark.until < on:
                raise No("until_passed")
            if how in ("accept", "decline") and not mark.favour:
                raise No("unknown_reservation")
            model.judge(act, lines)
            model.thaw(model.frozen(act, lines), on)
            model.choose(lines, on)

        key = self.cast.key()
        if how == "free":
            body = authority.release_body(reservation=number, reason="idle")
            approval = self.cast.approved("ledger_freed_by_authority", body, on=on)
            end: Any = partial(authority.release_by_authority, reason="idle", approval=approval)
        else:
            end = getattr(operations, how)
        if self.do(rules, lambda: end(**self.write(on, key), reservation=number), act, on, lines=lines) and mark:
            mark.open = False

    def convert(self) -> None:
        source, account = self.dice.choice(["A-1", "B-1"]), self.dice.choice(["A-2", "B-2"])
        lines, on, model = [self.line(source, "CONVERTED")], self.when(), self.model

        def rules() -> None:
            model.holds(lines)
            if any(model.types[line.series] != "PHCER" for line in lines):
                raise No("not_convertible")
            if model.owner(source) != model.owner(account):
                raise No("owners_must_agree")
            model.thaw([*model.frozen("convert_out", lines), ("convert_in", {account}, set(), {"EXAMPLE"})], on)
            model.choose(lines, on)

        items, key = [self.item(line) for line in lines], self.cast.key()
        into = Creation("", 0, 0, "EXAMPLE", "GD", "CONVERTED", "SG1", 2019)
        approval = self.cast.approved("ledger_convert", issuing.convert_body(items, into, account), on=on)
        self.do(
            rules,
            lambda: issuing.convert(
                **self.write(on, key), items=items, account=account, creation=into, approval=approval
            ),
            "convert_out", on, lines=lines,
        )  # fmt: skip

    def correct(self) -> None:
        model, on = self.model, self.when()
        moved = [entry for entry, told in model.entries.items() if told[0][1] not in ("", told[0][2])]
        entry = self.dice.choice([*moved[-6:], *moved[-6:], *model.entries, *model.pays])
        told = model.entries.get(entry, [])
        lines = [
            Asked(target, source, model.units[span[0]].series, (span[0], span[-1])) for _, source, target, span in told
        ]
        back = [(target, source, fen) for source, target, fen in model.pays.get(entry, [])]

        def rules() -> None:
            owing = any(act == "invalidate" and model.kind(source) in USED for act, source, _, _ in told)
            if not told or owing or any(source in ("", target) for _, source, target, _ in told):
                raise No("entry_not_correctable")
            if any(model.units[n].entry != entry for *_, span in told for n in span):
                raise No("units_moved_on")
            model.judge("correct", lines)
            paid = [("pay", {source, target}, set[int](), set[str]()) for source, target, _ in back]
            model.thaw([*model.frozen("correct", lines), *paid], on)
            model.choose(lines, on)
            model.afford(back, on)

        key = self.cast.key()
        body = operations.correct_body(journal=entry, reason="a slip")
        approval = self.cast.approved("ledger_correct", body, on=on)
        self.do(
            rules,
            lambda: operations.correct(**self.write(on, key), journal=entry, reason="a slip", approval=approval),
            "correct", on, lines=lines, payments=back,
        )  # fmt: skip

    def freeze(self) -> None:
        scope = self.dice.choice(["account", "series", "unit_type", "everything"])
        targets = {"account": sorted(UNITS), "series": list(map(str, self.model.types)), "unit_type": ["PHCER"]}
        target = self.dice.choice(targets.get(scope, [""]))
        acts = self.dice.sample(["transfer", "retire", "reserve", "issue", "correct", "pay"], self.dice.randint(0, 3))
        since = self.near()
        number = self.cast.freeze(scope, target, acts, since)
        self.model.freezes[number] = Freeze(scope, target, frozenset(acts), since)
        self.log.append(f"freeze {number} since {since}: {scope} {target} {acts}")

    def lift(self) -> None:
        for number, freeze in self.model.freezes.items():
            if freeze.lifted is None:
                on = self.near()
                early = "lifted_before_frozen" if on < freeze.since else ""
                assert code_of(self.cast.lift, number, on) == early, self.log
                freeze.lifted = None if early else on
                self.log.append(f"lift {number} on {on}: {early}")

    def pay(self) -> None:
        places = ["BANK", "A-P", "B-P", "A-R"]
        payments = [
            (self.dice.choice(places), self.dice.choice(places), self.dice.randint(1, 100))
            for _ in range(self.dice.choice([1, 2]))
        ]
        on, key, model = self.when(), self.cast.key(), self.model

        def rules() -> None:
            if any(source == target for source, target, _ in payments):
                raise No("accounts_must_differ")
            model.thaw([("pay", {source, target}, set(), set()) for source, target, _ in payments], on)
            model.afford(payments, on)

        self.do(rules, lambda: operations.pay(**self.write(on, key), payments=payments), "pay", on, payments=payments)

    def again(self) -> None:
        """An earlier key once more: the first answer again, and nothing is written."""
        if not self.done:
            return
        deed, answer = self.dice.choice(self.done)
        before = Journal.objects.count()
        assert deed() == answer, self.log
        assert Journal.objects.count() == before
        used = Journal.objects.filter(operation="ledger_transfer").order_by("-pk").first()
        if used:
            other = [Item("A-1", "B-1", 1, 10**11)]
            written = self.write(self.day, used.key)
            assert code_of(operations.act, **written, act="transfer", items=other) == "key_reused", self.log

    def look(self) -> None:
        """What lay somewhere on some day."""
        self.same(self.dice.choice(list(self.model.accounts)), DAY + timedelta(days=self.dice.randint(-1, 60)))

    # What deeds have in common

    def do(
        self, rules: Callable[[], None], deed: Callable[[], Any], act: str, on: date, *, lines: Sequence[Asked] = (),
        until: date | None = None, payments: Sequence[Any] = (), favour: str = "",
    ) -> bool:  # fmt: skip
        """Asks the model, does the deed, compares; then the model does likewise. Whether it was done."""
        expected = verdict(rules)
        chosen = self.model.choose(lines, on) if not expected else []
        self.log.append(f"{act} on {on}: {list(lines)} {list(payments)} until {until} → {expected or 'done'}")
        answer: Any = None
        code = ""
        try:
            answer = deed()
        except Refusal as refused:
            code = refused.code
        assert code == expected, "\n".join([*self.log[-40:], f"but the ledger: {code or answer}"])
        if code:
            self.refused += 1
            return False
        row = Journal.objects.order_by("-pk")[0]
        told = json.loads(bytes(row.content))["answer"]
        if isinstance(answer, dict):
            self.done.append((deed, answer))
        self._made(row.pk, told, on)
        self._marked(told, lines, until, favour)
        self._moved(row.pk, told, lines, chosen, on)
        if payments:
            self.model.pay(row.pk, payments, on)
        return True

    def _made(self, entry: int, told: Answer, on: date) -> None:
        for _, act, series, first, last, source, target, _ in moves(told):
            if source is None:
                unit_type = parse_serial(queries.find(first)).unit_type
                self.model.make(entry, act, self.codes[target], series, unit_type, range(first, last + 1), on)

    def _marked(self, told: Answer, lines: Sequence[Asked], until: date | None, favour: str) -> None:
        """The reservations that were made: one that was asked for, or those of what waits."""
        for number, act, _, _, _, _, _, mark in moves(told):
            line = lines[number - 1] if number <= len(lines) else None
            if act == "reserve" and line and mark not in self.model.marks:
                waits = line.source != line.target
                kind, whom = ("transfer", line.target) if waits else ("pledge" if favour else "hold", favour or None)
                self.model.marks[mark] = Mark(line.source, whom, kind, until)

    def _moved(self, entry: int, told: Answer, lines: Sequence[Asked], chosen: list[list[int]], on: date) -> None:
        """The very units that the model chose, and each under the mark that was told."""
        went = [move for move in moves(told) if move[5] is not None]
        got: dict[int, list[int]] = {}
        for number, _, _, first, last, *_ in went:
            got.setdefault(number, []).extend(range(first, last + 1))
        assert [sorted(got.get(n, [])) for n in range(1, len(lines) + 1)] == [sorted(units) for units in chosen], (
            self.log[-40:]
        )
        for number, done, _, first, last, _, target, mark in went:
            line = lines[number - 1]._replace(target=self.codes[target])
            self.model.move(entry, done, line, range(first, last + 1), on, mark)

    def same(self, account: str, on: date) -> None:
        """Ledger and model agree on an account and a day."""
        if self.model.kind(account) in ("cash", "cash_reserved", "bank"):
            assert queries.money(account, on) == self.model.money(account, on), self.log[-40:]
            return
        told = {row.series: (row.units, row.reserved) for row in queries.balance(account, on)}
        assert told == self.model.balance(account, on), (account, on, self.log[-40:])

    def write(self, on: date, key: str) -> Any:
        return self.cast.write(self.by, on, key)

    def when(self) -> date:
        """Mostly today; now and then a day before."""
        back = self.dice.randint(0, 20) if self.dice.random() < 0.1 else 0
        return max(DAY, self.day - timedelta(days=back))

    def near(self) -> date:
        """A day not far from today, before or after."""
        return max(DAY, self.day + timedelta(days=self.dice.randint(-15, 5)))

    def line(self, source: str, target: str) -> Asked:
        """A line that is likely to be served: by quantity or by span, now and then under a reservation."""
        model, dice = self.model, self.dice
        here = [n for n, unit in model.units.items() if unit.account == source] or list(model.units)
        if not here:
            return Asked(source, target, 10**9, 1)
        number = dice.choice(here)
        unit = model.units[number]
        held = unit.mark if dice.random() < 0.4 else None
        if dice.random() < 0.4:
            run = [n for n in here if model.units[n].run == unit.run and n >= number]
            last = min(number + dice.randint(0, 12), max(run) + dice.choice([0, 0, 0, 5]))
            return Asked(source, target, unit.series, (number, max(number, last)), held)
        there = len(model.shelf(source, unit.series, held))
        return Asked(source, target, unit.series, dice.randint(1, min(15, there + 2)), held)

    def item(self, line: Asked) -> Item:
        if isinstance(line.amount, int):
            return Item(line.source, line.target, line.series, line.amount, held_under=line.held)
        return Item(line.source, line.target, line.series, range=Range(*line.amount), held_under=line.held)
