"""Totals as pages show them: units by what has become of them, parts of a whole as bars, and the register of origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings

from tanpuhui.apps.disclosure.statistics import Issued, Share, Statistics, issued_up_to, newest_issuance, statistics
from tanpuhui.apps.issuance.work import foreign_register
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.words import PLACES, place_of


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
    """As `statistics`; what was issued is computed once while nothing more is issued or imported."""
    where = str(settings.DATABASES["default"].get("NAME"))
    issued = kept(where, unit_type, issued_to, newest_issuance())
    return statistics(unit_type, issued_to, placed_on, issued=issued)


@lru_cache(maxsize=64)
def kept(where: str, unit_type: str, on: date, newest: tuple[object, ...]) -> Issued:
    """What was issued of a type in the register `where`, as long as the `newest` issuance is that."""
    return issued_up_to(unit_type, on)


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
    found: list[Lying] = []
    for place in shown.places:
        text = Text(place.name_zh, place.name_en) if place.account else place_of(place.kind)
        found.append(Lying(text, place.account, place.units))
    return found


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
