"""Methodologies on the command line: what there is, a calculation on anybody's tables, a folder of one's own."""

import csv
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from tanpuhui.core.text import LANGS, Lang
from tanpuhui.quantification import catalogue, methodology_named
from tests.cli.shell import ask, run

FORESTRY = methodology_named("forestry_2020")
INVENTORY = FORESTRY.folder / "examples/zhankeng_inventory.csv"
YEARS = ("--period", "2015-01-01", "2019-12-31", "--on", "2021-06-01", "--profile", "demo")
GRAMS = 3_046_800_050


def test_a_table_is_calculated_and_the_sheet_is_told_in_every_form() -> None:
    told = ask("quantify", "forestry", INVENTORY, *YEARS)
    assert (told["calculated"], told["result"]["grams"], told["result"]["status"]) == (True, GRAMS, "illustrative")
    assert {step["symbol"] for step in told["steps"]} >= {"B_1", "ER_j", "ER"}
    forms = {"--trace": "← forestry_2020.", "--markdown": "$\\mathrm{ER}", "--html": "<math "}
    for option, said in forms.items():
        assert said in run("quantify", "forestry", INVENTORY, *YEARS, option).out
    said = run("quantify", "forestry", INVENTORY, *YEARS).out
    for wanted in ("3046.800050 tCO2e", "Σ ER_j", "(S20)", "leakage: none"):
        assert wanted in said


def test_a_workbook_and_a_parquet_file_give_the_same(tmp_path: Path) -> None:
    lines = list(csv.reader(line for line in INVENTORY.read_text("utf-8").splitlines() if not line.startswith("#")))
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(tmp_path / "inventory.xlsx")
    pq.write_table(
        pa.Table.from_arrays(list(zip(*lines[1:], strict=True)), names=lines[0]), tmp_path / "inventory.parquet"
    )
    for file in ("inventory.xlsx", "inventory.parquet"):
        assert ask("quantify", "forestry", tmp_path / file, *YEARS)["result"]["grams"] == GRAMS


def test_the_same_in_columns_gives_the_same_grams(tmp_path: Path) -> None:
    rows = tmp_path / "rows.parquet"
    told = ask("quantify", "forestry", INVENTORY, *YEARS, "--columns", "--rows-to", rows)
    assert told["grams"] == GRAMS
    assert rows.stat().st_size
    again = run("quantify", "forestry", INVENTORY, *YEARS, "--columns", "--rows-to", rows, "--json")
    assert again.error == "list_file_there"
    book = tmp_path / "book.xlsx"
    assert run("methodology", "template", "pv_2017", "--out", book).code == 0
    assert run("quantify", "pv_2017", book, *YEARS, "--columns", "--json").error == "input_is_workbook"


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_cell_is_told_where_it_stands_and_nothing_is_calculated(tmp_path: Path, lang: Lang) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(INVENTORY.read_text("utf-8").replace(",collective,", ",mine,", 1), "utf-8")
    told = run("quantify", "forestry", f"parcels={bad}", *YEARS, lang=lang)
    assert told.code == 1
    assert {"zh": "不在可选项中", "en": "is none of the choices"}[lang] in told.out
    (fault,) = run("quantify", "forestry", bad, *YEARS, "--json").json["tables"][0]["faults"]
    assert (fault["code"], fault["column"], fault["given"]) == ("input_not_a_choice", "tenure", "mine")
    assert fault["cell"].startswith("C")


def test_a_table_that_is_missing_and_a_setting_that_is_none_are_told() -> None:
    told = run("quantify", "pv_2017", f"systems={INVENTORY}", *YEARS, "--json")
    assert (told.code, len(told.json["missing"])) == (1, 1)
    assert run("quantify", "forestry", INVENTORY, *YEARS, "--option", "a=b", "--json").error == "unknown_option"
    assert run("quantify", "forestry", "none.csv", *YEARS, "--json").error == "input_file_unreadable"


def test_a_verifiers_own_table_is_compared_step_by_step(tmp_path: Path) -> None:
    kept, own = tmp_path / "kept.json", tmp_path / "own.csv"
    kept.write_text(run("quantify", "forestry", INVENTORY, *YEARS, "--json").out, "utf-8")
    assert ask("quantify", "forestry", INVENTORY, *YEARS, "--compare", kept) == {"same": True, "differences": []}
    own.write_text(INVENTORY.read_text("utf-8").replace(",105.9,", ",105.91,", 1), "utf-8")
    for other in (own, kept):
        told = run("quantify", "forestry", own if other is kept else INVENTORY, *YEARS, "--compare", other, "--json")
        assert (told.code, told.json["same"]) == (1, False)
        about = [each["about"] for each in told.json["differences"]]
        assert about[0] == "parcels ZK-01 volume_2"
        assert {"B_2 ZK-01 =", "ER =", "grams"} <= set(about)
    assert "ZK-01 volume_2" in run("quantify", "forestry", own, *YEARS, "--compare", kept).out
    kept.write_text("{}", "utf-8")
    assert run("quantify", "forestry", own, *YEARS, "--compare", kept, "--json").error == "record_not_understood"


