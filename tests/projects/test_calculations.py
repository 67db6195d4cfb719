"""Large tables are calculated in the background: once for each key, on what the own house filed, equal to the run at once."""

import csv
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tanpuhui.apps.jobs import dispatch, operations
from tanpuhui.apps.records.evidence import open_evidence
from tanpuhui.core.refusals import Refusal
from tanpuhui.interfaces.deeds.catalogue import deed
from tanpuhui.interfaces.deeds.deed import Given
from tanpuhui.quantification import methodology_named
from tests.projects.cast import FORESTRY, Cast
from tests.projects.days import LATER, NOON
from tests.support.databases import Database

INVENTORY = Path(methodology_named(FORESTRY).folder, "examples", "zhankeng_inventory.csv")
GRAMS = 3_046_800_050


@pytest.fixture
def stage(db: Database) -> Cast:
    """Everybody of a case, in an open demonstration."""
    from tests.issuance.stage import Stage

    return Stage().cast


def ask(cast: Cast, table: str, key: str = "once", by: Any = None, **more: Any) -> int:
    doing = deed("begin_calculation")
    said = {
        "methodology": FORESTRY, "period": {"first": "2015-01-01", "last": "2019-12-31"},
        "tables": [{"name": "parcels", "table": table}],
    }  # fmt: skip
    return int(str(doing.do(doing.read(said | more), Given(by or cast.ann, LATER, NOON, key))["job"]))


def run(job: int) -> Any:
    return dispatch.foreground(job, clock=lambda: NOON)


def test_a_large_table_comes_to_what_the_run_at_once_gives_and_its_result_is_filed(stage: Cast) -> None:
    table = stage.file(INVENTORY.read_bytes(), "parcels.csv", "text/csv")
    job = ask(stage, table)
    assert ask(stage, table) == job

    done = run(job)
    assert (done.state, done.result["grams"], done.result["status"]) == ("done", GRAMS, "illustrative"), done
    with open_evidence(done.result["sheet"]) as sheet:
        told = json.loads(sheet.read())
    assert sum(told["vintages"].values()) == GRAMS
    assert told["steps"][-1]["symbol"] == "ER"
    with open_evidence(done.result["rows"]) as rows:
        assert rows.read().startswith(b"PAR1")


def test_what_is_wrong_in_a_large_table_fails_the_job_with_its_cell(stage: Cast) -> None:
    text = INVENTORY.read_text("utf-8").replace("masson_pine", "pine", 1)
    failed = run(ask(stage, stage.file(text.encode(), "parcels.csv", "text/csv")))
    assert (failed.state, failed.failure) == ("failed", "inputs_have_errors")
    assert "species_group" in failed.message.en


def test_nothing_begins_on_what_another_house_filed_or_on_other_tables(stage: Cast) -> None:
    table = stage.file(INVENTORY.read_bytes(), "parcels.csv", "text/csv")
    for code, more in (
        ("evidence_not_found", {"by": stage.vera}),
        ("unknown_input_table", {"tables": []}),
        ("unknown_option", {"options": {"biomass": "guessed"}}),
        ("unknown_plugin", {"methodology": "nothing_2020"}),
    ):
        with pytest.raises(Refusal) as no:
            ask(stage, table, code, **more)
        assert no.value.code == code


def test_an_inventory_may_be_a_workbook_and_gives_the_same_inputs(stage: Cast) -> None:
    from openpyxl import Workbook

    from tanpuhui.apps.projects import calculation
    from tanpuhui.core.days import Period

    book, made = Workbook(), BytesIO()
    for line in csv.reader(INVENTORY.read_text("utf-8").splitlines()):
        book.worksheets[0].append(line)
    book.save(made)
    filed = (
        stage.file(INVENTORY.read_bytes(), "parcels.csv", "text/csv"),
        stage.file(made.getvalue(), "parcels.xlsx"),
    )
    period = Period.parse("2015-01-01", "2019-12-31")
    asked = [calculation.Inputs(FORESTRY, period, LATER, {}, "demo", {"parcels": each}) for each in filed]
    one, other = (calculation.run(each).hashes for each in asked)
    assert one == other


def test_only_who_may_begin_one_stops_it_and_only_in_the_own_house(stage: Cast) -> None:
    job = ask(stage, stage.file(INVENTORY.read_bytes(), "parcels.csv", "text/csv"))
    with pytest.raises(Refusal):
        operations.request_stop(by=stage.vera, job=job)
    assert operations.request_stop(by=stage.ann, job=job) == "stopped"


def test_its_page_shows_the_result_to_its_own_house_only(stage: Cast) -> None:
    from tests.web.playing import Player

    ann, vera = Player("ann", day=LATER.isoformat()), Player("vera", day=LATER.isoformat())
    job = ask(stage, stage.file(INVENTORY.read_bytes(), "parcels.csv", "text/csv"))
    assert "queued" in ann.text(f"desk/calculations/{job}")
    run(job)
    assert "3,046.800050" in ann.text(f"desk/calculations/{job}")
    assert f"Calculation {job}" in ann.text("desk/calculations")
    assert b"<code>job_not_found</code>" in vera.get(f"desk/calculations/{job}").content
    assert f"Calculation {job}" not in vera.text("desk/calculations")
