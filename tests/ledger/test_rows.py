"""Whoever changes, adds or removes a row behind the journal's back is found, whatever table, whatever column."""

import io
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.apps import apps

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.records import approvals, rows
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tests.ledger.cast import WHY, Cast
from tests.ledger.test_verify import a_life
from tests.support.planting import exposed, found_after, unnoticed

TABLES = [m._meta.label for m in rows._models() if m._meta.app_label in ("parties", "records", "ledger")]
EVIDENCE = "e" * 64


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
    given_back = cast.approved("ledger_lift", {"freeze": 1})
    approvals.withdraw(**cast.write(people.sam), approval=given_back, reason="no more")
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
    manager = replace(people.alice, permissions=people.alice.permissions | {"api:token"})
    given = cast.write(manager)
    parties.issue_token(
        **given, **told, label="bookkeeping", scopes=["accounts:read"], digest="d" * 64, ends_on=given["on"]
    )
    file_evidence(
        **cast.write(people.alice), content=io.BytesIO(b"deed"), name="deed.pdf", media_type="application/pdf"
    )
    return cast


def test_no_row_is_changed_or_removed_unnoticed(lived: Cast) -> None:
    assert list(rows.check()) == []
    assert unnoticed(TABLES) == {}


def test_no_row_is_added_unnoticed(lived: Cast) -> None:
    for label in ("ledger.Account", "ledger.Freeze", "ledger.Duty", "parties.Membership", "records.Approval"):
        row = apps.get_model(label)._default_manager.order_by("-pk").first()
        row.pk, row.code = None, "BEHIND"  # where there is a code, it is its own
        with exposed():
            assert found_after(label, partial(row.save, force_insert=True)) == {"row_untold"}, label


def test_a_row_told_twice_is_as_it_was_told_last(lived: Cast) -> None:
    (freeze,) = apps.get_model("ledger.Freeze").objects.values_list("pk", flat=True)
    lived.lift(freeze)
    assert list(rows.check()) == []
