"""A register kept naively: where each single unit lies, day by day. What the ledger does must agree with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Span = tuple[int, int]
"""First and last number."""


class Asked(NamedTuple):
    """One line: `amount` is a quantity or a span."""

    source: str
    target: str
    series: int
    amount: int | Span
    held: int | None = None


@dataclass
class Unit:
    """One unit: where it lies, under which mark, since when, by which entry, in which run; and where it lay before."""

    series: int
    account: str
    since: date
    entry: int
    run: int
    mark: int | None = None
    past: list[tuple[date, str, bool]] = field(default_factory=list)


@dataclass
class Mark:
    """A reservation."""

    account: str
    favour: str | None
    kind: str
    until: date | None
    open: bool = True


@dataclass
class Freeze:
    """A freeze, from a day on and, once lifted, before another."""

    scope: str
    target: str
    acts: frozenset[str]
    since: date
    lifted: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.lifted is None or on < self.lifted)


class No(Exception):
    """The model refuses; its only argument is the code."""


RULES: dict[str, tuple[str, str]] = {
    "transfer": ("holding", "holding"), "deposit": ("holding", "compliance"), "withdraw": ("compliance", "holding"),
    "surrender": ("compliance", "surrendered"), "retire": ("holding buffer", "retired"),
    "cancel": ("holding compliance buffer", "cancelled"),
    "invalidate": ("holding compliance buffer surrendered retired", "invalidated"),
    "expire": ("holding compliance buffer", "expired"), "convert_out": ("holding", "converted"),
    "buffer_in": ("holding", "buffer"), "buffer_out": ("buffer", "holding"),
    "reserve": ("holding compliance", "holding compliance"), "release": ("holding compliance", "holding compliance"),
}  # fmt: skip
ONE_OWNER = {"deposit", "withdraw", "surrender"}
FROM_ANY_MARK = {"cancel", "invalidate", "expire"}
USED = {"surrendered", "retired"}


class Model:
    """Accounts: code → (kind, owner, needs acceptance)."""

    def __init__(self, accounts: dict[str, tuple[str, str, bool]]) -> None:
        self.accounts = accounts
        self.units: dict[int, Unit] = {}
        self.types: dict[int, str] = {}
        self.marks: dict[int, Mark] = {}
        self.freezes: dict[int, Freeze] = {}
        self.fen: dict[str, int] = {}
        self.paid: list[tuple[date, str, str, int]] = []
        self.entries: dict[int, list[tuple[str, str, str, list[int]]]] = {}
        self.pays: dict[int, list[tuple[str, str, int]]] = {}

    # Rules

    def judge(self, act: str, asked: Sequence[Asked]) -> None:
        """The rules that look at no unit, in their order over all lines."""
        for one in asked:
            sources, targets = RULES[act] if act != "correct" else ("", "")
            fits = self.kind(one.source) in sources.split() and self.kind(one.target) in targets.split()
            if act != "correct" and not fits:
                raise No("not_permitted_between")
        for one in asked:
            if one.source == one.target and act not in ("reserve", "release"):
                raise No("accounts_must_differ")
        for one in asked:
            if act in ONE_OWNER and self.owner(one.source) != self.owner(one.target):
                raise No("owners_must_agree")

    def thaw(self, acts: Sequence[tuple[str, set[str], set[int], set[str]]], on: date) -> None:
        """No freeze stops any of (act, accounts, series, unit types) on that day."""
        for scope, code in (
            ("everything", "act_switched_off"), ("account", "account_frozen"), ("series", "series_frozen"),
            ("unit_type", "unit_type_frozen"),
        ):  # fmt: skip
            for freeze in (freeze for freeze in self.freezes.values() if freeze.holds(on)):
                for act, accounts, series, types in acts:
                    touched = {
                        "everything": {""},
                        "account": accounts,
                        "series": set(map(str, series)),
                        "unit_type": types,
                    }
                    if freeze.scope == scope and freeze.target in touched[scope] and act in (freeze.acts or {act}):
                        raise No(code)

    def frozen(self, act: str, asked: Sequence[Asked]) -> list[tuple[str, set[str], set[int], set[str]]]:
        return [(act, {one.source, one.target}, {one.series}, {self.types[one.series]}) for one in asked]

    def holds(self, asked: Sequence[Asked], act: str = "") -> None:
        for one in asked:
            mark = self.marks.get(one.held) if one.held is not None else None
            if one.held is not None and (
                not mark
                or not mark.open
                or mark.account != one.source
                or (mark.kind != "hold" and act not in FROM_ANY_MARK)
            ):
                raise No("unknown_reservation")

    def choose(self, asked: Sequence[Asked], on: date) -> list[list[int]]:
        """The units of each line, or a refusal; line by line, and what is taken is gone for the next."""
        taken: set[int] = set()
        chosen = []
        for one in asked:
            shelf = [n for n in self.shelf(one.source, one.series, one.held) if n not in taken]
            units = self._first(shelf, one.amount) if isinstance(one.amount, int) else self._exactly(one, taken)
            for number in units:
                if on < self.units[number].since:
                    raise No("day_before_holding")
            taken |= set(units)
            chosen.append(units)
        return chosen

    def shelf(self, account: str, series: int, mark: int | None) -> list[int]:
        return [
            n
            for n, unit in sorted(self.units.items())
            if (unit.account, unit.series, unit.mark) == (account, series, mark)
        ]

    def _first(self, shelf: list[int], quantity: int) -> list[int]:
        """Whole runs in order, and of the last its end."""
        if len(shelf) < quantity:
            raise No("insufficient_units")
        runs: list[list[int]] = []
        for number in shelf:
            goes_on = runs and runs[-1][-1] == number - 1 and self.units[number].run == self.units[number - 1].run
            runs[-1].append(number) if goes_on else runs.append([number])
        units: list[int] = []
        for run in runs:
            missing = quantity - len(units)
            units += run[max(0, len(run) - missing) :]
        return units

    def _exactly(self, one: Asked, taken: set[int]) -> list[int]:
        assert not isinstance(one.amount, int)
        numbers = list(range(one.amount[0], one.amount[1] + 1))
        here = [
            n
            for n in numbers
            if n in self.units and (self.units[n].account, self.units[n].series) == (one.source, one.series)
        ]
        marks = {self.units[n].mark for n in here}
        if here == numbers and not taken & set(numbers) and marks == {one.held}:
            return numbers
        raise No("units_reserved" if here == numbers and marks - {None, one.held} else "units_not_in_account")

    def afford(self, payments: Sequence[tuple[str, str, int]], on: date) -> None:
        for source in {source for source, _, _ in payments} - {"BANK"}:
            if any(source in (giver, taker) and on < day for day, giver, taker, _ in self.paid):
                raise No("money_day_before")
        spent: dict[str, int] = {}
        for source, _, fen in payments:
            spent[source] = spent.get(source, 0) + fen
            if source != "BANK" and spent[source] > self.fen.get(source, 0):
                raise No("insufficient_money")

    # What was done

    def move(self, entry: int, act: str, one: Asked, units: Sequence[int], on: date, mark: int | None = None) -> None:
        """Units go to the line's target; every run they were part of falls into its pieces."""
        touched = {self.units[n].run for n in units}
        going = set(units)
        for run in touched:
            part, before = 0, None
            for number in sorted(n for n, unit in self.units.items() if unit.run == run):
                if (number in going) != before:
                    part, before = number, number in going
                self.units[number].run = part
        for number in units:
            unit = self.units[number]
            unit.account, unit.mark, unit.since, unit.entry = one.target, mark, on, entry
            unit.past.append((on, one.target, mark is not None))
        self.entries.setdefault(entry, []).append((act, one.source, one.target, list(units)))

    def make(self, entry: int, act: str, account: str, series: int, unit_type: str, numbers: range, on: date) -> None:
        self.types[series] = unit_type
        for number in numbers:
            self.units[number] = Unit(series, account, on, entry, numbers[0], past=[(on, account, False)])
        self.entries.setdefault(entry, []).append((act, "", account, list(numbers)))

    def pay(self, entry: int, payments: Sequence[tuple[str, str, int]], on: date) -> None:
        for source, target, fen in payments:
            self.fen[source] = self.fen.get(source, 0) - fen
            self.fen[target] = self.fen.get(target, 0) + fen
            self.paid.append((on, source, target, fen))
        self.pays.setdefault(entry, []).extend(payments)

    # What is asked of it

    def balance(self, account: str, on: date) -> dict[int, tuple[int, int]]:
        """Units and reserved units by series at the end of a day."""
        found: dict[int, tuple[int, int]] = {}
        for unit in self.units.values():
            lay = [place for place in unit.past if place[0] <= on]
            if lay and lay[-1][1] == account:
                units, reserved = found.get(unit.series, (0, 0))
                found[unit.series] = units + 1, reserved + lay[-1][2]
        return found

    def money(self, account: str, on: date) -> int:
        paid = [(source, target, fen) for day, source, target, fen in self.paid if day <= on]
        return sum(fen * ((target == account) - (source == account)) for source, target, fen in paid)

    def kind(self, account: str) -> str:
        return self.accounts[account][0]

    def owner(self, account: str) -> str:
        return self.accounts[account][1]


def verdict(rules: Callable[[], object]) -> str:
    """The code with which the model refuses, or ""."""
    try:
        rules()
    except No as refused:
        return str(refused.args[0])
    return ""
