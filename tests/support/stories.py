"""Registers in which something was told: once per run and vendor, by the product's own commands, then copied."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support import databases
from tests.support.databases import Database

SAMPLE = Path(__file__).parents[2] / "src/tanpuhui/regimes/us_ca_cop/data/issuance_sample.csv"
OPERATOR = ("--operator", "GDEE", "--name-zh", "省厅", "--name-en", "Department")
COMMAND = "from tanpuhui.interfaces.cli import main; main()"
GATHER = (
    "from tanpuhui.interfaces.cli.opening import ready; ready(); "
    "from tanpuhui.interfaces.cli.demo import stage; from tanpuhui.interfaces.cli.screen import Screen; "
    "stage.gather(Screen('en', json=True))"
)
INIT = (COMMAND, "init", *OPERATOR, "--json")


def played(vendor: str) -> Database:
    """A register of your own after the whole demonstration, in a home closed to others."""
    return _told(vendor, "played", (COMMAND, "demo", "--json"))


def gathered(vendor: str) -> Database:
    """A register of your own with the people of the demonstration, of whom none has done anything yet."""
    return _told(vendor, "gathered", (GATHER,))


def established(vendor: str) -> Database:
    """A real register of your own with nothing in it."""
    return _told(vendor, "established", INIT)


def imported(vendor: str) -> Database:
    """A real register of your own into which the sample of the Californian table was imported."""
    return _told(vendor, "imported", INIT, (COMMAND, "import", "carb", str(SAMPLE), "--json"))


@contextmanager
def used(database: Database) -> Iterator[Database]:
    """The register, in use while the block lasts; then it is gone."""
    with databases.using(database):
        yield database
    databases.drop(database)


def answer(story: str, vendor: str) -> dict[str, Any]:
    """What the last command of a story that was told has answered."""
    said: dict[str, Any] = json.loads(_answer(story, vendor).read_text())
    return said


def _told(vendor: str, story: str, *programs: tuple[str, ...]) -> Database:
    """A copy of the register in which Python programs (source, then its words) have run, each in its own process."""

    def fill(database: Database) -> None:
        database.home.chmod(0o700)
        for source, *words in programs:
            command = [sys.executable, "-c", source, *words]
            done = subprocess.run(command, env=database.environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
            _answer(story, vendor).write_text(done.stdout)

    return databases.copy(vendor, story, fill)


def _answer(story: str, vendor: str) -> Path:
    return databases.run_folder() / f"{vendor}-{story}.answer"
