"""What the same operation costs in a small register and in a large one, in turns, on databases that are open side by side."""

from collections.abc import Iterator, Mapping, Sequence

from bench import registers, work
from bench.places import Place
from bench.report import Line
from bench.rounds import Turn, race, spread
from bench.work import Side
from tanpuhui.apps.ledger.verify import verify

ROUNDS, SINGLE = 7, 50


class Filled:
    """A register of `size` blocks at a place of its own, and who may do anything there."""

    def __init__(self, size: int, place: Place) -> None:
        self.size, self.place = size, place
        with place.use():
            self.by = registers.fill(size)
        self.side = Side(size, 0)

    def turns(self) -> Mapping[str, Turn]:
        """The turns of every operation whose growth is asked for."""
        turns = {
            "transfer, one by one": work.singly(self.side, self.by, SINGLE),
            "transfer, in a batch of 1,000": work.in_batches(self.side.by_quantity, self.by),
            "transfer, in a batch of 1,000 by serial": work.in_batches(self.side.by_serial, self.by),
            **work.questions(self.side),
        }
        return {name: self._here(turn) for name, turn in turns.items()}

    def _here(self, turn: Turn) -> Turn:
        def there() -> tuple[float, int]:
            with self.place.use():
                return turn()

        return there


def measure(filled: Sequence[Filled]) -> Iterator[Line]:
    """A line for each operation: seconds at each size, and the largest over the smallest."""
    turns = {register.size: register.turns() for register in filled}
    small, *_, large = turns
    for name in turns[small]:
        result = race({f"{size:,}": turns[size][name] for size in turns}, ROUNDS, lambda: _look_again(filled))
        million = max(size for size in turns if size <= 10**6)
        yield Line(
            section="growth", database=filled[0].place.vendor, what=name, unit="ms",
            measured={size: result.cost(size).times(1000) for size in result.costs},
            ratio=result.ratio(f"{million:,}", f"{small:,}"), compared=f"cost at {million:,} blocks ÷ cost at {small:,}",
            aim=2, more=False,
        )  # fmt: skip
        if large > million:
            yield Line(
                section="growth", database=filled[0].place.vendor, what=name, unit="ms", measured={},
                ratio=result.ratio(f"{large:,}", f"{small:,}"), compared=f"cost at {large:,} blocks ÷ cost at {small:,}",
            )  # fmt: skip


def _look_again(filled: Sequence[Filled]) -> None:
    for register in filled:
        with register.place.use():
            registers.look_again()


def prove(filled: Sequence[Filled]) -> Iterator[Line]:
    """A line for each register: how many things `ledger verify` found wrong after all that was done to it."""
    for register in filled:
        with register.place.use():
            wrong = len(verify())
        yield Line(
            section="proof", database=register.place.vendor, what=f"ledger verify, {register.size:,} blocks",
            unit="findings", measured={"findings": spread([wrong])}, ratio=None,
            compared="after all of the above, what raw SQL wrote included",
        )  # fmt: skip
