"""A certificate says what was issued or retired, and every line of it can be checked."""

import pytest

from tanpuhui.apps.disclosure import certificates
from tanpuhui.apps.ledger import operations, queries
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.citations import Status
from tanpuhui.core.ranges import Range
from tests.issuance.stage import Stage
from tests.ledger.cast import Cast, code_of, newest_entry_after
from tests.support import grounds


def test_the_certificate_of_an_issuance_adds_up_to_the_gram(approved: tuple[Stage, str]) -> None:
    stage, report = approved
    assert code_of(certificates.issuance, report) == "not_issued"
    assert code_of(certificates.issuance, "REP-2024-999999") == "unknown_report"
    stage.issue(report)
    paper = certificates.issuance(report)
    assert paper.units == sum(line.units for line in paper.lines) == sum(year.units for year in paper.vintages)
    assert all(year.grams == year.units * 1_000_000 + year.rest for year in paper.vintages)
    assert [(line.owner, line.account) for line in paper.lines] == [("VILLAGE", "V-1")]
    assert (paper.verification, paper.status, paper.demonstration) == ("verified", Status.ILLUSTRATIVE, True)
    assert paper.hash == Journal.objects.get(pk=paper.entry).hash
    assert queries.locate(paper.lines[0].serial)[0].account == "V-1"


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    return grounds.asked(request, approved="tests.issuance.stage:approved", cast="tests.ledger.cast:Cast")


@pytest.fixture
def approved(standing: tuple[Stage, str]) -> tuple[Stage, str]:
    return standing


@pytest.fixture
def cast(standing: Cast) -> Cast:
    return standing


def test_the_certificate_of_a_retirement_names_units_purpose_and_beneficiary(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    words = Words(purpose="philanthropy", beneficiary="a school", note="thanks")
    item = Item("A-1", "RETIRED", series, 4)
    operations.act(**cast.write(cast.people.alice), act="retire", items=[item], words=words)
    entry = Journal.objects.latest("pk").pk
    paper = certificates.retirement(entry)
    assert (paper.purpose, paper.beneficiary, paper.note, paper.units) == ("philanthropy", "a school", "thanks", 4)
    assert [(line.owner, line.units, line.account) for line in paper.lines] == [("ALICE", 4, "A-1")]
    assert paper.standing == 4


def _retire(cast: Cast, series: int, units: int) -> int:
    item = Item("A-1", "RETIRED", series, units)
    return newest_entry_after(cast.act, "retire", item)


def _standing(entry: int) -> tuple[int, int]:
    paper = certificates.retirement(entry)
    return paper.units, paper.standing


def test_a_certificate_says_how_many_of_its_units_stand(cast: Cast) -> None:
    series = cast.issue("A-1", 100)
    first = _retire(cast, series, 50)
    undone = newest_entry_after(cast.correct, first)
    assert _standing(first) == (50, 0)
    again = newest_entry_after(cast.correct, undone)
    assert _standing(first) == (50, 50)
    cast.correct(again)
    second = _retire(cast, series, 60)
    assert _standing(first) == (50, 0)  # the same units, for somebody else
    assert _standing(second) == (60, 60)
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, range=Range(11, 20)))
    assert _standing(second) == (60, 50)


@pytest.mark.parametrize("entry", [0, -1, 1, 10**30])
def test_what_is_no_retirement_has_no_certificate(cast: Cast, entry: int) -> None:
    assert code_of(certificates.retirement, entry) == "no_retirement"
