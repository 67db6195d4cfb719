"""The guide to a new methodology is followed to the letter, as a package of its own: it runs, and the house knows it."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanpuhui.core.text import LANGS
from tests.cli.shell import run

GUIDE = (Path(__file__).parents[2] / "docs/guides/write-a-methodology.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
FOLDER = Path("tanpuhui_saved_power/saved_power_2025")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place to work in, from which Python imports; forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(("tanpuhui_saved_power", "saved_power_2025"))]:
        del sys.modules[name]


def follow(kind: str, block: str) -> None:
    """Do what a block says: run commands, write a file, change lines, install."""
    if kind == "sh":
        for line in block.splitlines():
            told = run(*shlex.split(line)[1:])
            assert told.code == 0, (line, told.out, told.err)
        return
    if kind == "toml":
        installed(block)
        return
    head, _, text = block.partition("\n")
    file = FOLDER / head.removeprefix("# ")
    if kind in ("yaml", "python"):
        file.write_text(text, "utf-8")
        return
    assert kind == "diff"
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", text, re.MULTILINE):
        old, new = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (before, after))
        assert old in file.read_text("utf-8"), old
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def installed(block: str) -> None:
    """The package as a package manager would leave it."""
    group, entry = re.findall(r'entry-points\."(.*?)"\]\n(.*)', block)[0]
    told = Path("tanpuhui_saved_power-1.dist-info")
    told.mkdir()
    (told / "entry_points.txt").write_text(f"[{group}]\n{entry.replace(chr(34), '')}\n")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: tanpuhui-saved-power\nVersion: 1\n")
    (FOLDER.parent / "__init__.py").write_text("")
    for name in [name for name in sys.modules if name.startswith("saved_power_2025")]:
        del sys.modules[name]  # `check` had imported it from its folder


def test_the_guide_makes_a_methodology_that_the_house_knows(place: Path) -> None:
    Path("sites.csv").write_text("site,claimed,saved (MWh)\nA,no,10\n")
    for kind, block in BLOCKS:
        follow(kind, block)
    told = run(
        "quantify",
        "saved_power_2025",
        "sites.csv",
        "--period",
        "2024-01-01",
        "2024-12-31",
        "--profile",
        "demo",
        "--json",
    ).json
    assert told["result"]["grams"] == 4_750_000
    for lang in LANGS:
        said = run(
            "quantify",
            "saved_power_2025",
            "sites.csv",
            "--period",
            "2024-01-01",
            "2024-12-31",
            "--profile",
            "demo",
            lang=lang,
        ).out
        assert {"zh": "不确定性扣减：见步骤 UD", "en": "deduction for uncertainty: step UD"}[lang] in said
