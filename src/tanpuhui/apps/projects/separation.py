"""Duties in a case are separate: who acts for one side is nobody who acted for another, nor one of the applicant's people."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Q

from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import Entrustment, Membership, Organisation
from tanpuhui.apps.parties.queries import holding
from tanpuhui.apps.projects.models import Consultant, Owner, Project, Report, Step, Terms
from tanpuhui.apps.projects.refusals import refuse

JUDGES = frozenset({"verifier", "own_city", "province"})


def require_separate(by: Actor, who: str, project: Project, report: Report | None, terms: Terms, on: date) -> None:
    """Pass if the actor, acting as `who`, is free of conflicts in this case. At most seven statements.

    Refuses `interest_in_project` where a judge, or the natural person by whichever user, stands on the applicant's side;
    and as `parties.duties.separate` against everybody who acted for another side, of the project or the report, where
    either is the other's agent too (`person_unknown`, `same_person`, `same_organisation`, `entrusted_by_the_other`).
    """
    if who in JUDGES:
        no_interest(by, applicants_side(project, terms, on), project, on)
    others = Step.objects.filter(Q(report=None) | Q(report=report), project=project).exclude(who=who)
    acted = list(others.values_list("by", "by__person", "by__login", "organisation").order_by("by").distinct())
    agents = _agents({by.organisation_id, *(organisation for *_, organisation in acted)}, on)
    for user, person, login, organisation in acted:
        of_theirs = dict.fromkeys(agents.get(organisation, ()), frozenset[str]())
        duties.separate(_with(by, agents), Actor(user, person, organisation, entrusted=of_theirs, label=login))
    duties.different_persons(by)


def applicants_side(project: Project, terms: Terms, on: date) -> set[int]:
    """The organisations on the applicant's side: owners, consultants, agents entrusted now, and who acted for the applicant."""
    owners = set(Owner.objects.filter(terms=terms).values_list("organisation", flat=True))
    consultants = Consultant.objects.filter(terms__project=project).values_list("organisation", flat=True)
    acted = Step.objects.filter(project=project, who="applicant").values_list("organisation", flat=True)
    agents = Entrustment.objects.filter(holding(on), owner__in=owners).values_list("agent", flat=True)
    return {*owners, *consultants, *acted, *agents}


def no_interest(by: Actor, side: Collection[int], project: Project, on: date) -> None:
    """Refuse `interest_in_project` where the actor's organisation is of that side, or the person a member of one that is."""
    held = Membership.objects.filter(holding(on), organisation__in=side, user__person=by.person_id)
    inside = (
        by.organisation_id
        if by.organisation_id in side
        else held.values_list("organisation", flat=True).first()
        if by.person_id is not None
        else None
    )
    if inside is not None:
        code = Organisation.objects.values_list("code", flat=True).get(pk=inside)
        raise refuse("interest_in_project", actor=by.name, project=project.reference, organisation=code)


def _agents(organisations: Collection[int], on: date) -> dict[int, list[int]]:
    """Agent → those of these organisations that have entrusted it."""
    found: dict[int, list[int]] = {}
    held = Entrustment.objects.filter(holding(on), agent__in=organisations, owner__in=organisations)
    for agent, owner in held.values_list("agent", "owner"):
        found.setdefault(agent, []).append(owner)
    return found


def _with(by: Actor, agents: dict[int, list[int]]) -> Actor:
    """The actor, with every entrustment of the organisation, whatever the user's own roles make of it."""
    entrusted = {**dict.fromkeys(agents.get(by.organisation_id, ()), frozenset[str]()), **by.entrusted}
    return replace(by, entrusted=entrusted)
