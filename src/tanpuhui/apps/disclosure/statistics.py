"""Totals of the register as of a day, computed from series and postings; nothing here is stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import ExtractYear

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.issuance.queries import count_unreadable, unfinished
from tanpuhui.apps.ledger.models import Account, Posting, Retirement, Series
from tanpuhui.apps.ledger.queries import units_by_act

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
    """All totals of one type of unit: what was issued up to `on`, and where it lay at the end of `placed_on`.

    `projects` of this register, `registry_projects` by the ids of the registry that listed them first, where told.
    `moved`: units by act, net of corrections. `by_cell`: of a mirror's table, rows (those without credits too) by column
    and cell. `rows_unreadable`: rows that an error kept from being issued. `complete`: no import of such a table is under way.
    """

    unit_type: str
    on: date
    placed_on: date
    issued: int
    series: int
    projects: int
    registry_projects: int
    by_vintage: tuple[Share, ...]
    by_methodology: tuple[Share, ...]
    by_label: dict[str, tuple[Share, ...]]
    by_type_and_kind: tuple[Share, ...]
    places: tuple[Place, ...]
    moved: dict[str, int]
    registers: tuple[str, ...]
    state_on: date | None
    rows: int
    rows_without_credits: int
    rows_unreadable: int
    complete: bool
    by_cell: dict[str, dict[str, int]]

    @property
    def mirrored(self) -> bool:
        """Whether units of another register are among them."""
        return bool(self.registers)

    @property
    def conserved(self) -> bool:
        """Whether every issued unit is somewhere."""
        return self.issued == sum(place.units for place in self.places)


def unit_types() -> list[str]:
    """The types of unit in the register."""
    return list(Series.objects.order_by("unit_type").values_list("unit_type", flat=True).distinct())


def last_day(unit_type: str) -> date | None:
    """The last day on which units of the type moved, or none."""
    last: date | None = Posting.objects.filter(series__unit_type=unit_type).aggregate(last=Max("on"))["last"]
    return last


def statistics(unit_type: str, issued_to: date, placed_on: date | None = None) -> Statistics:
    """Totals of a unit type: what was issued up to `issued_to`, and where those units lay at the end of `placed_on`.

    `placed_on`: none means the same day. A mirror's uses bear the day whose state its table tells, not the day of use.
    """
    issued = Series.objects.filter(unit_type=unit_type, issued_on__lte=issued_to)
    counted = issued.aggregate(
        units=Sum(SIZE), series=Count("pk"), projects=Count("labels__project", distinct=True),
        registry_projects=Count("labels__registry_project", distinct=True),
    )  # fmt: skip
    registers = tuple(issued.filter(mirrored=True).order_by("register").values_list("register", flat=True).distinct())
    states = ForeignFile.objects.filter(register__in=registers).order_by("-state_on")
    rows = ForeignRow.objects.filter(Q(series=None) | Q(series__issued_on__lte=issued_to), register__in=registers)
    unreadable = count_unreadable(rows)
    moved = Posting.objects.filter(series__in=issued, on__lte=placed_on or issued_to)
    return Statistics(
        unit_type=unit_type,
        on=issued_to,
        placed_on=placed_on or issued_to,
        issued=int(counted["units"] or 0),
        series=counted["series"],
        projects=counted["projects"],
        registry_projects=counted["registry_projects"],
        by_vintage=_shares(issued, "vintage"),
        by_methodology=_shares(issued, "methodology"),
        by_label={label: _shares(issued, f"labels__{label}") for label in LABELS},
        by_type_and_kind=_shares(issued, "labels__project_type", "labels__kind"),
        places=_places(moved),
        moved=_moved(units_by_act(unit_type, issued_to, placed_on or issued_to)),
        registers=registers,
        state_on=states.values_list("state_on", flat=True).first(),
        rows=rows.count(),
        rows_without_credits=rows.filter(series=None).count() - unreadable,
        rows_unreadable=unreadable,
        complete=not any(unfinished(register) for register in registers),
        by_cell=_cells(rows, registers),
    )


def by_year(unit_type: str, issued_to: date) -> tuple[Share, ...]:
    """What was issued up to a day, by the year of issuance. One statement."""
    issued = Series.objects.filter(unit_type=unit_type, issued_on__lte=issued_to)
    return _shares(issued.annotate(year=ExtractYear("issued_on")), "year")


def by_area(unit_type: str, issued_to: date) -> tuple[Share, ...]:
    """What was issued up to a day, by the city of the project, where the register knows it. One statement."""
    issued = Series.objects.filter(unit_type=unit_type, issued_on__lte=issued_to, mirrored=False)
    return _shares(issued, "labels__area")


def retired_for(mirrored: bool) -> dict[str, int]:
    """Units by the purpose of their retirement, as they were retired. One statement."""
    whys = Retirement.objects.filter(journal=OuterRef("journal")).values("purpose")
    rows = Posting.objects.filter(act="retire", series__mirrored=mirrored).annotate(purpose=Subquery(whys[:1]))
    found = rows.exclude(purpose=None).values_list("purpose").annotate(units=Sum(SIZE)).order_by("purpose")
    return {purpose: int(units) for purpose, units in found}


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


def _moved(units: dict[str, int]) -> dict[str, int]:
    """Units by act, in the order of the table of acts; none of an act that was undone altogether."""
    return {act: units[act] for act in ACTS if units.get(act)}


def _cells(rows: QuerySet[ForeignRow], registers: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Rows by the cells of the columns that a register's reader says are worth counting."""
    counted: dict[str, dict[str, int]] = {}
    columns = dict(ForeignFile.objects.filter(register__in=registers).order_by("pk").values_list("register", "counted"))
    for register in registers:
        mine = rows.filter(register=register)
        for column in columns.get(register, ()):
            cells = mine.annotate(cell=KeyTextTransform(column, "cells")).values_list("cell")
            counted[column] = {cell or "–": n for cell, n in cells.annotate(n=Count("pk")).order_by("cell")}
    return counted


def _places(moved: QuerySet[Posting]) -> tuple[Place, ...]:
    moved = moved.filter(~Q(source=F("target")) | Q(source=None))
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
