"""The same rows by the raw driver: journal entry, postings, block updates and inserts, on the same tables with all their guards.

Everything a program must think of is prepared outside the clock: which units, the entry's bytes and hashes. Inside it are
only the statements that write, in transactions of the same size, in the fastest plain form that each driver has.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from django.db import connection

from bench.registers import AT, ON
from bench.rounds import clock
from bench.work import key
from tanpuhui.accounting.blocks import Block, Move, Piece, Plan
from tanpuhui.accounting.planning import plan
from tanpuhui.apps.ledger import loading, operations
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.canonical import canonical_bytes, digest
from tests.support.databases import Database

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of one batch. A `moved` or `added` block names its posting by the place in `postings`."""

    journal: Row
    postings: list[Row]
    shrunk: list[Row]
    moved: list[Row]
    added: list[Row]


class Writer(Protocol):
    """Writes entries by a raw driver, each in a transaction of its own."""

    def write(self, entry: Entry) -> None:
        """One entry of any size."""

    def ready(self, entries: list[Entry]) -> list[Entry]:
        """The last preparation outside the clock."""

    def close(self) -> None:
        """Closes the connection."""


def write(entries: list[Entry], writer: Writer) -> float:
    """Writes the entries one after another; the seconds it took."""
    entries = writer.ready(entries)
    with clock() as watch:
        for entry in entries:
            writer.write(entry)
    return watch.seconds


def prepare(batches: Sequence[Sequence[Item]], by: Actor) -> list[Entry]:
    """The entries that the product would write for these batches, one after another."""
    items = [item for batch in batches for item in batch]
    desk = loading.desk(
        sorted({code for item in items for code in (item.source, item.target)}), sorted({item.series for item in items})
    )
    lines = [[operations.line_of(desk, "transfer", item) for item in batch] for batch in batches]
    blocks = {block.first: block for block in loading.blocks([line for batch in lines for line in batch])}
    entries = []
    for batch, batch_lines in zip(batches, lines, strict=True):
        planned = plan(batch_lines, blocks.values(), desk.world, ON)
        entries.append(_entry(batch, planned, by))
        for piece in (*planned.changed, *planned.added):
            if piece.move is None:
                blocks[piece.first] = _stays(piece)
            else:
                blocks.pop(piece.first, None)
    return entries


def _stays(piece: Piece) -> Block:
    return Block(piece.first, piece.next, piece.series, piece.account, piece.reservation, piece.posting, piece.since)


def _entry(items: Sequence[Item], planned: Plan, by: Actor) -> Entry:
    day = connection.ops.adapt_datefield_value(ON)
    return Entry(
        journal=_journal(items, planned, by),
        postings=[(n, *_posting(move), day) for n, move in enumerate(planned.moves)],
        shrunk=[(p.next, p.first) for p in planned.changed if p.move is None],
        moved=[(p.next, p.account, p.reservation, p.move, day, p.first) for p in planned.changed if p.move is not None],
        added=[
            (p.first, p.next, p.series, p.account, p.reservation, p.posting if p.move is None else p.move, day, p.move)
            for p in planned.added
        ],
    )


def _posting(move: Move) -> Row:
    return move.act, move.series, move.first, move.next, move.source, move.target, move.reservation, move.previous


def _journal(items: Sequence[Item], planned: Plan, by: Actor) -> Row:
    moves = [[m.line, m.act, m.series, m.first, m.next - 1, m.source, m.target, m.reservation] for m in planned.moves]
    body, name = operations.act_body(items, Words()), key()
    content = canonical_bytes(
        {
            "answer": {"moves": moves}, "approval": None, "at": AT, "body": body, "by": by.user_id, "key": name, "on": ON,
            "operation": "ledger_transfer", "organisation": by.organisation_id,
        }
    )  # fmt: skip
    row = Journal(
        organisation_id=by.organisation_id, operation="ledger_transfer", key=name, by_id=by.user_id, on=ON, at=AT,
        body_hash=digest(canonical_bytes(body)), content=content, hash=digest(content),
    )  # fmt: skip
    return [f.get_db_prep_save(getattr(row, f.attname), connection) for f in Journal._meta.concrete_fields[1:]]


_JOURNAL = (
    'INSERT INTO records_journal (organisation_id, operation, key, by_id, "on", at, body_hash, content, hash, approval_id) '
    "VALUES ({})"
)
_POSTING = (
    "INSERT INTO ledger_posting ({}journal_id, line, act, series_id, first, next, source_id, target_id, reservation_id, "
    'previous_id, "on")'
)
_SHRINK = "UPDATE ledger_block SET next = {next} {source} WHERE ledger_block.first = {first}"
_MOVE = (
    "UPDATE ledger_block SET next = {}, account_id = {}, reservation_id = {}, posting_id = {}, since = {} {} "
    "WHERE ledger_block.first = {}"
)
_ADD = "INSERT INTO ledger_block (first, next, series_id, account_id, reservation_id, posting_id, since)"


