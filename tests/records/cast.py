"""The cast of the tests: set-up, and four people of one register made through the room's own journal."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.text import Text
from tests.support.people import identified

DAY = date(2024, 5, 6)
NOON = datetime(2024, 5, 6, 4, tzinfo=UTC)


@dataclass
class Cast:
    """Alice manages accounts of a company, Bob and Bea approve there; Alice also logs in as `alice2`, who approves."""

    system: Actor = field(init=False)
    alice: Actor = field(init=False)
    alice2: Actor = field(init=False)
    bob: Actor = field(init=False)
    bea: Actor = field(init=False)
    _keys: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        name = Text("登记簿", "The register")
        self.system = operations.establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name, fictional=True)
        people = {name: self.person(name) for name in ("alice", "bob", "bea")}
        users = {login: self.user(login, people[login.rstrip("2")]) for login in ("alice", "alice2", "bob", "bea")}
        roles = {
            "alice": "account_manager",
            "alice2": "account_approver",
            "bob": "account_approver",
            "bea": "account_approver",
        }
        place = operations.admit_organisation(
            **self.act(code="FARM", kind="company", name=Text("林场", "Forest farm")),
            first=[(users[login], role) for login, role in roles.items()],
        )
        actors = {login: queries.actor(user=user, organisation=place, on=DAY) for login, user in users.items()}
        self.alice, self.alice2, self.bob, self.bea = (actors[login] for login in ("alice", "alice2", "bob", "bea"))

    def act(self, **more: Any) -> dict[str, Any]:
        """The arguments of an operation of `parties`, with a new key."""
        return {"by": self.system, "on": DAY, "at": NOON, "key": f"cast-{next(self._keys)}", "journal": JOURNAL, **more}

    def person(self, name: str) -> int:
        return operations.register_person(**self.act(name=name))

    def user(self, login: str, person: int) -> int:
        user = operations.create_user(**self.act(person=person, login=login, display_name=login))
        return identified(user, person, **self.act())
