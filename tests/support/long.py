"""Short counts in `make test`, long ones in `make test-long` (`TANPUHUI_LONG=1`)."""

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("TANPUHUI_LONG") == "1"


def counts(short: int, long: int) -> int:
    """How often to do something: `short` every day, `long` in the long run."""
    return long if LONG else short


def load_profiles() -> None:
    """Hypothesis: every day the same examples everywhere; in the long run new ones, twenty times as many."""
    # A fixture serves all examples of a test; `db.scratch()` gives each example its own clean ground.
    quiet = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
    settings.register_profile("default", derandomize=True, deadline=None, suppress_health_check=quiet)
    settings.register_profile("long", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=quiet)
    settings.load_profile("long" if LONG else "default")
