"""The order of a run: every worker begins with modules that take long, so that none waits at the end for the longest."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

HEAVY = (
    "browser.test_story",
    "browser.test_desks",
    "browser.test_payloads",
    "browser.test_journeys",
    "browser.test_public",
    "browser.test_methodologies",
    "browser.test_watching",
    "cli.test_demo",
    "cli.test_import",
    "api.test_document",
    "web.test_cases_story",
    "cli.test_setup",
    "cli.test_commands",
    "cli.test_serve",
)
"""The longest first; those that share a browser follow each other."""

Item = TypeVar("Item")


def heavy_first(items: Sequence[Item], module: Callable[[Item], str], workers: int) -> list[Item]:
    """The items so that each of the runs of equal length into which xdist cuts them begins with heavy modules.

    `module`: where an item is from, below `tests`. Otherwise the order stays.
    """
    hands: list[list[Item]] = [[] for _ in range(workers)]
    for number, heavy in enumerate(HEAVY):
        hands[number % workers] += [item for item in items if module(item) == heavy]
    light = (item for item in items if module(item) not in HEAVY)
    ordered: list[Item] = []
    for number, hand in enumerate(hands):
        length = (len(items) - len(ordered)) // (workers - number)
        ordered += [*hand, *islice(light, max(0, length - len(hand)))]
    return [*ordered, *light]
