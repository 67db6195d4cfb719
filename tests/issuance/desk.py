"""Somebody who may import, and a small table of a made-up register for borders that the real one does not show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from tanpuhui.apps.issuance import mirroring, work
from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.jobs import operations as jobs
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.ledger import opening, queries
from tanpuhui.apps.parties.operations import establish
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.canonical import digest
from tanpuhui.core.registers import ForeignAccount, ForeignIssuance, ForeignRow, ForeignUse
from tanpuhui.core.text import Text

TABLE = Path(__file__).parents[1] / "regimes" / "data" / "california_arboc_issuance.csv"
DAY = date(2024, 12, 2)
NOON = datetime(2024, 12, 2, 4, tzinfo=UTC)


class Desk:
    """Sets a demonstration register up and imports into it, by set-up."""

    def __init__(self, *, demonstration: bool = True) -> None:
        name = Text("演示登记簿", "Demonstration register")
        self.by = establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name)
        opening.open_register(jurisdiction="GD", demonstration=demonstration, by=self.by, on=DAY, at=NOON)
        self._keys = count(1)

    def start(self, path: Path, register: str = "california") -> int:
        args = {"register": register, "path": str(path), "sha256": digest(path.read_bytes())}
        return jobs.start(by=self.by, on=DAY, at=NOON, key=f"k{next(self._keys)}", kind=work.KIND, args=args)

    def import_table(self, path: Path = TABLE) -> JobRow:
        return dispatch.foreground(self.start(path), clock=lambda: NOON)

    def import_rows(self, rows: Sequence[ForeignRow], size: int = 200) -> mirroring.Told:
        """Imports rows of the made-up register, without a job."""
        file, told, batches = mirroring.import_file(
            MADE_UP, rows, sha256=f"{next(self._keys):064x}", name="made-up", by=self.by, on=DAY, at=NOON
        )
        for batch in batches[:size]:
            mirroring.import_batch(MADE_UP, batch, file=file, by=self.by, at=NOON)
        return told

    def holds(self, account: str, on: date = DAY) -> int:
        return sum(row.units for row in queries.balance(f"made-up:{account}", on))


def imported() -> tuple[Desk, JobRow]:
    """A desk at which the whole published table was imported, and the job that did it."""
    desk = Desk()
    return desk, desk.import_table()


@dataclass
class MadeUp:
    """A register with three places. It exists only here."""

    code: str = "made-up"
    name: Text = field(default_factory=lambda: Text("虚构登记簿", "a made-up register"))
    unit_type: str = "MUU"
    jurisdiction: str = "XX"
    issuance_account: str = "held"
    begins_on: date = date(2015, 1, 1)
    state_on: date = DAY
    counted: tuple[str, ...] = ()
    accounts: tuple[ForeignAccount, ...] = (
        ForeignAccount("held", "holding", Text("持有", "held")),
        ForeignAccount("buffer", "buffer", Text("缓冲", "buffer")),
        ForeignAccount("used", "retired", Text("已用", "used")),
    )

    def read(self, path: Path) -> Iterator[ForeignRow]:
        raise AssertionError("rows are given by hand")


MADE_UP = MadeUp()


def row(line: int, id: str, quantity: int, *uses: ForeignUse, on: date = date(2020, 1, 1), **cells: str) -> ForeignRow:
    """A row that issues `quantity` units."""
    made: Mapping[str, str] = {"id": id, "quantity": str(quantity), **cells}
    issuance = ForeignIssuance("MUU", "ANY", id, id.title(), 2019, quantity, on, {}, uses)
    return ForeignRow(line, id, made, issuance, ())


def bare(line: int, id: str, **cells: str) -> ForeignRow:
    """A row without credits."""
    return ForeignRow(line, id, {"id": id, **cells}, None, ())


def use(act: str, source: str, target: str, quantity: int, on: date = DAY) -> ForeignUse:
    """A use of the row it is given to."""
    return ForeignUse(act, source, target, quantity, on, "ets")  # type: ignore[arg-type]
