"""A register is set up, examined, carried away and back."""

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.cli.shell import OPERATOR, SAMPLE, ask, finish, process, run
from tests.support import databases, stories
from tests.support.databases import Database


def test_init_makes_what_is_missing_and_nothing_twice(fresh_db: Database) -> None:
    first = ask("init", *OPERATOR)
    key = fresh_db.home / "secret_key"
    written = key.read_text()
    second = ask("init", *OPERATOR)
    assert (first["established"], second["established"]) == (True, False)
    assert str(key) in first["made"]
    assert second["made"] == []
    assert key.read_text() == written
    assert len(written.strip()) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_the_first_administrator_is_let_in_once(fresh_db: Database, tmp_path: Path) -> None:
    from tanpuhui.apps.parties import queries

    paper = tmp_path / "identity.pdf"
    paper.write_bytes(b"%PDF-1.7 seen")
    ask("init", *OPERATOR, "--on", "2024-05-06")
    first = ("administrator", "ada", "Ada Lin", "--document", paper, "--number", "X1234567", "--on", "2024-05-06")
    told = ask(*first)
    assert told["link"].startswith("/en/account/welcome/")
    user = queries.user(login="ada")
    by = queries.actor(user=user.id, organisation=queries.organisation(code="GDEE").id, on=date(2024, 5, 6))
    assert by.identified
    assert by.may("parties:admit")
    assert run(*first, "--json").error == "administrator_there"


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (("--operator", "OTHER"), "GDEE"),
        (("--jurisdiction", "BJ"), "GD"),
        (("--demonstration",), "real"),
    ],
)
def test_another_register_in_its_place_is_refused(register: Database, other: tuple[str, ...], what: str) -> None:
    told = run("init", *OPERATOR, *other, "--json")
    assert (told.code, told.error) == (1, "register_is_another")
    assert what in str(told.json["error"]["facts"]["there"])


def test_a_jurisdiction_that_no_serial_can_bear_is_refused(fresh_db: Database) -> None:
    assert run("init", *OPERATOR, "--jurisdiction", "Guang-dong", "--json").error == "malformed_segment"
    assert run("stats", "--json").error == "register_not_there"


def test_doctor_is_content_with_a_new_register_and_names_what_is_wrong(register: Database) -> None:
    register.home.chmod(0o700)
    assert ask("doctor")["sound"]
    assert ask("doctor", "--deep")["sound"]
    register.home.chmod(0o755)
    told = run("doctor", "--json")
    assert told.code == 1
    assert "home_open_to_others" in {f["code"] for f in told.json["findings"]}
    assert "chmod 700" in run("doctor", lang="zh").out


