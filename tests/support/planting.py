"""Rows that somebody with the keys to the database changes, adds or removes behind the journal's back, one by one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tanpuhui.apps.records import rows
from tests.support.unguarded import unguarded

REFUSED = {"refused"}
Deed = Callable[[], object]


def unnoticed(labels: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """What may be done to the newest row of each table without being found: column, or `removed`, and what was found.

    One thing is done to each table at a time, and all tables are looked at together.
    """
    missed = {}
    with exposed():
        deeds = {label: dict(_deeds(label)) for label in labels}
        for turn in range(max(map(len, deeds.values()))):
            done = {label: list(each)[turn] for label, each in deeds.items() if turn < len(each)}
            codes = found_after_all({label: deeds[label][name] for label, name in done.items()})
            for label, name in done.items():
                wanted = "row_lost" if name == "removed" else "row_not_as_told"
                if not (wanted in codes[label] or codes[label] == REFUSED or (name == rows.ENTRY and codes[label])):
                    missed[label, name] = codes[label]
    return missed


def others(field: Any, value: object) -> object:
    """Another value that the column could hold."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case bytes() | memoryview():
            return bytes(value) + b" "
        case str():
            return value[:-1] + ("x" if value[-1:] != "x" else "y")
        case list():
            return [*value, "x"]
        case dict():
            return {**value, "x": "y"}
    return 1 if isinstance(field, models.ForeignKey | models.IntegerField) else _of_kind(field)


def _of_kind(field: Any) -> object:
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat("2024-01-01T00:00:00+00:00")
    return date(2030, 1, 1) if isinstance(field, models.DateField) else "x"


def _deeds(label: str) -> Iterator[tuple[str, Deed]]:
    """The newest row of a table removed; then each of its columns changed."""
    model: Any = apps.get_model(label)
    row = model._default_manager.order_by("-pk").first()
    assert row is not None, f"{label} is empty"
    this = model.objects.filter(pk=row.pk)
    yield "removed", lambda: this._raw_delete(connection.alias)
    for field in model._meta.concrete_fields:
        if not field.primary_key and (model._meta.db_table, field.column) not in rows.UNTOLD:
            yield field.name, partial(this.update, **{field.attname: others(field, getattr(row, field.attname))})


def found_after(label: str, deed: Deed) -> set[str]:
    """What is found in a table after the deed to it, which is undone."""
    return found_after_all({label: deed})[label]


def found_after_all(deeds: Mapping[str, Deed]) -> dict[str, set[str]]:
    """Table → what is found there after the deeds, which are undone; what the database itself refuses needs no finding."""
    found: dict[str, set[str]] = {label: set() for label in deeds}
    tables = {apps.get_model(label)._meta.db_table: codes for label, codes in found.items()}
    with transaction.atomic():
        for label, deed in deeds.items():
            try:
                with transaction.atomic():
                    deed()
            except IntegrityError:
                found[label].update(REFUSED)
        for finding in rows.check():
            tables.get(finding.about.split()[0], set()).add(finding.code)
        transaction.set_rollback(True)
    return found


@contextmanager
def exposed() -> Iterator[None]:
    """The register without its guards and checks, once for many deeds; at the end all is as before."""
    with transaction.atomic():
        unguarded()
        with _unconstrained():
            yield
        transaction.set_rollback(True)


@contextmanager
def _unconstrained() -> Iterator[None]:
    """Somebody with the keys to the database is not stopped by its constraints either."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            try:
                yield
            finally:  # no part of the transaction that is undone
                connection.connection.execute("PRAGMA ignore_check_constraints = OFF")
            return
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
