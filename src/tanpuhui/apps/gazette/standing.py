"""How an actor's organisation stands to a filing, and which lines of the table it may use."""

from tanpuhui.apps.gazette.models import Filing
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.workflow import Move

_KINDS = {"provincial_department": "province", "expert_committee": "committee"}


def stands(by: Actor, filing: Filing) -> frozenset[str]:
    """The sides of the filing that the actor can act for. One statement."""
    place = parties.organisation(id=by.organisation_id)
    sides = {_KINDS[place.kind]} if place.kind in _KINDS else set()
    if place.kind == "city_bureau" and place.area == filing.area:
        sides.add("own_city")
    if stands_for(by, filing.filer_id):
        sides.add("filer")
    return frozenset(sides)


def stands_for(by: Actor, filer: int) -> bool:
    """Whether the actor belongs to the filer, or to an agent that the filer has entrusted with something."""
    return by.organisation_id == filer or filer in by.entrusted


def may(by: Actor, move: Move, filer: int) -> bool:
    """Whether the actor has the permission of a line: for the filer where it is the filer's, else in the own organisation."""
    return by.may(move.permission, filer if move.who == "filer" else None)
