"""Units that appeared from nothing, an issuance that says another sum, and a foreign row that was touched are found."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from tanpuhui.apps.issuance.guards import TOLD
from tanpuhui.apps.issuance.models import ForeignRow, Issuance
from tanpuhui.apps.issuance.verify import foreign_rows, origins
from tanpuhui.apps.ledger.models import Series
from tanpuhui.apps.records import rows
from tests.issuance.desk import Desk, bare, row
from tests.issuance.stage import Stage
from tests.ledger.cast import Cast
from tests.support.databases import Database
from tests.support.planting import unnoticed
from tests.support.unguarded import unguarded


def _found() -> list[str]:
    return [finding.code for check in (origins, foreign_rows) for finding in check()]


def _after(deed: Callable[[], object]) -> set[str]:
    with transaction.atomic():
        unguarded()
        deed()
        codes = set(_found())
        transaction.set_rollback(True)
    return codes


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_units_that_no_report_led_to_are_found(db: Database) -> None:
    Cast().issue("A-1", 10)
    assert _found() == ["series_from_nothing"]


def test_an_issuance_that_is_not_what_was_posted_is_found(db: Database) -> None:
    stage = Stage()
    stage.issue(stage.cast.report_at("approved"))
    assert _found() == []
    plants = (
        "UPDATE issuance_issuedvintage SET units = units + 1, grams = grams + 1000000",
        "DELETE FROM issuance_issuedvintage",
        "UPDATE issuance_issuance SET units = units - 1",
    )
    for plant in plants:
        assert _after(partial(_run, plant)) == {"issuance_not_as_posted"}, plant


@pytest.fixture
def desk(db: Database) -> Desk:
    made = Desk()
    made.import_rows([row(1, "A-1", 10), row(2, "A-2", 20), bare(3, "A-3")])
    assert _found() == []
    return made


def test_a_foreign_row_that_was_touched_or_removed_is_found(desk: Desk) -> None:
    first, second = Series.objects.order_by("pk")
    rows = ForeignRow.objects
    deeds: dict[str, tuple[Callable[[], object], set[str]]] = {
        "a cell": (lambda: rows.filter(foreign_id="A-3").update(cells={"id": "A-4"}), {"foreign_row_altered"}),
        "its hash": (lambda: rows.filter(foreign_id="A-3").update(content="0" * 64), {"foreign_row_altered"}),
        "another series": (
            lambda: rows.filter(foreign_id="A-1").update(series=second), {"foreign_row_altered", "mirror_without_row"},
        ),
        "no series": (lambda: rows.filter(series=first).update(series=None), {"mirror_without_row"}),
        "gone": (lambda: rows.filter(series=first)._raw_delete("default"), {"mirror_without_row"}),
    }  # fmt: skip
    assert {name: _after(deed) for name, (deed, _) in deeds.items()} == {
        name: codes for name, (_, codes) in deeds.items()
    }
    assert Issuance.objects.count() == 0


def test_no_foreign_file_or_row_is_changed_or_removed_unnoticed(desk: Desk) -> None:
    assert list(rows.check()) == []
    assert unnoticed(TOLD[:2]) == {}
