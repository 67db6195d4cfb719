"""A foreign register's table that somebody filed: imported by its deed, once for each key, by its own house only."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.jobs import dispatch, operations, queries
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.core.refusals import Refusal
from tanpuhui.interfaces.deeds.catalogue import deed
from tanpuhui.interfaces.deeds.deed import Given
from tests.issuance.desk import DAY, NOON, TABLE, Desk

PART = b"\r\n".join(TABLE.read_bytes().splitlines()[:20]) + b"\r\n"


def file(desk: Desk, content: bytes = PART) -> str:
    return file_evidence(
        content=BytesIO(content),
        name="表 1.csv",
        media_type="text/csv",
        by=desk.by,
        on=DAY,
        at=NOON,
        key=f"{len(content)}",
    )


def ask(desk: Desk, table: str, key: str = "once", **by: Any) -> int:
    doing = deed("import_register")
    asked = doing.read({"register": "us_ca_cop", "table": table})
    return int(str(doing.do(asked, Given(replace(desk.by, **by), DAY, NOON, key))["job"]))


def run(job: int) -> Any:
    return dispatch.foreground(job, clock=lambda: NOON)


def test_a_filed_table_is_imported_once_for_each_key_and_posts_nothing_twice(desk: Desk) -> None:
    table = file(desk)
    job = ask(desk, table)
    assert (ask(desk, table), ask(desk, table, "another key, while it waits")) == (job, job)

    first = run(job)
    assert (first.state, first.result["posted"] > 0) == ("done", True), first
    assert ForeignFile.objects.get().name == "表 1.csv"
    rows = ForeignRow.objects.count()

    assert ask(desk, table) == job, "the same key again is the same answer, for ever"
    again = run(ask(desk, table, "anew"))
    assert (again.id > job, again.result["posted"], again.result["known"]) == (True, 0, rows)
    with pytest.raises(Refusal) as no:
        ask(desk, file(desk, PART + b"\r\n"), "once")
    assert no.value.code == "key_reused"


def test_a_stopped_import_goes_on_when_its_table_is_sent_again(desk: Desk) -> None:
    job = ask(desk, file(desk))
    operations.request_stop(by=desk.by, job=job)
    assert queries.job(job).state == "stopped"

    assert ask(desk, file(desk), "again") == job
    assert queries.job(job).state == "queued"


def test_what_no_reader_takes_or_another_house_filed_begins_nothing(desk: Desk) -> None:
    page = file(desk, b"<html>moved</html>\n")
    for table, code, by in (
        (page, "not_a_carb_table", {}),
        ("0" * 64, "evidence_not_found", {}),
        (file(desk), "evidence_not_found", {"organisation_id": desk.by.organisation_id + 1}),
        (file(desk), "not_permitted", {"permissions": frozenset({"jobs:run"})}),
    ):
        with pytest.raises(Refusal) as no:
            ask(desk, table, **by)
        assert no.value.code == code
    assert queries.jobs(organisation=desk.by.organisation_id) == []
