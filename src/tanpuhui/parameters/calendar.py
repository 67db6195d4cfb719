"""Working days of mainland China, make-up weekends (调休) included, as the package `holidays` carries them."""

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the package brings every country's days: only where a day is asked for
    from holidays import HolidayBase


@cache
def published_years() -> frozenset[int]:
    """Years whose schedule the package holds from the yearly notice of the State Council's general office."""
    from holidays.countries.china import ChinaStaticHolidays

    return frozenset(ChinaStaticHolidays.special_public_holidays)


class MainlandChina:
    """The working-day calendar of mainland China: knows working days, and for which years the schedule is out."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; in a year not published yet this follows the statutory holidays only."""
        return _year(day.year).is_working_day(day)

    def is_published(self, year: int) -> bool:
        """Whether the official schedule of `year` is known; if not, deadlines in it are provisional."""
        return year in published_years()


@lru_cache(maxsize=64)
def _year(year: int) -> "HolidayBase":
    from holidays import country_holidays

    # A notice may move days across New Year, so the neighbours are read too; nothing is added after that.
    return country_holidays("CN", years=range(year - 1, year + 2), expand=False)
