"""A register on stage for project mode: a village, its neighbour, an agency, two bodies, two cities, the province."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.projects import assurance, operations, queries
from tanpuhui.apps.projects.documents import KINDS as DOCUMENTS
from tanpuhui.apps.projects.operations import Said
from tanpuhui.apps.projects.signing import Said as Stated
from tanpuhui.apps.projects.signing import Signature, to_sign
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.projects.acts import ACTS, plain
from tests.projects.days import CREDITING, DAY, LATER, NOON, YEAR
from tests.support.days import acting
from tests.support.people import identified

FORESTRY = "forestry_2020"
PAPER = "a" * 64
KINDS = {
    "AGENCY": "company", "BODY": "verification_body", "CITY": "city_bureau", "FARCITY": "city_bureau",
    "HAMLET": "village_collective", "OTHERBODY": "verification_body", "PROVINCE": "provincial_department",
    "STRANGER": "company", "VILLAGE": "village_collective",
}  # fmt: skip
AREAS = {"CITY": "440200", "FARCITY": "440300"}
PEOPLE = {
    "VILLAGE": {"ann": "applicant", "abe": "applicant"},
    "HAMLET": {"hal": "applicant"},
    "AGENCY": {"dan": "agent"},
    "STRANGER": {"otto": "applicant"},
    "BODY": {"vic": "verifier", "val": "verifier"},
    "OTHERBODY": {"vera": "verifier"},
    "CITY": {"cara": "reviewer", "cid": "reviewer"},
    "FARCITY": {"carl": "reviewer"},
    "PROVINCE": {
        "pia": "project_officer", "pat": "project_officer", "rita": "registrar", "gus": "gazette_officer",
        "sam": "registrar_approver",
    },
}  # fmt: skip
PDF = b"%%PDF-1.7\nthe paper %s\n%%%%EOF\n"
HEAD = (
    "parcel,tenure,category,species_group,age_group,event,area (ha),volume_1 (m3/ha),volume_2 (m3/ha),"
    "first_survey,second_survey"
)
ROW = "P1,collective,public_benefit,masson_pine,middle,none,{area},50.5,80,2022-01-01,2022-12-31"
LON, LAT = 113.8, 24.4


def square(lon: float = LON, lat: float = LAT, side: float = 0.01) -> bytes:
    """A square parcel as GeoJSON."""
    corners = [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side), (lon, lat)]
    ring = [[round(x, 6), round(y, 6)] for x, y in corners]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


def inventory(area: str = "100") -> bytes:
    """An input table of one parcel."""
    return f"{HEAD}\n{ROW.format(area=area)}\n".encode()


def workbook(**parts: bytes) -> bytes:
    """A small archive with the given parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


