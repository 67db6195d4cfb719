"""A demonstration with something in every room, tokens for its people, and a program that calls the API in process."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.test import Client

from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.ledger import accounts, queries
from tanpuhui.apps.ledger import operations as ledger
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import operations as projects
from tanpuhui.apps.projects.operations import Visit
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tests.issuance.stage import Stage
from tests.projects.cast import PAPER
from tests.projects.days import LATER
from tests.support.databases import Database

API = "/api/v1/"
ROLES = ("ann", "vmgr", "otto", "vic", "vera", "cara", "carl", "pia", "rita", "sam", "gus")
"""Applicant and manager of the village; another firm; body engaged, another; city of the project, another; the province."""


class World:
    """An issued report with a finding and a visit, a disclosed project with an objection, units used and held, a token each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.document: dict[str, Any] = {}
        self.stage = Stage()
        cast = self.cast = self.stage.cast
        self.report = cast.report_at("approved")
        self.stage.issue(self.report)
        self.project = str(self._project())
        self.vmgr = self._manager()
        self._units()
        self.open = cast.project_at("disclosed")
        projects.object_to(**cast.write(cast.otto), project=self.open, text="the boundary differs", evidence="")
        self.draft = cast.project_at("draft")
        self.mapped = cast.project_at("registered", boundary=BOUNDARY)
        copy = cast.file(BOUNDARY, "boundary.geojson", "application/geo+json")
        projects.redact(**cast.write(cast.ann, LATER), case=self.mapped, kind="boundary", evidence=copy)
        self.checked = cast.report_at("submitted", self.mapped)
        visit = Visit("sampling", Period(LATER, LATER), "here", "plots", "as told", population=4, sample=2)
        projects.record_visit(**cast.write(cast.vic, LATER), report=self.checked, visit=visit)
        projects.raise_finding(**cast.write(cast.vic, LATER), report=self.checked, kind="correction", text="=1+1")
        self._people()
        self.tokens = {login: self.token(self.actor(login)) for login in ROLES}

    def _project(self) -> str:
        from tanpuhui.apps.projects.models import Report

        return Report.objects.get(reference=self.report).project.reference

    def _manager(self) -> Actor:
        cast = self.cast
        return cast.also("vmgr", cast.somebody(), "VILLAGE", "account_manager")

    def _people(self) -> None:
        """A representative, an entrustment and a filing, of houses that no stranger of the tests belongs to."""
        cast, village = self.cast, self.cast.places["VILLAGE"]
        parties.authorise_representative(
            **cast.write(cast.system), journal=JOURNAL, user=self.vmgr.user_id, organisation=village, evidence=PAPER
        )
        cast.entrust("VILLAGE", "AGENCY")
        filer = cast.also("filer", cast.somebody(), "BODY", "methodology_filer")
        file = cast.write(replace(filer, day=LATER), LATER)
        gazette.open_filing(**file, filer=cast.places["BODY"], area="440200", title=Text("'林业, 方法学\n二", "=1"))

    def _units(self) -> None:
        series, _ = queries.series_of(next(queries.serials("V-1")).serial)
        words = Words(purpose="voluntary", beneficiary="'the village, 村\n集体", note="=1")
        for source, target, act, quantity in (("V-1", "H-1", "transfer", 20), ("V-1", "RETIRED", "retire", 7)):
            said = words if act == "retire" else Words()
            ledger.act(
                **self.cast.write(self.vmgr, LATER), act=act, items=[Item(source, target, series, quantity)], words=said
            )
        gone, why = [Item("V-1", "CANCELLED", series, 1)], Words(reason="counted twice")
        allowed = self.stage.approved("ledger_cancel", ledger.act_body(gone, why))
        ledger.act(**self.cast.write(self.cast.rita, LATER), act="cancel", items=gone, words=why, approval=allowed)
        frozen: dict[str, Any] = {"scope": "unit_type", "target": "CCER", "acts": ["retire"], "reason": "=looked into"}
        allowed = self.stage.approved("ledger_freeze", accounts.freeze_body(**frozen))
        accounts.freeze(**self.cast.write(self.cast.rita, LATER), **frozen, approval=allowed)
        held = [Item("V-1", "V-1", series, 3)]
        ledger.reserve(**self.cast.write(self.vmgr, LATER), items=held, reason="kept")

    def actor(self, login: str) -> Actor:
        """Somebody, as they may act on the day of the calls."""
        found: Actor = self.vmgr if login == "vmgr" else getattr(self.cast, login)
        return replace(found, day=LATER)

    def newest(self) -> int:
        """The newest entry of the journal."""
        return Journal.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def token(self, by: Actor, *scopes: str, on: date = LATER) -> str:
        """A token of somebody's, for all they may if no scopes are named."""
        secret = f"token of {by.user_id} {'+'.join(scopes)}"
        given = self.cast.write(by, on)
        parties.issue_token(
            **given, journal=JOURNAL, label="a test", scopes=scopes or sorted(by.permissions),
            digest=sha256(secret.encode()).hexdigest(), ends_on=on + timedelta(days=30),
        )  # fmt: skip
        return secret


def boundary() -> bytes:
    """Two parcels, one of them named, with digits that a binary fraction would lose."""
    from tests.projects.cast import square

    one, two = (json.loads(square(lon=lon)) for lon in (113.9000001, 113.95))
    named = {"type": "Feature", "properties": {"certificate": "粤林证 7", "parcel": "12"}, "geometry": one}
    bare = {"type": "Feature", "properties": {}, "geometry": two}
    return json.dumps({"type": "FeatureCollection", "features": [named, bare]}).encode()


BOUNDARY = boundary()


class Program:
    """Calls the API in process, with a token or without."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
        self.calls = 0

    def head(self, who: str, **more: str) -> dict[str, str]:
        token = {"authorization": f"Bearer {self.tokens[who]}"} if who else {}
        return {"x-legal-day": LATER.isoformat(), "x-proof": "demonstration", "accept-language": "en"} | token | more

    def get(self, path: str, who: str = "", **more: str) -> Any:
        return self.client.get(API + path, headers=self.head(who, **more))

    def post(self, path: str, body: Any, who: str = "", **more: str) -> Any:
        self.calls += 1
        head = {"idempotency-key": f"call {self.calls}"} | more
        return self.client.post(API + path, body, content_type="application/json", headers=self.head(who, **head))


def content(response: Any) -> bytes:
    """All of a response, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
