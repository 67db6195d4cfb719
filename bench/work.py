"""The work that is measured: transfers of ten units, by quantity or by serial, and the questions people ask."""

from collections.abc import Callable, Sequence
from itertools import count
from random import Random

from bench.registers import AT, HELD, LENGTH, ON, SERIES
from bench.rounds import Turn, clock
from tanpuhui.apps.ledger import operations, queries
from tanpuhui.apps.ledger.models import Block
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.ranges import Range

UNITS, BATCH, GIVERS, TAKERS = 10, 1_000, 8, 4
"""Units of a transfer; transfers of a batch; accounts that give in one side's batches; accounts that take."""

_keys = count(1)


class Side:
    """Accounts that one contestant moves units out of; nobody else touches them. `number`: 0 or 1."""

    def __init__(self, size: int, number: int) -> None:
        holders = size // HELD
        step = holders // (2 * GIVERS + TAKERS)
        self.size = size
        self.givers = [f"H-{(number * GIVERS + i) * step}" for i in range(GIVERS)]
        self.takers = [f"H-{(2 * GIVERS + i) * step}" for i in range(TAKERS)]
        self.random = Random(number)

    def by_quantity(self, transfers: int) -> list[Item]:
        """Transfers of free units: accounts and series at random."""
        pick = self.random.choice
        return [
            Item(pick(self.givers), pick(self.takers), self.random.randint(1, SERIES), UNITS) for _ in range(transfers)
        ]

    def by_serial(self, transfers: int) -> list[Item]:
        """Transfers of exactly these units, at the ends of blocks from all over the number line."""
        rows = Block.objects.filter(account__code__in=self.givers, next__isnull=False)
        places = [*rows.order_by("first").values_list("first", "next", "series", "account__code")]
        ends = {first: next or 0 for first, next, *_ in places}
        items: list[Item] = []
        while len(items) < transfers:
            first, _, series, giver = self.random.choice(places)
            if ends[first] - first > UNITS and series:
                ends[first] -= UNITS
                span = Range(ends[first], ends[first] + UNITS - 1)
                items.append(Item(giver or "", self.random.choice(self.takers), series, range=span))
        return items


def key() -> str:
    """A key never used before."""
    return f"bench-{next(_keys)}"


def post(batches: Sequence[Sequence[Item]], by: Actor) -> float:
    """Posts each batch through the product's operation; the seconds it took."""
    with clock() as watch:
        for items in batches:
            operations.act(act="transfer", items=items, by=by, on=ON, at=AT, key=key())
    return watch.seconds


def singly(side: Side, by: Actor, transfers: int) -> Turn:
    """A turn of transfers one by one."""
    return lambda: (post([[item] for item in side.by_quantity(transfers)], by), transfers)


def in_batches(items: Callable[[int], list[Item]], by: Actor) -> Turn:
    """A turn of one batch of 1,000 transfers."""
    return lambda: (post([items(BATCH)], by), BATCH)


def questions(side: Side) -> dict[str, Turn]:
    """Turns of each question, 20 times: by account and by serial."""
    random = side.random

    def serial() -> str:
        number = random.randint(1, side.size * LENGTH)
        return queries.find(number)

    def ask(question: Callable[[str], object], about: Callable[[], str]) -> Turn:
        def turn() -> tuple[float, int]:
            subjects = [about() for _ in range(20)]
            with clock() as watch:
                for subject in subjects:
                    question(subject)
            return watch.seconds, len(subjects)

        return turn

    def giver() -> str:
        return random.choice(side.givers)

    return {
        "balance of an account": ask(lambda code: queries.balance(code, ON), giver),
        "page of a statement": ask(lambda code: queries.statement(code, ON), giver),
        "where a serial is": ask(queries.locate, serial),
        "lineage of a serial": ask(queries.lineage, serial),
    }
