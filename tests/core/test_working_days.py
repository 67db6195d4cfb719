"""Working days over a made-up calendar, checked against counting on the fingers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.working_days import Deadline, WorkingDays, add_working_days, working_days_between


class MadeUp:
    """Weekdays, less some holidays, plus some Saturdays; published up to 2026."""

    holidays = frozenset(date(2025, 10, 1) + timedelta(days=i) for i in range(8)) | {date(2026, 1, 1)}
    worked = frozenset({date(2025, 9, 28), date(2025, 10, 11)})

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.holidays)

    def is_published(self, year: int) -> bool:
        return year <= 2026


CALENDAR = MadeUp()
days = st.dates(date(2025, 8, 1), date(2027, 12, 31))


def count_on_fingers(start: date, n: int) -> date:
    """The `n`th working day after (before) `start`, the slow way."""
    day, left = start, abs(n)
    while left:
        day += timedelta(days=1 if n > 0 else -1)
        left -= CALENDAR.is_working_day(day)
    return day


@given(days, st.integers(-300, 300).filter(bool))
def test_adding_agrees_with_counting_on_the_fingers(start: date, n: int) -> None:
    assert add_working_days(start, n, CALENDAR).day == count_on_fingers(start, n)


@given(days, st.integers(1, 300))
def test_between_is_the_counterpart_of_adding(start: date, n: int) -> None:
    deadline = add_working_days(start, n, CALENDAR)
    assert working_days_between(start, deadline.day, CALENDAR) == WorkingDays(n, deadline.provisional)


@given(days, st.integers(0, 200))
def test_between_counts_every_working_day_after_the_start(start: date, length: int) -> None:
    each = [start + timedelta(days=i + 1) for i in range(length)]
    counted = working_days_between(start, start + timedelta(days=length), CALENDAR)
    assert counted.count == sum(map(CALENDAR.is_working_day, each))
    assert counted.provisional == any(day.year > 2026 for day in each)


def test_the_start_does_not_count_and_the_golden_week_is_skipped() -> None:
    assert add_working_days(date(2025, 9, 30), 1, CALENDAR) == Deadline(date(2025, 10, 9), False)
    assert add_working_days(date(2025, 9, 30), 3, CALENDAR) == Deadline(date(2025, 10, 11), False)


def test_no_working_days_mean_today_or_the_next_day_of_work() -> None:
    assert add_working_days(date(2025, 9, 30), 0, CALENDAR).day == date(2025, 9, 30)
    assert add_working_days(date(2025, 10, 1), 0, CALENDAR).day == date(2025, 10, 9)


def test_a_deadline_in_an_unpublished_year_is_provisional() -> None:
    assert not add_working_days(date(2026, 12, 30), 1, CALENDAR).provisional
    assert add_working_days(date(2026, 12, 31), 1, CALENDAR).provisional
    assert add_working_days(date(2027, 6, 1), 0, CALENDAR).provisional


def test_a_start_in_an_unpublished_year_does_not_taint_what_lies_before_it() -> None:
    assert not add_working_days(date(2027, 1, 1), -1, CALENDAR).provisional


def test_only_the_years_that_were_counted_through_matter() -> None:
    class LateNews(MadeUp):
        def is_published(self, year: int) -> bool:
            return year != 2026

    assert not add_working_days(date(2026, 12, 31), 1, LateNews()).provisional
    assert add_working_days(date(2026, 12, 30), 1, LateNews()).provisional
    assert not working_days_between(date(2026, 12, 31), date(2027, 1, 4), LateNews()).provisional


def test_no_days_at_all_are_none_and_certain() -> None:
    assert working_days_between(date(2027, 6, 1), date(2027, 6, 1), CALENDAR) == WorkingDays(0, False)
