"""Whoever changes, adds or removes a row behind the journal's back is found, whatever table, whatever column."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.records import rows
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tests.ledger.cast import WHY, Cast
from tests.ledger.test_verify import a_life
from tests.support.unguarded import unguarded

TABLES = [m._meta.label for m in rows._models() if m._meta.app_label in ("parties", "records", "ledger")]
EVIDENCE = "e" * 64
REFUSED = {"refused"}


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """A register with a row at least in every table that the journal tells."""
    a_life(cast)
    cast.freeze("account", "B-2")
    series = cast.issue("B-1", 20)
    cast.act("retire", Item("B-1", "RETIRED", series, 5))
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, 5), words=WHY)
    (duty,) = [row.pk for row in apps.get_model("ledger.Duty").objects.all()]
    items = [Item("B-1", "RETIRED", series, 2)]
    operations.replace_units(**cast.write(cast.people.bob), duty=duty, items=items)
    people = cast.people
    told: dict[str, Any] = {"journal": JOURNAL}
    parties.authorise_representative(
        **cast.write(people.setup), **told, user=people.alice.user_id, organisation=people.alice.organisation_id,
        evidence=EVIDENCE,
    )  # fmt: skip
    parties.entrust(
        **cast.write(replace(people.alice, permissions=people.alice.permissions | {"parties:entrust"})), **told,
        owner=people.alice.organisation_id, agent=people.bob.organisation_id, permissions=["ledger:transfer"],
        agreement=EVIDENCE,
    )  # fmt: skip
    file_evidence(
        **cast.write(people.alice), content=io.BytesIO(b"deed"), name="deed.pdf", media_type="application/pdf"
    )
    return cast


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
            yield field.name, _after(lambda change=change: model.objects.filter(pk=row.pk).update(**change))
    yield "removed", _after(lambda: model.objects.filter(pk=row.pk)._raw_delete(connection.alias))


def _after(deed: Any) -> set[str]:
    """What is found after the deed, which is undone; what the database itself refuses needs no finding."""
    with transaction.atomic():
        unguarded()
        _unconstrained()
        try:
            with transaction.atomic():
                deed()
        except IntegrityError:
            transaction.set_rollback(True)
            return REFUSED
        codes = {finding.code for finding in rows.check()}
        transaction.set_rollback(True)
    return codes


def _unconstrained() -> None:
    """Somebody with the keys to the database is not stopped by its constraints either."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            return
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def test_no_row_is_changed_or_removed_unnoticed(lived: Cast) -> None:
    assert list(rows.check()) == []
    missed = {}
    for label in TABLES:
        model = apps.get_model(label)
        row = model._default_manager.order_by("-pk").first()
        assert row is not None, f"{label} is empty"
        for name, codes in planted(model, row):
            wanted = "row_lost" if name == "removed" else "row_not_as_told"
            if wanted not in codes and codes != REFUSED and not (name == rows.ENTRY and codes):
                missed[label, name] = codes
    assert missed == {}


def test_no_row_is_added_unnoticed(lived: Cast) -> None:
    for label in ("ledger.Account", "ledger.Freeze", "ledger.Duty", "parties.Membership", "records.Approval"):
        row = apps.get_model(label)._default_manager.order_by("-pk").first()
        row.pk, row.code = None, "BEHIND"  # where there is a code, it is its own
        assert _after(partial(row.save, force_insert=True)) == {"row_untold"}, label


def test_a_row_told_twice_is_as_it_was_told_last(lived: Cast) -> None:
    (freeze,) = apps.get_model("ledger.Freeze").objects.values_list("pk", flat=True)
    lived.lift(freeze)
    assert list(rows.check()) == []
