"""Who is reached by mail: an active user with a confirmed address who wants it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tanpuhui.apps.parties.models import Membership, User
from tanpuhui.apps.parties.queries import holding


@dataclass(frozen=True, slots=True)
class Address:
    """How a user is reached: the address, whether it was confirmed, whether mail is wanted; `active`: whether they log in."""

    login: str
    email: str
    confirmed: bool
    wanted: bool
    active: bool

    @property
    def reached(self) -> bool:
        """Whether notices go there."""
        return bool(self.email) and self.confirmed and self.wanted and self.active


def address(user: int) -> Address:
    """How a user is reached."""
    row = User.objects.get(pk=user)
    return Address(row.login, row.email, row.email_confirmed, row.email_wanted, row.is_active)


def anybody() -> bool:
    """Whether somebody gets mail."""
    return User.objects.filter(email_confirmed=True, email_wanted=True, is_active=True).exists()


def reached(organisations: Collection[int], users: Collection[int], on: date) -> list[tuple[int | None, int]]:
    """Who gets by mail what these are told: (organisation, user) of members on that day, (None, user) of users themselves."""
    here = Q(user__email_confirmed=True, user__email_wanted=True, user__is_active=True)
    held = Membership.objects.filter(holding(on), here, organisation__in=organisations)
    found: list[tuple[int | None, int]] = list(held.values_list("organisation", "user").distinct().order_by("user"))
    if users:
        wanting = User.objects.filter(pk__in=users, email_confirmed=True, email_wanted=True, is_active=True)
        found += [(None, number) for number in wanting.values_list("pk", flat=True)]
    return found
