"""Units as products of bases with powers: checked where quantities meet, converted exactly where a table comes in.

What one unit is of another is pint's to say, from the definitions in `units.txt`, in fractions. A base that does not stand
there is a kind of its own: it can be multiplied and cancelled, and becomes nothing else.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

DEFINITIONS = Path(__file__).with_name("units.txt")
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PLAIN = ("1", "share", "multiple")

_WORDS = {
    "吨二氧化碳当量": "tCO2e",
    "吉瓦时": "GWh",
    "吉焦": "GJ",
    "兆焦": "MJ",
    "千瓦": "kW",
    "千米": "km",
    "公里": "km",
    "小时": "h",
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
    for word in sorted(_WORDS, key=len, reverse=True):  # 千瓦时 before 千瓦
        text = text.replace(word, _WORDS[word])
    result = NONE
    for place, part in enumerate(text.replace(" ", "").split("/")):
        for base in part.split("·"):
            if base in _PLAIN:
                continue
            if not _BASE.fullmatch(base):
                return None
            result = result.times(Measure(((base, -1 if place else 1),)))
    return result


@cache
def factor(given: Measure, wanted: Measure) -> Fraction | None:
    """How many `wanted` one `given` is, exactly (mu → ha: 1/15); None where one cannot become the other."""
    if given == wanted:
        return Fraction(1)
    from pint import DimensionalityError

    registry = _registry()
    for base in {base for base, _ in (*given.powers, *wanted.powers)} - set(dir(registry)):
        registry.define(f"{base} = [{base}]")
    one, other = (registry.UnitsContainer(dict(unit.powers)) for unit in (given, wanted))
    try:
        return Fraction(registry.convert(Fraction(1), one, other))
    except DimensionalityError:
        return None


@cache
def _registry() -> "UnitRegistry[Fraction]":
    """The definitions, read when the first unit is converted: a formula whose tables keep its units needs none of it."""
    from pint import UnitRegistry

    return UnitRegistry(DEFINITIONS, non_int_type=Fraction, cache_folder=None)
