"""Rows as the journal tells them: whatever row an operation makes or changes stands whole in its entry.

So each table can be held against the journal, row by row: nobody changes, adds or removes one unnoticed. What is personal
is told by its hash only. A row that names its entry (a field `journal`) is told without number and entry, and made after it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tanpuhui.apps.records import guards
from tanpuhui.apps.records.entries import entries
from tanpuhui.apps.records.findings import found
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.findings import Finding

TOLD = (
    "parties.Person",
    "parties.User",
    "parties.Organisation",
    "parties.Membership",
    "parties.Representative",
    "parties.Entrustment",
    "parties.Token",
    "parties.DueDiligence",
    "records.Approval",
    "records.Decision",
    "records.Withdrawal",
    "records.Evidence",
    "records.Filer",
)
"""The models that this room and the one below tell whole; the rooms above list theirs in their `guards.py`."""
SEALED = frozenset({"parties_person", "parties_user"})
UNTOLD = frozenset({("parties_user", "password"), ("parties_user", "last_login")})
"""Columns that change without an act."""
ENTRY = "journal"
LONGEST = 10_000
"""Characters of a text that is told as it stands; a longer one (the record of a calculation) is told by its hash."""
Key = int | tuple[int, int]
"""A row by its number, or by its entry and its place among that entry's rows of one table."""


def told(row: Model) -> list[object]:
    """The row as its entry has it: table, number (none where the entry makes it), and its columns."""
    return [row._meta.db_table, None if _of_entry(type(row)) else row.pk, _columns(row)]


def numbered(row: Model) -> None:
    """Gives a row that will be stored with its entry a number before it, so that others can name it. One of a table an entry."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SQLITE if connection.vendor == "sqlite" else _NEXT, [table])
        found = cursor.fetchone()
    row.pk = (found[0] if found else 0) + (connection.vendor == "sqlite")


_NEXT_SQLITE = "SELECT seq FROM sqlite_sequence WHERE name = %s"  # nobody else writes meanwhile
_NEXT = "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"


def make(rows: Sequence[Model], journal: int) -> None:
    """Stores the rows that name their entry; the others were stored before it."""
    for _, some in groupby((row for row in rows if _of_entry(type(row))), type):
        named = list(some)
        for row in named:
            row.journal_id = journal  # type: ignore[attr-defined]
        type(named[0])._default_manager.bulk_create(named)


def check() -> Iterator[Finding]:
    """Every row is as the newest entry that tells of it says; none is missing, none is there that no entry told."""
    models = {model._meta.db_table: model for model in _models()}
    expected: dict[str, dict[Key, str]] = {table: {} for table in models}
    for entry, said in entries():
        for table, key, columns in _rows(said):
            if table in models:
                place = expected[table]
                place[key if key is not None else (entry.pk, _next(place, entry.pk))] = digest(canonical_bytes(columns))
    for table, model in models.items():
        yield from _compared(model, expected[table])


def _compared(model: type[Model], expected: dict[Key, str]) -> Iterator[Finding]:
    table = model._meta.db_table
    counts: dict[int, int] = {}
    for row in model._default_manager.order_by("pk").iterator():
        key: Key = row.pk
        if _of_entry(model):
            entry: int = row.journal_id  # type: ignore[attr-defined]
            key = entry, counts.get(entry, 0)
            counts[entry] = key[1] + 1
        says = expected.pop(key, None)
        if says is None:
            yield found("row_untold", f"{table} {row.pk}")
        elif says != digest(canonical_bytes(_columns(row))):
            yield found("row_not_as_told", f"{table} {row.pk}")
    yield from (found("row_lost", f"{table} {key}") for key in expected)


def _rows(said: dict[str, object] | None) -> Iterator[tuple[str, int | None, object]]:
    rows = said.get("rows", ()) if said else ()
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == 3:
            yield row[0], row[1], row[2]


def _next(place: dict[Key, str], entry: int) -> int:
    number = 0
    while (entry, number) in place:
        number += 1
    return number


def _of_entry(model: type[Model]) -> bool:
    return any(field.name == ENTRY for field in model._meta.concrete_fields)


def _columns(row: Model) -> object:
    table = row._meta.db_table
    columns = {
        field.column: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != ENTRY and (table, field.column) not in UNTOLD
    }
    return digest(canonical_bytes(columns)) if table in SEALED else columns


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC)  # in whatever zone it was given
    if isinstance(value, bytes | memoryview):
        return digest(bytes(value))
    if isinstance(value, str) and len(value) > LONGEST:
        return digest(value.encode())
    return value.normalize() if isinstance(value, Decimal) else value


def _models() -> Iterator[type[Model]]:
    yield from map(apps.get_model, (*TOLD, *guards.listed("TOLD")))
