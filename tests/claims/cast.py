"""A register on stage: Alice applies for a village, Bob for a farm; Rita decides, Ivy imports lists of the CCER register."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tanpuhui.apps.claims import operations, queries
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.geojson import GUANGDONG, read_outline
from tanpuhui.apps.claims.geometry import Outline
from tanpuhui.apps.claims.identity import Key, key_of, outline_key
from tanpuhui.apps.claims.placing import Item, Manner
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties import queries as people
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text

DAY = date(2024, 1, 2)
NOON = datetime(2024, 1, 2, 4, tzinfo=UTC)
YEAR = Period.of_year(2020)
SECRET = b"the register's own"
LON, LAT = 1_135_000_000, 240_000_000
"""A corner in Guangdong, in units of 1e-7 degree."""


def days(first: str, last: str) -> Period:
    return Period.parse(first, last)


def meter(number: int | str) -> Key:
    return key_of("meter", {"utility": "CSG", "meter": str(number)}, secret=SECRET)


def batch(number: int) -> Key:
    return key_of("batch", {"operator": "CSG", "batch": str(number)})


def degrees(units: int) -> str:
    return f"{'-' * (units < 0)}{abs(units) // 10**7}.{abs(units) % 10**7:07}"


def ring(west: int, south: int, east: int, north: int) -> str:
    """A closed right-handed rectangle, in units, as GeoJSON."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return "[" + ",".join(f"[{degrees(x)},{degrees(y)}]" for x, y in corners) + "]"


def polygon(*rings: str) -> str:
    return f'{{"type":"Polygon","coordinates":[{",".join(rings)}]}}'


def box(west: int, south: int, east: int, north: int) -> Outline:
    """A rectangle at an offset from the corner, in units."""
    return read_outline(polygon(ring(LON + west, LAT + south, LON + east, LAT + north)), bounds=GUANGDONG)


def parcel(outline: Outline, period: Period = YEAR) -> Item:
    return Item(outline_key(outline.sha256), period, outline)


def actor(login: str, code: str) -> Actor:
    """Somebody for an organisation; in a child process too."""
    return people.actor(user=people.user(login=login).id, organisation=people.organisation(code=code).id, on=DAY)


class Cast:
    """Everybody, and acts with keys of their own."""

    def __init__(self) -> None:
        self._keys = count(1)
        name = Text("登记簿", "The register")
        self.system = parties.establish(on=DAY, at=NOON, journal=JOURNAL, code="REGISTER", name=name, fictional=True)
        self.alice = self._member(
            "VILLAGE", "village_collective", Text("战坑村", "Zhankeng village"), "alice", "applicant"
        )
        self.bob = self._member("FARM", "company", Text("林场", "the forest farm"), "bob", "applicant")
        self.rita = self._member("PROVINCE", "provincial_department", Text("省厅", "the province"), "rita", "registrar")
        self.ivy = self._member("OFFICE", "platform", Text("平台", "the office"), "ivy", "importer")
        self.ccer = self._member(
            "CCER", "foreign_register", Text("全国登记簿", "CCER register"), "carl", "account_viewer"
        )

    def _member(self, code: str, kind: str, name: Text, login: str, role: str) -> Actor:
        person = parties.register_person(**self.write(self.system), journal=JOURNAL, name=login.title())
        user = parties.create_user(
            **self.write(self.system), journal=JOURNAL, person=person, login=login, display_name=login.title()
        )
        parties.admit_organisation(
            **self.write(self.system), journal=JOURNAL, code=code, kind=kind, name=name, first=[(user, role)]
        )
        return actor(login, code)

    def write(self, by: Actor, key: str | None = None) -> dict[str, Any]:
        """The arguments that every operation takes, with a new key."""
        return {"by": by, "on": DAY, "at": NOON, "key": key or f"key-{next(self._keys)}"}

    def filing(self, reference: str, *items: Item, by: Actor | None = None, **manner: Any) -> Filing:
        return Filing(reference, (by or self.alice).organisation_id, items, Manner(**manner))

    def file(
        self, reference: str, *items: Item, by: Actor | None = None, key: str | None = None, **manner: Any
    ) -> Answer:
        who = by or self.alice
        return operations.file(asked=self.filing(reference, *items, by=who, **manner), **self.write(who, key))

    def confirm(self, reference: str, **more: Any) -> Answer:
        return operations.confirm(reference=reference, **self.write(self.rita), **more)

    def release(self, reference: str, by: Actor | None = None, **more: Any) -> Answer:
        return operations.release(reference=reference, reason="withdrawn", **self.write(by or self.rita), **more)

    def decide(self, case: int, outcome: str, by: Actor | None = None) -> Answer:
        return operations.decide(case=case, outcome=outcome, reason="as the map shows", **self.write(by or self.rita))


def states(reference: str, scheme: str = "cn-gd-phcer") -> list[str]:
    """The states of all claims of a reference, oldest first."""
    return [row.state for row in queries.claims_of(reference, scheme=scheme)]


def code_of(deed: Any, *arguments: Any, **more: Any) -> str:
    """The code of the refusal that a deed meets, or "" if it meets none."""
    try:
        deed(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""
