"""The lines of the web bench: rates and the slowest of each twenty, shares of raw endpoints, growth with the register."""

from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles

from bench.report import Line
from bench.rounds import Race, Spread, Turn, race, spread
from bench.web.load import load
from bench.web.served import Served

ROUNDS, CLIENTS, CALLS = 5, (1, 8), 96
"""Rounds of each race; clients at once; calls of a turn, of all clients together."""
BESIDE = {"transfer": 0.3, "project list": 0.5, "account statement": 0.5}
"""What has a raw endpoint beside it, and the share of its rate that is aimed at."""
FLAT = 1.3


def measure(sizes: Sequence[int]) -> Iterator[Line]:
    """Every line, on registers of these sizes that are served side by side."""
    served = []
    try:
        for size in sizes:
            served.append(Served(size))
        for clients in CLIENTS:
            yield from _measure(served, clients)
    finally:
        for each in served:
            each.close()


def _measure(served: Sequence[Served], clients: int) -> Iterator[Line]:
    calls = {each.size: each.calls() for each in served}
    small, large = served[0].size, served[-1].size
    for what in calls[small]:
        if what.startswith("raw "):
            continue
        slow: dict[str, list[float]] = {}
        contestants = {f"{each.size:,}": _turn(each, calls[each.size][what], clients, slow.setdefault(f"{each.size:,}", []))
                       for each in served}  # fmt: skip
        if what in BESIDE:
            contestants["raw"] = _turn(served[-1], calls[large][f"raw {what}"], clients, [])
        result = race(contestants, ROUNDS, lambda: _look_again(served))
        yield _growth(what, clients, result, f"{small:,}", f"{large:,}", slow)
        if what in BESIDE:
            yield _share(what, clients, result, f"{large:,}")


def _turn(served: Served, calls: Callable[[], object], clients: int, slow: list[float]) -> Turn:
    def turn() -> tuple[float, int]:
        seconds, took = load(served.address, calls, clients=clients, each=CALLS // clients)  # type: ignore[arg-type]
        slow.append(quantiles(took, n=20)[-1])
        return seconds, CALLS // clients * clients

    return turn


def _look_again(served: Sequence[Served]) -> None:
    for each in served:
        each.look_again()


def _said(clients: int) -> str:
    return "1 client" if clients == 1 else f"{clients} clients"


def _growth(what: str, clients: int, result: Race, small: str, large: str, slow: dict[str, list[float]]) -> Line:
    measured: dict[str, Spread] = {}
    for size in slow:
        measured |= {f"{size}: /s": result.rate(size), f"{size}: p95 ms": spread(slow[size][1:]).times(1000)}
    return Line(
        section="web", database="postgresql", what=f"{what}, {_said(clients)}", unit="calls/s", measured=measured,
        ratio=result.ratio(large, small), compared=f"cost at {large} blocks ÷ cost at {small}", aim=FLAT,
    )  # fmt: skip


def _share(what: str, clients: int, result: Race, large: str) -> Line:
    return Line(
        section="web-share", database="postgresql", what=f"{what}, {_said(clients)}", unit="calls/s",
        measured={"ours": result.rate(large), "raw SQL": result.rate("raw")}, ratio=result.ratio("raw", large),
        compared="rate of ours ÷ rate of an endpoint of the same stack that only does the raw SQL", aim=BESIDE[what], more=True,
    )  # fmt: skip
