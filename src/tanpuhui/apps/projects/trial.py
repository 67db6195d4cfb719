"""A calculation tried before it counts: of a report, against one, or by anybody on tables of their own. Nothing is stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tanpuhui.apps.projects import calculation, checks, dossiers, editions, valuesets
from tanpuhui.apps.projects.calculation import Inputs
from tanpuhui.apps.projects.models import Project, Report, Wish
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, RawTable, Settings
from tanpuhui.quantification.reading import File
from tanpuhui.quantification.trials import Trial, compared, tried

Given = Sequence[File] | Mapping[str, RawTable]
MOST_AT_ONCE = 5_000
"""Rows that anybody may have calculated while they wait; each takes a tenth of a millisecond or more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What anybody asks of a methodology: the period, the day whose values hold, chosen settings, the profile of values."""

    methodology: str
    period: Period
    on: date
    options: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""


def offhand(asked: Asked, given: Given, *, otherwise: Iterable[File] = (), most_rows: int | None = None) -> Trial:
    """What a methodology gives for files, or for rows by table; `otherwise`: files for the tables that are not in `given`.

    Refuses `unknown_plugin`; all else is part of the answer.
    """
    methodology = editions.edition(asked.methodology)
    settings = Settings(asked.period, asked.on, asked.options, published_by=asked.on)
    values = _values(methodology, asked)
    return tried(methodology, given, settings, values, otherwise=otherwise, most_rows=most_rows)


def trial(report: str, *, on: date, given: Given = ()) -> Trial:
    """What submitting the report on a day would calculate, with `given` tables in place of the documents there.

    Refuses `unknown_report`; whatever else is wrong is part of the answer.
    """
    project, row = _case(report)
    asked = Wish.objects.filter(report=row).order_by("-version")[0]
    options = {str(name): str(choice) for name, choice in asked.options.items()}
    wanted = Asked(dossiers.terms_of(project).methodology, Period(row.first, row.last), on, options, asked.profile)
    there = calculation.tables_in(dossiers.present(project, row))
    return offhand(wanted, given, otherwise=calculation.files(there))


def against(report: str, given: Given) -> Trial:
    """The pinned calculation with `given` tables in place of its own, and what differs from it, causes first.

    Refuses `unknown_report`, `nothing_calculated`.
    """
    kept = dossiers.pinned(_case(report)[1])
    if kept is None:
        raise refuse("nothing_calculated", report=report)
    wanted = _asked(calculation.inputs_of(kept))
    return compared(json.loads(kept.record), offhand(wanted, given, otherwise=calculation.files(kept.tables)))


def _asked(inputs: Inputs) -> Asked:
    return Asked(inputs.methodology, inputs.period, inputs.on, inputs.options, inputs.profile)


def _case(report: str) -> tuple[Project, Report]:
    project, row = find(checks.report(report))
    assert row is not None, "its number is a report's"
    return project, row


def _values(methodology: Methodology, asked: Asked) -> Values | Refusal:
    try:
        return valuesets.known(methodology, asked.profile, asked.on)
    except Refusal as no:
        return no
