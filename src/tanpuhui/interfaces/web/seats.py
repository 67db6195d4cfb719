"""Who sits at the desk: the user, the organisation acted for, what is allowed there, and the legal day of the acts.

In a demonstration people may choose an earlier day, so that a story with waiting times can be played in one sitting.
"""

from dataclasses import dataclass
from datetime import date

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.queries import OrganisationRow
from tanpuhui.core.days import parse_day
from tanpuhui.core.refusals import Refusal

ORGANISATION, DAY = "organisation", "day"
STAFF_IDLE = 1800
"""Seconds after which staff are logged out, if they do nothing."""
STAFF = frozenset({"provincial_department", "city_bureau", "verification_body", "platform", "expert_committee"})
"""Whose people log in with a one-time code, and for a short while."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A user at the desk of one of their organisations. `places`: all of these, with roles; `actor`: who acts there."""

    user: User
    place: OrganisationRow
    roles: tuple[str, ...]
    places: tuple[OrganisationRow, ...]
    actor: Actor
    on: date

    def may(self, permission: str) -> bool:
        """Whether the permission is held here, for the own organisation or for anybody who entrusted it."""
        return permission in self.actor.permissions or any(permission in of for of in self.actor.entrusted.values())


def legal_day(request: HttpRequest, today: date, demonstration: bool) -> date:
    """The day on which this visitor acts: today, or in a demonstration the day they chose."""
    chosen = request.session.get(DAY, "") if demonstration else ""
    try:
        return min(parse_day(chosen), today) if chosen else today
    except Refusal:
        return today


def seat(request: HttpRequest, on: date) -> Seat | None:
    """The visitor's seat on a day; none if nobody is logged in, or the user acts for nobody on that day."""
    user = request.user
    if not isinstance(user, User):
        return None
    places = queries.places(user=user.pk, on=on)
    chosen = request.session.get(ORGANISATION)
    found = next((place for place in places if place[0].id == chosen), places[0] if places else None)
    if found is None:
        return None
    place, roles = found
    actor = queries.actor(user=user.pk, organisation=place.id, on=on)
    return Seat(user, place, roles, tuple(each for each, _ in places), actor, on)


def sit(request: HttpRequest, organisation: int) -> None:
    """Takes a seat at another of the user's organisations."""
    request.session[ORGANISATION] = organisation


def staff(taken: Seat) -> bool:
    """Whether the user has a seat of an authority, a verification body or the operator, wherever they sit just now."""
    return any(place.kind in STAFF for place in taken.places)


def shorten(request: HttpRequest, taken: Seat) -> None:
    """Sessions of staff are short."""
    if staff(taken) and request.session.get_expiry_age() != STAFF_IDLE:
        request.session.set_expiry(STAFF_IDLE)


def second_step_lacks(request: HttpRequest, taken: Seat) -> bool:
    """Whether the user is staff and logs in by a password alone. One statement at most, none for who showed a code."""
    if not staff(taken) or any(each["method"] == "mfa" for each in get_authentication_records(request, taken.user)):
        return False
    return not is_mfa_enabled(taken.user, [Authenticator.Type.TOTP])
