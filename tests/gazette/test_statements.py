"""What is asked of the database is bounded: as many statements for many rows as for few."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.gazette import cases, queries
from tanpuhui.apps.gazette.operations import NoticeValue
from tests.gazette.cast import DAY, Cast
from tests.gazette.test_adoptions import HASH, POOL, adopt
from tests.gazette.test_notices import FACTOR, enter, notice


def statements(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured.captured_queries)


def test_entries_cost_one_statement_however_many_there_are(cast: Cast) -> None:
    for year in range(2000, 2012):
        enter(cast, notice(cast, str(year), NoticeValue(FACTOR, "1", "t", year, year)))
    assert len(queries.given_entries(on=DAY)) == 12
    assert statements(lambda: queries.given_entries(on=DAY)) == 1
    assert statements(queries.notices) == 1


def test_adoptions_cost_two(cast: Cast) -> None:
    adopt(cast, POOL)
    adopt(cast)
    assert statements(lambda: queries.adopted(HASH, DAY)) == 2
    assert statements(queries.adoptions) == 2
    assert statements(lambda: queries.adopted("f" * 64, DAY)) == 1


def test_the_life_of_a_filing_costs_the_same_however_long_it_was(cast: Cast) -> None:
    short = cast.at("with_city")
    long = cast.at("with_city")
    for _ in range(5):
        cast.move(long, "return", cast.cara)
        cast.move(long, "add_document", cast.flo)
        cast.move(long, "file", cast.fay)
    for read in (cases.history, cases.documents, cases.opinions, cases.dossier):
        assert statements(lambda read=read: read(short)) == statements(lambda read=read: read(long)) <= 3  # type: ignore[misc]
    forwarded = [statements(lambda f=f: cast.move(f, "forward", cast.cara)) for f in (short, long)]  # type: ignore[misc]
    assert forwarded[0] == forwarded[1]