class Psycopg:
    """Plain statements for one transfer, arrays through `unnest` for many; prepared by the driver after the first few."""

    journal = _JOURNAL.format(", ".join(["%s"] * 10)) + " RETURNING id"
    posting = _POSTING.format("") + " VALUES (" + ", ".join(["%s"] * 11) + ") RETURNING id"
    shrink = _SHRINK.format(next="%s", source="", first="%s")
    move = _MOVE.format("%s", "%s", "%s", "%s", "%s", "", "%s")
    add = _ADD + " VALUES (%s, %s, %s, %s, %s, %s, %s)"
    postings = (
        _POSTING.format("") + " SELECT %s, m.* FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::bigint[], "
        "%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[]) AS m(line, act, series, first, "
        "next, source, target, reservation, previous, on_) RETURNING id"
    )
    shrinks = _SHRINK.format(
        next="p.next", source="FROM unnest(%s::bigint[], %s::bigint[]) AS p(next, first)", first="p.first"
    )
    moves = _MOVE.format(
        "p.next", "p.account", "p.reservation", "p.posting", "p.since",
        "FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::bigint[]) "
        "AS p(next, account, reservation, posting, since, first)", "p.first",
    )  # fmt: skip
    adds = _ADD + (
        " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[])"
    )

    def __init__(self, database: Database) -> None:
        self.connection = psycopg.connect(database.url)
        self.cursor = self.connection.cursor()

    def ready(self, entries: list[Entry]) -> list[Entry]:
        """Nothing more to prepare: the database gives the numbers of the postings."""
        return entries

    def write(self, entry: Entry) -> None:
        """One entry, by the statements that suit its size."""
        run = self.cursor.execute
        run(self.journal, entry.journal)
        journal = self._first()
        if len(entry.postings) == 1:
            run(self.posting, [journal, *entry.postings[0]])
            ids = [self._first()]
            for one in entry.shrunk:
                run(self.shrink, one)
            for one in _numbered(entry.moved, ids, 3):
                run(self.move, one)
            for one in _added(entry, ids):
                run(self.add, one)
        else:
            run(self.postings, [journal, *_columns(entry.postings)])
            ids = [id for (id,) in self.cursor.fetchall()]
            if entry.shrunk:
                run(self.shrinks, _columns(entry.shrunk))
            if entry.moved:
                run(self.moves, _columns(_numbered(entry.moved, ids, 3)))
            if entry.added:
                run(self.adds, _columns(_added(entry, ids)))
        self.connection.commit()

    def _first(self) -> int:
        row = self.cursor.fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()


class Sqlite3:
    """Each statement once for all rows (`executemany`), under the settings of production. Only one writes, so that the
    numbers of the postings are known beforehand.
    """

    journal = _JOURNAL.format(", ".join("?" * 10))
    postings = _POSTING.format("id, ") + " VALUES (" + ", ".join("?" * 12) + ")"
    shrinks = _SHRINK.format(next="?", source="", first="?")
    moves = _MOVE.format("?", "?", "?", "?", "?", "", "?")
    adds = _ADD + " VALUES (?, ?, ?, ?, ?, ?, ?)"

    def __init__(self, database: Database) -> None:
        options: Any = database.settings["OPTIONS"]
        self.connection = sqlite3.connect(str(database.settings["NAME"]), isolation_level=None)
        self.connection.executescript(options["init_command"])
        self.cursor = self.connection.cursor()

    def ready(self, entries: list[Entry]) -> list[Entry]:
        """The entries with the numbers that their postings will have."""
        ((last,),) = self.cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_posting'").fetchall()
        ((entry_number,),) = self.cursor.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'records_journal'"
        ).fetchall()
        numbered = []
        for number, entry in enumerate(entries, entry_number + 1):
            ids = range(last + 1, last + 1 + len(entry.postings))
            postings: list[Row] = [(id, number, *row) for id, row in zip(ids, entry.postings, strict=True)]
            moved, added = _numbered(entry.moved, ids, 3), _added(entry, ids)
            numbered.append(Entry(entry.journal, postings, entry.shrunk, moved, added))
            last = ids[-1]
        return numbered

    def write(self, entry: Entry) -> None:
        """One entry; the same statements for one row and for many."""
        run, many = self.cursor.execute, self.cursor.executemany
        run("BEGIN IMMEDIATE")
        run(self.journal, entry.journal)
        many(self.postings, entry.postings)
        many(self.shrinks, entry.shrunk)
        many(self.moves, entry.moved)
        many(self.adds, entry.added)
        run("COMMIT")

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()


def _columns(rows: Sequence[Row]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _numbered(rows: Sequence[Row], ids: Sequence[int], place: int) -> list[Row]:
    return [(*row[:place], ids[row[place]], *row[place + 1 :]) for row in rows]


def _added(entry: Entry, ids: Sequence[int]) -> list[Row]:
    return [(*row[:5], row[5] if row[7] is None else ids[row[5]], row[6]) for row in entry.added]


WRITERS: Mapping[str, Callable[[Database], Writer]] = {"sqlite": Sqlite3, "postgresql": Psycopg}
