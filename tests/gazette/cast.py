"""A register on stage for the gazette: a village files, an agency acts for it, two cities, the province, the committee."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tanpuhui.apps.gazette import cases, operations
from tanpuhui.apps.gazette.documents import OUTLINE
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.support.days import acting
from tests.support.people import identified

DAY = date(2024, 5, 6)
NEXT = date(2024, 5, 7)
NOON = datetime(2024, 5, 6, 4, tzinfo=UTC)
PAPER = "a" * 64
PLACES = {code: f"§ {n}" for n, code in enumerate(OUTLINE, 1)}
TITLE = Text("林业碳普惠方法学", "Forestry methodology")
KINDS = {
    "AGENCY": "company", "CITY": "city_bureau", "COMMITTEE": "expert_committee", "FARCITY": "city_bureau",
    "OTHER": "company", "PROVINCE": "provincial_department", "VERIFIER": "verification_body",
    "VILLAGE": "village_collective",
}  # fmt: skip
AREAS = {"CITY": "440100", "FARCITY": "440300"}
PEOPLE = {
    "VILLAGE": {"fay": "methodology_filer", "flo": "methodology_filer"},
    "AGENCY": {"dan": "agent"},
    "OTHER": {"otto": "methodology_filer"},
    "CITY": {"cara": "reviewer", "cid": "reviewer"},
    "FARCITY": {"carl": "reviewer"},
    "PROVINCE": {"pia": "gazette_officer", "pat": "gazette_officer", "sam": "registrar_approver"},
    "COMMITTEE": {"eva": "committee_member", "edgar": "committee_member"},
    "VERIFIER": {"vic": "verifier"},
}
ROAD = ("open", "application", "design", "file", "forward", "refer", "opine", "publish")
"""The straight way of a filing, deed by deed."""
REACHED = {"draft": 3, "with_city": 4, "with_province": 5, "with_committee": 7, "published": 8}
"""After how many deeds of the road a state is reached (with the committee: one opinion given)."""


class Cast:
    """Everybody, through the operations themselves. `a.fay` is Fay of the village, and so on for each login of `PEOPLE`."""

    def __init__(self) -> None:
        self._keys = count(1)
        name = Text("登记簿", "The register")
        self.system = parties.establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name, fictional=True)
        self.persons: dict[str, int] = {}
        self.places = {code: self._organisation(code, kind) for code, kind in KINDS.items()}
        self.actors = {login: self.actor(login, code) for code, members in PEOPLE.items() for login in members}
        self.paper = self.file(b"paper")
        self.file(b"paper", self.pia)  # the province has it too

    def __getattr__(self, login: str) -> Actor:
        try:
            return self.__dict__["actors"][login]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(login) from None

    # People

    def _organisation(self, code: str, kind: str) -> int:
        first = [(self.user(login), role) for login, role in PEOPLE.get(code, {}).items()]
        return parties.admit_organisation(
            **self.write(self.system), journal=JOURNAL, code=code, kind=kind, name=Text("机构", code),
            area=AREAS.get(code, ""), first=first,
        )  # fmt: skip

    def user(self, login: str, person: str = "") -> int:
        """A user of a new person, or a second one of the person known as `person`."""
        if not person:
            self.persons[login] = parties.register_person(
                **self.write(self.system), journal=JOURNAL, name=login.title()
            )
        who = self.persons[person or login]
        user = parties.create_user(
            **self.write(self.system), journal=JOURNAL, person=who, login=login, display_name=login.title()
        )
        return identified(user, who, **self.write(self.system))

    def also(self, login: str, person: str, code: str, role: str) -> Actor:
        """Another user of a known person, in another organisation."""
        user = self.user(login, person)
        parties.appoint(
            **self.write(self.system), journal=JOURNAL, user=user, organisation=self.places[code], role=role
        )
        return self.actor(login, code)

    def actor(self, login: str, code: str, on: date = DAY) -> Actor:
        return people.actor(user=people.user(login=login).id, organisation=self.places[code], on=on)

    def entrust(self, permissions: tuple[str, ...] = ("gazette:file",)) -> Actor:
        """The village entrusts the agency; Dan with what he may do now."""
        manager = self.also("manager", self._somebody(), "VILLAGE", "organisation_manager")
        parties.entrust(
            **self.write(manager), journal=JOURNAL, owner=self.places["VILLAGE"], agent=self.places["AGENCY"],
            permissions=permissions, agreement=PAPER,
        )  # fmt: skip
        self.actors["dan"] = self.actor("dan", "AGENCY")
        return self.actors["dan"]

    def _somebody(self) -> str:
        name = f"person{next(self._keys)}"
        self.persons[name] = parties.register_person(**self.write(self.system), journal=JOURNAL, name=name)
        return name

    def everybody(self) -> dict[tuple[str, str], Actor]:
        """An actor for each organisation and each role that exists in its kind."""
        found = {}
        for code, kind in KINDS.items():
            person = self._somebody()
            for role in ROLES.values():
                if kind in role.kinds:
                    login = f"{code}.{role.code}".lower()
                    found[code, role.code] = self.also(login, person, code, role.code)
        return found

    # Writing

    def write(self, by: Actor, on: date = DAY) -> Any:
        """The arguments that every operation takes, with a new key."""
        return {**acting(by, on, NOON), "key": f"key-{next(self._keys)}"}

    def file(self, content: bytes, by: Actor | None = None) -> str:
        """A filed document; its hash."""
        written = self.write(by or self.fay)
        return file_evidence(content=io.BytesIO(content), name="file.pdf", media_type="application/pdf", **written)

    def approved(self, operation: str, body: Mapping[str, object], *, by: Actor | None = None) -> int:
        """An approval of exactly this, asked for by Pia and given by Sam."""
        asked = approvals.ask(operation=operation, body=body, **self.write(by or self.pia))
        approvals.decide(approval=asked, allowed=True, reason="seen", **self.write(self.sam))
        return asked

    # Filings

    def open(self, by: Actor | None = None, **more: Any) -> str:
        asked: dict[str, Any] = {"filer": self.places["VILLAGE"], "area": "440100", "title": TITLE} | more
        return str(operations.open_filing(**self.write(by or self.fay), **asked)["filing"])

    def document(self, filing: str, kind: str, by: Actor | None = None, on: date = DAY, **more: Any) -> None:
        asked: dict[str, Any] = (
            {"evidence": self.paper} | ({"sections": PLACES} if kind == "design_document" else {}) | more
        )
        operations.add_document(**self.write(by or self.fay, on), filing=filing, kind=kind, **asked)

    def move(self, filing: str, act: str, by: Actor, *, on: date = DAY, **more: Any) -> str:
        """Any move of the table, with what it needs; the state it led to."""
        asked: dict[str, Any] = {"filing": filing, **more}
        written = self.write(by, on)
        if act == "add_document":
            self.document(filing, "further", by, on, **({"name": "data"} | more))
            return cases.filing(filing).state
        if act == "refer":
            answer = operations.refer(**written, **({"opinions": 1} | asked))
        elif act == "opine":
            usual: dict[str, Any] = {
                "verdict": "favourable",
                "text": "sound",
                "no_conflict": True,
                "dossier": cases.dossier(filing),
            }
            answer = operations.opine(**written, **(usual | asked))
        elif act == "recuse":
            answer = operations.recuse(**written, **({"reason": "my cousin's"} | asked))
        elif act == "publish":
            answer = operations.publish_filing(**written, **self.publication(filing, by, **more))
        else:
            answer = operations.move_filing(**written, act=act, **({"reason": "because"} | asked))
        return str(answer["state"])

    def publication(self, filing: str, by: Actor, **more: Any) -> dict[str, Any]:
        """What a publication says, with an approval of exactly that."""
        said = {"number": "2024001-V01", "code": "forestry", "edition": "2024", "dossier": cases.dossier(filing)}
        said |= {name: value for name, value in more.items() if name != "approval"}
        body = operations.publish_body(filing=filing, **said)
        approval = more.get("approval")
        if "approval" not in more and by.may(
            "gazette:review"
        ):  # who may not is told so before an approval is asked for
            approval = self.allowed("gazette_filing_publish", body, by)
        return {"filing": filing, **said, "approval": approval}

    def allowed(self, operation: str, body: Mapping[str, object], by: Actor) -> int:
        """An approval for whoever acts, from whatever organisation: a matrix asks for each."""
        from tanpuhui.apps.records.models import Approval, Decision

        content = canonical_bytes(body)
        asked = Approval.objects.create(
            operation=operation, body=content, body_hash=digest(content), on=DAY, at=NOON,
            organisation_id=by.organisation_id, asked_by_id=by.user_id,
        ).pk  # fmt: skip
        other = self.sam
        Decision.objects.create(
            approval_id=asked, by_id=other.user_id, organisation_id=other.organisation_id, allowed=True, on=DAY, at=NOON
        )
        return asked

    def at(self, state: str, **more: Any) -> str:
        """A filing that has come to a state."""
        if state == "returned":
            filing = self.at("with_city", **more)
            self.move(filing, "return", self.cara)
            return filing
        if state in ("rejected", "withdrawn"):
            filing = self.at("with_city", **more)
            self.move(filing, state.removesuffix("ed").replace("withdrawn", "withdraw"), self._ender(state))
            return filing
        filing = self.open(**more)
        deeds: list[Callable[[], object]] = [
            lambda: self.document(filing, "application_form"), lambda: self.document(filing, "design_document"),
            lambda: self.move(filing, "file", self.fay), lambda: self.move(filing, "forward", self.cara),
            lambda: self.move(filing, "refer", self.pia), lambda: self.move(filing, "opine", self.eva),
            lambda: self.move(filing, "publish", self.pia),
        ]  # fmt: skip
        for deed in deeds[: REACHED[state] - 1]:
            deed()
        return filing

    def _ender(self, state: str) -> Actor:
        return self.cara if state == "rejected" else self.fay


def code_of(deed: Callable[..., object], *arguments: Any, **more: Any) -> str:
    """The code of the refusal that a deed meets, or "" if it meets none."""
    try:
        deed(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""


STATES = tuple(state.code for state in FILING.states)
