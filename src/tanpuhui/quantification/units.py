"""Units as products of bases with powers: checked where quantities meet, converted exactly where a table comes in."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PLAIN = ("1", "share", "multiple")

# What one of a base is in the base it is converted to. 15 mu are one hectare, exactly.
_IN: dict[str, tuple[str, Fraction]] = {
    "mu": ("ha", Fraction(1, 15)),
    "m2": ("ha", Fraction(1, 10_000)),
    "km2": ("ha", Fraction(100)),
    "kg": ("t", Fraction(1, 1_000)),
    "g": ("t", Fraction(1, 1_000_000)),
    "kWh": ("MWh", Fraction(1, 1_000)),
    "L": ("m3", Fraction(1, 1_000)),
}
_WORDS = {
    "平方千米": "km2",
    "平方公里": "km2",
    "平方米": "m2",
    "立方米": "m3",
    "兆瓦时": "MWh",
    "千瓦时": "kWh",
    "公顷": "ha",
    "公斤": "kg",
    "千克": "kg",
    "亩": "mu",
    "吨": "t",
    "克": "g",
    "升": "L",
    "年": "year",
    "m³": "m3",
    "m²": "m2",
    "／": "/",
    "每": "/",
}


class UnitsDiffer(TypeError):
    """A formula adds, compares or declares what has another unit: a bug of the formula, never of the data."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: bases in order of the alphabet, each with its power; none at all is a plain number."""

    powers: tuple[tuple[str, int], ...]

    def times(self, other: "Measure") -> "Measure":
        """The unit of a product: ha × t/ha is t."""
        sums = dict(self.powers)
        for base, power in other.powers:
            sums[base] = sums.get(base, 0) + power
        return Measure(tuple(sorted((base, power) for base, power in sums.items() if power)))

    def __str__(self) -> str:
        above = [base for base, power in self.powers for _ in range(power)]
        below = [f"/{base}" for base, power in self.powers for _ in range(-power)]
        return "·".join(above or ["1"]) + "".join(below)


NONE = Measure(())


@cache
def measure(text: str) -> Measure:
    """The unit written as `tCO2e/ha/year` or `kg·km`; `1`, `share` and `multiple` are plain numbers."""
    found = read_measure(text)
    if found is None:
        raise UnitsDiffer(f"{text!r} is no unit")
    return found


def read_measure(text: str) -> Measure | None:
    """As `measure`, Chinese unit names allowed; what is no unit is None."""
    for word, base in _WORDS.items():
        text = text.replace(word, base)
    result = NONE
    for place, part in enumerate(text.replace(" ", "").split("/")):
        for base in part.split("·"):
            if base in _PLAIN:
                continue
            if not _BASE.fullmatch(base):
                return None
            result = result.times(Measure(((base, -1 if place else 1),)))
    return result


def factor(given: Measure, wanted: Measure) -> Fraction | None:
    """How many `wanted` one `given` is, exactly (mu → ha: 1/15); None where one cannot become the other."""
    (one, value), (other, unit) = _reduced(given), _reduced(wanted)
    return value * unit**-1 if one == other else None


def _reduced(unit: Measure) -> tuple[Measure, Fraction]:
    """`unit` in the bases that everything is converted to, and how many of it one `unit` is."""
    known = [(*_IN.get(base, (base, Fraction(1))), power) for base, power in unit.powers]
    result = NONE
    for base, _, power in known:
        result = result.times(Measure(((base, power),)))
    return result, prod((value**power for _, value, power in known), start=Fraction(1))
