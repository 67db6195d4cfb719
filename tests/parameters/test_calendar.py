"""The working-day calendar of mainland China, at days where the yearly notice moved something."""

from datetime import date, timedelta

import pytest

from tanpuhui.core.working_days import Calendar, add_working_days
from tanpuhui.parameters.calendar import MainlandChina, published_years

CALENDAR: Calendar = MainlandChina()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2021-02-06", False),  # an ordinary Saturday
        ("2021-02-07", True),  # a Sunday worked for Spring Festival
        ("2021-02-10", True),
        ("2021-02-11", False),  # the first of seven days off
        ("2021-02-17", False),  # the last
        ("2021-02-18", True),
        ("2021-02-20", True),  # a Saturday worked for Spring Festival
        ("2021-09-26", True),  # a Sunday worked for National Day
        ("2021-09-30", True),
        ("2021-10-01", False),
        ("2021-10-07", False),
        ("2021-10-08", True),  # a Friday: seven days off end on the 7th
        ("2021-10-09", True),  # a Saturday worked for National Day
        ("2021-10-10", False),
        ("2018-12-29", True),  # a Saturday worked for the last day of the year
        ("2018-12-31", False),
    ],
)
def test_known_days(day: str, works: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_a_day_answers_the_same_whatever_was_asked_before() -> None:
    new_year = [date(2018, 12, 25) + timedelta(days=step) for step in range(15)]
    forwards = [MainlandChina().is_working_day(day) for day in new_year]
    assert [MainlandChina().is_working_day(day) for day in reversed(new_year)] == forwards[::-1]


def test_seven_working_days_over_spring_festival_2021_count_the_make_up_sunday() -> None:
    deadline = add_working_days(date(2021, 2, 5), 7, CALENDAR)
    assert (deadline.day, deadline.provisional) == (date(2021, 2, 20), False)


def test_the_years_of_the_mechanism_are_published_without_a_gap() -> None:
    assert set(range(2013, 2027)) <= published_years()
    assert all(CALENDAR.is_published(year) for year in range(2013, 2027))


def test_a_year_that_the_package_does_not_carry_yet_is_provisional_and_still_answers() -> None:
    later = max(published_years()) + 1
    assert not CALENDAR.is_published(later)
    assert not CALENDAR.is_working_day(date(later, 10, 1))
    assert add_working_days(date(later, 3, 1), 3, CALENDAR).provisional
