"""Days written one way only, periods with both ends included, and calendar arithmetic in months and years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from tanpuhui.core.exact import whole
from tanpuhui.core.refused import refuse, shown

FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE = timedelta(days=1)
CHINA = timezone(timedelta(hours=8))
"""China's one time zone, without summer time since 1991."""


def legal_day(at: datetime) -> date:
    """The calendar day in China at an instant, which must know its zone."""
    return at.astimezone(CHINA).date()


def parse_day(text: str) -> date:
    """`text` as a day, written exactly YYYY-MM-DD in ASCII digits, of the years 1900 to 2200."""
    if not isinstance(text, str) or len(text) != 10 or not _DAY.fullmatch(text):
        raise refuse("malformed_day", text=shown(text))
    checked_year(int(text[:4]))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("no_such_day", text=text) from None


def checked_year(year: object) -> int:
    """`year` if it is an integer from 1900 to 2200."""
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse("year_out_of_bounds", year=shown(year), least=FIRST_YEAR, most=LAST_YEAR)
    return year


def parse_year(text: str) -> int:
    """`text` as a year: four ASCII digits, 1900 to 2200."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}", text[:5]):
        raise refuse("year_out_of_bounds", year=shown(text), least=FIRST_YEAR, most=LAST_YEAR)
    return checked_year(int(text))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier, below zero); where the month is too short, its last day.

    31 January + 1 month is 28 or 29 February, and 28 February + 1 month is 28 March: the rule looks only at `day`, so
    adding one month twice may differ from adding two.
    """
    years, month = divmod(day.month - 1 + whole(months), 12)
    year = checked_year(day.year + years)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day, `years` later or earlier; 29 February becomes 28 February in a common year."""
    return add_months(day, 12 * whole(years))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included. Never empty."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse ends that are not plain days, or are the wrong way round."""
        for day in (self.first, self.last):
            # A datetime is a date to Python, but it has a time zone question that a legal day has not.
            if type(day) is not date:
                raise refuse("malformed_day", text=shown(day))
        if self.last < self.first:
            raise refuse("reversed_period", first=self.first, last=self.last)

    @classmethod
    def parse(cls, first: str, last: str) -> "Period":
        """The period between two days written YYYY-MM-DD."""
        return cls(parse_day(first), parse_day(last))

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """1 January to 31 December of `year`."""
        return cls(date(checked_year(year), 1, 1), date(year, 12, 31))

    @classmethod
    def of_months(cls, first: date, months: int) -> "Period":
        """`months` (from 1 up) calendar months beginning on `first`, up to the eve of the same day of the month.

        Where the last month has no such day, the period ends on that month's last day: a year from 29 February 2020
        ends on 28 February 2021, and so does a year from 1 March 2020.
        """
        end = add_months(first, whole(months, least=1))
        return cls(first, end - _ONE if end.day == first.day else end)

    @classmethod
    def of_years(cls, first: date, years: int) -> "Period":
        """`years` (from 1 up) calendar years beginning on `first`; see `of_months`."""
        return cls.of_months(first, 12 * whole(years, least=1))

    @property
    def days(self) -> int:
        """How many days: both ends count."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.first.year, self.last.year + 1)

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.first <= day <= self.last

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` lies in the period."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def intersection(self, other: "Period") -> "Period | None":
        """The days in both, if any."""
        if not self.overlaps(other):
            return None
        return Period(max(self.first, other.first), min(self.last, other.last))

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"
