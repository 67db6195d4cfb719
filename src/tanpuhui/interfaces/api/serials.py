"""Units by their serial: where they are and how they came there. Whose account it is only its readers are told."""

from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.disclosure.registers import own
from tanpuhui.apps.disclosure.registers.public import is_named
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Account, Series
from tanpuhui.interfaces.api.thing import Reader

MOST = 200


@dataclass(frozen=True, slots=True)
class Lies:
    """A run of the units: in which `kind` of account they lie; `account` where no holder has it, or the reader may read it."""

    serial: str
    units: int
    kind: str
    account: str | None
    reserved: bool
    since: date


@dataclass(frozen=True, slots=True)
class Lived:
    """A step of the life of the first unit."""

    on: date
    act: str
    units: int
    source: str | None
    target: str | None
    journal: int


@dataclass(frozen=True, slots=True)
class SerialThing:
    """Some units: what they are, the first runs in which they lie now, and the newest steps of the first one's life."""

    serial: str
    units: int
    unit_type: str
    project: str
    vintage: int
    methodology: str
    issued_on: date
    register: str
    foreign_id: str
    places: tuple[Lies, ...]
    life: tuple[Lived, ...]


def serial(reader: Reader, serial: str) -> SerialThing:
    """Where some units are, and the life of the first of them. Refuses `malformed_serial`, `unknown_serial`."""
    number, units = queries.series_of(serial)
    series = Series.objects.get(pk=number)
    places, life = queries.locate(serial, limit=MOST), queries.lineage(serial)[-MOST:]
    codes = {place.account for place in places} | {code for step in life for code in (step.source, step.target)}
    shown = _shown(codes, reader)
    return SerialThing(
        serial, units.count, series.unit_type, series.project, series.vintage, series.methodology, series.issued_on,
        series.register, series.foreign_id,
        tuple(
            Lies(p.serial, p.units, p.kind, p.account if p.account in shown else None, p.reservation is not None, p.since)
            for p in places
        ),
        tuple(
            Lived(s.on, s.act, s.units, s.source if s.source in shown else None,
                  s.target if s.target in shown else None, s.journal)
            for s in life
        ),
    )  # fmt: skip


def _shown(codes: set[str], reader: Reader) -> set[str]:
    """Of these accounts, those whose code the reader may know."""
    ends = [
        code
        for code, kind in Account.objects.filter(code__in=codes).values_list("code", "kind")
        if is_named(code, kind)
    ]
    mine = own.readable(reader.by).filter(code__in=codes).values_list("code", flat=True) if reader.by else ()
    return {*ends, *mine}
