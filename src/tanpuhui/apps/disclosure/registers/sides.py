"""Whose rows somebody may see: as the owners (or their agent), the city of the project, the province, the body engaged."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tanpuhui.apps.disclosure.registers.cases import newest_terms
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects.models import Engagement, Owner, Project, Report


def owners(by: Actor, permission: str = "") -> list[int]:
    """The own organisation and those that entrusted it, with `permission` if one is named."""
    mine = [by.organisation_id] if not permission or permission in by.permissions else []
    return [*mine, *(owner for owner, given in by.entrusted.items() if not permission or permission in given)]


def projects_of(by: Actor) -> "QuerySet[Project]":
    """The projects of which the actor is a side: as an owner or its agent, as the authority. One statement knows the house."""
    place = parties.organisation(id=by.organisation_id)
    if place.kind == "provincial_department":
        return Project.objects.all()
    if place.kind == "city_bureau":
        return Project.objects.filter(area=place.area)
    mine = [by.organisation_id, *(owner for owner, given in by.entrusted.items() if "projects:apply" in given)]
    held = Owner.objects.filter(terms=OuterRef("term"), organisation__in=mine)
    return Project.objects.annotate(term=newest_terms()).filter(Exists(held))


def reports_of(by: Actor) -> "QuerySet[Report]":
    """The reports of these projects, and those for which the actor's organisation is engaged as verification body."""
    last = Engagement.objects.filter(report=OuterRef("pk")).order_by("-pk").values("body")[:1]
    mine = Q(project__in=projects_of(by).values("pk")) | Q(engaged=by.organisation_id)
    return Report.objects.annotate(engaged=Subquery(last)).filter(mine)
