"""How much of the work is work that any program would have: the product beside raw SQL, and beside bare double entry."""

from collections.abc import Iterator

from bench import raw, work
from bench.bare import Bare
from bench.growth import Filled
from bench.registers import look_again
from bench.report import Line
from bench.rounds import Race, Turn, race
from bench.work import BATCH, Side

ROUNDS, SINGLE = 9, 100
"""Rounds of each race, and transfers one by one in a round."""


def measure(register: Filled) -> Iterator[Line]:
    """Three lines of shares and two of bare double entry, on a filled register."""
    with register.place.use():
        ours, other = Side(register.size, 0), Side(register.size, 1)
        by, vendor = register.by, register.place.vendor
        writer, bare = raw.WRITERS[vendor](register.place.database), Bare(register.place.database)

        def raw_singly() -> tuple[float, int]:
            return raw.write(raw.prepare([[item] for item in other.by_quantity(SINGLE)], by), writer), SINGLE

        def raw_batch(serial: bool) -> Turn:
            items = other.by_serial if serial else other.by_quantity
            return lambda: (raw.write(raw.prepare([items(BATCH)], by), writer), BATCH)

        races = {
            "one by one": race(
                {"ours": work.singly(ours, by, SINGLE), "raw": raw_singly, "bare": lambda: bare.singly(SINGLE)},
                ROUNDS,
                look_again,
            ),
            "in batches of 1,000": race(
                {
                    "ours": work.in_batches(ours.by_quantity, by),
                    "raw": raw_batch(serial=False),
                    "bare": lambda: bare.in_a_batch(BATCH),
                },
                ROUNDS,
                look_again,
            ),
            "in batches of 1,000, by serial": race(
                {"ours": work.in_batches(ours.by_serial, by), "raw": raw_batch(serial=True)},
                ROUNDS,
                look_again,
            ),
        }
        writer.close()
        bare.close()
    for name, result in races.items():
        yield _share(vendor, name, result)
    for name, result in races.items():
        if "bare" in result.costs:
            yield _over_bare(vendor, name, result)


def _share(vendor: str, name: str, result: Race) -> Line:
    return Line(
        section="share", database=vendor, what=f"transfers {name}", unit="transfers/s",
        measured={"ours": result.rate("ours"), "raw SQL": result.rate("raw")},
        ratio=result.ratio("raw", "ours"), compared="ours ÷ raw SQL of the same rows under the same guards",
        aim=0.4 if name == "one by one" else 0.5, more=True,
    )  # fmt: skip


def _over_bare(vendor: str, name: str, result: Race) -> Line:
    return Line(
        section="bare", database=vendor, what=f"transfers {name}", unit="transfers/s",
        measured={"ours": result.rate("ours"), "bare": result.rate("bare")},
        ratio=result.ratio("ours", "bare"), compared="cost of ours ÷ cost of two guarded balance updates and one insert",
    )  # fmt: skip
