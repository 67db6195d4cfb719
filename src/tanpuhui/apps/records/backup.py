"""A backup: the whole register in one file that either vendor writes and either reads; so also the way between them.

It holds the rows of all tables of the product and the evidence files that lie on this machine. It never holds the
secret key (`secret_key` in the state folder, `TANPUHUI_SECRET_KEY`): who steals a backup must not be able to sign. It
does hold personal data and password hashes, so only its owner may read it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO

from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from tanpuhui.apps.records import archive, guards, migrating
from tanpuhui.apps.records.archive import FilesSaid, Manifest, TableSaid, Tally, Writer, walk, writing
from tanpuhui.apps.records.evidence import opened, received
from tanpuhui.apps.records.models import Evidence
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.apps.records.stores import store
from tanpuhui.apps.records.storing import Store
from tanpuhui.apps.records.tables import PLACED, MalformedRow, Table, decode, encode, insert, rows, tables

BATCH = 1000
Tell = Callable[[str], None]


def backup(path: Path, at: datetime, *, tell: Tell = lambda _: None) -> Manifest:
    """Writes the register as of one moment to `path` while others go on working; `tell` hears each table's name.

    Needs a few MB of memory, however large the register. Refuses `database_not_migrated`, `backup_exists`,
    `backup_not_written`, and, since a backup is complete or none, `evidence_not_found` and `evidence_damaged`.
    """
    _check_migrated()
    with _one_moment(), writing(path, at) as file:
        said = [_add_table(file, table, tell) for table in tables()]
        tell("evidence")
        manifest = Manifest(
            format=archive.FORMAT, format_version=archive.VERSION,
            product_version=version("tanpuhui"), at=at.isoformat(),
            vendor=connection.vendor, vendor_version=".".join(map(str, connection.get_database_version())),
            migrations=migrating.applied(), tables=said, evidence=_add_evidence(file, store()),
        )  # fmt: skip
        file.add_bytes(archive.MANIFEST, (manifest.model_dump_json(indent=2) + "\n").encode())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that reads everything as it was at its beginning, and on SQLite keeps no writer waiting."""
    if connection.in_atomic_block:
        raise RuntimeError("a backup opens its own transaction")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django would begin immediately, as a writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _add_table(file: Writer, table: Table, tell: Tell) -> TableSaid:
    tell(table.name)
    tally = file.add_rows(table.name, (encode(table, row) for row in rows(table)))
    columns = {c.name: c.kind for c in table.columns}
    return TableSaid(
        name=table.name, columns=columns, rows=tally.rows, parts=tally.parts, size=tally.size, sha256=tally.sha256
    )


def _add_evidence(file: Writer, files: Store) -> FilesSaid:
    tally = Tally()
    if files.local:
        for sha256, size in Evidence.objects.order_by("sha256").values_list("sha256", "size").iterator():
            with opened(files, sha256, size) as content:
                file.add(f"evidence/{sha256}", size, content)
            tally.add(f"{sha256}\n".encode(), size)
    return FilesSaid(included=files.local, files=tally.rows, size=tally.size, sha256=tally.sha256)


def restore(path: Path, *, tell: Tell = lambda _: None) -> Manifest:
    """Puts a backup into an empty, migrated database of either vendor, and its evidence into the store: all or nothing.

    The file is read twice, first only to check it. Refuses `database_not_migrated`, `restore_not_empty`,
    `backup_not_readable`, `backup_damaged`, `backup_other_format`, `backup_other_version`, `backup_lacks_table`,
    `backup_unknown_table`, `backup_other_columns`, `evidence_store_failed`, and
    `backup_not_accepted` where the database says no (a broken constraint, a text that PostgreSQL cannot hold).
    """
    _check_migrated()
    _check_empty()
    tell("check")
    manifest = walk(path, _Check())
    _check_shape(manifest)
    load = _Load(path, store(), tell)
    try:
        with transaction.atomic(durable=True):
            _check_empty()
            if walk(path, load) != manifest:
                raise refuse("backup_damaged", path=path.name, place=archive.MANIFEST)
            load.finish(manifest)
    except DatabaseError as no:
        load.undo()
        raise refuse("backup_not_accepted", table=load.table, reason=str(no).splitlines()[0][:300]) from no
    except BaseException:
        load.undo()
        raise
    return manifest


