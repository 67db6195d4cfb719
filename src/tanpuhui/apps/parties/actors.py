"""Who acts: a user of a person, for an organisation, with what is allowed on that day. Pure: made by `queries.actor`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.parties.refusals import refuse


@dataclass(frozen=True, slots=True)
class Actor:
    """Ids of user, natural person and organisation; `permissions` there; `entrusted`: owner organisation → permissions;
    `day`: the legal day on which all this holds; `identified`: whether the login was found to be its person's; `token`: the
    number of the token that is shown, of a program.

    `person_id` is None only for the user of set-up, whose `system` is true. Without `permissions` an actor says only who
    acted (from a stored row): enough for `duties`, never enough to act.
    """

    user_id: int
    person_id: int | None
    organisation_id: int
    permissions: frozenset[str] = frozenset()
    entrusted: Mapping[int, frozenset[str]] = field(default_factory=dict, hash=False)
    system: bool = False
    day: date | None = field(default=None, compare=False)
    label: str = field(default="", compare=False)
    identified: bool = field(default=False, compare=False)
    token: int | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The actor in a sentence: login and organisation code where known, else numbers."""
        return self.label or f"user {self.user_id} @ organisation {self.organisation_id}"

    def may(self, permission: str, owner_id: int | None = None) -> bool:
        """Whether `permission` is allowed for `owner_id` (None: the own organisation). An unknown permission is a bug.

        A permission with the reach `register` asks for no owner. Set-up acts for every owner within its permissions.
        """
        reach = PERMISSIONS[permission].reach
        if reach == "register" or self.system or owner_id in (None, self.organisation_id):
            return permission in self.permissions
        return reach == "entrusted" and permission in self.entrusted.get(owner_id or 0, frozenset())

    def require(self, permission: str, owner_id: int | None = None) -> None:
        """Pass if `may`; else refuse `not_permitted`, naming the permission that lacks and for whom."""
        if not self.may(permission, owner_id):
            says, owner = PERMISSIONS[permission].says, owner_id or self.organisation_id
            raise refuse("not_permitted", who=self.name, permission=permission, name=says, owner=owner)
