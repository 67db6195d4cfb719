"""Each refusal of this room is produced by a test, and says what, why and what to do."""

from pathlib import Path

import pytest

from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS
from tests.gazette.cast import Cast


def test_each_code_is_named_in_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [kind.code for kind in refuse if f'"{kind.code}"' not in tests] == []


def test_a_sentence_names_the_things_and_the_way_out_in_both_languages(cast: Cast) -> None:
    filing = cast.at("with_city")
    with pytest.raises(Refusal) as no:
        cast.move(filing, "forward", cast.carl)
    assert no.value.code == "filing_not_theirs"
    with pytest.raises(Refusal) as late:
        cast.move(filing, "file", cast.fay)
    assert late.value.code == "filing_not_now"
    assert "forward to the province" in late.value.sentence("en")
    assert "转报省级" in late.value.sentence("zh")
    for said in (no.value, late.value):
        assert all(filing in said.sentence(lang) and "{" not in said.sentence(lang) for lang in LANGS)
