"""Runs of serial numbers, both ends included. The count is always derived: last - first + 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanpuhui.core.exact import MOST, whole
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse, shown

LAST = MOST - 1
"""The largest serial number: one less than a database integer holds, so that `next` fits as well."""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """The numbers from `first` to `last`, both included, 1 to 2**63 - 2. Never empty."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse what is not a run of serial numbers."""
        whole(self.first, least=1, most=LAST)
        whole(self.last, least=1, most=LAST)
        if self.last < self.first:
            raise refuse("reversed_range", first=self.first, last=self.last)

    @classmethod
    def half_open(cls, first: int, next_: int) -> "Range":
        """The numbers `[first, next_)`: the same run as the ledger's blocks write it."""
        return cls(first, whole(next_) - 1)

    @property
    def count(self) -> int:
        """How many numbers: both ends count."""
        return self.last - self.first + 1

    @property
    def next(self) -> int:
        """The number right after the last one: the open end of `[first, next)`."""
        return self.last + 1

    def contains(self, number: int) -> bool:
        """Whether `number` lies in the range."""
        return self.first <= number <= self.last

    def covers(self, other: "Range") -> bool:
        """Whether every number of `other` lies in the range."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "Range") -> bool:
        """Whether the two share a number."""
        return self.first <= other.last and other.first <= self.last

    def adjacent(self, other: "Range") -> bool:
        """Whether one begins right after the other ends."""
        return self.next == other.first or other.next == self.first

    def split_at(self, number: int) -> tuple["Range", "Range"]:
        """Two runs: up to the one before `number`, and from `number` on. Neither may be empty."""
        if not self.first < whole(number) <= self.last:
            raise self._outside(number)
        return Range(self.first, number - 1), Range(number, self.last)

    def take_last(self, wanted: int) -> tuple["Range | None", "Range"]:
        """What the owner keeps (the first part, or nothing) and what a receiver of `wanted` units gets (the last part)."""
        if not 1 <= whole(wanted) <= self.count:
            raise self._outside(wanted)
        if wanted == self.count:
            return None, self
        return self.split_at(self.next - wanted)

    def intersection(self, other: "Range") -> "Range | None":
        """The numbers in both, if any."""
        if not self.overlaps(other):
            return None
        return Range(max(self.first, other.first), min(self.last, other.last))

    def difference(self, other: "Range") -> tuple["Range", ...]:
        """The numbers of this one that are not in `other`: none, one or two runs, in order."""
        if not self.overlaps(other):
            return (self,)
        before = (Range(self.first, other.first - 1),) if self.first < other.first else ()
        after = (Range(other.next, self.last),) if other.last < self.last else ()
        return before + after

    def join(self, other: "Range") -> "Range":
        """The two as one; they must be adjacent."""
        if not self.adjacent(other):
            raise refuse("ranges_apart", one=self, other=other)
        return Range(min(self.first, other.first), max(self.last, other.last))

    def _outside(self, number: int) -> Refusal:
        return refuse("not_in_range", number=shown(number), range=self, count=self.count)

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Faults:
    """Where many ranges are not one unbroken run: numbers that none has (`gaps`), and that several have (`overlaps`)."""

    gaps: tuple[Range, ...]
    overlaps: tuple[Range, ...]

    def __bool__(self) -> bool:
        """Whether there is any fault."""
        return bool(self.gaps or self.overlaps)


def faults(ranges: Iterable[Range]) -> Faults:
    """The gaps and overlaps between `ranges`, in any order given; each is told once, in order."""
    ordered = sorted(ranges)
    gaps, twice = [], []
    reached = ordered[0].last if ordered else 0
    for one in ordered[1:]:
        if one.first > reached + 1:
            gaps.append(Range(reached + 1, one.first - 1))
        elif one.first <= reached:
            twice.append(Range(one.first, min(reached, one.last)))
        reached = max(reached, one.last)
    return Faults(tuple(gaps), _united(twice))


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same numbers in as few ranges as possible, in order. A number that occurs twice is refused."""
    ordered = sorted(ranges)
    if overlaps := faults(ordered).overlaps:
        raise refuse("ranges_overlap", overlap=_listed(overlaps))
    return _united(ordered)


def require_partition(parent: Range, parts: Iterable[Range]) -> tuple[Range, ...]:
    """`parts` in order, if they cover `parent` exactly once; refused if one number is missing, twice, or outside."""
    ordered = tuple(sorted(parts))
    covered = merged(ordered)
    missing = _without((parent,), covered)
    outside = _without(covered, (parent,))
    if missing or outside:
        raise refuse("not_a_partition", parent=parent, missing=_listed(missing), outside=_listed(outside))
    return ordered


def _united(ordered: Sequence[Range]) -> tuple[Range, ...]:
    """Sorted ranges with those that touch or overlap made one."""
    united: list[Range] = []
    for one in ordered:
        if united and one.first <= united[-1].next:
            united[-1] = Range(united[-1].first, max(united[-1].last, one.last))
        else:
            united.append(one)
    return tuple(united)


def _without(ranges: Iterable[Range], others: Iterable[Range]) -> tuple[Range, ...]:
    left = tuple(ranges)
    for other in others:
        left = tuple(rest for one in left for rest in one.difference(other))
    return left


def _listed(ranges: Sequence[Range], most: int = 3) -> str:
    more = f" … ({len(ranges)})" if len(ranges) > most else ""
    return ", ".join(map(str, ranges[:most])) + more if ranges else "—"
