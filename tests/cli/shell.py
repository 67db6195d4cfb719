"""A shell for tests: commands run in this process, or in a process of their own, many of them in one where that will do."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from typer.testing import CliRunner

from tanpuhui.interfaces.cli.app import app
from tests.support.databases import Database
from tests.support.stories import OPERATOR, SAMPLE

__all__ = ["FULL_TABLE", "OPERATOR", "SAMPLE", "Told", "ask", "finish", "process", "run", "series", "start"]

FULL_TABLE = Path(__file__).parents[1] / "regimes/data/california_arboc_issuance.csv"
SERIES = """
import json, sys
from tests.cli.shell import run
tell = lambda told: [told.code, told.out, told.err]
print(json.dumps([tell(run(*words)) for words in json.loads(sys.argv[1])]))
"""


class Told:
    """What a command answered: its exit code, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> dict[str, Any]:
        """The answer, which must be one JSON document and nothing else."""
        said: dict[str, Any] = json.loads(self.out)
        return said

    @property
    def error(self) -> str:
        """The code of the refusal."""
        return str(self.json["error"]["code"])


def run(*args: object, lang: str = "en") -> Told:
    """Run a command in this process, on the database that is in use."""
    env = {"TANPUHUI_LANG": lang}
    told = CliRunner().invoke(app, list(map(str, args)), catch_exceptions=False, env=env)
    return Told(told.exit_code, told.stdout, told.stderr)


def ask(*args: object) -> dict[str, Any]:
    """The JSON of a command that succeeds."""
    told = run(*args, "--json")
    assert told.code == 0, (args, told.out, told.err)
    return told.json


def process(database: Database, *args: object, **env: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    return start(database.environment | {"TANPUHUI_LANG": "en"} | env, *args)


def start(
    environment: dict[str, str],
    *args: object,
    lang: str = "en",
    before: Callable[[], None] | None = None,
    out: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start a command with an environment; its answer goes to `out`, and `before` is called in its process first."""
    return _started(["-m", "tanpuhui.interfaces.cli", *map(str, args)], environment, lang, before, out)


def series(
    environment: dict[str, str], *commands: tuple[object, ...], before: Callable[[], None] | None = None
) -> list[Told]:
    """The JSON answers of commands, one after the other in one new process, which costs as much as one command would."""
    words = json.dumps([[*map(str, command), "--json"] for command in commands])
    root = environment | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    child = _started(["-c", SERIES, words], root, "en", before)
    told = finish(child)
    assert (child.returncode, told.err) == (0, "")
    return [Told(*each) for each in json.loads(told.out)]


def _started(
    program: list[str],
    environment: dict[str, str],
    lang: str,
    before: Callable[[], None] | None,
    out: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[str]:
    command = [sys.executable, *program]
    around = {"TANPUHUI_LANG": lang} | environment
    around.pop("DJANGO_SETTINGS_MODULE", None)
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=around, stdout=out, stderr=pipe, text=True, cwd=os.path.sep, preexec_fn=before)


def finish(child: subprocess.Popen[str]) -> Told:
    """What it answered, at its end."""
    out, err = child.communicate(timeout=120)
    return Told(child.returncode, out or "", err)
