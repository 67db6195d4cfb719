"""All that is public of one project: terms, owners, documents, decisions, reports with their sheets, units and where they are."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from tanpuhui.apps.disclosure.registers import cases, public
from tanpuhui.apps.disclosure.registers.asked import Asked
from tanpuhui.apps.ledger.models import Posting, Series
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects.models import Calculation, Consultant, Disclosure, Owner, Terms
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.text import Text

MOST = 200
SHEETS = ("approved", "issued")
"""States of a report in which its calculation is public."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The calculation that a report pinned, as stored; `open`: its input tables are public, so single rows may be shown."""

    record: Mapping[str, Any]
    open: bool


@dataclass(frozen=True, slots=True)
class PublicProject:
    """One project as everybody may see it. `owners`: code → share; `places`: units by kind of account, now.

    `names`: of the organisations named; `sheets`: by report; `issued`: units ever issued.
    """

    row: Mapping[str, Any]
    owners: tuple[tuple[str, str], ...]
    consultants: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]
    documents: Rows
    decisions: Rows
    reports: Rows
    sheets: Mapping[str, Sheet]
    issued: int
    places: Mapping[str, int]
    names: Mapping[str, Text]
    answers: Mapping[str, bool]

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text(self.row["title_zh"], self.row["title_en"])


def project(reference: str, on: date) -> PublicProject:
    """One public project, in a bounded number of statements. What is not public is refused as if it were not there."""
    found = public.projects().filter(reference=reference).select_related("applicant")
    held = found.annotate(term=cases.newest_terms()).first()
    if held is None:
        raise refuse("unknown_project", project=reference[:60])
    row = next(cases.project_rows([held]))
    asked = Asked(on, MOST, narrow={"project": reference})
    reports, documents = list(cases.reports(asked)), list(cases.documents(asked))
    decisions = list(cases.decisions(asked))
    owners = tuple(Owner.objects.filter(terms=held.term).order_by("pk").values_list("organisation__code", "share"))
    advisers = tuple(Consultant.objects.filter(terms=held.term).values_list("organisation__code", flat=True))
    named = {row["applicant"], *advisers, *(code for code, _ in owners), *(r["body"] for r in reports)}
    named |= {step["authority"] for step in decisions}
    issued, places = _units(reference)
    return PublicProject(
        row, owners, advisers, tuple(Disclosure.objects.filter(project=held).order_by("pk")), documents, decisions,
        reports, _sheets(reports, documents), issued, places, parties.names({code for code in named if code}),
        Terms.objects.values_list("answers", flat=True).get(pk=held.term),
    )  # fmt: skip


def _sheets(reports: Rows, documents: Rows) -> dict[str, Sheet]:
    """The pinned calculations of reports that were approved. One statement."""
    judged = [row["reference"] for row in reports if row["state"] in SHEETS]
    kept = Calculation.objects.filter(report__reference__in=judged).order_by("number").select_related("report")
    shown = {row["sha256"] for row in documents if not row["redacted"]}
    return {row.report.reference: Sheet(json.loads(row.record), _all_shown(row, shown)) for row in kept}


def _all_shown(row: Calculation, shown: Collection[str]) -> bool:
    return {*row.tables.values()} <= {*shown}


def _units(reference: str) -> tuple[int, dict[str, int]]:
    """Units issued to the project, and how many lie in accounts of each kind now. Three statements."""
    series = Series.objects.filter(project=reference.replace("-", ""), mirrored=False)
    issued = series.aggregate(units=Sum(F("next") - F("first")))["units"]
    moved = Posting.objects.filter(series__in=series).filter(~Q(source=F("target")) | Q(source=None))
    net: dict[str, int] = {}
    for sign, side in ((1, "target__kind"), (-1, "source__kind")):
        for kind, units in moved.values_list(side).annotate(units=Sum(F("next") - F("first"))).order_by(side):
            if kind is not None:
                net[kind] = net.get(kind, 0) + sign * int(units)
    return int(issued or 0), {kind: units for kind, units in net.items() if units}


def counts() -> dict[str, int]:
    """Public projects by state. One statement."""
    return dict(public.projects().values_list("state").annotate(count=Count("pk")).order_by("state"))
