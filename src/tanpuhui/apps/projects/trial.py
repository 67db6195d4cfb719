"""A calculation tried before it counts: of a report, against one, or by anybody on tables of their own. Nothing is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tanpuhui.apps.projects import calculation, checks, dossiers, editions, valuesets
from tanpuhui.apps.projects.calculation import Inputs
from tanpuhui.apps.projects.models import Project, Report, Wish
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import evidence, open_evidence
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, RawTable, Settings
from tanpuhui.quantification.trials import File, Trial, compared, tried


@dataclass(frozen=True, slots=True)
class Asked:
    """What anybody asks of a methodology: the period, the day whose values hold, chosen settings, the profile of values."""

    methodology: str
    period: Period
    on: date
    options: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""


def offhand(asked: Asked, given: Mapping[str, File | RawTable]) -> Trial:
    """What a methodology gives for tables that are in no report. Refuses `unknown_plugin`; all else is part of the answer."""
    methodology = editions.edition(asked.methodology)
    return _tried(methodology, given, asked)


def trial(report: str, *, on: date, files: Mapping[str, File] | None = None) -> Trial:
    """What submitting the report on a day would calculate, with `files` (table → file) in place of the documents there.

    Refuses `unknown_report`; whatever else is wrong is part of the answer.
    """
    project, row = _case(report)
    asked = Wish.objects.filter(report=row).order_by("-version")[0]
    options = {str(name): str(choice) for name, choice in asked.options.items()}
    wanted = Asked(dossiers.terms_of(project).methodology, Period(row.first, row.last), on, options, asked.profile)
    there = calculation.tables_in(dossiers.present(project, row))
    return offhand(wanted, {**_filed(there), **(files or {})})


def against(report: str, files: Mapping[str, File]) -> Trial:
    """The pinned calculation with `files` in place of its tables, and what differs from it, causes first.

    Refuses `unknown_report`, `nothing_calculated`.
    """
    kept = dossiers.pinned(_case(report)[1])
    if kept is None:
        raise refuse("nothing_calculated", report=report)
    wanted = _asked(calculation.inputs_of(kept))
    return compared(json.loads(kept.record), offhand(wanted, {**_filed(kept.tables), **files}))


def _asked(inputs: Inputs) -> Asked:
    return Asked(inputs.methodology, inputs.period, inputs.on, inputs.options, inputs.profile)


def _case(report: str) -> tuple[Project, Report]:
    project, row = find(checks.report(report))
    assert row is not None, "its number is a report's"
    return project, row


def _filed(tables: Mapping[str, str]) -> dict[str, File]:
    found = {}
    for name, sha256 in tables.items():
        with open_evidence(sha256) as file:
            found[name] = File(evidence(sha256).name, file.read())
    return found


def _tried(methodology: Methodology, given: Mapping[str, File | RawTable], asked: Asked) -> Trial:
    settings = Settings(asked.period, asked.on, asked.options, published_by=asked.on)
    return tried(methodology, given, settings, _values(methodology, asked))


def _values(methodology: Methodology, asked: Asked) -> Values | Refusal:
    try:
        return valuesets.known(methodology, asked.profile, asked.on)
    except Refusal as no:
        return no