def test_doctor_names_what_is_missing_and_makes_nothing(fresh_db: Database, tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    told = finish(process(fresh_db, "doctor", "--json", TANPUHUI_HOME=str(home)))
    assert (told.code, [f["code"] for f in told.json["findings"]]) == (1, ["home_missing"])
    assert not home.exists()
    told = run("doctor", "--json")
    assert told.code == 1
    assert "register_absent" in {f["code"] for f in told.json["findings"]}


@pytest.mark.usefixtures("imported")
def test_backup_and_restore_bring_the_same_register_back(vendor: str, tmp_path: Path) -> None:
    stats, accounts = ask("stats"), ask("ledger", "accounts")
    file = tmp_path / "register.backup"
    saved = ask("backup", file)
    assert run("backup", file, "--json").error == "backup_exists"
    with stories.used(databases.copy(vendor)):
        restored = ask("restore", file)
        assert restored["rows"] == saved["rows"] > 0
        assert (ask("stats"), ask("ledger", "accounts")) == (stats, accounts)
        assert ask("ledger", "verify")["sound"]
        assert ask("import", "carb", SAMPLE)["posted"] == 0
        assert run("restore", file, "--json").error == "restore_not_empty"


def test_migrate_may_be_repeated(fresh_db: Database) -> None:
    assert ask("migrate")["migrated"]
    assert ask("migrate")["migrated"]


def test_a_database_that_is_behind_is_refused_with_the_cure(fresh_db: Database) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ledger_register")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    told = run("ledger", "verify", "--json")
    assert (told.code, told.error) == (1, "database_not_migrated")


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_database_that_is_not_there_is_refused_not_crashed_on(fresh_db: Database) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    told = finish(process(fresh_db, "ledger", "verify", "--json", DATABASE_URL=nowhere))
    assert (told.code, told.error, told.err) == (1, "database_unreachable", "")


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_home_that_cannot_be_made_is_refused(fresh_db: Database) -> None:
    told = finish(process(fresh_db, "init", *OPERATOR, "--json", TANPUHUI_HOME="/dev/null/nowhere"))
    assert (told.code, told.error) == (1, "home_unusable")


def test_help_costs_no_django() -> None:
    code = "import sys, tanpuhui.interfaces.cli.app; print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def modes(folder: Path) -> dict[str, int]:
    """The mode of everything in a folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_nobody_else_may_read_the_register_whatever_the_umask(tmp_path: Path, fresh_db: Database) -> None:
    home = tmp_path / "deep" / "home"
    before = os.umask(0o000)
    try:
        child = process(fresh_db, "init", *OPERATOR, "--json", TANPUHUI_HOME=str(home))
    finally:
        os.umask(before)
    told = finish(child)
    assert (told.code, told.json["established"]) == (0, True), told.err
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    found = modes(home)
    assert found.pop("exports") == 0o700
    assert set(found.values()) == {0o600}
    assert ("register.sqlite3" in found) is (fresh_db.vendor == "sqlite")


def test_what_sqlite_lays_beside_the_register_is_as_private(register: Database) -> None:
    if register.vendor != "sqlite":
        return
    file = register.home / "register.sqlite3"
    file.chmod(0o600)
    for beside in register.home.glob("register.sqlite3-*"):
        beside.unlink()
    assert ask("import", "carb", SAMPLE)["posted"]
    assert {mode for name, mode in modes(register.home).items() if name.startswith("register")} == {0o600}


FAILS = (
    (("init", *OPERATOR, "--jurisdiction", "Guang-dong"), "malformed_segment"),
    (("restore", "bad.backup"), "backup_damaged"),
    (("restore", "none"), "backup_not_readable"),
)


@pytest.mark.parametrize("place", ["deep/er/home", "home"])
@pytest.mark.parametrize(("command", "code"), FAILS)
def test_what_fails_to_be_set_up_leaves_what_was_there_and_nothing_else(
    fresh_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, command: tuple[str, ...], code: str
) -> None:
    """In a database that is there already: to make one costs seconds, and is tried below."""
    monkeypatch.chdir(tmp_path)
    Path("bad.backup").write_bytes(b"no backup")
    if place == "home":
        Path(place).mkdir()
        Path(place, "mine.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr("tanpuhui.interfaces.cli.opening.home", lambda: tmp_path / place)
    assert run(*command, "--json").error == code
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_file_that_was_made_for_nothing_is_gone_again(fresh_db: Database, tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    told = finish(process(fresh_db, "restore", tmp_path / "none", "--json", TANPUHUI_HOME=str(home)))
    assert (told.code, told.error) == (1, "backup_not_readable"), told.err
    assert not list(tmp_path.iterdir())


def test_a_failure_beside_an_established_register_takes_nothing_away(register: Database, tmp_path: Path) -> None:
    before = {path.name for path in register.home.iterdir() if not path.name.startswith("register.sqlite3-")}
    for command in (("init", *OPERATOR, "--jurisdiction", "BJ"), ("restore", tmp_path / "none")):
        assert run(*command, "--json").code == 1
    assert before <= {path.name for path in register.home.iterdir()}
    assert ask("ledger", "verify")["sound"]