def test_the_catalogue_is_listed_and_each_shows_formulas_tables_and_values_with_what_is_not_known() -> None:
    assert [each["code"] for each in ask("methodology", "list")["methodologies"]] == list(catalogue())
    told = ask("methodology", "show", "forestry")
    steps = {step["symbol"]: step for each in told["formulas"] for step in each["steps"]}
    assert steps["dC_j"]["latex"] == r"\left(B_{2} - B_{1}\right) \times \mathrm{CF} \times \frac{44}{12}"
    assert told["values"]["forestry_2020.benchmark_commodity"] == []
    said = run("methodology", "show", "forestry", "--latex", lang="zh").out
    assert r"\frac{44}{12}" in said
    assert "未知" in said


def test_a_template_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "pv.xlsx"
    assert ask("methodology", "template", "pv_2017", "--out", file)["file"] == str(file)
    assert load_workbook(file).sheetnames[:2] == list(methodology_named("pv_2017").tables)
    assert run("methodology", "template", "pv_2017", "--out", file, "--json").error == "list_file_there"


def test_what_changed_is_printed_between_editions_days_and_with_examples() -> None:
    assert run("methodology", "compare", "pv_2017", "sh_pv_2024", "--json").json["same"] is False
    assert (
        run("methodology", "compare", "forestry", "--days", "2020-01-01", "2021-01-01", "--json").json["same"] is True
    )
    told = run("methodology", "compare", "forestry", "--examples", "--json")
    assert (told.code, {each["kind"] for each in told.json["differences"]}) == (1, {"value"})
    assert run("methodology", "compare", "forestry", "--json").error == "compare_with_what"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another distribution with one methodology, made by `methodology new`, as installed: `mine_2025` in `their_methods`."""
    place, told = tmp_path / "their_methods", tmp_path / "their_methods-1.dist-info"
    for folder in (place, told):
        folder.mkdir()
    (place / "__init__.py").write_text("")
    assert ask("methodology", "new", "mine_2025", "--into", place)["folder"] == str(place / "mine_2025")
    (told / "entry_points.txt").write_text("[tanpuhui.methodologies]\nmine_2025 = their_methods.mine_2025\n")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: their-methods\nVersion: 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield place / "mine_2025"
    for name in [name for name in sys.modules if name.startswith("their_methods")]:
        del sys.modules[name]


def test_a_new_folder_has_cases_that_pass_and_is_never_written_over(tmp_path: Path) -> None:
    folder = ask("methodology", "new", "heat_recovery_2025", "--into", tmp_path)["folder"]
    cases = ask("methodology", "check", folder)["cases"]
    assert len(cases) >= 5
    assert not any(cases.values())
    case = Path(folder) / "cases/worked_examples.yaml"
    case.write_text(case.read_text("utf-8").replace("5000000", "5000001"), "utf-8")
    assert run("methodology", "check", folder).code == 1
    errors = {
        name: run("methodology", "new", name, "--into", tmp_path, "--json").error
        for name in ("heat_recovery_2025", "Bad")
    }
    assert list(errors.values()) == ["methodology_folder_there", "methodology_name_malformed"]
    assert run("methodology", "check", tmp_path, "--json").error == "methodology_folder_missing"
    assert run("methodology", "new", "b_2025", "--into", case, "--json").error == "methodology_folder_unwritable"


def test_a_methodology_of_another_package_is_in_catalogue_commands_and_pages(package: Path) -> None:
    (found,) = [each for each in ask("methodology", "list")["methodologies"] if each["code"] == "mine_2025"]
    assert found["origin"] == "their-methods"
    assert catalogue()["mine_2025"].folder == package
    assert not any(ask("methodology", "check", "mine_2025")["cases"].values())
    table = package.parent / "sites.csv"
    table.write_text("site,claimed,saved (MWh)\nA,no,10\n")
    told = ask("quantify", "mine-2025", table, "--period", "2024-01-01", "2024-12-31", "--profile", "demo")
    assert told["result"]["grams"] == 5_000_000
    pages = import_module("tanpuhui.interfaces.cli.methodology_pages").pages()
    assert r"\sum_{j=1}^{n} \mathrm{ER}_{j}" in pages["methodologies/mine_2025.md"]
    assert "mine_2025.md" in pages["methodologies/README.md"]
    assert json.dumps(found)
