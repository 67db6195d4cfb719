"""Duties in a filing are separate: who acts for one side is nobody who acted for another, nor one of the filer's people."""

from datetime import date

from django.db.models import Q

from tanpuhui.apps.gazette.models import Filing, FilingStep
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import Entrustment, Membership
from tanpuhui.apps.parties.queries import holding

NEUTRAL = ("recuse",)
"""Acts by which nobody has taken a side."""


def require_separate(by: Actor, filing: Filing, who: str, on: date) -> None:
    """Pass if the actor, acting as `who`, is free of conflicts in this filing. Three statements at most.

    Refuses `conflict_of_interest` where the natural person, by whichever user, is a member of the filer's organisation, of
    one that has acted for it or is entrusted by it; and as `parties.duties.separate` against everybody who has acted for
    another side (`person_unknown`, `same_person`, `same_organisation`, `entrusted_by_the_other`).
    """
    if who != "filer":
        _no_interest(by, filing, on)
    others = FilingStep.objects.filter(filing=filing).exclude(who=who).exclude(act__in=NEUTRAL)
    acted = others.order_by("by", "organisation").distinct()
    for user, person, login, organisation in acted.values_list(
        "by", "by__person", "by__login", "organisation"
    ):  # fmt: skip
        duties.separate(by, Actor(user, person, organisation, label=login))
    duties.different_persons(by)


def _no_interest(by: Actor, filing: Filing, on: date) -> None:
    filers = FilingStep.objects.filter(filing=filing, who="filer").values("organisation")
    agents = Entrustment.objects.filter(holding(on), owner=filing.filer_id).values("agent")
    side = Q(organisation=filing.filer_id) | Q(organisation__in=filers) | Q(organisation__in=agents)
    held = Membership.objects.filter(holding(on), side, user__person=by.person_id).select_related("organisation")
    if by.person_id is not None and (inside := held.first()):
        raise refuse(
            "conflict_of_interest", actor=by.name, filing=filing.reference, organisation=inside.organisation.code
        )
