"""Whoever changes, adds or removes a row of the gazette behind the journal's back is found, whatever table and column."""

import pytest

from tanpuhui.apps.gazette.guards import TOLD
from tanpuhui.apps.gazette.operations import NoticeValue
from tanpuhui.apps.ledger.verify import rows as check
from tests.gazette.cast import Cast
from tests.gazette.test_adoptions import adopt, revoke
from tests.gazette.test_notices import FACTOR, enter, notice
from tests.support.planting import unnoticed


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """A register with a row at least in every table of the gazette."""
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.7001", "table 1", 2024, 2024)))
    revoke(cast, adopt(cast))
    cast.at("published")
    return cast


def test_no_row_is_changed_or_removed_unnoticed(lived: Cast) -> None:
    assert [finding for finding in check() if finding.about.startswith("gazette_")] == []
    assert unnoticed(TOLD) == {}
