"""What of the ledger is due by a day."""

from datetime import date

from tanpuhui.apps.ledger.models import Reservation


def overdue_reservations(on: date) -> list[int]:
    """The reservations that still hold on a day although their last day was before it, oldest first."""
    return list(Reservation.objects.filter(ended_on=None, until__lt=on).order_by("pk").values_list("pk", flat=True))
