"""Lists as files: what was exported is equal to the register, and a row that somebody changed is named."""

from pathlib import Path

from tests.cli.shell import run
from tests.support.databases import Database


def test_an_exported_list_is_equal_to_the_register_and_is_never_written_over(
    register: Database, tmp_path: Path
) -> None:
    file = tmp_path / "glossary.csv"
    told = run("export", "glossary", "--out", file, "--json")
    assert (told.code, told.json["list"]) == (0, "glossary"), told.err
    before = file.read_bytes()
    assert run("export", "glossary", "--out", file, "--json").error == "list_file_there"
    assert file.read_bytes() == before
    held = run("import", "list", file, "--json")
    assert (held.code, held.json["equal"], held.json["more"], held.json["fewer"]) == (0, True, [], [])
    assert held.json["rows"] >= 50


def test_a_row_that_was_changed_in_the_file_is_named_as_it_is_there_and_as_it_is_here(
    register: Database, tmp_path: Path
) -> None:
    file = tmp_path / "glossary.csv"
    assert run("export", "glossary", "--out", file).code == 0
    text = file.read_bytes()
    assert text.count("注销".encode()) > 0
    file.write_bytes(text.replace("注销".encode(), "作废".encode(), 1))
    held = run("import", "list", file, "--json")
    assert (held.code, held.json["equal"]) == (1, False)
    (more,), (fewer,) = held.json["more"], held.json["fewer"]
    assert more.replace("作废", "注销", 1) == fewer != more
    shown = run("import", "list", file).out
    assert f"+ {more}" in shown
    assert f"- {fewer}" in shown
