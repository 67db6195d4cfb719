"""Time limits counted in working days, over whatever calendar is given; a result says whether it may still change."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from tanpuhui.core.exact import whole
from tanpuhui.core.refused import refuse

MOST_WORKING_DAYS = 10_000
LONGEST_REST = 366


class Calendar(Protocol):
    """What counts as a working day somewhere. For a year not yet published it answers as best it can."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on `day`."""
        ...

    def is_published(self, year: int) -> bool:
        """Whether the holidays of `year` have been announced."""
        ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """A `day` that was counted; `provisional` if it rests on a year whose holidays have not been published."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A `count` of working days; `provisional` if it rests on a year whose holidays have not been published."""

    count: int
    provisional: bool


def add_working_days(start: date, n: int, calendar: Calendar) -> Deadline:
    """The `n`th working day after `start`, which itself does not count; below zero, before it; at most 10,000.

    With `n` zero: `start` if it is a working day, else the next one.
    """
    whole(n, least=-MOST_WORKING_DAYS, most=MOST_WORKING_DAYS)
    if n == 0:
        return add_working_days(start - timedelta(days=1), 1, calendar)
    step = timedelta(days=1 if n > 0 else -1)
    day = start
    for _ in range(abs(n)):
        day = _next_working_day(day, step, calendar)
    return Deadline(day, _provisional(start, day, calendar))


def working_days_between(start: date, end: date, calendar: Calendar) -> WorkingDays:
    """How many working days lie after `start`, up to and including `end`; `end` before `start` is refused.

    The counterpart of `add_working_days`: from `start` to the `n`th working day after it there are `n`.
    """
    if end < start:
        raise refuse("reversed_period", first=start, last=end)
    days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
    return WorkingDays(sum(map(calendar.is_working_day, days)), _provisional(start, end, calendar))


def _next_working_day(day: date, step: timedelta, calendar: Calendar) -> date:
    start = day
    for _ in range(LONGEST_REST):
        day += step
        if calendar.is_working_day(day):
            return day
    raise refuse("no_working_day", day=start, days=LONGEST_REST)


def _provisional(one: date, other: date, calendar: Calendar) -> bool:
    """Whether a year of the days passed is unpublished. `one`, where the counting began, was never asked about."""
    if one == other:
        return False
    first, last = (one + timedelta(days=1), other) if one < other else (other, one - timedelta(days=1))
    return not all(calendar.is_published(year) for year in range(first.year, last.year + 1))
