"""Duties are separate: persons are compared, never users, since one person may have several."""

from itertools import combinations

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.refusals import refuse


def known_person(actor: Actor) -> None:
    """Pass if it is known which natural person acts, else refuse `person_unknown` or `person_not_identified`.

    Persons can be told apart only where somebody else looked who they are: a manager can make any number of users.
    """
    if actor.person_id is None:
        raise refuse("person_unknown", who=actor.name)
    if not actor.identified:
        raise refuse("person_not_identified", who=actor.name)


def different_persons(*actors: Actor) -> None:
    """Refuse `same_person` when two of the actors are one natural person, `person_unknown` where one is no person.

    The first is who acts now, as a `known_person`; the others were when they acted.
    """
    known_person(actors[0])
    for actor in actors:
        if actor.person_id is None:
            raise refuse("person_unknown", who=actor.name)
    for first, second in combinations(actors, 2):
        if first.person_id == second.person_id:
            raise refuse("same_person", first=first.name, second=second.name)


def separate(*actors: Actor) -> None:
    """As `different_persons`; and refuse `same_organisation`, or `entrusted_by_the_other` where one is the other's agent.

    For duties that different organisations hold: applicant, verifier, city, province.
    """
    different_persons(*actors)
    for first, second in combinations(actors, 2):
        if first.organisation_id == second.organisation_id:
            raise refuse("same_organisation", first=first.name, second=second.name)
        for agent, owner in ((first, second), (second, first)):
            if owner.organisation_id in agent.entrusted:
                raise refuse("entrusted_by_the_other", first=agent.name, second=owner.name)
