"""What time it is. Only the interfaces ask; below them the instant and the legal day are arguments."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""China's one time zone, without summer time since 1991."""


def now() -> datetime:
    """The instant."""
    return datetime.now(UTC)


def today() -> date:
    """The legal day: the calendar day in China."""
    return now().astimezone(CHINA).date()
