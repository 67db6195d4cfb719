"""The whole published table of California in the ledger: the regulator's totals, from postings."""

from datetime import date
from pathlib import Path

import pytest

from tanpuhui.apps.disclosure.statistics import statistics
from tanpuhui.apps.issuance.models import ForeignRow
from tanpuhui.apps.jobs.queries import JobRow
from tanpuhui.apps.ledger.models import Block, Posting, Series
from tanpuhui.apps.ledger.queries import balance, find, lineage, locate
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.notices.models import Message
from tests.issuance.desk import DAY, TABLE, Desk

STATE = date(2024, 11, 27)
END_OF_2020 = date(2020, 12, 31)
SHARED = Path(__file__).parents[3] / "shared" / "data" / TABLE.name
Imported = tuple[Desk, JobRow]


def test_every_copy_of_the_table_is_the_same() -> None:
    assert {copy.read_bytes() for copy in (TABLE, SHARED) if copy.exists()} == {TABLE.read_bytes()}


def test_the_ledger_shows_the_totals_of_the_regulator(imported: Imported) -> None:
    _, done = imported

    assert done.state == "done"
    assert done.result is not None
    assert (done.result["rows"], done.result["posted"], done.result["without_credits"]) == (1302, 1273, 29)
    shown = statistics("ARBOC", END_OF_2020, STATE)
    places = {place.account.partition(":")[2]: place.units for place in shown.places}
    assert shown.issued == 214_139_391  # the deck prints 214.1 Mt
    assert shown.conserved
    assert shown.projects == 500
    assert {s.value: s.units for s in shown.by_label["kind"]} == {"COP": 189_951_474, "EA": 24_187_917}
    assert {s.value: (s.units, s.projects) for s in shown.by_type_and_kind} == {
        "Forest / COP": (162_537_246, 108), "Forest / EA": (13_276_494, 29),
        "ODS / COP": (16_781_142, 169), "ODS / EA": (6_336_710, 32),
        "Livestock / COP": (5_764_719, 92), "Livestock / EA": (1_695_029, 49),
        "MMC / COP": (4_868_367, 14), "MMC / EA": (2_879_684, 7),
    }  # fmt: skip
    assert places["buffer"] + places["retired-buffer"] == 28_814_032
    assert places["retired-buffer"] == 7_152_391
    assert (places["retired-cp1"], places["retired-cp2"], places["retired-cp3"]) == (12_773_097, 62_736_735, 56_715_160)
    assert shown.rows_without_credits == 29
    assert shown.state_on == STATE
    assert verify() == []


def test_a_second_import_of_the_same_table_posts_nothing(imported: Imported) -> None:
    desk, _ = imported
    before = (Posting.objects.count(), Series.objects.count(), ForeignRow.objects.count())

    again = desk.import_table()

    assert again.result is not None
    assert (again.result["posted"], again.result["known"], again.result["changed"]) == (0, 1302, 0)
    assert (Posting.objects.count(), Series.objects.count(), ForeignRow.objects.count()) == before


@pytest.mark.usefixtures("imported")
def test_every_row_is_kept_as_it_was_read() -> None:
    assert ForeignRow.objects.count() == 1302
    assert ForeignRow.objects.filter(series=None).count() == 29
    kept = ForeignRow.objects.get(foreign_id="CAOD0018-A")
    assert kept.cells["Invalidation Timeframe"] == "INVALIDATED"
    assert [f[0] for f in kept.findings if f[0].startswith("invalidated_per")] == ["invalidated_per_comment"]


@pytest.mark.usefixtures("imported")
def test_the_invalidated_credits_lie_apart_and_tell_their_life() -> None:
    (invalidated,) = [b for b in balance("us-ca-cop:invalidated", DAY) if b.project == "CAOD0018A"]

    assert invalidated.units == 88_955
    block = Block.objects.filter(series=invalidated.series).order_by("first").last()
    assert block is not None
    serial = find(block.first)
    assert [place.account for place in locate(serial)] == ["us-ca-cop:invalidated"]
    assert [step.act for step in lineage(serial)] == ["issue", "invalidate"]
    assert lineage(serial)[0].on == date(2013, 10, 8)
    assert serial.startswith("DEMO-US_CA-ARBOC-OD-CAOD0018A-")


@pytest.mark.usefixtures("imported")
def test_who_asked_is_told_when_the_import_is_over() -> None:
    (told,) = Message.objects.all()

    assert told.code == "import_finished"
    assert told.facts["posted"] == 1273
