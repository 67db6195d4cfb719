"""Totals as pages show them: units by what has become of them, parts of a whole as bars, and the register of origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.cache import caches

from tanpuhui.apps.disclosure.registers.public import is_named
from tanpuhui.apps.disclosure.statistics import Share, Statistics, statistics
from tanpuhui.apps.issuance.work import foreign_register
from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.words import PLACES, place_of

KEPT = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Part:
    """Units of which one thing has become: the account `kind`, its word, and where its piece of the bar lies (percent)."""

    kind: str
    text: Text
    units: int
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Lying:
    """Units in an account that everybody may know, or in all accounts of holders of one kind (`account` is empty)."""

    text: Text
    account: str
    units: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares with their largest, against which the bars are drawn, and their sum; `across`: bars lie, for long names."""

    rows: Sequence[Share]
    most: int
    whole: int
    across: bool = False

    @property
    def chart(self) -> dict[str, object]:
        """The same for the script that draws it; without a name, which the page's caption gives."""
        labels, values = [row.value for row in self.rows], [row.units for row in self.rows]
        return {"labels": labels, "values": values, "name": "", "across": self.across}


def totals(unit_type: str, issued_to: date, placed_on: date | None = None) -> Statistics:
    """As `statistics`, computed once while nothing is written: their cost grows with the register, the books are the same.

    Whether an import has ended is told by its job and not by the journal, so jobs that are not done count too.
    """
    newest = Journal.objects.order_by("-pk").values_list("pk", "hash").first()
    under_way = list(Job.objects.exclude(state="done").order_by("-pk").values_list("pk", "state")[:20])
    where = str(settings.DATABASES["default"].get("NAME"))
    key = digest(canonical_bytes([where, unit_type, issued_to, placed_on, newest, under_way]))
    found: Statistics | None = caches["calls"].get(key)
    if found is None:
        found = statistics(unit_type, issued_to, placed_on)
        caches["calls"].set(key, found, KEPT)
    return found


def parts(shown: Statistics) -> list[Part]:
    """What became of the issued units, kind by kind in the order of the house; kinds without units are left out."""
    sums: dict[str, int] = {}
    for place in shown.places:
        sums[place.kind] = sums.get(place.kind, 0) + place.units
    found, before = [], 0
    for kind in sorted(sums, key=lambda kind: list(PLACES).index(kind) if kind in PLACES else len(PLACES)):
        left, width = (_percent(units, shown.issued) for units in (before, sums[kind]))
        found.append(Part(kind, place_of(kind), sums[kind], left, width))
        before += sums[kind]
    return found


def lying(shown: Statistics) -> list[Lying]:
    """Where the issued units lie, in the order of the house. Who holds how many is nobody else's business."""
    found: dict[str, Lying] = {}
    for place in shown.places:
        named = is_named(place.account, place.kind)
        text = Text(place.name_zh, place.name_en) if named else place_of(place.kind)
        key = place.account if named else place.kind
        before = found[key].units if key in found else 0
        found[key] = Lying(text, place.account if named else "", before + place.units)
    return list(found.values())


def bars(rows: Sequence[Share], *, across: bool = False) -> Bars:
    """Shares, ready to be drawn."""
    return Bars(rows, max((row.units for row in rows), default=0), sum(row.units for row in rows), across)


def origins(shown: Statistics) -> list[Text]:
    """The names of the registers that mirrored units were issued by."""
    return [origin(code) for code in shown.registers]


def origin(code: str) -> Text:
    """The name of a foreign register; its code, where no plug-in folder reads it."""
    try:
        return foreign_register(code).name
    except Refusal:
        return Text(code, code)


def _percent(units: int, whole: int) -> str:
    return f"{Decimal(100 * units) / whole:.3f}%" if whole else "0%"
