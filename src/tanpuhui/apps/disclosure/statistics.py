"""Totals of the register as of a day, computed from series and postings; nothing here is stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.ledger.models import Account, Posting, Series

LABELS = ("kind", "project_type", "debs", "invalidation_timeframe")
SIZE = F("next") - F("first")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the issued units: the value it is grouped by, its units (tonnes), series and projects."""

    value: str
    units: int
    series: int
    projects: int


@dataclass(frozen=True, slots=True)
class Place:
    """An account that holds units of a type on that day, and how many."""

    account: str
    kind: str
    name_zh: str
    name_en: str
    units: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All totals of one type of unit. `conserved`: issued equals the sum of all places."""

    unit_type: str
    on: date
    issued: int
    series: int
    projects: int
    by_vintage: tuple[Share, ...]
    by_methodology: tuple[Share, ...]
    by_label: dict[str, tuple[Share, ...]]
    by_type_and_kind: tuple[Share, ...]
    places: tuple[Place, ...]
    mirrored: bool
    state_on: date | None
    rows_without_credits: int

    @property
    def conserved(self) -> bool:
        """Whether every issued unit is somewhere."""
        return self.issued == sum(place.units for place in self.places)


def unit_types() -> list[str]:
    """The types of unit in the register."""
    return list(Series.objects.order_by("unit_type").values_list("unit_type", flat=True).distinct())


def statistics(unit_type: str, issued_to: date, placed_on: date | None = None) -> Statistics:
    """Totals of a unit type: what was issued up to `issued_to`, and where those units lay at the end of `placed_on`.

    `placed_on`: none means the same day. A mirror's uses bear the day whose state its table tells, not the day of use.
    """
    issued = Series.objects.filter(unit_type=unit_type, issued_on__lte=issued_to)
    counted = issued.aggregate(units=Sum(SIZE), series=Count("pk"), projects=Count("labels__project", distinct=True))
    registers = list(issued.filter(mirrored=True).values_list("register", flat=True).distinct())
    files = ForeignFile.objects.filter(register__in=registers).order_by("-state_on")
    return Statistics(
        unit_type=unit_type,
        on=issued_to,
        issued=int(counted["units"] or 0),
        series=counted["series"],
        projects=counted["projects"],
        by_vintage=_shares(issued, "vintage"),
        by_methodology=_shares(issued, "methodology"),
        by_label={label: _shares(issued, f"labels__{label}") for label in LABELS},
        by_type_and_kind=_shares(issued, "labels__project_type", "labels__kind"),
        places=_places(unit_type, issued_to, placed_on or issued_to),
        mirrored=bool(registers),
        state_on=files.values_list("state_on", flat=True).first(),
        rows_without_credits=ForeignRow.objects.filter(register__in=registers, series=None).count(),
    )


def _shares(issued: QuerySet[Series], *by: str) -> tuple[Share, ...]:
    rows = (
        issued.values(*by)
        .annotate(units=Sum(SIZE), count=Count("pk"), projects=Count("labels__project", distinct=True))
        .order_by(*by)
    )
    return tuple(
        Share(" / ".join(str(row[name] or "–") for name in by), int(row["units"]), row["count"], row["projects"])
        for row in rows
    )


def _places(unit_type: str, issued_to: date, on: date) -> tuple[Place, ...]:
    moved = Posting.objects.filter(
        Q(series__unit_type=unit_type, series__issued_on__lte=issued_to, on__lte=on) & ~Q(source=F("target"))
        | Q(series__unit_type=unit_type, series__issued_on__lte=issued_to, on__lte=on, source=None)
    )
    net: dict[int, int] = {}
    for sign, side in ((1, "target"), (-1, "source")):
        for account, units in moved.values_list(side).annotate(units=Sum(SIZE)).order_by(side):
            if account is not None:
                net[account] = net.get(account, 0) + sign * int(units)
    rows = Account.objects.filter(pk__in=net).order_by("kind", "code")
    order = {kind: place for place, kind in enumerate(ACCOUNT_KINDS)}
    return tuple(
        Place(row.code, row.kind, row.name_zh, row.name_en, net[row.pk])
        for row in sorted(rows, key=lambda row: (order[row.kind], row.code))
        if net[row.pk]
    )
