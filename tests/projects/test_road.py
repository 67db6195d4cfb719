"""The straight road: a village applies, a body verifies, the city and the province look again, the report is issued."""

from tests.projects.cast import Cast, state_of


def test_the_straight_road(cast: Cast) -> None:
    report = cast.report_at("approved")
    assert state_of(report) == "approved"
    assert cast.move(report, "issue", cast.rita) == "issued"
