"""Registers with people in them: the whole demonstration, or its people alone, played once per run and vendor, then copied."""

import subprocess
import sys

from tests.support import databases
from tests.support.databases import Database

PLAYED = "import sys; sys.argv[1:] = ['demo', '--json']; from tanpuhui.interfaces.cli import main; main()"
GATHERED = (
    "from tanpuhui.interfaces.cli.opening import ready; ready(); "
    "from tanpuhui.interfaces.cli.demo import stage; from tanpuhui.interfaces.cli.screen import Screen; "
    "stage.gather(Screen('en', json=True))"
)


def played(vendor: str) -> Database:
    """A register of your own after the whole demonstration."""
    return databases.copy(vendor, "played", _by(PLAYED))


def gathered(vendor: str) -> Database:
    """A register of your own with the people of the demonstration, of whom none has done anything yet."""
    return databases.copy(vendor, "gathered", _by(GATHERED))


def _by(program: str) -> databases.Fill:
    """Fills a database by a program of the product, in a process of its own."""

    def fill(database: Database) -> None:
        done = subprocess.run([sys.executable, "-c", program], env=database.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return fill
