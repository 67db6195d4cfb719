"""A register on stage: Alice and Bob own firms, Rita and Sam are the province, Eve settles money; with accounts of every kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.issuance import mirroring
from tanpuhui.apps.ledger import accounts, authority, issuing, opening, operations, queries
from tanpuhui.apps.ledger.models import Block, Posting, Series
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Batch, Creation, post
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.issuance.desk import MADE_UP
from tests.support.days import acting
from tests.support.people import identified

DAY = date(2024, 1, 2)
LATER = date(2024, 3, 4)
NOON = datetime(2024, 1, 2, 4, tzinfo=UTC)
PAPER = "a" * 64
FIRMS = {"ALICE": "A", "BOB": "B"}
KINDS = {
    "1": "holding",
    "2": "holding",
    "W": "holding",
    "C": "compliance",
    "S": "surrendered",
    "P": "cash",
    "R": "cash_reserved",
}
RETIRE = Words(purpose="voluntary", beneficiary="the village")
WHY = Words(reason="because the rule says so")


def actor(login: str, code: str, on: date = DAY) -> Actor:
    """Somebody for an organisation; in a child process too."""
    return people.actor(user=people.user(login=login).id, organisation=people.organisation(code=code).id, on=on)


@dataclass(frozen=True)
class People:
    """Who acts: managers of the two firms, the province's registrar and approver, the settler, set-up.

    broker: the settler, whom both firms have entrusted with transfers.
    """

    alice: Actor
    bob: Actor
    rita: Actor
    sam: Actor
    eve: Actor
    broker: Actor
    setup: Actor


class Cast:
    """Everybody and every account, through the operations themselves. A-1 … belong to Alice's firm, B-1 … to Bob's.

    1, 2: holding; W: holding, needs acceptance; C: compliance; S: surrendered; P: cash; R: reserved cash.
    """

    def __init__(self, *, demonstration: bool = True) -> None:
        self._keys = count(1)
        name = Text("演示登记簿", "Demonstration register")
        setup = parties.establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name)
        self.system = setup
        opening.open_register(jurisdiction="GD", demonstration=demonstration, by=setup, on=DAY, at=NOON)
        self._organisation("ALICE", "company", alice="account_manager", anna="account_approver")
        self._organisation("BOB", "company", bob="account_manager")
        self._organisation("PROVINCE", "provincial_department", rita="registrar", sam="registrar_approver")
        self._organisation("EXCHANGE", "exchange", eve="settler")
        self.keeper = self._keeper()
        self.people = People(
            alice=actor("alice", "ALICE"), bob=actor("bob", "BOB"), rita=actor("rita", "PROVINCE"),
            sam=actor("sam", "PROVINCE"), eve=actor("eve", "EXCHANGE"), broker=self._broker(), setup=setup,
        )  # fmt: skip
        for firm, letter in FIRMS.items():
            for mark, kind in KINDS.items():
                self.open(f"{letter}-{mark}", kind, firm, needs_acceptance=mark == "W")
        self.open("BUFFER", "buffer", "PROVINCE")

    def _organisation(self, code: str, kind: str, **members: str) -> None:
        first = [(self.user(login), role) for login, role in members.items()]
        made = parties.admit_organisation(
            **self.write(self.system), journal=JOURNAL, code=code, kind=kind, name=Text("机构", code), first=first
        )
        self.vet(made)

    def _broker(self) -> Actor:
        firms = [people.organisation(code=firm).id for firm in FIRMS]
        return replace(actor("eve", "EXCHANGE"), entrusted=dict.fromkeys(firms, frozenset({"ledger:transfer"})))

    def _keeper(self) -> Actor:
        parties.admit_organisation(
            **self.write(self.system), journal=JOURNAL, code="KEEPER", kind="platform", name=Text("机构", "KEEPER"),
            first=[(self.user("ada"), "administrator")],
        )  # fmt: skip
        return actor("ada", "KEEPER")

    def user(self, login: str, person: int | None = None) -> int:
        who = person or parties.register_person(**self.write(self.system), journal=JOURNAL, name=login.title())
        user = parties.create_user(
            **self.write(self.system), journal=JOURNAL, person=who, login=login, display_name=login.title()
        )
        return identified(user, who, **self.write(self.system))

    def vet(self, organisation: int) -> None:
        parties.vet(
            **self.write(self.system), journal=JOURNAL, organisation=organisation, evidence=PAPER, outcome="accepted"
        )

    def open(self, code: str, kind: str, owner: str, *, needs_acceptance: bool = False) -> None:
        accounts.open_account(
            **self.write(self.system), code=code, kind=kind, owner=people.organisation(code=owner).id,
            name=Text("账户", code), needs_acceptance=needs_acceptance,
        )  # fmt: skip

    # Writing

    def key(self) -> str:
        return f"key-{next(self._keys)}"

    def write(self, by: Actor, on: date = DAY, key: str | None = None) -> Any:
        """The arguments that every operation takes, with a new key."""
        return {**acting(by, on, NOON), "key": self.key() if key is None else key}

    def approved(self, operation: str, body: Mapping[str, object], *, by: Actor | None = None, on: date = DAY) -> int:
        """An approval of exactly this, asked for by Rita and given by Sam on the day of the act: it does not hold for long."""
        people = self.people
        asked = approvals.ask(operation=operation, body=body, **self.write(by or people.rita, on))
        approvals.decide(approval=asked, allowed=True, reason="seen", **self.write(people.sam, on))
        return asked

    def issue(self, account: str, units: int, *, on: date = DAY, key: str | None = None, **more: Any) -> int:
        """Native units in an account, as an issuance will make them; the id of their series."""
        creation = {
            "unit_type": "PHCER",
            "jurisdiction": "GD",
            "methodology": "FORESTRY",
            "project": "SG1",
            "vintage": 2019,
        }
        made: dict[str, Any] = creation | more
        body = {"account": account, "units": units}
        answer = post(
            Request("test_issue", **self.write(self.people.setup, on, key), body=body),
            accounts=[account], series=[],
            build=lambda desk: Batch(
                creations=[Creation("issue", desk.account(account).id, units, **made)], permits=set()
            ),
        )  # fmt: skip
        return int(moves(answer)[0][2])

    def open_mirror(self) -> None:
        """The accounts made-up:held, made-up:buffer and made-up:used, of the register's operator."""
        mirroring.open_mirror(MADE_UP, by=self.people.setup, on=DAY, at=NOON)

    def mirror(
        self, account: str, units: int, foreign_id: str = "F1", *, on: date = DAY, register: str = "made-up"
    ) -> int:
        """Units that mirror a foreign register; the id of their series."""
        creation = Creation("issue", 0, units, "ARBOC", "US_CA", "FR", foreign_id, 2013, register, foreign_id)
        answer = issuing.mirror(**self.write(self.people.setup, on), series=[(account, creation)])
        return int(moves(answer)[0][2])

    def act(self, act: str, *items: Item, by: Actor | None = None, on: date = DAY, **more: Any) -> Answer:
        """An act by whoever may do it; with an approval where it needs one."""
        words = more.pop("words", None) or (
            RETIRE if act == "retire" else WHY if act in ACTS and ACTS[act].reason else Words()
        )
        if act in ACTS and ACTS[act].second_person and "approval" not in more:
            body = operations.act_body(items, words, more.get("payments", ()), more.get("until"))
            more["approval"] = self.approved(f"ledger_{act}", body, on=on)
        written = self.write(by or self.whose(act, items), on, more.pop("key", None))
        return operations.act(**written, act=act, items=items, words=words, **more)

    def whose(self, act: str, items: Sequence[Item]) -> Actor:
        if act in ACTS and ACTS[act].permission in self.people.rita.permissions:
            return self.people.rita
        return self.people.bob if items and items[0].source.startswith("B-") else self.people.alice

    def reserve(self, *items: Item, on: date = DAY, **more: Any) -> int:
        """A reservation of Alice's or Bob's; its number."""
        written = self.write(self.whose("reserve", items), on, more.pop("key", None))
        answer = operations.reserve(**written, items=items, reason="kept", **more)
        return int(str(answer["reservation"]))

    def wait(self, *items: Item, on: date = DAY, **more: Any) -> int:
        """A transfer to an account that needs acceptance; the number of its reservation."""
        answer = self.act("transfer", *items, on=on, **more)
        waiting = answer["waiting"]
        assert isinstance(waiting, list)
        return int(waiting[0])

    def convert(self, *items: Item, account: str, into: str = "EXAMPLE", on: date = DAY, **more: Any) -> Answer:
        """A conversion by Rita, allowed by Sam."""
        made = Creation("", 0, 0, into, "GD", "CONVERTED", "SG1", 2019)
        if "approval" not in more:
            more["approval"] = self.approved("ledger_convert", issuing.convert_body(items, made, account), on=on)
        written = self.write(more.pop("by", self.people.rita), on, more.pop("key", None))
        return issuing.convert(**written, items=items, account=account, creation=made, **more)

    def set_free(self, reservation: int, reason: str = "nobody comes for it", on: date = DAY, **more: Any) -> Answer:
        """A release by the authority."""
        if "approval" not in more:
            body = authority.release_body(reservation=reservation, reason=reason)
            more["approval"] = self.approved("ledger_freed_by_authority", body, on=on)
        written = self.write(more.pop("by", self.people.rita), on, more.pop("key", None))
        return authority.release_by_authority(**written, reservation=reservation, reason=reason, **more)

    def freeze(self, scope: str, target: str = "", acts: Sequence[str] = (), on: date = DAY) -> int:
        body = accounts.freeze_body(scope=scope, target=target, acts=acts, reason="an inquiry")
        approval = self.approved("ledger_freeze", body, on=on)
        answer = accounts.freeze(
            **self.write(self.people.rita, on),
            scope=scope,
            target=target,
            acts=acts,
            reason="an inquiry",
            approval=approval,
        )
        return int(str(answer["freeze"]))

    def lift(self, freeze: int, on: date = DAY) -> None:
        approval = self.approved("ledger_lift", {"freeze": freeze}, on=on)
        accounts.lift(**self.write(self.people.rita, on), freeze=freeze, approval=approval)

    def pay_in(self, account: str, fen: int, on: date = DAY) -> Answer:
        return operations.pay(**self.write(self.people.eve, on), payments=[("BANK", account, fen)])

    def correct(self, answer_or_journal: Answer | int, *, on: date = DAY, **more: Any) -> Answer:
        journal = answer_or_journal if isinstance(answer_or_journal, int) else newest_entry()
        body = operations.correct_body(journal=journal, reason="a slip")
        if "approval" not in more:
            more["approval"] = self.approved("ledger_correct", body, on=on)
        written = self.write(more.pop("by", self.people.rita), on, more.pop("key", None))
        return operations.correct(**written, journal=journal, reason="a slip", **more)


def moves(answer: Answer) -> list[list[Any]]:
    """The moves of an answer."""
    found = answer["moves"]
    assert isinstance(found, list)
    return found


def newest_entry() -> int:
    """The number of the newest entry of the journal that moved something."""
    return Posting.objects.order_by("-pk").values_list("journal", flat=True)[0]


def newest_entry_after(deed: Callable[..., object], *arguments: Any, **more: Any) -> int:
    """Does the deed; the number of the entry it led to."""
    deed(*arguments, **more)
    return newest_entry()


def held(code: str, on: date = LATER) -> int:
    """Units of all series in an account at the end of a day."""
    return sum(row.units for row in queries.balance(code, on))


def spans(code: str) -> list[tuple[int, int]]:
    """First and last numbers of the blocks of an account, in order."""
    rows = Block.objects.filter(account__code=code).order_by("first").values_list("first", "next")
    return [(first, next - 1) for first, next in rows]


def series() -> list[int]:
    """All series."""
    return list(Series.objects.order_by("pk").values_list("pk", flat=True))


def code_of(deed: Callable[..., object], *arguments: Any, **more: Any) -> str:
    """The code of the refusal that a deed meets, or "" if it meets none."""
    try:
        deed(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""
