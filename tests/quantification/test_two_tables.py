"""Systems and their monthly readings: references, months, what may be left out, repeated rows, vintages by data year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Sheet, Table, checked, parse_csv, typed
from tanpuhui.quantification.running import vintages_of
from tanpuhui.quantification.shapes import TableShape
from tests.quantification.makers import DEMO

PERIOD = Period.parse("2019-11-15", "2020-02-10")
NAME = Text("步骤", "a step")


def column(kind: str, **more: Any) -> dict[str, Any]:
    both = {"zh": "列", "en": "column"}
    return {"kind": kind, "name": both, "question": both, "clause": "unknown", **more}


def energy(symbol: str, **more: Any) -> dict[str, Any]:
    return column("number", symbol=symbol, unit="MWh", units=["kWh"], least="1", most="900", decimals="3", **more)


SHAPES = {
    "systems": {
        "name": {"zh": "系统", "en": "systems"},
        "key": "system",
        "most_rows": 100,
        "columns": {
            "system": column("text"),
            "capacity": energy("C_i"),
            "model": column(
                "choice",
                choices={"old": {"zh": "旧", "en": "old", "excludes": "true"}, "new": {"zh": "新", "en": "new"}},
            ),
        },
    },
    "readings": {
        "name": {"zh": "读数", "en": "readings"},
        "key": "reading",
        "most_rows": 1000,
        "repeated": "excluded",
        "months": {"column": "month", "of": "system"},
        "columns": {
            "reading": column("text"),
            "system": column("text", refers_to="systems"),
            "month": column("month"),
            "sent": energy("E_m", optional="true"),
        },
    },
}
SYSTEMS = "system,capacity (MWh),model\nS1,5,new\nS2,7.5,old\n"
READINGS = (
    "reading,system,month,sent (MWh)\nR1,S1,2019-12,10\nR2,s 1,2020年1月,\nR3,Ｓ2,2019-12,3\nR4,S2,2020-01-09,4\n"
)


def tables(systems: str = SYSTEMS, readings: str = READINGS) -> dict[str, Table]:
    given = {"systems": systems, "readings": readings}
    shapes = {name: TableShape.model_validate(shape) for name, shape in SHAPES.items()}
    return {
        name: typed(parse_csv(text.encode(), file=name, most_rows=1000), name, shapes[name])
        for name, text in given.items()
    }


def sheet(values: Values = DEMO, **given: str) -> Sheet:
    return Sheet(tables=tables(**given), values=values, period=PERIOD, on=date(2021, 6, 1))


def found(**given: str) -> list[str]:
    return [f"{each.code} {each.about}" for each in checked(tables(**given), PERIOD)]


def test_rows_see_the_row_of_another_table_that_they_name() -> None:
    s = sheet()
    readings = s.rows("readings")
    system = readings.of("system", s.rows("systems"))
    sent = s.step("x", readings.number("sent") + system.number("capacity"), unit="MWh", name=NAME)
    assert sent.data == (15, 5, Decimal("10.5"), Decimal("11.5"))
    assert (sent.rows, s.steps["x"].formula) == ("readings", "E_m + C_i")
    assert system.choice("model").is_("new").data == (True, True, False, False)
    assert system.included.data == (True, True, False, False)
    with pytest.raises(ValueError, match="does not refer"):
        readings.of("month", s.rows("systems"))


def test_what_is_left_out_counts_as_nothing_and_can_be_told_from_nothing() -> None:
    s = sheet()
    readings = s.rows("readings")
    sent = readings.number("sent")
    assert sent.data == (10, 0, 3, 4)
    assert sent.low == 0
    assert readings.has("sent").data == (True, False, True, True)
    assert s.step("n", s.count(~readings.has("sent")), unit="1", name=NAME).data == 1


def test_a_column_may_be_left_out_whole() -> None:
    short = "reading,system,month\nR1,S1,2019-12\n"
    assert tables(readings=short)["readings"].cells["sent"] == ("",)
    assert tables(readings=short)["readings"].findings == ()


def test_months_have_days_and_years() -> None:
    s = sheet(readings="reading,system,month\nR1,S1,2020-02\nR2,S1,2019-12\nR3,S2,2019-02\n")
    readings = s.rows("readings")
    days = readings.days_in_month("month")
    assert (days.data, str(days.measure)) == ((29, 31, 28), "day")
    assert readings.year("month").codes == ("2019", "2020")


def test_a_value_of_each_rows_data_year_is_taken() -> None:
    key = "california.offset.limit_share"
    wanted = {year: DEMO.at(key, data_year=year).decimal for year in (2020, 2021)}
    s = sheet(readings="reading,system,month\nR1,S1,2021-03\nR2,S1,2020-03\nR3,S2,2021-03\n")
    found_values = s.value_by_year(s.rows("readings").year("month"), key, symbol="u_y")
    assert found_values.data == (wanted[2021], wanted[2020], wanted[2021])
    assert len(set(wanted.values())) == 2
    assert {value.key for value in s.used.values()} == {key}


def test_a_row_that_repeats_a_key_counts_as_nothing_and_one_finding_counts_them() -> None:
    more = READINGS + "r1,S1,2020-01,99\nR 1,S1,2020-01,99\n"
    assert tables(readings=more)["readings"].excluded == (False, False, False, False, True, True)
    assert found(readings=more) == [*found(), "input_keys_repeated readings:6:reading"]


def test_rows_of_one_key_have_names_of_their_own() -> None:
    more = "reading,system,month\nR1,S1,2019-12\nR1,S1,2020-01\nR1#2,S1,2020-01\nR1,S1,2020-01\n"
    assert tables(readings=more)["readings"].keys == ("R1", "R1#3", "R1#2", "R1#4")


def test_references_and_months_are_checked_between_tables() -> None:
    excluded = "input_row_excluded systems:3:model"
    assert found() == [excluded]
    wrong = "reading,system,month\nR1,S9,2019-12\nR2,S1,2019-12\nR3,S1,2019-12\nR4,S1,2019-11\nR5,S2,soon\n"
    assert found(readings=wrong) == [
        excluded,
        "input_not_a_month readings:6:month",
        "input_month_not_of_period readings:5:month",
        "input_reference_unknown readings:2:system",
    ]
    wrong = wrong.replace("soon", "2020-01")
    assert found(readings=wrong) == [
        excluded,
        "input_month_not_of_period readings:5:month",
        "input_reference_unknown readings:2:system",
        "input_month_repeated readings:4:month",
        "input_month_missing readings:1:month",
        "input_month_missing readings:1:month",
    ]


@given(st.lists(st.decimals(min_value=-5, max_value=50, places=7), min_size=4, max_size=4))
def test_vintages_by_data_year_are_whole_grams_that_add_up(numbers: list[Decimal]) -> None:
    sums = dict(zip(range(2018, 2022), numbers, strict=True))
    grams = max(floor(Fraction(sum(numbers)) * 10**6), 0)
    vintages = vintages_of(grams, sum(numbers, Decimal(0)), Period.parse("2018-03-01", "2021-06-30"), sums)
    assert sum(vintages.values()) == grams
    assert min(vintages.values()) >= 0
    if min(numbers) >= 0:
        for year, number in sums.items():
            assert abs(vintages[year] - Fraction(number) * 10**6) < 1


def test_a_year_below_zero_takes_from_the_years_before_it_first() -> None:
    period = Period.parse("2018-01-01", "2020-12-31")
    sums = {2018: Decimal(5), 2019: Decimal(-2), 2020: Decimal(1)}
    assert vintages_of(4_000_000, Decimal(4), period, sums) == {2018: 3_000_000, 2019: 0, 2020: 1_000_000}
    with pytest.raises(ValueError, match="add up to nothing"):
        vintages_of(1, Decimal(1), period, {2018: Decimal(0)})
