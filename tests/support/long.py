"""Short counts in `make test`, long ones in `make test-long` (`TANPUHUI_LONG=1`)."""

import os
from collections.abc import Iterable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

Case = TypeVar("Case")
LONG = os.environ.get("TANPUHUI_LONG") == "1"


def counts(short: int, long: int) -> int:
    """How often to do something: `short` every day, `long` in the long run."""
    return long if LONG else short


def spread(cases: Iterable[Case]) -> list[tuple[str, Case]]:
    """Databases and cases: every day each case on one database, in turn; in the long run each on both.

    For cases whose differences lie above the databases. Used with `parametrize(("vendor", …), …, indirect=["vendor"])`.
    """
    from tests.support.databases import VENDORS

    return [
        (vendor, case)
        for number, case in enumerate(cases)
        for vendor in (VENDORS if LONG else [VENDORS[number % len(VENDORS)]])
    ]


def once(vendor: str) -> pytest.MarkDecorator:
    """A test on this database every day, on both in the long run: where the other one would hardly show more."""
    from tests.support.databases import VENDORS

    return pytest.mark.parametrize("vendor", VENDORS if LONG else [vendor], indirect=True)


def load_profiles() -> None:
    """Hypothesis: every day the same examples everywhere; in the long run new ones, twenty times as many."""
    # A fixture serves all examples of a test; `db.scratch()` gives each example its own clean ground.
    quiet = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
    settings.register_profile("default", derandomize=True, deadline=None, suppress_health_check=quiet)
    settings.register_profile("long", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=quiet)
    settings.load_profile("long" if LONG else "default")
