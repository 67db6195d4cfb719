"""The cast of the tests: Alice owns, Bob is her colleague, Carol a stranger, Dan an agent; Ada keeps the register."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from threading import Lock
from typing import Any

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Answer, Told
from tanpuhui.core.text import Text
from tests.support.people import identified

DAY = date(2024, 5, 6)
NOON = datetime(2024, 5, 6, 4, tzinfo=UTC)
PAPER = "a" * 64
OTHER_PAPER = "b" * 64


class KeyReused(Exception):
    """What stands here for the refusal of the room that keeps the journal."""


@dataclass
class Notebook:
    """A journal in memory: does an act once for each key of an organisation and operation."""

    entries: dict[tuple[int, str, str], tuple[Mapping[str, object], Answer]] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)

    def once(
        self,
        act: Callable[[], Told],
        *,
        operation: str,
        by: Actor,
        on: date,
        at: datetime,
        key: str,
        body: Mapping[str, object],
    ) -> Answer:
        name = (by.organisation_id, operation, key)
        if name in self.entries:
            if self.entries[name][0] != body:
                raise KeyReused(key)
            return self.entries[name][1]
        answer, _ = act()
        with self.lock:
            self.entries[name] = (body, answer)
        return answer


class Cast:
    """Makes people and organisations through the room's own operations, by set-up, all on one day."""

    def __init__(self, system: Actor | None = None) -> None:
        self.journal = Notebook()
        self._keys = count(1)
        name = Text("演示登记簿", "Demonstration register")
        self.system = system or operations.establish(
            on=DAY, at=NOON, journal=self.journal, code="REGISTER", name=name, fictional=True
        )

    def act(self, by: Actor | None = None, **more: Any) -> dict[str, Any]:
        """The arguments that every operation takes, with a new key."""
        usual = {"on": DAY, "at": NOON, "key": f"key-{next(self._keys)}", "journal": self.journal}
        return {"by": by or self.system, **usual, **more}

    def person(self, name: str = "Somebody") -> int:
        return operations.register_person(**self.act(name=name))

    def user(self, login: str, person: int | None = None, *, known: bool = True) -> int:
        """A user of a new person or a known one; `known`: whose identity was checked."""
        who = person or self.person(login.title())
        user = operations.create_user(**self.act(person=who, login=login, display_name=login.title()))
        return identified(user, who, **self.act()) if known else user

    def organisation(self, code: str, kind: str = "company", *, first: Any = (), **more: Any) -> int:
        area = "440100" if kind == "city_bureau" else ""
        name = Text(f"机构{code}", f"Organisation {code}")
        made: dict[str, Any] = {"code": code, "kind": kind, "name": name, "area": area}
        return operations.admit_organisation(**self.act(first=first, **made | more))

    def appoint(self, user: int, organisation: int, role: str, **more: Any) -> int:
        return operations.appoint(**self.act(user=user, organisation=organisation, role=role, **more))

    def actor(self, login: str, code: str, on: date = DAY) -> Actor:
        user, place = queries.user(login=login), queries.organisation(code=code)
        return queries.actor(user=user.id, organisation=place.id, on=on)


class Village(Cast):
    """The cast on stage: VILLAGE (Alice, Bob), STRANGER (Carol), AGENCY (Dan), OPERATOR (Ada)."""

    def __init__(self) -> None:
        super().__init__()
        self.alice_user, self.bob_user = self.user("alice"), self.user("bob")
        managers = [(self.alice_user, "organisation_manager"), (self.alice_user, "account_manager")]
        self.village = self.organisation("VILLAGE", "village_collective", first=managers)
        self.appoint(self.bob_user, self.village, "account_viewer")
        carol = self.user("carol")
        both = [(carol, "organisation_manager"), (carol, "account_manager")]
        self.stranger = self.organisation("STRANGER", first=both)
        self.agency = self.organisation("AGENCY", first=[(self.user("dan"), "agent")])
        self.operator = self.organisation("OPERATOR", "platform", first=[(self.user("ada"), "administrator")])
        self.alice, self.bob = self.actor("alice", "VILLAGE"), self.actor("bob", "VILLAGE")
        self.carol, self.ada = self.actor("carol", "STRANGER"), self.actor("ada", "OPERATOR")

    @property
    def dan(self) -> Actor:
        """The agent, as he stands now."""
        return self.actor("dan", "AGENCY")

    def entrust(self, permissions: Any = ("ledger:transfer",), **more: Any) -> int:
        terms: dict[str, Any] = {
            "owner": self.village,
            "agent": self.agency,
            "permissions": permissions,
            "agreement": PAPER,
        }
        return operations.entrust(**self.act(self.alice, **terms | more))
