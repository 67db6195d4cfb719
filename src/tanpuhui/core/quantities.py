"""Masses of CO2e as whole grams and whole tonnes, shares of them, and splitting them with nothing lost."""

from collections.abc import Sequence
from math import lcm

from tanpuhui.core.exact import DIGITS, MOST, Exact, Rounding, divide, exact, scaled, whole
from tanpuhui.core.refused import refuse, shown

__all__ = [
    "MOST",
    "Exact",
    "Rounding",
    "grams_of",
    "kilograms_of",
    "share",
    "split",
    "tonnes_of",
    "tonnes_text",
    "whole_tonnes",
]

GRAMS_PER_KILOGRAM = 1_000
GRAMS_PER_TONNE = 1_000_000
_GRAMS = {
    f"{prefix}{gas}": grams
    for prefix, grams in (("g", 1), ("kg", GRAMS_PER_KILOGRAM), ("t", GRAMS_PER_TONNE))
    for gas in ("", "CO2", "CO2e")
}


def grams_of(value: Exact, unit: str, *, rounding: Rounding = Rounding.DOWN, only_exact: bool = False) -> int:
    """`value` in `unit` (g, kg or t, alone or before CO2 or CO2e) as whole grams. With `only_exact`, half a gram is refused."""
    if unit not in _GRAMS:
        raise refuse("wrong_unit", unit=shown(unit), known=", ".join(_GRAMS))
    return scaled(value, _GRAMS[unit], rounding=rounding, only_exact=only_exact, unit="1 g")


def whole_tonnes(value: Exact) -> int:
    """`value`, given in tonnes, as an integer from 0 up; a fraction of a tonne is refused."""
    return whole(scaled(value, 1, only_exact=True, unit="1 t"), least=0)


def tonnes_of(grams: int) -> tuple[int, int]:
    """Whole tonnes in `grams`, rounded down, and the grams that remain (0 to 999,999, also below zero)."""
    return divmod(whole(grams), GRAMS_PER_TONNE)


def kilograms_of(grams: int) -> tuple[int, int]:
    """Whole kilograms in `grams`, rounded down, and the grams that remain (0 to 999)."""
    return divmod(whole(grams), GRAMS_PER_KILOGRAM)


def tonnes_text(grams: int) -> str:
    """`grams` written in tonnes, exactly and with six decimals: 1500000 is "1.500000"."""
    tonnes, rest = divmod(abs(whole(grams)), GRAMS_PER_TONNE)
    return f"{'-' * (grams < 0)}{tonnes}.{rest:06}"


def share(amount: int, rate: Exact, rounding: Rounding = Rounding.DOWN) -> int:
    """`rate` (from 0 up, exact, "0.08" for 8 %) of `amount`, as an integer: the limit floor(0.08 × S) is `share(S, "0.08")`."""
    numerator, denominator = exact(rate).as_integer_ratio()
    if numerator < 0:
        raise refuse("number_out_of_bounds", number=shown(rate), least=0, most=f"1E+{DIGITS}")
    return whole(divide(whole(amount) * numerator, denominator, rounding))


def split(amount: int, weights: Sequence[Exact]) -> tuple[int, ...]:
    """`amount` (from 0 up) in parts as `weights` say; the parts add up to it.

    Largest remainder (Hamilton): each part is rounded down, then the units left go one each to the largest remainders;
    equal remainders are served in order. So no part differs from its exact share by a whole unit.
    """
    shares = _whole_weights(weights)
    total, amount = sum(shares), whole(amount, least=0)
    parts, rests = zip(*(divmod(amount * weight, total) for weight in shares), strict=True)
    favoured = set(sorted(range(len(parts)), key=lambda i: -rests[i])[: amount - sum(parts)])
    return tuple(part + (i in favoured) for i, part in enumerate(parts))


def _whole_weights(weights: Sequence[Exact]) -> list[int]:
    """`weights` brought to a common denominator, so that only integers are compared."""
    ratios = [exact(weight).as_integer_ratio() for weight in weights]
    if not any(n for n, _ in ratios) or any(n < 0 for n, _ in ratios):
        raise refuse("no_weights")
    common = lcm(*(d for _, d in ratios))
    return [n * (common // d) for n, d in ratios]
