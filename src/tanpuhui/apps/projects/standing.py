"""How an actor's organisation stands to a case, and which lines of the tables it may use."""

from collections.abc import Collection

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.queries import OrganisationRow
from tanpuhui.core.workflow import Move

AUTHORITIES = frozenset({"city_bureau", "provincial_department", "expert_committee"})
STAKEHOLDERS = frozenset(KINDS) - AUTHORITIES


def stands(by: Actor, owners: Collection[int], area: str, body: int | None = None) -> frozenset[str]:
    """The sides that the actor can act for; `body`: the verification body engaged. One statement.

    The applicant is who belongs to, or is entrusted by, every owner: of a bundle nobody acts for some of them only.
    """
    return sides_of(parties.organisation(id=by.organisation_id), by, owners, area, body)


def sides_of(
    place: OrganisationRow, by: Actor, owners: Collection[int], area: str, body: int | None = None
) -> frozenset[str]:
    """As `stands`, of an actor whose organisation is known to be `place`. No statement."""
    sides = set()
    if place.kind == "provincial_department":
        sides.add("province")
    if place.kind == "city_bureau" and place.area == area:
        sides.add("own_city")
    if body is not None and place.id == body:
        sides.add("verifier")
    if stands_for(by, owners):
        sides.add("applicant")
    elif place.kind in STAKEHOLDERS:
        sides.add("stakeholder")
    return frozenset(sides)


def stands_for(by: Actor, owners: Collection[int]) -> bool:
    """Whether the actor belongs to, or is entrusted with something by, every owner."""
    return all(owner == by.organisation_id or owner in by.entrusted for owner in owners)


def owns(by: Actor, owners: Collection[int]) -> bool:
    """Whether the actor belongs to one of the owners, or is entrusted with projects by one: enough to read, not to act."""
    return any(owner == by.organisation_id or "projects:apply" in by.entrusted.get(owner, ()) for owner in owners)


def may(by: Actor, move: Move, owners: Collection[int]) -> bool:
    """Whether the actor has the permission of a line: for every owner where it is the applicant's, else in the own house."""
    if move.who == "applicant":
        return all(by.may(move.permission, owner) for owner in owners)
    return by.may(move.permission)


def require(by: Actor, permission: str, owners: Collection[int]) -> None:
    """Pass if the actor may do this for every owner; else refuse `not_permitted`."""
    for owner in owners:
        by.require(permission, owner)
