"""The nouns of the unit ledger: blocks of serial numbers, the lines of a batch, and the plan that carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tanpuhui.core.ranges import Range

MAX_LINES = 10_000
MAX_QUANTITY = 10**12


@dataclass(frozen=True, slots=True)
class Account:
    """What planning must know of an account."""

    id: int
    code: str
    kind: str
    owner: int | None
    open: bool = True

    @property
    def mirrors(self) -> str:
        """The foreign register whose place it mirrors (what stands before the colon of its code), or nothing."""
        register, colon, _ = self.code.partition(":")
        return register if colon else ""


@dataclass(frozen=True, slots=True)
class Series:
    """What planning must know of a series: its type of unit, and whether it mirrors a foreign register, and which."""

    id: int
    unit_type: str
    mirrored: bool = False
    register: str = ""


class Block(NamedTuple):
    """A run of units `[first, next)` of one series in one account; `posting` put it there on day `since`."""

    first: int
    next: int
    series: int
    account: int
    reservation: int | None
    posting: int
    since: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: an act on units of a series, either a `quantity` of free ones or exactly `range`.

    `held_under`: the reservation the units are taken from (none: free units).
    `into`: the reservation the units are put under. `act` names a row of `acts.ACTS`.
    """

    act: str
    source: int
    target: int
    series: int
    quantity: int | None = None
    range: Range | None = None
    held_under: int | None = None
    into: int | None = None

    @property
    def wanted(self) -> int:
        """How many units the line moves."""
        return self.range.count if self.range else self.quantity or 0


class Move(NamedTuple):
    """Units `[first, next)` go from one account to another: what becomes one posting. `previous`: the posting before."""

    line: int
    act: str
    series: int
    first: int
    next: int
    source: int | None
    target: int
    reservation: int | None
    previous: int | None


class Piece(NamedTuple):
    """A part of a block after the batch; `move` is the index of the move that put it there, or none: it stayed."""

    first: int
    next: int
    series: int
    account: int
    reservation: int | None
    move: int | None
    posting: int
    since: date


@dataclass(slots=True)
class Plan:
    """What a batch does: its moves, the blocks that change in place and the ones that are new."""

    moves: list[Move] = field(default_factory=list)
    changed: list[Piece] = field(default_factory=list)
    added: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Freeze:
    """A freeze in force on the day: it stops `acts` (empty: all) for an account, a series, a unit type, or everything."""

    id: int
    scope: str
    target: str
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class World:
    """What the rules look at besides the blocks."""

    accounts: Mapping[int, Account]
    series: Mapping[int, Series]
    freezes: tuple[Freeze, ...] = ()
    demonstration: bool = False
