"""Converting units, as doors ask for it: what the units become, without what only the ledger knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tanpuhui.apps.ledger import issuing
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.posting import Creation
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed


@dataclass(frozen=True, slots=True)
class Becomes:
    """What units become: as many of a `unit_type`, in a new series."""

    unit_type: str
    jurisdiction: str
    methodology: str
    project: str
    vintage: int
    register: str = ""
    foreign_id: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


def convert(
    *, items: Sequence[Item], account: str, into: Becomes, by: Actor, on: date, at: datetime, key: str,
    approval: int | None,
) -> Answer:  # fmt: skip
    """Turns units into as many of another type, put into `account`. As `issuing.convert`. Second person."""
    made = Creation(
        "convert_in", 0, 0, into.unit_type, into.jurisdiction, into.methodology, into.project, into.vintage,
        into.register, into.foreign_id, labels=dict(into.labels),
    )  # fmt: skip
    return issuing.convert(items=items, account=account, creation=made, by=by, on=on, at=at, key=key, approval=approval)


DEEDS = (
    Deed("convert_units", convert, "conversions", Text("转换单位", "Convert units"), "ledger:convert", signs=True),
)  # fmt: skip
