"""One thing by its name: what it costs, and that what is taken out is the same when it is handed in again."""

import json
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.ledger.models import Retirement
from tanpuhui.apps.ledger.queries import serials
from tanpuhui.apps.projects import calculation
from tanpuhui.apps.projects.models import Calculation
from tanpuhui.interfaces.api.things import THINGS
from tests.api.world import API, Program, World, content

MOST = 40
"""Statements of one read, the token's own among them. Certificates name each series by a statement of its own."""


def test_every_thing_is_told_in_a_bounded_number_of_statements(world: World, api: Program) -> None:
    names = {
        "reference": world.checked, "serial": next(serials("V-1")).serial, "code": "V-1", "report": world.report,
        "entry": str(Retirement.objects.values_list("pk", flat=True)[0]), "number": "1",
    }  # fmt: skip
    for thing in THINGS:
        named = names | {"project": {"reference": world.project}, "problem": {"code": "no_seat"}}.get(thing.code, {})
        who = "rita" if thing.code in ("approval", "balance") else "pia"
        with CaptureQueriesContext(connection) as caught:
            said = api.get(thing.path.format(**named), who)
        assert said.status_code == 200, (thing.code, said.content[:300])
        assert len(caught) <= MOST, (thing.code, len(caught))
        told = json.loads(said.content)
        assert {"read_at", "journal"} <= told.keys()
        assert said["Cache-Control"] == ("no-cache" if thing.public else "private, no-store")


def test_an_input_table_taken_from_a_case_and_handed_in_again_gives_the_same_inputs(world: World, api: Program) -> None:
    papers = json.loads(api.get(f"reports/{world.checked}", "ann").content)["documents"]
    (table,) = (paper for paper in papers if paper["kind"] == "inventory_table")
    rows = content(api.get(f"evidence/{table['evidence']}", "ann"))
    sent = {"file": SimpleUploadedFile("again.csv", rows, "text/csv")}
    filed = api.client.post(f"{API}evidence", sent, headers=api.head("ann", **{"idempotency-key": "again"}))
    kept = Calculation.objects.get(report__reference=world.checked)
    inputs = replace(calculation.inputs_of(kept), tables={table["name"]: json.loads(filed.content)["sha256"]})
    assert calculation.run(inputs).hashes.inputs == kept.inputs_hash


def test_the_public_is_told_steps_and_reasons_of_authorities_but_not_what_parties_wrote(
    world: World, api: Program
) -> None:
    cast = world.cast
    returned = cast.project_at("returned")
    public, side = (json.loads(api.get(f"projects/{returned}", who).content) for who in ("", "ann"))
    assert [step["act"] for step in public["history"]] == ["disclose", "file", "return"]
    assert public["history"][-1]["reason"] == side["history"][-1]["reason"] != ""
    assert len(side["history"]) > len(public["history"])
    assert public["moves"] == []
    assert "file" in {move["act"] for move in side["moves"]}
