"""Random plays: the ledger and a naive model agree on every deed, every balance on every day, and verify finds nothing."""

from datetime import timedelta

import pytest

from tanpuhui.apps.ledger.verify import verify
from tests.ledger.cast import DAY, Cast
from tests.ledger.play import Play
from tests.support.long import counts

SEEDS, STEPS = counts(5, 100), counts(400, 510)
"""In all: at least 2,000 deeds every day, 100,000 in the long run, over both databases."""


@pytest.mark.parametrize("seed", range(SEEDS))
def test_ledger_and_model_agree_on_every_deed_and_every_day(cast: Cast, seed: int) -> None:
    play = Play(cast, seed)
    for _ in range(STEPS):
        play.step()
    days = (play.day - DAY).days
    for account in play.model.accounts:
        for day in (-1, 0, days // 3, days // 2, days):
            play.same(account, DAY + timedelta(days=day))
    assert play.refused < STEPS * 3 // 4  # a play of refusals only would prove little
    assert [(finding.code, finding.about) for finding in verify()] == []


def test_the_counts_are_large_enough() -> None:
    assert counts(2_000, 100_000) <= 2 * SEEDS * STEPS
