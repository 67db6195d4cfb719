"""Rows that somebody with the keys to the database changes, adds or removes behind the journal's back, one by one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tanpuhui.apps.records import rows
from tests.support.unguarded import unguarded

REFUSED = {"refused"}


def unnoticed(labels: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """What may be done to the newest row of each table without being found: column, or `removed`, and what was found."""
    missed = {}
    for label in labels:
        model = apps.get_model(label)
        row = model._default_manager.order_by("-pk").first()
        assert row is not None, f"{label} is empty"
        for name, codes in planted(model, row):
            wanted = "row_lost" if name == "removed" else "row_not_as_told"
            if wanted not in codes and codes != REFUSED and not (name == rows.ENTRY and codes):
                missed[label, name] = codes
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


def planted(model: Any, row: models.Model) -> Iterator[tuple[str, set[str]]]:
    """Each column of a row changed in turn, then the row doubled, then the row removed: what is found."""
    for field in model._meta.concrete_fields:
        if not field.primary_key and (model._meta.db_table, field.column) not in rows.UNTOLD:
            change = {field.attname: others(field, getattr(row, field.attname))}
            yield field.name, found_after(lambda change=change: model.objects.filter(pk=row.pk).update(**change))
    yield "removed", found_after(lambda: model.objects.filter(pk=row.pk)._raw_delete(connection.alias))


def found_after(deed: Any) -> set[str]:
    """What is found after the deed, which is undone; what the database itself refuses needs no finding."""
    with transaction.atomic():
        unguarded()
        with _unconstrained():
            try:
                with transaction.atomic():
                    deed()
            except IntegrityError:
                transaction.set_rollback(True)
                return REFUSED
        codes = {finding.code for finding in rows.check()}
        transaction.set_rollback(True)
    return codes


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
