"""The spatial index: squares of a quadtree as integers, so that any database can search it with one ordinary index.

Coordinates are whole units of 10⁻⁷ degree. A square of size 2^shift units has the number `morton · 2 + 1`, shifted so that
the numbers of all squares inside it lie around it: `inside` is one range. A box is covered by the at most four squares just
larger than itself, so a polygon costs at most four rows wherever it lies. Two boxes that meet are covered by squares of
which one lies in the other: `search` names the squares around a box and the ranges inside it.
"""

from dataclasses import dataclass

EAST, NORTH = 180 * 10**7, 90 * 10**7
LEAST, MOST = 8, 32
"""Shifts: the smallest square is 2^8 units (about 3 m), the largest, 2^32, is everything."""
TILE = 20
"""Shift of the squares that writers lock: 2^20 units, about 0.1 degree or 11 km."""


@dataclass(frozen=True, slots=True)
class Box:
    """The bounds of a polygon in units of 10⁻⁷ degree, both ends included."""

    west: int
    south: int
    east: int
    north: int

    def meets(self, other: "Box") -> bool:
        """Whether they share a point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def cover(box: Box) -> list[int]:
    """The at most four squares just larger than the box that touch it, in order."""
    size = max(box.east - box.west, box.north - box.south)
    return _squares(box, max(LEAST, size.bit_length()))


def tiles(box: Box) -> list[int]:
    """The squares that a writer locks before it puts this box in, in order."""
    return _squares(box, TILE)


def count_tiles(box: Box) -> int:
    """How many tiles the box touches, without listing them."""
    columns, rows = _spans(box, TILE)
    return len(columns) * len(rows)


def search(box: Box) -> tuple[list[int], list[tuple[int, int]]]:
    """Where squares of boxes that may meet this one are: squares around its own, and ranges of its own and those inside."""
    own = cover(box)
    size = max(box.east - box.west, box.north - box.south)
    around = {square for shift in range(max(LEAST, size.bit_length()) + 1, MOST + 1) for square in _squares(box, shift)}
    return sorted(around), [inside(square) for square in own]


def inside(square: int) -> tuple[int, int]:
    """The least and the greatest number of the squares within a square, itself included."""
    half = (square & -square) - 1
    return square - half, square + half


def _squares(box: Box, shift: int) -> list[int]:
    columns, rows = _spans(box, shift)
    return sorted(_number(x, y, shift) for x in columns for y in rows)


def _spans(box: Box, shift: int) -> tuple[range, range]:
    return (
        range((box.west + EAST) >> shift, ((box.east + EAST) >> shift) + 1),
        range((box.south + NORTH) >> shift, ((box.north + NORTH) >> shift) + 1),
    )


def _number(x: int, y: int, shift: int) -> int:
    return ((_spread(x) | _spread(y) << 1) << 1 | 1) << 2 * (shift - LEAST)


def _spread(value: int) -> int:
    """The bits of `value`, each followed by a zero."""
    spread = 0
    for bit in range(MOST - LEAST):
        spread |= (value >> bit & 1) << 2 * bit
    return spread
