"""Fair comparison on a machine that others use too: contestants take turns, and only runs of the same round are compared."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

Turn = Callable[[], tuple[float, int]]
"""Does some work, whatever preparation it needs outside the clock; gives the seconds it took and how much work it was."""


class Watch:
    """Seconds that passed inside the block."""

    seconds = 0.0


@contextmanager
def clock() -> Iterator[Watch]:
    """Times the block, without the collector of garbage that an earlier turn left."""
    gc.collect()
    watch, start = Watch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the least and the most of some measurements."""

    median: float
    least: float
    most: float

    def times(self, factor: float) -> "Spread":
        """The same in another unit."""
        return Spread(self.median * factor, self.least * factor, self.most * factor)


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds for one unit of work: per contestant, round by round."""

    costs: Mapping[str, Sequence[float]]

    def rate(self, name: str) -> Spread:
        """Units of work a second."""
        return spread([1 / cost for cost in self.costs[name]])

    def cost(self, name: str) -> Spread:
        """Seconds for one unit of work."""
        return spread(self.costs[name])

    def ratio(self, over: str, under: str) -> Spread:
        """The cost of `over` divided by that of `under`, each pair from the same round."""
        pairs = zip(self.costs[over], self.costs[under], strict=True)
        return spread([above / below for above, below in pairs])


def race(contestants: Mapping[str, Turn], rounds: int, before: Callable[[], None]) -> Race:
    """All contestants in every round, each round beginning with another one; a first round to warm up does not count.

    `before` is called before each round, outside the clock.
    """
    names = list(contestants)
    costs: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        before()
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            seconds, work = contestants[name]()
            if number:
                costs[name].append(seconds / work)
    return Race(costs)
