"""What it costs to claim, and to look for overlaps, in a small register of parcels and in a large one, equally dense."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from math import cos, pi, sin
from random import Random

from django.db import connection, transaction

from bench.places import Place
from bench.registers import AT, ON
from bench.report import Line
from bench.rounds import Turn, clock, race
from tanpuhui.apps.claims import cells, line, operations, queries
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.geometry import Outline, outline_of
from tanpuhui.apps.claims.identity import Key, key_of, outline_key
from tanpuhui.apps.claims.models import Cell, Claim, Event, Reference, Subject
from tanpuhui.apps.claims.models import Outline as OutlineRow
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.parties.operations import setup
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text

SIZES, ROUNDS, ASKED, CHUNK = (1_000, 100_000), 7, 20, 5_000
LON, LAT, APART, RADIUS, CORNERS = 1_130_000_000, 230_000_000, 11_000, 6_400, 24
"""A corner in Guangdong; the distance of parcels, their radius (neighbours overlap a little), in units of 1e-7 degree."""
YEAR = Period.of_year(2020)
_keys = count(1)


class Parcels:
    """A register in which `size` parcels of about a hectare are claimed for 2020, side by side on a grid."""

    def __init__(self, size: int, place: Place) -> None:
        self.size, self.place, self.random = size, place, Random(size)
        self.side = int(size**0.5) + 1
        with place.use():
            made = setup.establish(on=ON, at=AT, journal=JOURNAL, code="BENCH", name=Text("测试", "Bench"))
            self.by = replace(made, permissions=frozenset(PERMISSIONS))
            for start in range(0, size, CHUNK):
                places = range(start, min(start + CHUNK, size))
                self._fill(start, [self.parcel(n % self.side, n // self.side) for n in places])
            self.look_again()

    @transaction.atomic
    def _fill(self, start: int, drawn: Sequence[Outline]) -> None:
        days, journal = {"first": YEAR.first, "last": YEAR.last}, Journal.objects.order_by("pk")[0]
        reference = Reference.objects.create(scheme="cn-ccer", code=f"F{start}", claimant_id=self.by.organisation_id)
        rows = OutlineRow.objects.bulk_create(
            OutlineRow(sha256=o.sha256, geojson=o.geojson, area_cm2=10**8) for o in drawn
        )
        subjects = Subject.objects.bulk_create(Subject(kind="parcel", hash=o.sha256) for o in drawn)
        claims = Claim.objects.bulk_create(
            Claim(reference=reference, subject=subject, outline=row, state="reserved", filed_on=ON, **days)
            for subject, row in zip(subjects, rows, strict=True)
        )
        line.take(claims)
        Event.objects.bulk_create(Event(claim=c, state="reserved", on=ON, journal=journal) for c in claims)
        boxes = ((claim, box) for claim, outline in zip(claims, drawn, strict=True) for box in outline.boxes)
        Cell.objects.bulk_create(
            Cell(claim=c, square=s, west=b.west, south=b.south, east=b.east, north=b.north, **days)
            for c, b in boxes for s in cells.cover(b)
        )  # fmt: skip

    def look_again(self) -> None:
        """What autovacuum does in time: PostgreSQL knows how large its tables are."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def parcel(self, column: int, row: int) -> Outline:
        """An irregular parcel about a place of the grid."""
        x, y = LON + column * APART, LAT + row * APART
        turns = (2 * pi * n / CORNERS for n in range(CORNERS))
        far = (RADIUS * self.random.uniform(0.8, 1.0) for _ in range(CORNERS))
        ring = [(x + int(r * cos(t)), y + int(r * sin(t))) for t, r in zip(turns, far, strict=True)]
        return outline_of([[[*ring, ring[0]]]])

    def turns(self) -> dict[str, Turn]:
        """A turn of each kind of work."""
        return {
            "overlaps of a parcel, looked for": self._turn(self._look),
            "claim of a parcel, filed": self._turn(
                lambda drawn: self._file(Item(outline_key(drawn.sha256), _later(), drawn))
            ),
            "claim of a batch, filed": self._turn(lambda _: self._file(Item(_batch(), YEAR))),
        }

    def _turn(self, deed: Callable[[Outline], object]) -> Turn:
        def turn() -> tuple[float, int]:
            inner = range(1, max(2, self.size // self.side - 1))
            with self.place.use():
                todo = [self.parcel(self.random.choice(inner), self.random.choice(inner)) for _ in range(ASKED)]
                with clock() as watch:
                    for outline in todo:
                        deed(outline)
            return watch.seconds, ASKED

        return turn

    def _look(self, outline: Outline) -> None:
        assert queries.overlapping(outline, YEAR)

    def _file(self, item: Item) -> None:
        number = next(_keys)
        filing = Filing(f"B{number}", self.by.organisation_id, (item,))
        operations.file(asked=filing, by=self.by, on=ON, at=AT, key=f"bench-{number}")


def _later() -> Period:
    """A year of its own, so that nothing is contested; all parcels of the place are candidates none the less."""
    return Period.of_years(YEAR.last.replace(year=2021 + next(_keys) % 150, month=1, day=1), 1)


def _batch() -> Key:
    return key_of("batch", {"operator": "BENCH", "batch": str(next(_keys))})


def measure(vendor: str) -> Iterator[Line]:
    """A line for each kind of work: milliseconds in the small and in the large register, and the one over the other."""
    filled = [Parcels(size, Place(vendor)) for size in SIZES]
    turns = {register.size: register.turns() for register in filled}
    small, large = (f"{size:,}" for size in SIZES)

    def look_again() -> None:
        for register in filled:
            with register.place.use():
                register.look_again()

    for name in turns[SIZES[0]]:
        result = race({f"{size:,}": turns[size][name] for size in SIZES}, ROUNDS, look_again)
        yield Line(
            section="growth", database=vendor, what=name, unit="ms",
            measured={size: result.cost(size).times(1000) for size in (small, large)},
            ratio=result.ratio(large, small), compared=f"cost at {large} parcels ÷ cost at {small}", aim=2, more=False,
        )  # fmt: skip
    for register in filled:
        register.place.drop()
