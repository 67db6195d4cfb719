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

GUIDES = Path(__file__).parents[2] / "docs/guides"
TABLE = GUIDES / "../../src/tanpuhui/methodologies/forestry_2020/examples/zhankeng_inventory.csv"
CAST = ("lin", "song", "tan", "qiu", "bai", "mei", "wu", "zhou", "guan")


@pytest.fixture
def people(vendor: str) -> Iterator[Database]:
    """A demonstration with its people, who have done nothing yet."""
    database = stories.gathered(vendor)
    yield database
    databases.drop(database)


def test_an_outsiders_program_takes_a_project_from_its_first_document_to_a_certificate(people: Database) -> None:
    with databases.using(people):
        said = {who: ask("token", f"demo.{who}", "--on", "2021-03-01")["token"] for who in CAST}
    tokens = {f"TOKEN_{who.upper()}": token for who, token in said.items()}
    with serving.served(people) as address:
        ran = subprocess.run(
            [sys.executable, GUIDES / "story.py", TABLE], env={**os.environ, **tokens, "TANPUHUI": address},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    steps, certificate = ran.stderr.splitlines(), ran.stdout
    refused = [step for step in steps if not step.endswith("ok")]
    assert [step.split()[-1] for step in refused] == ["signature_differs"], refused  # it tells the hash to be signed
    told = json.loads(certificate)
    assert (told["units"], told["standing"], told["purpose"]) == (180, 180, "carbon_neutrality")
    assert told["demonstration"] is True
