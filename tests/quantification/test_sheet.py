"""The sheet: formulas say themselves, units are checked, rounding is declared, nothing steers a Python `if`."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.exact import Rounding, divide
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Quotient, Sheet
from tanpuhui.quantification.formula import symbols
from tanpuhui.quantification.units import UnitsDiffer
from tests.quantification.makers import DEMO, FORESTRY, YEAR, row, sheet

NAME = Text("步骤", "a step")
ROWS = [row(parcel="P1", area="2"), row(parcel="P2", area="3.5"), row(parcel="P3", area="4", tenure="unclear")]


def number(on: Sheet, symbol: str, text: str, unit: str = "1") -> Quantity:
    return on.given(symbol, text, unit)


def test_the_formula_is_written_from_the_arithmetic_itself() -> None:
    s = sheet()
    a, b, c = (number(s, name, text) for name, text in (("a", "2"), ("b", "-3"), ("c", "0.5")))
    cases: dict[str, Quantity | Quotient] = {
        "a × (b + c)": a * (b + c),
        "a × b + c": a * b + c,
        "a − (b − c)": a - (b - c),
        "a − b + c": a - b + c,
        "1 + a": 1 + a,
        "2 × a − 1": 2 * a - 1,
        "max(a; 0)": s.greatest(a, 0),
        "min(a; b)": s.least(a, b),
        "a × b / c": a * b / c,
        "a / (a × c)": a / (a * c),
        "1 / a": 1 / a,
        "where(a > b and not(b ≥ c); a; 0)": s.where((a > b) & ~(b >= c), a, 0),
        "where(a < b or a ≤ c; a; b)": s.where((a < b) | (a <= c), a, b),
    }
    assert [symbols(made.node) for made in cases.values()] == list(cases)


def test_a_step_shows_the_numbers_put_in_and_brackets_negative_ones() -> None:
    s = sheet()
    s.step("x", number(s, "a", "2") * number(s, "b", "-3"), unit="1", name=NAME)
    assert (s.steps["x"].formula, s.steps["x"].numbers(), s.steps["x"].results) == ("a × b", "2 × (-3)", (Decimal(-6),))


def test_rows_are_computed_one_by_one_and_summed() -> None:
    s = sheet(*ROWS)
    total = s.step("A", s.total(s.rows("parcels").number("area")), unit="ha", name=NAME)
    assert total.data == Decimal("9.5")
    assert s.steps["A"].formula == "Σ A_j"
    assert s.steps["A"].numbers() == "2 + 3.5 + 4"


def test_a_long_sum_is_abridged_for_the_reader() -> None:
    s = sheet(*(row(parcel=f"P{n}", area=str(n)) for n in range(1, 10)))
    s.step("A", s.total(s.rows("parcels").number("area")), unit="ha", name=NAME)
    assert s.steps["A"].numbers() == "1 + 2 + 3 + 4 + 5 + … + 9"


def test_where_and_excluded_rows_count_as_nothing() -> None:
    s = sheet(*ROWS)
    parcels = s.rows("parcels")
    area = s.step("A_j", s.where(parcels.included, parcels.number("area"), 0), unit="ha", name=NAME)
    assert area.data == (Decimal(2), Decimal("3.5"), Decimal(0))


def test_a_choice_is_a_condition_that_says_itself() -> None:
    s = sheet(row(parcel="P1"), row(parcel="P2", species_group="eucalypt"))
    parcels = s.rows("parcels")
    only = s.where(parcels.choice("species_group").is_("eucalypt"), parcels.number("area"), 0)
    assert symbols(only.node) == "where(species_group = eucalypt; A_j; 0)"
    assert s.step("x", only, unit="ha", name=NAME).data == (Decimal(0), Decimal(1))
    with pytest.raises(ValueError, match="no choice 'oak'"):
        parcels.choice("species_group").is_("oak")


def test_tonnes_and_hectares_cannot_be_added_compared_or_declared() -> None:
    s = sheet()
    t, ha = number(s, "m", "1", "t"), number(s, "A", "1", "ha")
    for wrong in (lambda: t + ha, lambda: t - ha, lambda: t > ha, lambda: s.greatest(t, ha), lambda: t + 1):
        with pytest.raises(UnitsDiffer):
            wrong()
    with pytest.raises(UnitsDiffer):
        s.step("x", t, unit="ha", name=NAME)
    assert s.step("y", ha * number(s, "y", "2", "t/ha"), unit="t", name=NAME).data == 2


def test_a_quantity_steers_no_if_and_equals_nothing() -> None:
    s = sheet()
    a = number(s, "a", "1")
    for wrong in (lambda: bool(a), lambda: bool(a > 0), lambda: a == a, lambda: a + True, lambda: s.where(a > 0, 1, 2)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        a + 0.5  # type: ignore[operator]


def test_a_symbol_names_one_step_only() -> None:
    s = sheet()
    s.step("x", number(s, "a", "1"), unit="1", name=NAME)
    with pytest.raises(ValueError, match="two steps"):
        s.step("x", number(s, "a", "1"), unit="1", name=NAME)


def test_only_rows_can_be_summed() -> None:
    s = sheet()
    with pytest.raises(TypeError):
        s.total(number(s, "a", "1"))
    with pytest.raises(TypeError):
        s.count(number(s, "a", "1") > 0)


def test_a_fraction_is_carried_to_the_next_step_and_rounded_there_once() -> None:
    s = sheet()
    carbon = number(s, "c", "3", "tC")
    product = carbon * s.ratio(44, 12, "tCO2e/tC")
    assert (product.denominator, symbols(product.node)) == (12, "c × 44/12")
    assert s.step("x", product, unit="tCO2e", name=NAME).data == 11
    third = number(s, "d", "1", "tC") * s.ratio(44, 12, "tCO2e/tC")
    down = s.step("y", third, unit="tCO2e", name=NAME, scale=2)
    up = s.step("z", third, unit="tCO2e", name=NAME, scale=2, rounding=Rounding.UP)
    assert (down.data, up.data) == (Decimal("3.66"), Decimal("3.67"))


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=5), st.integers(0, 7), st.integers(1, 400))
def test_rounding_goes_where_it_says_also_below_zero(exactly: Decimal, places: int, below: int) -> None:
    s = sheet()
    quantity = number(s, "a", str(exactly)) * s.ratio(1, below)
    wanted = Fraction(exactly) * Fraction(1, below) * 10**places
    down = s.step("d", quantity, unit="1", name=NAME, scale=places).data
    up = s.step("u", quantity, unit="1", name=NAME, scale=places, rounding=Rounding.UP).data
    assert Fraction(down) * 10**places == floor(wanted)
    assert Fraction(up) * 10**places == ceil(wanted)


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=3),
    st.decimals(min_value="0.001", max_value=1000, places=3),
    st.integers(0, 6),
    st.sampled_from(Rounding),
)
def test_a_quotient_is_rounded_once_as_its_step_says(above: Decimal, below: Decimal, scale: int, how: Rounding) -> None:
    s = sheet()
    quotient = number(s, "a", str(above), "t") * s.ratio(1, 3) / (number(s, "b", str(below), "ha") * s.ratio(44, 7))
    found = s.step("x", quotient, unit="t/ha", name=NAME, scale=scale, rounding=how)
    exactly = Fraction(above) * Fraction(7, 132) * Fraction(below) ** -1 * 10**scale
    assert Fraction(found.data) * 10**scale == divide(exactly.numerator, exactly.denominator, how)
    assert found.low == found.high or found.low <= Fraction(found.data) <= found.high


def test_what_could_be_zero_divides_nothing() -> None:
    s = sheet()
    parcels = s.rows("parcels")
    with pytest.raises(Refusal) as caught:
        parcels.number("area") / parcels.number("volume_1")
    assert caught.value.code == "divisor_could_be_zero"
    assert s.step("x", parcels.number("volume_1") / parcels.number("area"), unit="m3/ha/ha", name=NAME).data == (
        Decimal("50.5"),
    )


def test_rows_are_counted_as_a_step() -> None:
    s = sheet(*ROWS)
    counted = s.count(~s.rows("parcels").included & (s.rows("parcels").number("area") > 0))
    assert s.step("n", counted, unit="1", name=NAME).data == 1
    assert s.steps["n"].numbers() == s.steps["n"].formula == "count(not(included) and A_j > 0)"


def test_every_value_used_is_on_the_sheet_with_its_hash_and_status() -> None:
    s = sheet()
    benchmark = s.value("forestry_2020.benchmark_public", symbol="b")
    assert benchmark.status is Status.SECONDARY
    mixed = s.step(
        "x", benchmark * s.value("forestry_2020.tree.masson_pine.density"), unit="t·tCO2e/ha/m3/year", name=NAME
    )
    assert mixed.status is Status.ILLUSTRATIVE
    assert s.steps["x"].formula == "b × density"
    assert {value.key for value in s.used.values()} == {
        "forestry_2020.benchmark_public",
        "forestry_2020.tree.masson_pine.density",
    }
    assert set(s.used) == {value.hash for value in s.used.values()}
    assert s.steps["x"].values == ("forestry_2020.benchmark_public", "forestry_2020.tree.masson_pine.density")


def test_a_step_on_inputs_alone_has_no_status() -> None:
    s = sheet()
    assert s.step("A", s.total(s.rows("parcels").number("area")), unit="ha", name=NAME).status is None


def test_a_choice_without_its_value_is_refused_and_one_that_does_not_occur_is_not_asked_for() -> None:
    s = sheet(row(species_group="mixed_broadleaf"))
    groups = s.rows("parcels").choice("species_group")
    with pytest.raises(Refusal) as caught:
        s.value_by(groups, {"mixed_broadleaf": "forestry_2020.tree.mixed_broadleaf.conversion_slope"}, symbol="a")
    assert caught.value.code == "value_unknown"
    keys = {"mixed_broadleaf": "forestry_2020.tree.mixed_broadleaf.density", "eucalypt": "no.such.key"}
    assert s.value_by(groups, keys, symbol="D").data == (Decimal("0.482"),)


def test_values_by_choice_have_one_unit() -> None:
    s = sheet(row(), row(parcel="P2", species_group="eucalypt"))
    keys = {
        "masson_pine": "forestry_2020.tree.masson_pine.density",
        "eucalypt": "forestry_2020.tree.eucalypt.carbon_fraction",
    }
    with pytest.raises(UnitsDiffer):
        s.value_by(s.rows("parcels").choice("species_group"), keys, symbol="D")


def test_a_formula_that_could_pass_64_bits_is_refused_when_it_is_built() -> None:
    s = sheet()
    volume = s.rows("parcels").number("volume_1")
    cubed = volume * volume * volume
    with pytest.raises(Refusal) as caught:
        cubed * volume
    assert caught.value.code == "quantity_could_overflow"
    assert "V_1 × V_1 × V_1 × V_1" in caught.value.says.en


def test_decimals_that_would_pass_64_bits_are_refused_at_the_step() -> None:
    s = sheet()
    volume = s.rows("parcels").number("volume_1") * s.ratio(1, 3)
    s.step("x", volume, unit="m3/ha", name=NAME, scale=9)
    with pytest.raises(Refusal) as caught:
        s.step("y", volume, unit="m3/ha", name=NAME, scale=16)
    assert caught.value.code == "quantity_could_overflow"


def test_what_stands_alone_must_fit_where_it_meets_rows() -> None:
    s = sheet()
    area, large = s.rows("parcels").number("area"), number(s, "a", "9" * 18, "ha")
    for wrong in (lambda: area + large, lambda: area < large, lambda: s.least(area, large), lambda: area * large):
        with pytest.raises(Refusal) as caught:
            wrong()
        assert caught.value.code == "quantity_could_overflow"


def test_what_stands_alone_may_be_large() -> None:
    s = sheet()
    large = number(s, "a", "9" * 18)
    assert int((large * large).data) == int("9" * 18) ** 2


def test_the_years_of_a_period_are_those_of_its_calendar_years() -> None:
    s = Sheet(tables={}, values=DEMO, period=YEAR.period, on=date(2021, 6, 1))
    assert Fraction(s.years("T").low) == 1
    leap = Period.parse("2019-07-01", "2020-06-30")
    s = Sheet(tables={}, values=DEMO, period=leap, on=date(2021, 6, 1))
    assert s.years("T").low == Fraction(184, 365) + Fraction(182, 366)


def test_rows_of_two_tables_cannot_meet() -> None:
    s = sheet()
    other = Sheet(tables={"other": s.tables["parcels"]}, values=DEMO, period=YEAR.period, on=YEAR.on)
    area = other.rows("other").number("area")
    one = s.rows("parcels").number("area")
    assert area.rows == "parcels"
    with pytest.raises(TypeError):
        one + replace(area, rows="meters")


def test_the_methodology_is_the_one_asked_for() -> None:
    assert FORESTRY.code == "forestry_2020"
    assert FORESTRY.needs_verifier
