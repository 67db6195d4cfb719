"""Grams, tonnes and shares: exact, integer, rounded as said."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.exact import MOST, Rounding, divide, exact, scaled
from tanpuhui.core.quantities import grams_of, kilograms_of, share, split, tonnes_of, tonnes_text, whole_tonnes
from tanpuhui.core.refusals import Refusal

amounts = st.integers(-(2**63) + 1, 2**63 - 1)
rates = st.decimals(0, 1, places=6, allow_nan=False)
denominators = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("rounding", "results"),
    [
        (Rounding.DOWN, (-2, -2, -1, -1, 0, 0, 1, 1, 2)),
        (Rounding.UP, (-2, -1, -1, 0, 0, 1, 1, 2, 2)),
        (Rounding.HALF_UP, (-2, -1, -1, 0, 0, 1, 1, 2, 2)),
        (Rounding.HALF_EVEN, (-2, -2, -1, 0, 0, 0, 1, 2, 2)),
    ],
)
def test_halves_from_minus_two_to_two_round_as_declared(rounding: Rounding, results: tuple[int, ...]) -> None:
    assert tuple(divide(n, 2, rounding) for n in range(-4, 5)) == results


@given(amounts, denominators)
def test_rounding_never_leaves_the_two_neighbours_and_nearest_is_nearest(n: int, d: int) -> None:
    true = Fraction(n, d)
    down, up = divide(n, d, Rounding.DOWN), divide(n, d, Rounding.UP)
    assert down <= true <= up
    assert up - down == (true.denominator != 1)
    for nearest in (Rounding.HALF_UP, Rounding.HALF_EVEN):
        assert abs(divide(n, d, nearest) - true) <= Fraction(1, 2)
    assert divide(n, d, Rounding.HALF_EVEN) == round(true)


def test_dividing_by_zero_is_a_bug_not_a_refusal() -> None:
    with pytest.raises(ValueError, match="above zero"):
        divide(1, 0)


@given(st.decimals(-(10**9), 10**9, places=12, allow_nan=False))
def test_a_decimal_and_its_text_mean_the_same_number(value: Decimal) -> None:
    assert exact(f"{value:f}") == exact(value) == value


@pytest.mark.parametrize(
    ("value", "unit", "grams"),
    [
        (0, "g", 0),
        ("0.999999", "g", 0),
        ("1.5", "kg", 1_500),
        (Decimal("1E+3"), "t", 10**9),
        ("-0.0000001", "tCO2e", -1),
        ("0.0000019", "tCO2", 1),
        (9_223_372_036_854, "t", 9_223_372_036_854_000_000),
        ("9223372036854.775807", "t", MOST),
    ],
)
def test_masses_become_whole_grams_rounded_towards_minus_infinity(
    value: int | str | Decimal, unit: str, grams: int
) -> None:
    assert grams_of(value, unit) == grams


def test_a_number_that_a_float_would_spoil_arrives_whole() -> None:
    assert grams_of("9007199254.740993", "t", only_exact=True) == 9_007_199_254_740_993


def test_trailing_zeros_are_no_excess_digits() -> None:
    assert grams_of("1.0000000", "t", only_exact=True) == 1_000_000
    assert whole_tonnes("7.000") == 7


def test_rounding_may_be_chosen() -> None:
    assert grams_of("0.0000005", "t", rounding=Rounding.HALF_EVEN) == 0
    assert grams_of("0.0000005", "t", rounding=Rounding.HALF_UP) == 1
    assert scaled("0.1", 1, rounding=Rounding.UP) == 1


@given(amounts)
def test_tonnes_and_remainder_make_up_the_grams(grams: int) -> None:
    tonnes, rest = tonnes_of(grams)
    kilograms, few = kilograms_of(grams)
    assert tonnes * 10**6 + rest == grams == kilograms * 1000 + few
    assert 0 <= rest < 10**6
    assert 0 <= few < 1000


@given(amounts)
def test_grams_printed_in_tonnes_can_be_read_again(grams: int) -> None:
    assert grams_of(tonnes_text(grams), "t", only_exact=True) == grams


def test_the_californian_limit_is_rounded_down() -> None:
    assert share(1_249, "0.08") == 99
    assert share(1_250, "0.08") == 100
    assert share(MOST, 1) == MOST


@given(amounts, rates)
def test_a_share_is_within_one_unit_of_the_exact_one(amount: int, rate: Decimal) -> None:
    true = Fraction(rate) * amount
    assert share(amount, rate, Rounding.DOWN) <= true <= share(amount, rate, Rounding.UP)
    assert abs(share(amount, rate, Rounding.HALF_EVEN) - true) <= Fraction(1, 2)


def test_three_equal_heirs_of_ten_get_four_three_three() -> None:
    assert split(10, [1, 1, 1]) == (4, 3, 3)
    assert split(0, [1, 2]) == (0, 0)
    assert split(5, ["0.7", "0.3", 0]) == (4, 1, 0)


@given(st.integers(0, MOST), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_a_split_loses_nothing_and_is_fair_to_a_unit(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(abs(p - Fraction(amount * w, sum(weights))) < 1 for p, w in zip(parts, weights, strict=True))


@given(st.integers(0, 10**12), st.lists(rates, min_size=1).filter(any))
def test_decimal_weights_split_like_the_same_weights_as_integers(amount: int, weights: list[Decimal]) -> None:
    assert split(amount, weights) == split(amount, [int(w * 10**6) for w in weights])


@pytest.mark.parametrize("edge", [MOST, -MOST])
def test_the_bound_itself_is_allowed_and_one_beyond_is_not(edge: int) -> None:
    assert grams_of(edge, "g") == edge
    with pytest.raises(Refusal) as refusal:
        grams_of(edge + (1 if edge > 0 else -1), "g")
    assert refusal.value.code == "number_out_of_bounds"