def _check_migrated() -> None:
    if lacking := migrating.unapplied():
        raise refuse("database_not_migrated", migrations=", ".join(lacking[:10]))


def _check_empty() -> None:
    for table in tables():
        placed = PLACED.get(table.name, 0)
        if len(table.model._base_manager.values_list("pk")[: placed + 1]) > placed:
            raise refuse("restore_not_empty", table=table.name)


def _check_shape(manifest: Manifest) -> None:
    """The backup holds exactly the tables and columns of this program."""
    if differing := _differing(manifest.migrations, migrating.applied()):
        raise refuse("backup_other_version", product=manifest.product_version[:40], migrations=differing)
    ours, theirs = {t.name: t for t in tables()}, {t.name: t for t in manifest.tables}
    if lacking := sorted(ours.keys() - theirs.keys()):
        raise refuse("backup_lacks_table", tables=", ".join(lacking))
    if unknown := sorted(theirs.keys() - ours.keys()):
        raise refuse("backup_unknown_table", tables=", ".join(unknown)[:300])
    for name, table in ours.items():
        columns = {(c.name, c.kind) for c in table.columns} ^ set(theirs[name].columns.items())
        if columns:
            raise refuse("backup_other_columns", table=name, columns=", ".join(sorted({c for c, _ in columns}))[:300])


def _differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> str:
    flat = [{f"{app}.{name}" for app, names in side.items() for name in names} for side in (one, other)]
    return ", ".join(sorted(flat[0] ^ flat[1]))[:300]


class _Check:
    """Reads evidence to know its hash; rows are hashed by `walk` itself."""

    def rows(self, table: str, lines: Iterator[bytes]) -> None:
        """Nothing to do."""

    def file(self, sha256: str, content: IO[bytes]) -> str:
        """Its hash."""
        tally = Tally()
        while piece := content.read(1 << 20):
            tally.add(piece)
        return tally.sha256


class _Load:
    """Writes rows and evidence, and remembers what it would have to take back."""

    def __init__(self, path: Path, files: Store, tell: Tell) -> None:
        self._path, self._files, self._tell = path, files, tell
        self._tables = {t.name: t for t in tables()}
        self._new: list[str] = []
        self.table = ""

    def rows(self, table: str, lines: Iterator[bytes]) -> None:
        """Inserts a thousand at a time."""
        if self.table != table:
            self._tell(table)
        self.table = table
        while batch := list(islice(lines, BATCH)):
            try:
                insert(self._tables[table], [decode(self._tables[table], line) for line in batch])
            except MalformedRow as no:
                raise refuse("backup_damaged", path=self._path.name, place=f"{table}: {no}"[:300]) from no

    def file(self, sha256: str, content: IO[bytes]) -> str:
        """Puts it into the store."""
        with received(content, self._files) as file:
            if file.sha256 == sha256 and self._files.put(file.path, sha256):
                self._new.append(sha256)
            return file.sha256

    def finish(self, manifest: Manifest) -> None:
        """All rows are there and hold together; new rows get new numbers; the guards stand."""
        for table in manifest.tables:
            self.table = table.name
            if self._tables[table.name].model._base_manager.count() != table.rows:
                raise refuse("backup_damaged", path=self._path.name, place=f"tables/{table.name}")
        self._check_evidence(manifest)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [t.model for t in self._tables.values()]):
                cursor.execute(statement)
        guards.install()

    def _check_evidence(self, manifest: Manifest) -> None:
        """A backup that includes files includes one for every row."""
        known = Evidence.objects.order_by("sha256").values_list("sha256", "size")
        tally = Tally()
        for sha256, size in known.iterator():
            tally.add(f"{sha256}\n".encode(), size)
        there = (tally.rows, tally.size, tally.sha256)
        said = manifest.evidence
        if said.included and there != (said.files, said.size, said.sha256):
            raise refuse("backup_damaged", path=self._path.name, place="evidence")

    def undo(self) -> None:
        """Takes back the evidence that was new."""
        for sha256 in self._new:
            self._files.remove(sha256)