class Cast:
    """Everybody, through the operations themselves. `a.ann` is Ann of the village, and so on for each login of `PEOPLE`."""

    def __init__(self) -> None:
        self._keys = count(1)
        name = Text("登记簿", "The register")
        self.system = parties.establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name, fictional=True)
        self.persons: dict[str, int] = {}
        self.places = {code: self._organisation(code, kind) for code, kind in KINDS.items()}
        self.actors = {login: self.actor(login, code) for code, members in PEOPLE.items() for login in members}
        self.paper = self.pdf()
        self.entry = self.accredit("BODY")

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

    def entrust(
        self, owner: str = "VILLAGE", agent: str = "AGENCY", permissions: tuple[str, ...] = ("projects:apply",)
    ) -> Actor:
        """An owner entrusts an agent; Dan with what he may do now."""
        manager = self.also(f"manager{next(self._keys)}", self.somebody(), owner, "organisation_manager")
        parties.entrust(
            **self.write(manager), journal=JOURNAL, owner=self.places[owner], agent=self.places[agent],
            permissions=permissions, agreement=PAPER,
        )  # fmt: skip
        self.actors["dan"] = self.actor("dan", "AGENCY")
        return self.actors["dan"]

    def somebody(self) -> str:
        name = f"person{next(self._keys)}"
        self.persons[name] = parties.register_person(**self.write(self.system), journal=JOURNAL, name=name)
        return name

    def everybody(self) -> dict[tuple[str, str], Actor]:
        """An actor for each organisation and each role that exists in its kind."""
        found = {}
        for code, kind in KINDS.items():
            person = self.somebody()
            for role in ROLES.values():
                if kind in role.kinds:
                    login = f"{code}.{role.code}".lower()
                    found[code, role.code] = self.also(login, person, code, role.code)
        return found

    # Writing

    def write(self, by: Actor, on: date = DAY) -> Any:
        """The arguments that every operation takes, with a new key."""
        return {**acting(by, on, NOON), "key": f"key-{next(self._keys)}"}

    def file(
        self, content: bytes, name: str, media_type: str = "application/octet-stream", by: Actor | None = None
    ) -> str:
        """A filed document; its hash."""
        given = self.write(by or self.ann)
        return file_evidence(content=io.BytesIO(content), name=name, media_type=media_type, **given)

    def pdf(self, says: str = "one", by: Actor | None = None) -> str:
        return self.file(PDF % says.encode(), "paper.pdf", "application/pdf", by)

    def accredit(self, body: str, *, by: Actor | None = None, **more: Any) -> str:
        asked: dict[str, Any] = {
            "body": self.places[body], "scope": [FORESTRY], "valid": Period.parse("2024-01-01", "2025-12-31"),
            "evidence": self.paper,
        } | more  # fmt: skip
        return str(operations.accredit(**self.write(by or self.pia), **asked)["accreditation"])

    # Projects

    def said(self, **more: Any) -> Said:
        usual: dict[str, Any] = {
            "title": Text("沾坑村林业碳汇", "Zhankeng forest"), "area": "440200", "methodology": FORESTRY,
            "crediting": CREDITING, "owners": {self.places["VILLAGE"]: "1"},
        }  # fmt: skip
        return Said(**(usual | more))

    def open(self, by: Actor | None = None, on: date = DAY, applicant: str = "VILLAGE", **more: Any) -> str:
        made = operations.open_project(
            applicant=self.places[applicant], said=self.said(**more), **self.write(by or self.ann, on)
        )
        return str(made["project"])

    def document(self, case: str, kind: str, by: Actor | None = None, on: date = DAY, **more: Any) -> None:
        who = by or (self.vic if kind == "verification_report" else self.ann)
        filer = who if who.may("records:file") else self.ann  # an agent hands in what its owner filed
        paper = self.paper if filer == self.ann else self.pdf(by=filer)
        signed = {"signed_by": "Ann", "signature": paper}
        names = {"other": "data", "inventory_table": "parcels"}
        usual: dict[str, Any] = {"evidence": paper, "name": names.get(kind, "")}
        usual |= {"visibility": "public"} if kind == "benefit_sharing" else {}
        usual |= signed if DOCUMENTS[kind].signed else {}
        if kind == "boundary":
            usual["evidence"] = self.file(square(), "parcel.geojson", by=filer)
        if kind == "inventory_table":
            usual["evidence"] = self.file(inventory(), "parcels.csv", "text/csv", filer)
        operations.add_document(**self.write(who, on), case=case, kind=kind, **(usual | more))

    def papers(self, project: str, by: Actor | None = None, on: date = DAY, boundary: bytes = b"") -> None:
        """All that a project of a village needs."""
        kinds = ["design_document", "tenure_proof", "collective_decision", "benefit_sharing", "boundary"]
        if by is not None:
            kinds.append("entrustment")
        for kind in kinds:
            drawn = (
                {"evidence": self.file(boundary, "parcel.json", by=by if by and by.may("records:file") else None)}
                if kind == "boundary" and boundary
                else {}
            )
            self.document(project, kind, by, on, **drawn)

    def report(self, project: str, by: Actor | None = None, on: date = LATER, **more: Any) -> str:
        asked: dict[str, Any] = {"project": project, "period": YEAR, "profile": "demo"} | more
        return str(operations.open_report(**self.write(by or self.ann, on), **asked)["report"])

    def move(self, case: str, act: str, by: Actor, *, on: date = LATER, **more: Any) -> str:
        """Any move of either table, with what it needs; the state it led to."""
        return str(ACTS.get(act, plain)(self, case, act, by, on, more)["state"])

    def statement(self, report: str, by: Actor, on: date = LATER, **more: Any) -> tuple[Stated, Signature]:
        """A statement on a report as it is, and its signature."""
        usual: dict[str, Any] = {
            "report": report, "assurance": "limited", "opinion": "unqualified", "text": "as it should be",
            "dossier": queries.dossier(report), "calculation": _hash(report),
        }  # fmt: skip
        said = Stated(**(usual | more))
        signed = to_sign(said, user=by.user_id, organisation=by.organisation_id, on=on)
        return said, Signature(by.user_id, signed, "password", NOON)

    def adopt(self, report: str, on: date = LATER) -> str:
        """The province adopts exactly the values that a report used."""
        kept = assurance.pinned(report)
        values = self.values_used(report)
        name, _, year = kept.methodology.rpartition("_")
        asked: dict[str, Any] = {"values": values, "hash": kept.hashes.values, "scope": f"{name}:{year}"}
        approval = approvals.ask(
            operation="gazette_adopt", body=gazette.adopt_body(**asked), **self.write(self.gus, on)
        )
        approvals.decide(approval=approval, allowed=True, reason="seen", **self.write(self.sam, on))
        return str(gazette.adopt(**asked, **self.write(self.gus, on), approval=approval)["adoption"])

    def values_used(self, report: str) -> list[Any]:
        from tanpuhui.apps.projects import calculation, dossiers

        row = queries.find(report)[1]
        assert row is not None
        kept = dossiers.pinned(row)
        assert kept is not None
        return list(calculation.run(calculation.inputs_of(kept)).sheet.used.values())

    # States

    def project_at(self, state: str, *, by: Actor | None = None, boundary: bytes = b"", **more: Any) -> str:
        """A project that has come to a state, by Ann (or an agent)."""
        who = by or self.ann
        project = self.open(who, **more)
        if state == "draft":
            return project
        self.papers(project, by, boundary=boundary)
        road: list[tuple[str, Actor, date]] = [("disclose", who, DAY)]
        ends: dict[str, list[tuple[str, Actor, date]]] = {
            "disclosed": [],
            "filed": [("file", who, LATER)],
            "forwarded": [("file", who, LATER), ("forward", self.cara, LATER)],
            "registered": [("file", who, LATER), ("forward", self.cara, LATER), ("register", self.pia, LATER)],
            "returned": [("file", who, LATER), ("return", self.cara, LATER)],
            "rejected": [("file", who, LATER), ("reject", self.cara, LATER)],
            "appealed": [("file", who, LATER), ("reject", self.cara, LATER), ("appeal", who, LATER)],
            "dismissed": [
                ("file", who, LATER),
                ("reject", self.cara, LATER),
                ("appeal", who, LATER),
                ("uphold", self.pia, LATER),
            ],
            "withdrawn": [("withdraw", who, LATER)],
        }
        for act, actor, on in road + ends[state]:
            self.move(project, act, actor, on=on)
        return project

    def report_at(self, state: str, project: str = "", **more: Any) -> str:
        """A report that has come to a state, under a registered project."""
        report = self.report(project or self.project_at("registered"), **more)
        for act, who in WAYS[state]:
            self.deed(report, act, getattr(self, who))
        return report

    def deed(self, report: str, act: str, who: Actor) -> None:
        """A step of a road: a move, or the papers it needs."""
        if act == "papers":
            for kind in ("monitoring_report", "inventory_table"):
                self.document(report, kind, on=LATER)
        elif act == "adopt":
            if not gazette_has(report):
                self.adopt(report)
        else:
            self.move(report, act, who)


