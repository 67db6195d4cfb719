"""Days as they are typed: exactly YYYY-MM-DD."""

from datetime import date

from tanpuhui.core.days import parse_day
from tanpuhui.interfaces import clock


def day_or_none(typed: str | None) -> date | None:
    """The day that was typed, if any. Refuses `malformed_day`, `no_such_day`, `year_out_of_bounds`."""
    return None if typed is None else parse_day(typed)


def day_or_today(typed: str | None) -> date:
    """The day that was typed, else today. Refuses as above."""
    return day_or_none(typed) or clock.today()
