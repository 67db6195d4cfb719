"""A calculation on large tables, asked for: the tables are filed evidence, the work is a job, the result is filed too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.jobs import operations as jobs
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import editions
from tanpuhui.apps.projects.work import KIND, PERMISSION
from tanpuhui.apps.records.evidence import filed_by
from tanpuhui.apps.records.operations import Answer
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.quantification.running import refuse_other_tables

Dispatch = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class InputTable:
    """A table of a methodology by its name, and the `table` itself as filed evidence (CSV or Parquet), by its hash."""

    name: str
    table: str


def begin(
    *, methodology: str, period: Period, tables: Sequence[InputTable], by: Actor, on: date, at: datetime, key: str,
    dispatch: Dispatch, options: Mapping[str, str] | None = None, profile: str = "",
) -> Answer:  # fmt: skip
    """Begins the calculation, with the values of the legal day; the same key again gives the first job. `{"job": number}`.

    Permission `records:file`. Refuses `unknown_plugin`, `unknown_input_table`, `unknown_option`, `evidence_not_found` (of
    what the own house has not filed), `job_key_reused`.
    """
    by.require(PERMISSION)
    wanted = editions.edition(methodology)
    given = {each.name: each.table for each in tables}
    refuse_other_tables(wanted, given)
    chosen = wanted.options(options or {})
    for sha256 in given.values():
        if not filed_by(by.organisation_id, sha256):
            raise refuse("evidence_not_found", sha256=sha256[:64])
    args = {
        "methodology": wanted.code, "first": period.first.isoformat(), "last": period.last.isoformat(),
        "options": chosen, "profile": profile, "tables": given,
    }  # fmt: skip
    return {"job": jobs.start(by=by, on=on, at=at, key=key, kind=KIND, args=args, dispatch=dispatch)}
