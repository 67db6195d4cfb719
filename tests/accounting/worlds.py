"""A small world for pure tests: a few accounts, series of 100 units each, blocks written by hand."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tanpuhui.accounting.blocks import Account, Block, Freeze, Line, Move, Plan, Series, World
from tanpuhui.accounting.planning import plan
from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal

DAY = date(2024, 1, 2)
A, B, CLOSED, COMPLIANCE, OTHERS, RETIRED, CASH, SURRENDERED, PLACE, USED, ELSEWHERE = range(1, 12)
KINDS = {
    A: "holding", B: "holding", CLOSED: "holding", COMPLIANCE: "compliance", OTHERS: "compliance", RETIRED: "retired",
    CASH: "cash", SURRENDERED: "surrendered", PLACE: "holding", USED: "retired", ELSEWHERE: "holding",
}  # fmt: skip
OWNERS = {B: 2, OTHERS: 2}
MIRRORS = {PLACE: "us:held", USED: "us:used", ELSEWHERE: "kr:held"}
ACCOUNTS = {
    id: Account(id, MIRRORS.get(id, f"acc-{id}"), kind, OWNERS.get(id, 1), id != CLOSED) for id, kind in KINDS.items()
}
OURS, MIRROR = 1, 2
SERIES = {OURS: Series(OURS, "PHCER"), MIRROR: Series(MIRROR, "ARBOC", mirrored=True, register="us")}


def world(*freezes: Freeze, demonstration: bool = False) -> World:
    return World(ACCOUNTS, SERIES, freezes, demonstration)


def block(
    first: int, last: int, account: int = A, *, held: int | None = None, since: date = DAY, series: int = OURS
) -> Block:
    """A block by its first and last numbers; its posting is its first number."""
    return Block(first, last + 1, series, account, held, first, since)


def line(amount: int | tuple[int, int], source: int = A, target: int = B, act: str = "transfer", **more: Any) -> Line:
    """A line by quantity, or by first and last number."""
    if isinstance(amount, int):
        return Line(act, source, target, more.pop("series", OURS), quantity=amount, **more)
    return Line(act, source, target, more.pop("series", OURS), range=Range(*amount), **more)


def planned(blocks: Iterable[Block], *lines: Line, on: date = DAY) -> Plan:
    return plan(lines, blocks, world(), on)


def moved(result: Plan) -> list[tuple[int, int]]:
    """First and last numbers of each move, in order."""
    return [(move.first, move.next - 1) for move in result.moves]


def flow(move: Move) -> tuple[int | None, int]:
    return move.source, move.target


def code_of(deed: Callable[..., object], *arguments: Any, **more: Any) -> str:
    """The code of the refusal that a deed meets, or "" if it meets none."""
    try:
        deed(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""
