"""Exact numbers: integers within 64 bits, decimals that never passed through a float, and division that says how it rounds."""

import re
from decimal import Decimal
from enum import Enum

from tanpuhui.core.refused import refuse, shown

MOST = 2**63 - 1
"""The largest integer a database column holds; every quantity lies between -MOST and MOST."""

Exact = int | Decimal | str
"""What an exact number may be given as. A float is refused wherever this is asked for."""

DIGITS = 40
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


class Rounding(Enum):
    """How an integer is made of a fraction. Below zero too: DOWN is towards minus infinity, UP towards plus infinity."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half_up"
    """To the nearest; a tie goes up, towards plus infinity."""
    HALF_EVEN = "half_even"
    """To the nearest; a tie goes to the even neighbour."""


def divide(numerator: int, denominator: int, rounding: Rounding = Rounding.DOWN) -> int:
    """`numerator / denominator` (above zero) as an integer; nothing but integers is used on the way."""
    if denominator <= 0:
        raise ValueError("divide by a number above zero")
    below, rest = divmod(numerator, denominator)
    match rounding:
        case Rounding.DOWN:
            return below
        case Rounding.UP:
            return below + (rest > 0)
        case Rounding.HALF_UP:
            return below + (2 * rest >= denominator)
        case Rounding.HALF_EVEN:
            return below + (2 * rest > denominator or (2 * rest == denominator and below % 2 == 1))


def whole(value: object, *, least: int = -MOST, most: int = MOST) -> int:
    """`value` if it is an integer (a bool is not) from `least` to `most`; refused otherwise."""
    if isinstance(value, float):
        raise refuse("float_not_exact", number=shown(value))
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse("not_a_whole_number", text=shown(value))
    if not least <= value <= most:
        raise refuse("number_out_of_bounds", number=shown(value), least=least, most=most)
    return value


def exact(value: Exact) -> Decimal:
    """`value` as a Decimal, digit for digit. Text is `-?digits[.digits]` in ASCII; at most 40 digits on either side."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, Decimal):
        return _bounded(value)
    return Decimal(whole(value))


def scaled(
    value: Exact, scale: int, *, rounding: Rounding = Rounding.DOWN, only_exact: bool = False, unit: str = "1"
) -> int:
    """`value` × `scale` as an integer within 64 bits. With `only_exact`, a fraction of a `unit` is refused, not rounded."""
    numerator, denominator = exact(value).as_integer_ratio()
    if only_exact and numerator * scale % denominator:
        raise refuse("too_many_digits", number=shown(value), unit=unit)
    return whole(divide(numerator * scale, denominator, rounding))


def _of_text(text: str) -> Decimal:
    if len(text) > 2 * DIGITS:
        raise refuse("text_too_long", text=shown(text), limit=2 * DIGITS)
    if not _PLAIN.fullmatch(text):
        raise refuse("not_a_number", text=shown(text))
    return _bounded(Decimal(text))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise refuse("not_a_number", text=shown(value))
    exponent = value.as_tuple().exponent
    # Without this, Decimal("1E+999999") would unfold into a million digits.
    if value.adjusted() >= DIGITS or not isinstance(exponent, int) or exponent < -DIGITS:
        raise refuse("number_out_of_bounds", number=shown(value), least=f"-1E+{DIGITS}", most=f"1E+{DIGITS}")
    return value
