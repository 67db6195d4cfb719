"""The canonical form of rows: what is written is read as it was, whatever the values; and what is read was written so."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.records.models import Approval, Journal
from tanpuhui.apps.records.tables import Column, Json, MalformedRow, Table, decode, encode, insert, rows, tables
from tests.records.cast import Cast
from tests.records.filling import _make
from tests.support.databases import Database
from tests.support.long import counts

KINDS = ("boolean", "bytes", "day", "instant", "integer", "json", "text")
TABLE = Table("t", tuple(Column(kind, kind, kind == "integer") for kind in KINDS), Journal)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ZONES = st.timezones() | st.just(UTC)
PLAIN = st.none() | st.booleans() | st.integers() | TEXT


def _json(leaves: st.SearchStrategy[Any], names: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    whole = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
        max_leaves=8,
    )
    return whole.map(Json)


JSON = _json(PLAIN | st.text(st.characters()) | st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5))
# PostgreSQL holds numbers in JSON as decimals: of 1e16 and 10000000000000000 it knows no difference. The house has no floats.
HELD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
JSON_HELD = _json(st.none() | st.booleans() | st.integers() | HELD, HELD)
INSTANT = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=ZONES)  # noqa: DTZ001 (they get a zone)
WHOLE = st.integers(-(2**63), 2**63 - 1)
ROWS = st.tuples(*(st.none() | kind for kind in (st.booleans(), st.binary(), st.dates(), INSTANT, WHOLE, JSON, TEXT)))


@given(ROWS)
def test_a_row_is_read_as_it_was_written_and_written_one_way(row: tuple[Any, ...]) -> None:
    line = encode(TABLE, row)
    assert decode(TABLE, line) == list(row)
    assert encode(TABLE, decode(TABLE, line)) == line
    assert line.count(b"\n") == 1
    assert json.loads(line).keys() == set(KINDS)


def test_how_a_row_looks() -> None:
    row = [True, b"\0\xff", date(2024, 2, 29), datetime(2024, 1, 1, tzinfo=UTC), 2**70, Json({"b": 1, "a": None}), "碳"]
    assert encode(TABLE, row).decode() == (
        '{"boolean":true,"bytes":"AP8=","day":"2024-02-29","instant":"2024-01-01T00:00:00.000000+00:00",'
        '"integer":1180591620717411303424,"json":{"json":{"a":null,"b":1}},"text":"碳"}\n'
    )


@pytest.mark.parametrize("line", [b"", b"\n", b"[]", b"{}", b"null", b"\xff", b'{"boolean":true}', b"{" * 100])
def test_what_is_no_row_is_told(line: bytes) -> None:
    with pytest.raises(MalformedRow):
        decode(TABLE, line)


def test_a_column_that_only_looks_right_is_told() -> None:
    said = json.loads(encode(TABLE, [None] * 7))
    wrong = {
        "boolean": 1, "bytes": "A", "day": "2024-02-30", "instant": "2024-01-01T00:00:00", "integer": 1.0,
        "json": {"json": 1, "more": 2}, "text": 1,
    }  # fmt: skip
    for name, value in wrong.items():
        with pytest.raises(MalformedRow, match=name):
            decode(TABLE, json.dumps(said | {name: value}).encode())


@settings(max_examples=counts(25, 1000))
@given(row=st.data())
def test_a_row_of_the_database_is_the_row_that_was_put_there(cast: Cast, row: st.DataObject, db: Database) -> None:
    """Bytes, an instant, a text and a day, on both vendors."""
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=64)
    with db.scratch():
        (approval,) = [table for table in tables() if table.model is Approval]
        new: dict[str, Any] = {
            "id": row.draw(st.integers(1, 2**62)), "asked_by_id": cast.alice.user_id,
            "organisation_id": cast.alice.organisation_id, "operation": row.draw(text), "body_hash": row.draw(text),
            "body": row.draw(st.binary()), "on": row.draw(st.dates()), "at": row.draw(INSTANT), "door": None,
        }  # fmt: skip
        values = [new[column.name] for column in approval.columns]
        insert(approval, [values])
        assert list(rows(approval)) == [values]


@settings(max_examples=counts(25, 1000))
@given(value=st.none() | JSON_HELD)
def test_a_json_value_of_the_database_is_the_value_that_was_put_there(
    cast: Cast, value: Json | None, db: Database
) -> None:
    table = next(table for table in tables() if table.model is Job)
    with db.scratch():
        _make("jobs", "Job", key="other", state="queued")
        (row,) = rows(table)
        names = [column.name for column in table.columns]
        new = dict(zip(names, row, strict=True)) | {"id": 999, "key": "new", "result": value}
        insert(table, [[new[name] for name in names]])
        assert dict(zip(names, list(rows(table))[1], strict=True)) == new
