"""What waits for whom: the desks of a city (its own area only), the province, a verification body, an applicant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Q, Subquery

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import disclosure
from tanpuhui.apps.projects.models import Engagement, Owner, Project, Report, Terms
from tanpuhui.core.text import Text
from tanpuhui.core.working_days import WorkingDays, working_days_between

WITH_CITY = {"project": ("filed",), "report": ("with_city",)}
WITH_PROVINCE = {"project": ("forwarded", "appealed"), "report": ("preapproved", "approved", "appealed")}
WITH_BODY: dict[str, tuple[str, ...]] = {"project": (), "report": ("submitted",)}
WITH_APPLICANT = {
    "project": ("draft", "disclosed", "returned", "rejected"),
    "report": ("draft", "returned", "verified", "self_declared", "rejected"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A project or report (`kind`) that waits in `state` since a day; `passed`: working days since. No time limit is known."""

    kind: str
    reference: str
    project: str
    title: Text
    applicant: str
    area: str
    state: str
    since: date
    passed: WorkingDays


def waiting_for(by: Actor, *, on: date, limit: int = 100, after: tuple[date, str] | None = None) -> list[Task]:
    """What waits for the actor's organisation, longest first, `limit` of each kind: a city sees its own area only.

    `after`: only what comes after the task of this day and reference.

    For the owners and their agents what waits for them as applicants. Four statements.
    """
    place = parties.organisation(id=by.organisation_id)
    match place.kind:
        case "city_bureau":
            here = Q(area=place.area), Q(project__area=place.area)
            found = _tasks(WITH_CITY, *here, on=on, limit=limit, after=after)
        case "provincial_department":
            found = _tasks(WITH_PROVINCE, Q(), Q(), on=on, limit=limit, after=after)
        case "verification_body":
            last = Engagement.objects.filter(report=OuterRef("pk")).order_by("-pk").values("body")[:1]
            mine = Report.objects.annotate(engaged=Subquery(last)).filter(engaged=place.id)
            found = _tasks(WITH_BODY, Q(), Q(pk__in=mine.values("pk")), on=on, limit=limit, after=after)
        case _:
            mine_now = owned([by.organisation_id, *by.entrusted])
            found = _tasks(WITH_APPLICANT, Q(pk__in=mine_now), Q(project__in=mine_now), on=on, limit=limit, after=after)
    return sorted(found, key=lambda task: (task.since, task.reference))


def owned(owners: Collection[int]) -> list[int]:
    """The projects of which one of these is an owner under the present terms."""
    ever = Owner.objects.filter(organisation__in=owners).values("terms__project")
    newest = Terms.objects.filter(project__in=ever).values("project").annotate(last=Max("pk")).values("last")
    return list(
        Owner.objects.filter(terms__in=newest, organisation__in=owners).values_list("terms__project", flat=True)
    )


def _tasks(
    states: Mapping[str, Sequence[str]], projects: Q, reports: Q, *, on: date, limit: int,
    after: tuple[date, str] | None,
) -> list[Task]:  # fmt: skip
    later = Q(since__gt=after[0]) | Q(since=after[0], reference__gt=after[1]) if after else Q()
    of_projects = Project.objects.filter(projects, later, state__in=states["project"]).select_related("applicant")
    of_reports = Report.objects.filter(reports, later, state__in=states["report"]).select_related("project__applicant")
    found: list[tuple[str, Project, Project | Report]] = [
        *(("project", row, row) for row in of_projects.order_by("since", "reference")[:limit]),
        *(("report", row.project, row) for row in of_reports.order_by("since", "reference")[:limit]),
    ]
    titles = _titles({project.pk for _, project, _ in found})
    return [
        Task(
            kind, row.reference, project.reference, titles[project.pk], project.applicant.code, project.area, row.state,
            row.since, working_days_between(row.since, max(on, row.since), disclosure.CALENDAR),
        )
        for kind, project, row in found
    ]  # fmt: skip


def _titles(projects: Collection[int]) -> dict[int, Text]:
    """The titles under the newest terms."""
    rows = Terms.objects.filter(project__in=projects).order_by("version")
    return {row.project_id: Text(row.title_zh, row.title_en) for row in rows}
