"""What an applicant answers on applicability and says of co-benefits: kept in the terms, part of the dossier, never half said."""

from typing import Any

import pytest

from tanpuhui.apps.projects import operations, queries
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.projects.cast import Cast

RIGHT = {"forest_tenure_clear": True, "not_wetland": False}
BOTH = Text("水源更干净", "cleaner water")


def test_answers_and_cobenefits_are_kept_with_the_terms_and_change_what_is_judged(cast: Cast) -> None:
    project = cast.open(answers=RIGHT, cobenefits=BOTH)
    kept, before = queries.project(project), queries.dossier(project)
    assert (kept.answers, kept.cobenefits) == (RIGHT, BOTH)

    operations.revise_project(project=project, said=cast.said(), **cast.write(cast.ann))

    kept = queries.project(project)
    assert (kept.answers, kept.cobenefits) == ({}, None)
    assert queries.dossier(project) != before


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answers": {"not_wetland": True}}, "condition_not_met"),
        ({"answers": {"forest_tenure_clear": False, "not_wetland": False}}, "condition_not_met"),
        ({"answers": {"of_another_methodology": True}}, "condition_unknown"),
        ({"cobenefits": Text("水源更干净", " ")}, "text_needed"),
        ({"cobenefits": Text("x" * 2001, "y")}, "text_malformed"),
    ],
)
def test_what_speaks_against_the_methodology_or_is_half_said_is_refused(
    cast: Cast, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as no:
        cast.open(**said)

    assert no.value.code == code
