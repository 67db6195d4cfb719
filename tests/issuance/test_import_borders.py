"""Borders of an import, on a made-up register: repeated rows, changed rows, uses of uses, and what must not be stored."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tanpuhui.apps.issuance import mirroring, work
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.ledger import operations as ledger
from tanpuhui.apps.ledger.models import Account, Posting, Series
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.core.refusals import Refusal
from tests.issuance.desk import DAY, MADE_UP, NOON, TABLE, Desk, bare, row, use
from tests.parties.cast import Cast


def test_a_use_of_a_use_is_posted_after_it(desk: Desk) -> None:
    desk.import_rows(
        [
            row(
                2,
                "A",
                100,
                use("buffer_in", "held", "buffer", 30, date(2020, 1, 1)),
                use("retire", "buffer", "used", 10),
            )
        ]
    )

    assert (desk.holds("held"), desk.holds("buffer"), desk.holds("used")) == (70, 20, 10)
    assert verify() == []


def test_a_balance_of_a_day_between_issuance_and_use_shows_the_units_unused(desk: Desk) -> None:
    desk.import_rows([row(2, "A", 100, use("retire", "held", "used", 40))])

    assert desk.holds("held", date(2019, 12, 31)) == 0
    assert desk.holds("held", date(2020, 1, 1)) == 100
    assert desk.holds("held", date(2024, 12, 1)) == 100
    assert desk.holds("held", DAY) == 60


def test_a_row_with_the_same_id_and_other_content_is_reported_and_not_posted(desk: Desk) -> None:
    desk.import_rows([row(2, "A", 100)])

    told = desk.import_rows([row(2, "A", 101)])

    assert (told.changed, told.findings) == (1, {"row_changed_since": 1})
    assert desk.holds("held") == 100


def test_a_row_that_could_not_be_read_is_posted_once_it_is_mended(desk: Desk) -> None:
    desk.import_rows([bare(2, "A", quantity="-5")])

    told = desk.import_rows([row(2, "A", 5)])

    assert (told.changed, desk.holds("held")) == (0, 5)


def test_only_the_new_row_of_a_longer_table_is_posted(desk: Desk) -> None:
    desk.import_rows([row(2, "A", 100), bare(3, "Z")])

    told = desk.import_rows([row(2, "A", 100), bare(3, "Z"), row(4, "B", 5), bare(5, "Z", other="cell")])

    assert told.known == 2
    assert desk.holds("held") == 105
    assert ForeignRow.objects.count() == 4


def test_the_same_row_twice_in_one_table_counts_once(desk: Desk) -> None:
    told = desk.import_rows([bare(2, "Z"), bare(3, "Z")])

    assert told.known == 1
    assert ForeignRow.objects.count() == 1


def test_a_day_that_cannot_be_posted_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(Refusal) as no:
        desk.import_rows([row(2, "A", 100), row(3, "B", 10, use("retire", "held", "used", 11))])

    assert no.value.code == "insufficient_units"
    assert (Posting.objects.count(), Series.objects.count(), ForeignRow.objects.count()) == (0, 0, 0)


def test_an_account_of_somebody_else_under_the_mirrors_code_stops_the_import(desk: Desk) -> None:
    mirroring.open_mirror(MADE_UP, by=desk.by, on=DAY, at=NOON)
    somebody_else = replace(desk.by, organisation_id=Cast(desk.by).organisation("OTHER"))

    with pytest.raises(Refusal) as no:
        mirroring.open_mirror(MADE_UP, by=somebody_else, on=DAY, at=NOON)

    assert no.value.code == "mirror_account_taken"
    assert Account.objects.filter(code__startswith="made-up:").count() == 3


def test_a_file_changed_after_the_job_began_is_refused(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(TABLE.read_bytes())
    job = desk.start(table)
    table.write_bytes(TABLE.read_bytes() + b"\r\n")

    from tanpuhui.apps.jobs import dispatch

    ended = dispatch.foreground(job, clock=lambda: NOON)

    assert (ended.state, ended.failure) == ("failed", "file_changed")
    assert ForeignFile.objects.count() == 0


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as no:
        work.read_bytes(tmp_path / "nowhere.csv")

    assert no.value.code == "file_unreadable"
    assert "nowhere.csv" in no.value.says.zh


def test_what_is_no_file_or_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "LARGEST_TABLE", 10)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "most").write_bytes(b"x" * 10)
    (tmp_path / "more").write_bytes(b"x" * 11)
    assert work.read_bytes(tmp_path / "most") == b"x" * 10
    for path, code in (
        (tmp_path, "file_not_regular"), (Path("/dev/zero"), "file_not_regular"), (tmp_path / "pipe", "file_not_regular"),
        (Path("/"), "file_not_regular"), (tmp_path / "more", "file_too_large"),
        (Path("/proc/self/environ"), "file_too_large"),  # it says that it is empty
    ):  # fmt: skip
        with pytest.raises(Refusal) as no:
            work.read_bytes(path)
        assert no.value.code == code


def test_a_table_of_another_kind_fails_the_job_and_stores_nothing(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "page.csv"
    table.write_text("<html><body>moved</body></html>\n")

    ended = desk.import_table(table)

    assert (ended.state, ended.failure) == ("failed", "not_a_carb_table")
    assert ForeignRow.objects.count() == 0


@pytest.mark.parametrize("name", ["california", "carb", "us-ca-cop", "us_ca_cop"])
def test_a_register_answers_to_all_its_names(name: str) -> None:
    assert work.foreign_register(name).code == "us-ca-cop"


def test_an_unknown_register_is_refused_with_those_that_exist() -> None:
    with pytest.raises(Refusal) as no:
        work.foreign_register("atlantis")

    assert no.value.code == "unknown_plugin"
    assert "us-ca-cop" in no.value.mend.en + no.value.says.en


def test_mirrored_units_cannot_be_moved_in_a_real_register(db: object) -> None:
    desk = Desk(demonstration=False)
    desk.import_rows([row(2, "A", 100)])
    series = Series.objects.get().pk
    somebody = replace(system_actor(on=DAY), permissions=frozenset({"ledger:retire"}))

    with pytest.raises(Refusal) as no:
        ledger.act(
            act="retire", items=[ledger.Item("made-up:held", "made-up:used", series, 1)], by=somebody, on=DAY, at=NOON,
            key="k", words=ledger.Words(purpose="other", beneficiary="nobody"),
        )  # fmt: skip

    assert no.value.code == "not_transferable"


def test_issuances_of_one_day_are_one_entry_of_the_journal(desk: Desk) -> None:
    desk.import_rows([row(line, f"P{line}", line) for line in range(2, 32)])

    assert Posting.objects.values("journal").distinct().count() == 1
    assert Series.objects.count() == 30
