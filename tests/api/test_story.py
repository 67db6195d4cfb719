"""The guide's program, run as an outsider runs it: over HTTP, against a real server, with tokens issued by the command."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import ask
from tests.support import databases, serving, stories
from tests.support.databases import Database
from tests.support.long import LONG

ROOT = Path(__file__).parents[2]
STORY = ROOT / "docs/guides/story.py"
TABLE = ROOT / "src/tanpuhui/methodologies/forestry_2020/examples/zhankeng_inventory.csv"
CAST = ("lin", "song", "tan", "qiu", "bai", "mei", "wu", "zhou", "guan")


@pytest.fixture(scope="module", params=databases.VENDORS if LONG else databases.VENDORS[:1])
def people(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A demonstration with its people, who have done nothing yet; on one database, in the long run on both."""
    database = stories.gathered(str(request.param))
    yield database
    databases.drop(database)


def test_the_program_is_no_longer_than_sixty_readable_lines() -> None:
    lines = STORY.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 120


def test_an_outsiders_program_takes_a_project_from_its_first_document_to_a_certificate(people: Database) -> None:
    tokens = {f"TOKEN_{who.upper()}": token for who, token in _tokens(people).items()}
    with serving.served(people) as address:
        ran = subprocess.run(
            [sys.executable, STORY], env={**os.environ, **tokens, "TANPUHUI": address.removeprefix("http://")},
            input=TABLE.read_text(encoding="utf-8"), capture_output=True, text=True, timeout=300,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    told = json.loads(ran.stdout)
    assert (told["units"], told["standing"], told["purpose"]) == (180, 180, "carbon_neutrality")
    assert told["demonstration"] is True


def _tokens(people: Database) -> dict[str, str]:
    """Issued by the command, as the guide says."""
    with databases.using(people):
        return {who: ask("token", f"demo.{who}", "--on", "2021-03-01")["token"] for who in CAST}
