"""What is found under a serial, a unit's number, or the id a foreign register gave: the units, their place, their life."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.apps.disclosure.registers.public import is_named
from tanpuhui.apps.issuance.models import ForeignFile
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Account, Series
from tanpuhui.apps.ledger.queries import Place, Step
from tanpuhui.core.ranges import Range
from tanpuhui.core.serials import EXAMPLE
from tanpuhui.core.text import Text

MOST = 200
_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
_FOREIGN = re.compile(r"[!-~]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of some units. `places` and `steps` are at most `MOST`; the counts are those of all."""

    serial: str
    units: Range
    whole: str
    series: Series
    places: list[Place]
    steps: list[Step]
    runs: int
    events: int
    names: dict[str, Text]
    state_on: date | None


def look_up(asked: str) -> Found:
    """What `asked` stands for. Refused: `malformed_serial` and its kin, `unknown_serial`."""
    serial = _serial(asked)
    number, units = queries.series_of(serial)
    series = Series.objects.get(pk=number)
    places, steps = queries.locate(serial), queries.lineage(serial)
    shown, life = places[:MOST], steps[-MOST:]
    codes = {place.account for place in shown} | {code for step in life for code in (step.source, step.target)}
    return Found(
        serial=serial, units=units, whole=queries.serial_of(number, series.first, series.next - 1), series=series,
        places=shown, steps=life, runs=len(places), events=len(steps), names=_names(codes), state_on=_state(series),
    )  # fmt: skip


def example() -> str:
    """A serial that can be looked up: the register's first issuance. Before there is one, the form of a serial."""
    row = Series.objects.order_by("pk").first()
    return queries.serial_of(row.pk, row.first, row.next - 1) if row else EXAMPLE


def _serial(asked: str) -> str:
    if _NUMBER.fullmatch(asked):
        return queries.find(int(asked))
    if asked.count("-") < 6 and (whole := _by_foreign_id(asked)):
        return whole
    return asked


def _by_foreign_id(asked: str) -> str:
    """The serial of what a foreign register issued under the id `asked`; empty if none did."""
    if not _FOREIGN.fullmatch(asked):
        return ""
    registers = list(ForeignFile.objects.order_by("register").values_list("register", flat=True).distinct())
    row = Series.objects.filter(register__in=registers, foreign_id=asked).order_by("pk").first()
    return queries.serial_of(row.pk, row.first, row.next - 1) if row else ""


def _names(codes: Iterable[str]) -> dict[str, Text]:
    """What everybody may call these accounts: those of holders by their kind."""
    rows = Account.objects.filter(code__in=set(codes)).values_list("code", "kind", "name_zh", "name_en")
    return {code: Text(zh, en) if is_named(code, kind) else ACCOUNT_KINDS[kind] for code, kind, zh, en in rows}


def _state(series: Series) -> date | None:
    if not series.mirrored:
        return None
    files = ForeignFile.objects.filter(register=series.register).order_by("-state_on")
    return files.values_list("state_on", flat=True).first()
