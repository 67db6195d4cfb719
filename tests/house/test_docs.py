"""The reference is generated from the code and cannot fall behind it."""

import importlib

import pytest

from tests.house.places import ROOT
from tests.support.databases import set_up_django

REFERENCE = ROOT / "docs/reference"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages as the code would write them today: path below `docs/reference` → text."""
    set_up_django()
    reference = importlib.import_module("tanpuhui.interfaces.cli.reference")
    return dict(reference.pages())


def test_the_reference_covers_every_command_refusal_and_finding(pages: dict[str, str]) -> None:
    assert {"commands.md", "refusals.md", "findings.md"} <= set(pages)
    behind = [n for n, text in pages.items() if not (REFERENCE / n).exists() or (REFERENCE / n).read_text() != text]
    assert not behind, "the code has changed: run `make docs`"


def test_every_page_opens_with_a_heading(pages: dict[str, str]) -> None:
    assert not [name for name, text in pages.items() if not text.startswith("# ")]


def test_every_refusal_and_finding_has_a_heading(pages: dict[str, str]) -> None:
    from tanpuhui.core.findings import Findings
    from tanpuhui.core.refusals import Refusals

    for name, rooms in (("refusals.md", Refusals.everywhere), ("findings.md", Findings.everywhere)):
        headings = [line for line in pages[name].splitlines() if line.startswith("#")]
        codes = [kind.code for room in rooms.values() for kind in room]
        assert not [
            code for code in codes if not any(code in heading.replace("`", " ").split() for heading in headings)
        ]
