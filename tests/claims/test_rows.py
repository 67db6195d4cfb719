"""Whoever changes, adds or removes a row of the claims behind the journal's back is found, whatever table and column."""

import pytest
from django.db import transaction

from tanpuhui.apps.claims.guards import TOLD
from tanpuhui.apps.claims.models import Case, Cell, Claim
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tanpuhui.apps.records import rows
from tests.claims.cast import YEAR, Cast, batch, box, meter, parcel, states
from tests.support.planting import unnoticed
from tests.support.unguarded import unguarded


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """Parcels that meet, a ruling, a claim confirmed, one corrected, one released."""
    cast.file("V-1", parcel(box(0, 0, 40_000, 40_000)), Item(meter(1), YEAR))
    cast.file("F-1", parcel(box(20_000, 0, 60_000, 40_000)), by=cast.bob)
    cast.decide(Case.objects.get().pk, "earlier_stands")
    cast.file("V-2", Item(batch(1), YEAR))
    cast.confirm("V-2")
    cast.file("V-3", Item(batch(2), YEAR))
    cast.file("V-3", Item(batch(3), YEAR))
    cast.release("V-3")
    assert states("V-1") == ["reserved", "reserved"]
    assert [*rows.check(), *verify()] == []
    return cast


def test_no_row_is_changed_or_removed_unnoticed(lived: Cast) -> None:
    assert unnoticed(TOLD) == {}


def test_a_parcel_that_was_taken_off_the_map_or_moved_on_it_is_found(lived: Cast) -> None:
    live = Claim.objects.filter(state="reserved").exclude(outline=None).get()
    for deed in (
        lambda: Cell.objects.filter(claim=live).delete(),
        lambda: Cell.objects.filter(claim=live).update(east=0),
        lambda: Cell.objects.filter(claim=live).update(square=1),
    ):
        with transaction.atomic():
            unguarded()
            deed()
            assert [(finding.code, finding.about) for finding in verify()] == [("claim_not_on_the_map", str(live.pk))]
            transaction.set_rollback(True)
    assert verify() == []
