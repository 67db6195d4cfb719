"""Days, periods and calendar arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.days import Period, add_months, add_years, parse_day, parse_year
from tanpuhui.core.refusals import Refusal

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period of up to 400 days."""
    first = draw(st.dates(date(2015, 1, 1), date(2017, 1, 1)))
    return Period(first, first + timedelta(days=draw(st.integers(0, 400))))


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_printed_can_be_read_again(day: date) -> None:
    assert parse_day(str(day)) == day


@given(st.text(alphabet="0123456789-/２ T", max_size=12))
def test_a_day_has_one_spelling(text: str) -> None:
    try:
        day = parse_day(text)
    except Refusal:
        return
    assert str(day) == text


@pytest.mark.parametrize("text", ["1900-01-01", "2020-02-29", "2200-12-31"])
def test_border_days_are_read(text: str) -> None:
    assert str(parse_day(text)) == text


def test_a_year_has_four_digits() -> None:
    assert parse_year("2021") == 2021


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2021-02-28", 1, "2021-03-28"),
        ("2021-03-31", -1, "2021-02-28"),
        ("2021-01-15", -1, "2020-12-15"),
        ("2021-12-31", 0, "2021-12-31"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
    ],
)
def test_months_are_added_on_the_calendar_and_cut_to_the_end_of_the_month(day: str, months: int, result: str) -> None:
    assert add_months(parse_day(day), months) == parse_day(result)


@given(days, st.integers(-500, 500))
def test_a_month_added_moves_the_month_and_never_the_day_forward(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        ("2021-01-01", 1, "2021-12-31"),
        ("2020-03-01", 1, "2021-02-28"),
        ("2020-02-29", 1, "2021-02-28"),
        ("2020-02-29", 4, "2024-02-28"),
        ("2015-07-15", 8, "2023-07-14"),
    ],
)
def test_a_window_of_years_ends_on_the_eve(first: str, years: int, last: str) -> None:
    assert Period.of_years(parse_day(first), years) == Period.parse(first, last)


@given(days.filter(lambda d: d.day <= 28), st.integers(1, 100), st.integers(1, 100))
def test_windows_follow_one_another_without_gap_or_overlap(first: date, months: int, more: int) -> None:
    window = Period.of_months(first, months)
    following = Period.of_months(window.last + timedelta(days=1), more)
    assert following.last == Period.of_months(first, months + more).last


def test_both_ends_of_a_period_count() -> None:
    year = Period.of_year(2020)
    assert year.days == 366
    assert year.contains(date(2020, 1, 1))
    assert year.contains(date(2020, 12, 31))
    assert not year.contains(date(2021, 1, 1))
    assert Period.parse("2020-05-05", "2020-05-05").days == 1
    assert list(Period.parse("2019-12-31", "2021-01-01").years) == [2019, 2020, 2021]


@given(periods(), periods())
def test_periods_agree_with_sets_of_days(one: Period, other: Period) -> None:
    a, b = ({p.first + timedelta(days=i) for i in range(p.days)} for p in (one, other))
    common = one.intersection(other)
    assert (common.days if common else 0) == len(a & b)
    assert one.overlaps(other) == bool(a & b)
    assert one.covers(other) == (b <= a)


@given(days)
def test_adding_years_and_taking_them_away_loses_at_most_a_leap_day(day: date) -> None:
    back = add_years(add_years(day, 1), -1)
    assert back == day or (day.month, day.day) == (2, 29)
