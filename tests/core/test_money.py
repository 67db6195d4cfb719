"""Yuan text and whole fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.exact import MOST
from tanpuhui.core.money import cost, fen_of, yuan_text


@pytest.mark.parametrize(
    ("yuan", "fen"), [("33506", 3_350_600), ("11.00", 1_100), ("11", 1_100), ("0.1", 10), ("0", 0), ("-0.01", -1)]
)
def test_yuan_become_fen(yuan: str, fen: int) -> None:
    assert fen_of(yuan) == fen


@given(st.integers(-MOST, MOST))
def test_fen_printed_as_yuan_can_be_read_again(fen: int) -> None:
    assert fen_of(yuan_text(fen)) == fen


def test_a_price_times_tonnes_is_exact_up_to_the_bound() -> None:
    assert cost(1_287, 33_506) == 43_122_222
    assert cost(0, MOST) == 0
    assert cost(1, MOST) == MOST
