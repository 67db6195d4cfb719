"""Two at the same time, in threads with real commits: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tanpuhui.apps.gazette import cases, queries
from tanpuhui.apps.gazette.models import Notice
from tanpuhui.apps.gazette.operations import NoticeValue, adopt, adopt_body, publish
from tests.gazette.cast import DAY, Cast, code_of
from tests.gazette.test_adoptions import HASH, SCOPE, SET
from tests.gazette.test_notices import FACTOR, SHIPPED, notice


def _together(*deeds: Callable[[], object]) -> list[str]:
    """The refusals that the deeds meet, sorted; "" for none."""

    def one(deed: Callable[[], object]) -> str:
        try:
            return code_of(deed)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(one, deeds))


def test_of_two_decisions_on_a_filing_one_is_taken(fresh: Cast) -> None:
    filing = fresh.at("with_city")
    deeds = [lambda: fresh.move(filing, "forward", fresh.cara), lambda: fresh.move(filing, "return", fresh.cid)]
    first, second = _together(*deeds)
    assert first == ""
    assert second in ("filing_not_now", "filing_not_theirs")  # by then it lies with the filer, or with the province
    assert len({step.number for step in cases.history(filing)}) == cases.filing(filing).steps == 5


def test_of_two_notices_of_one_day_that_contradict_one_is_entered(fresh: Cast) -> None:
    texts = [
        notice(fresh, name, NoticeValue(FACTOR, value, "t", 2024, 2024)) for name, value in (("1", "1"), ("2", "2"))
    ]
    said = [
        {**fresh.write(fresh.pia), "notice": text, "approval": fresh.approved("gazette_publish", text.body())}
        for text in texts
    ]
    deeds = [lambda one=one: publish(**one, values=SHIPPED) for one in said]
    assert _together(*deeds) == ["", "overlapping_values"]
    assert Notice.objects.count() == len(queries.given_entries(on=DAY)) == 1


def test_of_two_adoptions_of_the_same_one_is_made(fresh: Cast) -> None:
    body = adopt_body(values=SET, hash=HASH, scope=SCOPE)
    said = [
        {**fresh.write(who), "approval": fresh.approved("gazette_adopt", body, by=who)}
        for who in (fresh.pia, fresh.pat)
    ]
    deeds = [lambda one=one: adopt(**one, values=SET, hash=HASH, scope=SCOPE) for one in said]
    assert _together(*deeds) == ["", "adopted_already"]
