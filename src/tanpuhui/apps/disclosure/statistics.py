"""Totals of the register as of a day, from series, postings, and the totals that the ledger keeps of these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import ExtractYear

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, PURPOSES
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.issuance.queries import count_unreadable, unfinished
from tanpuhui.apps.ledger import tally
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
    """An account that holds units of a type on that day, and how many; with no `account`: all of holders of that `kind`."""

    account: str
    kind: str
    name_zh: str
    name_en: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was issued of one type of unit up to `on`; it changes only when something is issued or imported.

    `projects` of this register, `registry_projects` by the ids of the registry that listed them first, where told. `by_area`:
    by the city of the project, of units that are no copies. `by_cell`: of a mirror's table, rows (those without credits too) by
    column and cell. `rows_unreadable`: rows that an error kept from being issued.
    """

    unit_type: str
    on: date
    issued: int
    series: int
    projects: int
    registry_projects: int
    by_vintage: tuple[Share, ...]
    by_year: tuple[Share, ...]
    by_area: tuple[Share, ...]
    by_methodology: tuple[Share, ...]
    by_label: dict[str, tuple[Share, ...]]
    by_type_and_kind: tuple[Share, ...]
    registers: tuple[str, ...]
    state_on: date | None
    rows: int
    rows_without_credits: int
    rows_unreadable: int
    by_cell: dict[str, dict[str, int]]

    @property
    def mirrored(self) -> bool:
        """Whether units of another register are among them."""
        return bool(self.registers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(Issued):
    """What was issued up to `on`, and where it lay at the end of `placed_on`.

    `moved`: units by act, net of corrections. `purposes`: own units by the purpose of their retirement, as they were retired.
    `complete`: no import of a mirror's table is under way.
    """

    placed_on: date
    places: tuple[Place, ...]
    moved: dict[str, int]
    purposes: dict[str, int]
    complete: bool

    @property
    def conserved(self) -> bool:
        """Whether every issued unit is somewhere."""
        return self.issued == sum(place.units for place in self.places)


def unit_types() -> list[str]:
    """The types of unit in the register."""
    return list(Series.objects.order_by("unit_type").values_list("unit_type", flat=True).distinct())


def statistics(
    unit_type: str,
    issued_to: date,
    placed_on: date | None = None,
    *,
    issued: Issued | None = None,
    accounts: bool = False,
) -> Statistics:
    """Totals of a unit type: what was issued up to `issued_to`, and where those units lay at the end of `placed_on`.

    `placed_on`: none means the same day. `issued`: that part, where it is known already. `accounts`: holders' accounts each by
    itself, summed up from the postings. A mirror's uses bear the day whose state its table tells, not the day of use.
    """
    known, on = issued or issued_up_to(unit_type, issued_to), placed_on or issued_to
    told = tally.totals(unit_type, issued_to, on)
    return Statistics(
        **{each.name: getattr(known, each.name) for each in fields(Issued)},
        placed_on=on,
        places=_each_place(unit_type, issued_to, on) if accounts else _places(told),
        moved={act: told[f"act:{act}"] for act in ACTS if told.get(f"act:{act}")},
        purposes={purpose: told[f"for:{purpose}"] for purpose in PURPOSES if told.get(f"for:{purpose}")},
        complete=not any(unfinished(register) for register in known.registers),
    )


def issued_up_to(unit_type: str, on: date) -> Issued:
    """What was issued of a unit type up to day `on`."""
    issued = Series.objects.filter(unit_type=unit_type, issued_on__lte=on)
    counted = issued.aggregate(
        units=Sum(SIZE), series=Count("pk"), projects=Count("labels__project", distinct=True),
        registry_projects=Count("labels__registry_project", distinct=True),
    )  # fmt: skip
    registers = tuple(issued.filter(mirrored=True).order_by("register").values_list("register", flat=True).distinct())
    states = ForeignFile.objects.filter(register__in=registers).order_by("-state_on")
    rows = ForeignRow.objects.filter(Q(series=None) | Q(series__issued_on__lte=on), register__in=registers)
    unreadable = count_unreadable(rows)
    return Issued(
        unit_type=unit_type,
        on=on,
        issued=int(counted["units"] or 0),
        series=counted["series"],
        projects=counted["projects"],
        registry_projects=counted["registry_projects"],
        by_vintage=_shares(issued, "vintage"),
        by_year=_shares(issued.annotate(year=ExtractYear("issued_on")), "year"),
        by_area=_shares(issued.filter(mirrored=False), "labels__area"),
        by_methodology=_shares(issued, "methodology"),
        by_label={label: _shares(issued, f"labels__{label}") for label in LABELS},
        by_type_and_kind=_shares(issued, "labels__project_type", "labels__kind"),
        registers=registers,
        state_on=states.values_list("state_on", flat=True).first(),
        rows=rows.count(),
        rows_without_credits=rows.filter(series=None).count() - unreadable,
        rows_unreadable=unreadable,
        by_cell=_cells(rows, registers),
    )


def newest_issuance() -> tuple[object, ...]:
    """What stays the same while nothing is issued or imported, so that `issued_up_to` does too."""
    issued = (
        Series.objects.order_by("-pk").values_list("pk", "unit_type", "project", "first", "next", "issued_on").first()
    )
    row = ForeignRow.objects.order_by("-pk").values_list("pk", "content").first()
    return issued, row, ForeignFile.objects.order_by("-pk").values_list("pk", flat=True).first()


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


def _places(told: Mapping[str, int]) -> tuple[Place, ...]:
    """Where units lie: the accounts that everybody may know each by itself, those of holders by their kind."""
    named = {what.removeprefix("at:"): units for what, units in told.items() if what.startswith("at:")}
    rows = Account.objects.filter(code__in=named)
    places = [Place(row.code, row.kind, row.name_zh, row.name_en, named[row.code]) for row in rows]
    places += [Place("", kind, "", "", told[f"in:{kind}"]) for kind in ACCOUNT_KINDS if told.get(f"in:{kind}")]
    return _in_order(places)


def _each_place(unit_type: str, issued_to: date, on: date) -> tuple[Place, ...]:
    moved = Posting.objects.filter(series__unit_type=unit_type, series__issued_on__lte=issued_to, on__lte=on)
    moved = moved.filter(~Q(source=F("target")) | Q(source=None))
    net: dict[int, int] = {}
    for sign, side in ((1, "target"), (-1, "source")):
        for account, units in moved.values_list(side).annotate(units=Sum(SIZE)).order_by(side):
            if account is not None:
                net[account] = net.get(account, 0) + sign * int(units)
    rows = Account.objects.filter(pk__in=[account for account, units in net.items() if units])
    return _in_order(Place(row.code, row.kind, row.name_zh, row.name_en, net[row.pk]) for row in rows)


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    order = {kind: number for number, kind in enumerate(ACCOUNT_KINDS)}
    return tuple(sorted(places, key=lambda place: (order[place.kind], place.account)))
