"""What time it is. Only the interfaces ask; below them the instant and the legal day are arguments."""

from datetime import UTC, date, datetime

from tanpuhui.core.days import legal_day


def now() -> datetime:
    """The instant."""
    return datetime.now(UTC)


def today() -> date:
    """The legal day: the calendar day in China."""
    return legal_day(now())
