"""Units are products of bases; conversions are exact; what has another unit is a bug of the formula."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.quantification.units import NONE, UnitsDiffer, factor, measure, read_measure


def test_a_hectare_times_tonnes_per_hectare_is_tonnes() -> None:
    assert measure("ha").times(measure("t/ha")) == measure("t")
    assert measure("tCO2e/ha/year").times(measure("year")).times(measure("ha")) == measure("tCO2e")
    assert measure("share") == measure("1") == NONE


def test_a_unit_is_written_as_it_is_read() -> None:
    for text in ("tCO2e/ha/year", "m3/ha", "1/ha", "1", "kg·km", "ha·ha"):
        assert str(measure(text)) == text


def test_fifteen_mu_are_a_hectare_and_nothing_is_lost() -> None:
    assert factor(measure("mu"), measure("ha")) == Fraction(1, 15)
    assert factor(measure("m3/mu"), measure("m3/ha")) == 15
    assert factor(measure("kg"), measure("t")) == Fraction(1, 1000)
    assert factor(measure("kWh"), measure("MWh")) == Fraction(1, 1000)
    assert Fraction("3072.75") * Fraction(1, 15) == Fraction(Decimal("204.85"))


def test_what_is_not_of_one_kind_cannot_be_converted() -> None:
    assert factor(measure("mu"), measure("t")) is None
    assert factor(measure("m3"), measure("m3/ha")) is None


@pytest.mark.parametrize(
    ("chinese", "code"),
    [
        ("公顷", "ha"),
        ("亩", "mu"),
        ("立方米/亩", "m3/mu"),
        ("m³／公顷", "m3/ha"),
        ("千瓦时", "kWh"),
        ("平方千米", "km2"),
    ],
)
def test_chinese_names_of_units_are_read(chinese: str, code: str) -> None:
    assert read_measure(chinese) == measure(code)


@pytest.mark.parametrize("text", ["", "hä", "3", "ha//t", "ha*t", "垧"])
def test_what_is_no_unit_is_none(text: str) -> None:
    assert read_measure(text) is None
    with pytest.raises(UnitsDiffer):
        measure(text)


@pytest.mark.parametrize(
    ("one", "other", "many"),
    [
        ("ha", "m2", 10_000),
        ("GWh", "MWh", 1_000),
        ("GJ", "kWh", Fraction(2500, 9)),
        ("tCO2/MWh", "kgCO2/kWh", 1),
        ("kW·h", "MWh", Fraction(1, 1_000)),
        ("trip·L", "trip·m3", Fraction(1, 1_000)),
        ("tCO2e", "tCO2", None),
        ("t", "tC", None),
        ("ms", "m", None),
        ("trips", "trip", None),
        ("m3/ha", "m3", None),
    ],
)
def test_what_one_unit_is_of_another(one: str, other: str, many: int | Fraction | None) -> None:
    assert factor(measure(one), measure(other)) == many


def test_a_formula_in_its_own_units_starts_without_the_library_of_units() -> None:
    program = "import sys, tanpuhui.quantification as q; q.catalogue; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@given(st.sampled_from(["mu", "m2", "km2", "ha"]), st.sampled_from(["mu", "m2", "km2", "ha"]))
def test_there_and_back_is_the_same(one: str, two: str) -> None:
    there, back = factor(measure(one), measure(two)), factor(measure(two), measure(one))
    assert there is not None
    assert back is not None
    assert there * back == 1
