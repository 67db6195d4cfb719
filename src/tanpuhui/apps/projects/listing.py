"""The cases of a seat as a list: own projects and reports of an applicant, those a body verifies, a city's area, the province.

Set-based: the statements do not grow with the rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import OrganisationRow
from tanpuhui.apps.projects import queues, standing
from tanpuhui.apps.projects.models import Engagement, Owner, Project, Report, Terms
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import possible

_Row = TypeVar("_Row", Project, Report)
QUIET = frozenset(
    {"add_document", "revise", "answer_objection", "record_objection", "object", "answer_finding", "withdraw", "recall"}
)
"""Acts that leave a case where it is, or give it up, and so are not what comes next."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A project or report (`kind`) with its state; `next`: acts by which this actor could move it on, conditions aside.

    `period`: the crediting period of a project, the monitoring period of a report; `applicant`: who leads the owners.
    """

    kind: str
    reference: str
    project: str
    title: Text
    applicant: Text
    area: str
    methodology: str
    period: Period
    state: str
    state_says: Text
    since: date
    next: tuple[Text, ...]


def cases(
    *, by: Actor, kind: str = "", state: str = "", project: str = "", before: str = "", limit: int = 50
) -> list[CaseRow]:
    """The cases that the actor's organisation is a party to, newest numbers first, below the reference `before`.

    `kind`: `project` or `report`; `state`: a code; `project`: only it and its reports. Six statements.
    """
    place = parties.organisation(id=by.organisation_id)
    projects, reports = _scopes(place, by)
    asked = {"state": state} if state else {}
    found: list[Project | Report] = []
    if kind != "report":
        mine = Project.objects.filter(projects, **asked, **({"reference": project} if project else {}))
        found += _page(mine.select_related("applicant"), before, limit)
    if kind != "project":
        of = {"project__reference": project} if project else {}
        their = Report.objects.filter(reports, **asked, **of).select_related("project__applicant")
        found += _page(their, before, limit)
    found.sort(key=_newest, reverse=True)
    return _rows(found[:limit], place, by)


def _scopes(place: OrganisationRow, by: Actor) -> tuple[Q, Q]:
    """Which projects and which reports this organisation is a party to."""
    match place.kind:
        case "city_bureau":
            return Q(area=place.area), Q(project__area=place.area)
        case "provincial_department":
            return Q(), Q()
        case "verification_body":
            last = Engagement.objects.filter(report=OuterRef("pk")).order_by("-pk").values("body")[:1]
            mine = Report.objects.annotate(engaged=Subquery(last)).filter(engaged=place.id)
            return Q(pk__in=mine.values("project")), Q(pk__in=mine.values("pk"))
    owned = queues.owned([by.organisation_id, *by.entrusted])
    return Q(pk__in=owned), Q(project__in=owned)


def _newest(row: Project | Report) -> tuple[str, str]:
    """The order of the list: by year and serial, whatever the letters before them."""
    return row.reference[4:], row.reference


def _page(rows: "QuerySet[_Row]", before: str, limit: int) -> list[_Row]:
    """The newest rows of one kind below the place `before` in the order of `_newest`."""
    head = "REP-" if rows.model is Report else "PRJ-"
    if before:
        below = head + before[4:]
        rows = rows.filter(reference__lt=below) if head >= before[:4] else rows.filter(reference__lte=below)
    return list(rows.order_by("-reference")[:limit])


def _rows(found: Collection[Project | Report], place: OrganisationRow, by: Actor) -> list[CaseRow]:
    projects = {_project(row).pk for row in found}
    terms = newest_terms(projects)
    owners: dict[int, list[int]] = {}
    for terms_id, organisation in Owner.objects.filter(terms__in=terms.values()).values_list("terms", "organisation"):
        owners.setdefault(terms_id, []).append(organisation)
    reports = [row.pk for row in found if isinstance(row, Report)]
    rows = Engagement.objects.filter(report__in=reports).order_by("pk").values_list("report", "body")
    engaged = dict(rows)
    return [_row(row, terms[_project(row).pk], owners, engaged, place, by) for row in found]


def newest_terms(projects: Iterable[int]) -> dict[int, Terms]:
    """The terms that hold, of several projects. One statement."""
    rows = Terms.objects.filter(project__in=list(projects)).order_by("project", "version")
    return {row.project_id: row for row in rows}


def _project(row: Project | Report) -> Project:
    return row.project if isinstance(row, Report) else row


def _row(
    row: Project | Report, terms: Terms, owners: dict[int, list[int]], engaged: dict[int, int],
    place: OrganisationRow, by: Actor,
) -> CaseRow:  # fmt: skip
    project, held = _project(row), owners[terms.pk]
    report = isinstance(row, Report)
    table = REPORT if report else PROJECT
    sides = standing.sides_of(place, by, held, project.area, engaged.get(row.pk) if report else None)
    moves = possible(table, row.state, stands=sides, may=lambda move: standing.may(by, move, held))
    period = Period(row.first, row.last) if isinstance(row, Report) else Period(terms.first, terms.last)
    return CaseRow(
        "report" if report else "project", row.reference, project.reference, Text(terms.title_zh, terms.title_en),
        Text(project.applicant.name_zh, project.applicant.name_en), project.area, terms.methodology, period, row.state,
        table.state(row.state).says, row.since, tuple(table.acts[move.act] for move in moves if move.act not in QUIET),
    )  # fmt: skip
