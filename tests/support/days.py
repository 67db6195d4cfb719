"""Who acts on which day: an actor is looked up for the day, and no day has not come yet."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tanpuhui.apps.parties.actors import Actor


def acting(by: Actor, on: date, at: datetime) -> dict[str, Any]:
    """Who, the legal day, and an instant: `at`, or noon in China of a later day."""
    noon = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return {"by": replace(by, day=on), "on": on, "at": max(at, noon)}
