"""A step's rounding: what a quantity or a quotient is divided by, with the decimals and bounds that come out."""

from dataclasses import replace
from fractions import Fraction
from math import gcd

from tanpuhui.core.exact import Rounding, divide
from tanpuhui.quantification.engine import Division
from tanpuhui.quantification.formula import Leaf
from tanpuhui.quantification.quantity import Quantity, Quotient, common_rows, weakest


def rounded(symbol: str, exactly: Quantity | Quotient, scale: int, rounding: Rounding) -> Quantity:
    """`exactly` under its `symbol`, with at most `scale` decimals; what has no more stays as it is."""
    if isinstance(exactly, Quotient):
        return _divided(symbol, exactly, scale, rounding)
    if exactly.denominator == 1 and exactly.scale <= scale:
        data = exactly.engine.kept(symbol, exactly.data)
        return replace(exactly, node=Leaf(symbol, "step", data), data=data)
    # On the way to its decimals a number is as large as it gets: refused here if 64 bits would not hold it.
    replace(exactly, scale=max(exactly.scale, scale))
    how = _how((exactly.scale, 0), exactly.denominator, 1, scale, rounding, exactly.low)
    data = exactly.engine.rounded(symbol, exactly.data, None, how)
    return _result(symbol, exactly, (exactly.low, exactly.high), scale, data)


def _divided(symbol: str, quotient: Quotient, scale: int, rounding: Rounding) -> Quantity:
    above, below = quotient.above, quotient.below
    ends = [a * b**-1 for a in (above.low, above.high) for b in (below.low, below.high)]
    scales = above.scale, below.scale
    how = _how(scales, above.denominator, below.denominator, scale, rounding, above.low)
    rows = common_rows(above.rows, below.rows)
    if rows:
        above.fit(how.upper)
        below.fit(how.lower)
    data = above.engine.rounded(symbol, above.data, below.data, how)
    status = weakest(above.status, below.status)
    kept = replace(above, measure=quotient.measure, denominator=1, scale=0, low=min(ends), high=max(ends), rows=None)
    return replace(_result(symbol, kept, (min(ends), max(ends)), scale, data), rows=rows, status=status)


def _how(scales: tuple[int, int], over: int, under: int, scale: int, rounding: Rounding, least: Fraction) -> Division:
    """The division of whole numbers: A of a decimals over `over`, by B of b decimals over `under`, times 10**scale."""
    shift = scales[1] + scale - scales[0]
    upper, lower = under * 10 ** max(shift, 0), over * 10 ** max(-shift, 0)
    common = gcd(upper, lower)
    return Division(scales, upper // common, lower // common, scale, rounding, least < 0)


def _result(symbol: str, exactly: Quantity, ends: tuple[Fraction, Fraction], scale: int, data: object) -> Quantity:
    low, high = (_at(end, scale, up) for end, up in zip(ends, (Rounding.DOWN, Rounding.UP), strict=True))
    leaf = Leaf(symbol, "step", data)
    return replace(exactly, node=leaf, scale=scale, denominator=1, low=low, high=high, data=data)


def _at(end: Fraction, scale: int, rounding: Rounding) -> Fraction:
    return Fraction(divide(end.numerator * 10**scale, end.denominator, rounding), 10**scale)
