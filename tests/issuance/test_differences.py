"""One cell, one value or one line of the formula changed after the province's approval: nothing is issued, and it is named."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tanpuhui.apps.issuance.models import Issuance, IssuedVintage
from tanpuhui.apps.projects import dossiers, queries
from tanpuhui.apps.projects.models import Calculation
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.refusals import Refusal
from tests.issuance.plugged import forget, plugged, rewrite
from tests.issuance.stage import Stage, held
from tests.projects.cast import Cast, inventory, state_of
from tests.support.databases import Database
from tests.support.unguarded import unguarded

NAME = "woodland_2020"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A methodology of a package outside the house; its folder."""
    with plugged(tmp_path, NAME) as place:
        yield place


def approved_here(cast: Cast) -> str:
    """A report under that methodology, which the province has approved."""
    cast.accredit("BODY", scope=[NAME])
    return cast.report_at("approved", cast.project_at("registered", methodology=NAME))


def refused(stage: Stage, report: str) -> Refusal:
    """The refusal that issuing meets; nothing at all may be stored by it."""
    result = queries.approved(report).hashes.all
    before = Journal.objects.count()
    with pytest.raises(Refusal) as no:
        stage.issue(report, result=result)
    assert (Journal.objects.count(), state_of(report)) == (before + 2, "approved")  # asked for and allowed: no more
    assert (held("V-1"), Issuance.objects.count(), IssuedVintage.objects.count()) == (0, 0, 0)
    return no.value


def differences(no: Refusal) -> tuple[str, str]:
    """What the refusal names, in both languages."""
    assert no.code == "calculation_differs"
    return no.says.zh, no.says.en


def tampered(report: str, **columns: object) -> Calculation:
    """The stored run of a report, altered by somebody who has the keys to the database."""
    unguarded()
    row = queries.find(report)[1]
    assert row is not None
    kept = dossiers.pinned(row)
    assert kept is not None
    Calculation.objects.filter(pk=kept.pk).update(**columns)
    return kept


def of_inventory(cast: Cast, change: Callable[[bytes], bytes]) -> str:
    """Another inventory, filed as evidence."""
    return file_evidence(
        content=io.BytesIO(change(inventory())), name="parcels.csv", media_type="text/csv", **cast.write(cast.ann)
    )  # fmt: skip


def test_one_cell_of_the_inventory_is_named(approved: tuple[Stage, str]) -> None:
    stage, report = approved
    other = of_inventory(stage.cast, lambda content: content.replace(b",80,", b",80.001,"))
    tampered(report, tables={"parcels": other})
    zh, en = differences(refused(stage, report))
    assert "输入 parcels P1 volume_2：此前为 80，现在为 80.001" in zh
    assert "input parcels P1 volume_2: was 80, is 80.001" in en


def test_one_cell_of_the_stored_run_is_named(approved: tuple[Stage, str]) -> None:
    stage, report = approved
    kept = tampered(report)
    record = json.loads(kept.record)
    record["inputs"]["parcels"]["P1"]["area"] = "101"
    Calculation.objects.filter(pk=kept.pk).update(record=json.dumps(record))
    assert "input parcels P1 area: was 101, is 100" in differences(refused(stage, report))[1]


@pytest.mark.parametrize(
    "column", ["grams", "vintages", "inputs_hash", "values_hash", "formula_hash", "result_hash", "status"]
)
def test_a_stored_figure_that_the_run_does_not_give_is_refused_by_name(
    approved: tuple[Stage, str], column: str
) -> None:
    stage, report = approved
    kept = tampered(report)
    others: dict[str, object] = {"grams": kept.grams + 1, "vintages": {"2022": kept.grams + 1}, "status": "official"}
    Calculation.objects.filter(pk=kept.pk).update(**{column: others.get(column, "0" * 64)})
    assert f"result {column}: was " in differences(refused(stage, report))[1]


def test_bytes_that_are_no_longer_the_ones_filed_are_refused(approved: tuple[Stage, str], db: Database) -> None:
    stage, report = approved
    (sha256,) = queries.approved(report).inventory.values()
    (path,) = list((db.home / "evidence").rglob(sha256))
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content.replace(b",80,", b",81,"))
    assert refused(stage, report).code == "evidence_damaged"


def test_one_value_is_named(stage: Stage, folder: Path) -> None:
    report = approved_here(stage.cast)
    rewrite(folder / "values/benchmark_public.yaml", lambda text: text.replace("value: 3.32", "value: 3.31"))
    zh, en = differences(refused(stage, report))
    assert f"value {NAME}.benchmark_public: was 3.32 tCO2e/ha/year" in en
    assert "is 3.31 tCO2e/ha/year" in en
    assert f"参数 {NAME}.benchmark_public" in zh
    assert "input" not in en.partition("value ")[0]


def test_a_value_of_the_same_number_from_another_place_is_named(stage: Stage, folder: Path) -> None:
    report = approved_here(stage.cast)
    rewrite(folder / "values/benchmark_public.yaml", lambda text: text.replace("§ 3.2", "§ 3.3"))
    assert f"value {NAME}.benchmark_public: was 3.32" in differences(refused(stage, report))[1]


@pytest.mark.parametrize("new_process", [True, False])
def test_one_line_of_the_formula_is_named(stage: Stage, folder: Path, new_process: bool) -> None:
    report = approved_here(stage.cast)
    file = folder / "calculation.py"
    rewrite(file, lambda text: text.replace("ratio(44, 12,", "ratio(45, 12,"))
    if new_process:
        forget(folder.parent.name)
    zh, en = differences(refused(stage, report))
    number = 1 + next(i for i, line in enumerate(file.read_text().splitlines()) if "ratio(45, 12" in line)
    assert f"line of the formula calculation.py:{number}: was " in en
    assert "ratio(44, 12," in en
    assert "ratio(45, 12," in en
    assert f"公式文本 calculation.py:{number}" in zh


def test_a_comment_of_the_formula_is_a_line_of_it(stage: Stage, folder: Path) -> None:
    report = approved_here(stage.cast)
    rewrite(folder / "calculation.py", lambda text: text + "# nothing\n")
    assert "was (none), is # nothing" in differences(refused(stage, report))[1]


def test_what_is_as_it_was_approved_is_issued(stage: Stage, folder: Path) -> None:
    report = approved_here(stage.cast)
    forget(folder.parent.name)
    stage.issue(report)
    assert held("V-1") > 0
