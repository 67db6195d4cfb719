"""The deed by which large tables are calculated in the background."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import quantifying
from tanpuhui.apps.projects.quantifying import InputTable
from tanpuhui.apps.projects.work import PERMISSION
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.quantification import catalogue


def begin_calculation(
    *, methodology: str, period: Period, tables: Sequence[InputTable], by: Actor, on: date, at: datetime, key: str,
    options: Mapping[str, str] | None = None,
) -> Answer:  # fmt: skip
    """Calculates by a methodology in the background, on filed tables of any length; gives the job's number. As `begin`."""
    return quantifying.begin(
        methodology=methodology, period=period, tables=tables, options=options,
        profile="demo" if register().demonstration else "", by=by, on=on, at=at, key=key,
        dispatch=dispatch.through(clock.now),
    )  # fmt: skip


def _methodologies() -> Mapping[str, Text]:
    return {code: each.name for code, each in catalogue().items()}


def _tables() -> Mapping[str, Text]:
    """Every input table of every methodology."""
    return {name: shape.name.text for each in catalogue().values() for name, shape in each.tables.items()}


DEEDS = (
    Deed("begin_calculation", begin_calculation, "calculations", Text("计算大表", "Calculate large tables"), PERMISSION,
         {"methodology": _methodologies, "tables.name": _tables}),
)  # fmt: skip
