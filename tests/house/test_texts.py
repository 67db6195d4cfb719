"""Every text that a user can meet exists in Chinese and in English."""

import importlib
import pkgutil

import pytest

import tanpuhui
from tanpuhui.core.findings import Findings
from tanpuhui.core.refusals import Refusals
from tests.house import rules
from tests.house.places import holds, python
from tests.support.databases import set_up_django


@pytest.fixture(scope="module")
def _every_room() -> None:
    """Imports every module, so that every closed list is known."""
    set_up_django()
    for found in pkgutil.walk_packages(tanpuhui.__path__, "tanpuhui."):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def test_every_text_in_the_source_has_both_languages() -> None:
    holds(rules.one_sided, python("src"))


@pytest.mark.usefixtures("_every_room")
def test_every_refusal_says_what_and_what_to_do_in_both_languages() -> None:
    texts = {(k.code, text) for room in Refusals.everywhere.values() for k in room for text in (k.says, k.mend)}
    assert texts
    assert not [
        (code, fault) for code, text in texts for fault in rules.text_faults(text.zh, text.en) or _empty(text.zh)
    ]


@pytest.mark.usefixtures("_every_room")
def test_every_finding_says_in_both_languages_what_was_seen() -> None:
    kinds = [k for room in Findings.everywhere.values() for k in room]
    assert not [
        (k.code, fault) for k in kinds for fault in rules.text_faults(k.says.zh, k.says.en) or _empty(k.says.zh)
    ]


def _empty(sentence: str) -> list[str]:
    return [] if sentence.strip() else ["says nothing"]
