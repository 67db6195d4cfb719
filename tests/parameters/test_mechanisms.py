"""The catalogue of the world's mechanisms: each figure is cited and dated, and nothing unknown was filled in."""

from datetime import date

import pytest

from tanpuhui.core.refusals import Refusal
from tanpuhui.parameters import load
from tanpuhui.parameters import mechanisms as room
from tanpuhui.parameters.mechanisms import FIGURES, mechanisms, sources


def test_every_figure_and_rule_cites_a_source_that_is_described_and_every_source_is_cited() -> None:
    cited = {figure.source for one in mechanisms().values() for figure in one.figures}
    cited |= {one.rule_source for one in mechanisms().values() if one.rule}
    assert cited <= sources().keys() | load().sources.keys()
    unused = sources().keys() - cited
    assert unused == {"MC-A64", "MC-POA"}, "read without a figure that could be kept"


def test_the_two_examples_of_the_deck_come_from_the_values_and_the_unknown_stays_unknown() -> None:
    known = {figure.what: figure for figure in mechanisms()["korea"].figures}
    assert (known["issued"].value, known["issued"].unit, known["issued"].on) == ("33.53", "MtCO2e", "2020-12-31")
    assert mechanisms()["gold-standard"].figures == mechanisms()["ji"].figures == ()
    assert all(figure.on <= date.today().isoformat() for one in mechanisms().values() for figure in one.figures)  # noqa: DTZ011
    assert {figure.what for one in mechanisms().values() for figure in one.figures} == FIGURES.keys()


@pytest.mark.parametrize(
    "wrong", [{"value": "many"}, {"value": "-1"}, {"on": "yesterday"}, {"status": "sure"}, {"what": "beauty"}]
)
def test_a_figure_that_is_not_as_it_must_be_is_refused(wrong: dict[str, str]) -> None:
    figure = {"what": "issued", "value": "1", "unit": "t", "on": "2020", "source": "S0", "place": "p"}
    kept = {"status": "official", "checked_on": "2026-11-28"}
    content = {"name": {"zh": "机制", "en": "a mechanism"}, "class": "national", "figures": [figure | kept | wrong]}
    with pytest.raises(Refusal, match="value_file_malformed"):
        room._mechanism("made-up", content)
