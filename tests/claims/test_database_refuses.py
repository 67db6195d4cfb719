"""Without a line of our code between: the database itself refuses two holds of a day, and a lost confirmation."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tanpuhui.apps.claims.line import place
from tanpuhui.apps.claims.models import SPAN, Case, Claim, Event, Hold, Outline, Reference, Ruling, Subject
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tests.claims.cast import YEAR, Cast, days, meter

JUNE = days("2020-06-01", "2020-06-30")


def _free_claim() -> Claim:
    """A claim of the same subject, written past all code."""
    held = Claim.objects.get()
    return Claim.objects.create(
        reference=held.reference, subject=held.subject, first=JUNE.first, last=JUNE.last, state="reserved",
        filed_on=JUNE.first,
    )  # fmt: skip


def _insert(first: int, last: int, previous: int | None, subject: int | None = None) -> None:
    claim = _free_claim()
    with transaction.atomic():
        Hold.objects.bulk_create(
            [Hold(first=first, last=last, previous_id=previous, subject_id=subject or claim.subject_id, claim=claim)]
        )
        connection.check_constraints()


def _held() -> Hold:
    return Hold.objects.get()


ATTACKS: dict[str, Callable[[], None]] = {
    "a second first hold": lambda: _insert(_held().first + 150, _held().last - 100, None),
    "a hold that begins within the one before": lambda: _insert(_held().last, _held().last + 5, _held().last),
    "the same last day": lambda: _insert(_held().last, _held().last, None),
    "a hold behind one that is not there": lambda: _insert(_held().last + 9, _held().last + 9, _held().last + 1),
    "a reversed hold": lambda: _insert(_held().last + 9, _held().last + 8, _held().last),
    "days of another subject": lambda: _insert(_held().last + SPAN, _held().last + SPAN, _held().last),
    "a hold behind another subject's": lambda: _insert(
        (_held().subject_id + 1) * SPAN + 5, (_held().subject_id + 1) * SPAN + 5, _held().last, _other_subject()
    ),
}


def _drop_holds() -> None:
    Hold.objects.all().delete()
    connection.check_constraints()


def _other_subject() -> int:
    return Subject.objects.create(pk=_held().subject_id + 1, kind="batch", hash="f" * 64).pk


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_two_holds_share_a_day_whoever_writes(cast: Cast, attack: str) -> None:
    cast.file("R1", Item(meter(1), YEAR))
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTACKS[attack]()


def test_a_chain_cannot_fork(cast: Cast) -> None:
    cast.file("R1", Item(meter(1), YEAR), Item(meter(1), days("2021-02-01", "2021-02-28")))
    first, _ = Hold.objects.order_by("last")
    subject = first.subject_id
    claim = Claim.objects.order_by("pk").first()
    assert claim is not None
    extra = Claim.objects.create(
        reference=claim.reference,
        subject_id=subject,
        first=YEAR.first,
        last=YEAR.last,
        state="reserved",
        filed_on=YEAR.first,
    )
    start, end = place(subject, days("2021-02-10", "2021-03-28"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.bulk_create([Hold(first=start, last=end, previous_id=first.last, subject_id=subject, claim=extra)])


def test_a_confirmed_claim_cannot_lose_its_hold_nor_be_released_too(cast: Cast) -> None:
    cast.file("R1", Item(meter(1), YEAR))
    cast.confirm("R1")
    with pytest.raises(IntegrityError), transaction.atomic():
        _drop_holds()
    event = Event.objects.get(state="confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(claim=event.claim, state="released", on=event.on, journal=event.journal)


def test_what_was_told_and_ruled_is_never_changed_or_deleted(cast: Cast) -> None:
    from tests.claims.cast import box, parcel

    cast.file("R1", parcel(box(0, 0, 9, 9_000)))
    cast.file("R2", Item(meter(1), YEAR))
    cast.file("R3", Item(meter(1), YEAR), by=cast.bob)
    cast.decide(Case.objects.get().pk, "earlier_stands")
    for model in (Case, Event, Outline, Reference, Ruling, Subject):
        for verb in ("update", "delete"):
            table = model._meta.db_table
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET id = id" if verb == "update" else f"DELETE FROM {table}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM claims_claim")


def test_verify_finds_what_was_corrupted(cast: Cast) -> None:
    cast.file("R1", Item(meter(1), YEAR))
    cast.file("R2", Item(meter(2), YEAR), by=cast.bob)
    one, two = Claim.objects.order_by("pk")
    Hold.objects.filter(claim=one).delete()
    Claim.objects.filter(pk=two.pk).update(state="released")
    assert [f.code for f in verify()] == ["claim_not_as_told", "claim_not_held", "claim_not_held"]
    Claim.objects.filter(pk=two.pk).update(state="contested", subject=one.subject)
    assert ("claim_rivals_unheard", str(two.pk)) in [(f.code, f.about) for f in verify()]
