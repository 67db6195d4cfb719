"""A copy of a register that may only be read is verified, looked at and backed up, and never written."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import SAMPLE, Told, ask, finish, process, run, series
from tests.support import databases, stories
from tests.support.databases import Database

LOOKS = (
    ("ledger", "verify"), ("stats",), ("ledger", "statement", "us-ca-cop:held"), ("ledger", "balance", "us-ca-cop:held"),
    ("ledger", "accounts"), ("ledger", "search", "5"), ("jobs", "list"),
)  # fmt: skip
WRITES = (
    ("import", "carb", SAMPLE), ("jobs", "resume", "1"), ("migrate",),
    ("init", "--operator", "OTHER", "--name-zh", "甲", "--name-en", "A"),
)  # fmt: skip
DROP, OVERRIDE, READ_SEARCH = 24, 1, 2
"""`prctl`'s number for giving a capability up, and those by which root passes over the modes of files."""


on_a_file = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


def obey_modes() -> None:
    """Give up root's right to pass over modes. Called in the child, before the command begins."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        assert libc.prctl(DROP, OVERRIDE) == libc.prctl(DROP, READ_SEARCH) == 0


def bound(database: Database, *commands: tuple[object, ...]) -> list[Told]:
    """The answers of commands in a process for which modes count."""
    return series(database.environment, *commands, before=obey_modes)


@pytest.fixture
def copy(imported: Database, tmp_path: Path) -> Iterator[Database]:
    """A copy of a SQLite register, file and folder without the permission to write."""
    home = tmp_path / "copy # 1?"
    home.mkdir()
    shutil.copyfile(imported.home / "register.sqlite3", home / "register.sqlite3")
    (home / "register.sqlite3").chmod(0o400)
    home.chmod(0o500)
    yield replace(imported, home=home)
    home.chmod(0o700)


@on_a_file
def test_a_copy_without_permission_to_write_answers_as_the_register_does(copy: Database) -> None:
    for command, told in zip(LOOKS, bound(copy, *LOOKS), strict=True):
        assert (told.code, told.err) == (0, ""), (command, told.out, told.err)
        assert told.json == ask(*command) or command == ("jobs", "list")
    assert [path.name for path in copy.home.iterdir()] == ["register.sqlite3"]


@on_a_file
def test_such_a_copy_is_backed_up_and_the_backup_is_whole(copy: Database, tmp_path: Path) -> None:
    (told,) = bound(copy, ("backup", tmp_path / "copy.backup"))
    assert told.code == 0, told.out + told.err
    with stories.used(databases.copy("sqlite")):
        assert ask("restore", tmp_path / "copy.backup")["rows"] == told.json["rows"]


@on_a_file
def test_what_would_write_to_such_a_copy_is_refused(copy: Database) -> None:
    for command, told in zip(WRITES, bound(copy, *WRITES), strict=True):
        assert (told.code, told.err) == (1, ""), (command, told.out, told.err)
        assert told.error in ("register_read_only", "home_unusable", "register_is_another", "job_over")
    assert [path.name for path in copy.home.iterdir()] == ["register.sqlite3"]


@on_a_file
def test_a_log_that_was_left_beside_a_copy_is_read_too(copy: Database) -> None:
    import sqlite3

    copy.home.chmod(0o700)
    file = copy.home / "register.sqlite3"
    file.chmod(0o600)
    writer = sqlite3.connect(file)
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("UPDATE jobs_job SET done = 42")
    writer.commit()
    copy.home.chmod(0o500)
    try:
        stats, jobs = bound(copy, ("stats",), ("jobs", "list"))
        assert stats.json == ask("stats")
        assert [job["done"] for job in jobs.json["jobs"]] == [42]
    finally:
        writer.close()


def test_a_register_may_be_opened_only_to_be_read_on_both_databases(imported: Database, tmp_path: Path) -> None:
    commands = (*LOOKS, ("backup", tmp_path / "b"))
    for command, told in zip(
        commands, series(imported.environment | {"TANPUHUI_READ_ONLY": "1"}, *commands), strict=True
    ):
        assert (told.code, told.err) == (0, ""), (command, told.out, told.err)
    before: Any = ask("stats")
    told = finish(process(imported, "import", "carb", SAMPLE, TANPUHUI_READ_ONLY="1"))
    assert (told.code, told.out) == (1, "")
    assert "register_read_only" in told.err
    assert ask("stats") == before
    assert run("ledger", "verify").code == 0
