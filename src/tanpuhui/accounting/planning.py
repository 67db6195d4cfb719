"""A batch against the blocks it may touch: which units move, which blocks shrink, which are new. Pure and all or nothing."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from tanpuhui.accounting.blocks import Block, Line, Move, Piece, Plan, World
from tanpuhui.accounting.refusals import refuse

Shelf = tuple[int, int, int | None]
"""Where a line takes from: account, series, reservation (none: free units)."""


def shelf_of(line: Line) -> Shelf:
    """The shelf that a line takes its units from."""
    return line.source, line.series, line.held_under


def demand(lines: Iterable[Line]) -> dict[Shelf, tuple[int, int]]:
    """Per shelf: units wanted and number of lines. Enough blocks to cover it must be loaded before planning."""
    wanted: dict[Shelf, tuple[int, int]] = {}
    for line in lines:
        shelf = shelf_of(line)
        units, count = wanted.get(shelf, (0, 0))
        wanted[shelf] = units + line.wanted, count + 1
    return wanted


class _Stock:
    """What is left of each loaded block while the lines of a batch are served, in the order of the number line."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.origin = {block.first: block for block in blocks}
        self.spans: list[list[int]] = []  # [first, next, first number of the block it is a part of]
        self.shelves: dict[Shelf, list[list[int]]] = {}
        for block in sorted(self.origin.values()):
            span = [block.first, block.next, block.first]
            self.spans.append(span)
            self.shelves.setdefault((block.account, block.series, block.reservation), []).append(span)
        for shelf in self.shelves.values():
            shelf.reverse()  # the lowest numbers last, so that they are popped first
        self.firsts = [span[0] for span in self.spans]
        self.taken: dict[int, list[tuple[int, int, int]]] = {}  # block -> (first, next, move)

    def take(self, shelf: Shelf, wanted: int) -> list[tuple[int, int, Block]]:
        """Up to `wanted` units of a shelf: whole blocks in order, and of the last its end (the owner keeps the front)."""
        got: list[tuple[int, int, Block]] = []
        spans = self.shelves.get(shelf, [])
        missing = wanted
        while missing and spans:
            span = spans[-1]
            size = span[1] - span[0]
            if size <= missing:
                spans.pop()
                got.append((span[0], span[1], self.origin[span[2]]))
                span[1] = span[0]
                missing -= size
            else:
                got.append((span[1] - missing, span[1], self.origin[span[2]]))
                span[1] -= missing
                missing = 0
        return got

    def take_range(self, shelf: Shelf, first: int, next: int) -> list[tuple[int, int, Block]]:
        """Exactly `[first, next)`, which must lie wholly in the shelf and be untaken; else nothing."""
        got: list[tuple[int, int, Block]] = []
        at = first
        while at < next:
            index = bisect_right(self.firsts, at) - 1
            if index < 0:
                return []
            span = self.spans[index]
            block = self.origin[span[2]]
            if not span[0] <= at < span[1] or (block.account, block.series, block.reservation) != shelf:
                return []
            end = min(span[1], next)
            got.append((at, end, block))
            at = end
        for start, end, block in got:
            self._cut(shelf, start, end, block.first)
        return got

    def _cut(self, shelf: Shelf, start: int, end: int, origin: int) -> None:
        """Takes `[start, end)` out of the span it lies in; what is left behind it becomes a span of its own."""
        index = bisect_right(self.firsts, start) - 1
        span = self.spans[index]
        tail = [end, span[1], origin]
        span[1] = start
        if tail[0] < tail[1]:
            self.spans.insert(index + 1, tail)
            self.firsts.insert(index + 1, end)
            spans = self.shelves[shelf]
            spans.insert(next(i for i, s in enumerate(spans) if s is span), tail)
        if span[0] == span[1]:
            spans = self.shelves[shelf]
            spans[:] = [s for s in spans if s is not span]


def plan(lines: Sequence[Line], blocks: Iterable[Block], world: World, on: date) -> Plan:
    """The plan of a batch whose lines passed `checks`.

    `blocks`: every block of the shelves in question up to their demand, and every block that a range touches.
    Refuses with `units_not_in_account`, `units_reserved`, `insufficient_units` or `day_before_holding`.
    """
    stock, result = _Stock(blocks), Plan()
    for number, line in enumerate(lines, 1):
        for first, next, block in _serve(stock, line, world):
            if on < block.since:
                raise refuse("day_before_holding", on=on, since=block.since)
            stock.taken.setdefault(block.first, []).append((first, next, len(result.moves)))
            result.moves.append(
                Move(number, line.act, line.series, first, next, line.source, line.target, line.into, block.posting)
            )
    for origin, cuts in stock.taken.items():
        head, *rest = _pieces(stock.origin[origin], sorted(cuts), result.moves, on)
        result.changed.append(head)
        result.added.extend(rest)
    return result


def _serve(stock: _Stock, line: Line, world: World) -> list[tuple[int, int, Block]]:
    shelf = shelf_of(line)
    if line.range is None:
        got = stock.take(shelf, line.wanted)
        free = sum(next - first for first, next, _ in got)
        if free < line.wanted:
            raise refuse(
                "insufficient_units",
                account=world.accounts[line.source].code, series=line.series, free=free, wanted=line.wanted,
            )  # fmt: skip
        return got
    first, next = line.range.first, line.range.next
    got = stock.take_range(shelf, first, next)
    if not got:
        _explain(stock, line, first, next, world)
    return got


def _explain(stock: _Stock, line: Line, first: int, next: int, world: World) -> None:
    here = [
        block
        for block in stock.origin.values()
        if (block.account, block.series) == (line.source, line.series) and block.first < next and first < block.next
    ]
    held = sum(min(block.next, next) - max(block.first, first) for block in here)
    for block in here:
        if held == next - first and block.reservation not in (None, line.held_under):
            raise refuse("units_reserved", first=first, last=next - 1, reservation=block.reservation)
    raise refuse("units_not_in_account", first=first, last=next - 1, account=world.accounts[line.source].code)


def _pieces(block: Block, cuts: list[tuple[int, int, int]], moves: list[Move], on: date) -> list[Piece]:
    """The block after its cuts: the parts that moved and, between them, the parts that stayed."""
    pieces: list[Piece] = []
    at = block.first
    for first, next, index in cuts:
        if at < first:
            pieces.append(_stayed(block, at, first))
        move = moves[index]
        pieces.append(Piece(first, next, block.series, move.target, move.reservation, index, 0, on))
        at = next
    if at < block.next:
        pieces.append(_stayed(block, at, block.next))
    return pieces


def _stayed(block: Block, first: int, next: int) -> Piece:
    return Piece(first, next, block.series, block.account, block.reservation, None, block.posting, block.since)