def approved() -> tuple[Cast, str]:
    """The cast, and a report that has come all the way to its approval."""
    cast = Cast()
    return cast, cast.report_at("approved")


def gazette_has(report: str) -> bool:
    """Whether the values of a report are adopted."""
    from tanpuhui.apps.gazette.queries import adopted

    return adopted(assurance.pinned(report).hashes.values, LATER) is not None


def _hash(report: str) -> str:
    try:
        return assurance.pinned(report).hashes.all
    except Refusal:
        return "0" * 64


Way = list[tuple[str, str]]
_SUBMITTED: Way = [("papers", "ann"), ("engage", "ann"), ("submit", "ann")]
_VERIFIED: Way = [*_SUBMITTED, ("record_visit", "vic"), ("attach_report", "vic"), ("sign", "vic")]
_CITY: Way = [*_VERIFIED, ("file", "ann")]
_PREAPPROVED: Way = [*_CITY, ("preapprove", "cara")]
_APPROVED: Way = [*_PREAPPROVED, ("adopt", "gus"), ("approve", "pia")]
WAYS: dict[str, Way] = {
    "draft": [], "submitted": _SUBMITTED, "verified": _VERIFIED, "with_city": _CITY, "preapproved": _PREAPPROVED,
    "approved": _APPROVED, "returned": [*_CITY, ("return", "cara")], "rejected": [*_CITY, ("reject", "cara")],
    "appealed": [*_CITY, ("reject", "cara"), ("appeal", "ann")], "withdrawn": [*_CITY, ("withdraw", "ann")],
    "dismissed": [*_CITY, ("reject", "cara"), ("appeal", "ann"), ("uphold", "pia")], "issued": [*_APPROVED, ("issue", "rita")],
}  # fmt: skip
"""How a report comes to a state; `self_declared` needs an edition that waives the verifier."""


def state_of(case: str) -> str:
    """Where a project or report stands."""
    return (queries.report(case) if case.startswith("REP-") else queries.project(case)).state


def code_of(deed: Callable[..., object], *arguments: Any, **more: Any) -> str:
    """The code of the refusal that a deed meets, or "" if it meets none."""
    try:
        deed(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""


PROJECT_STATES = tuple(state.code for state in PROJECT.states)
REPORT_STATES = tuple(state.code for state in REPORT.states if state.code != "self_declared")
