"""A small register with a row in every table, and values at the edges of what the columns can hold."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField

from tanpuhui.apps.notices.messages import CHANNELS
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.records import approvals, numbers
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.models import Journal
from tanpuhui.apps.records.operations import Request, Write, perform
from tanpuhui.apps.records.tables import Json, Table, tables
from tanpuhui.core.days import legal_day
from tests.records.cast import DAY, NOON, Cast

BIGGEST = 2**63 - 1
TEXTS = ("碳普惠", "'; DROP TABLE x; --", 'a\tb\nc\\d"e', "🌲\u200d🌳", "\u0001\x7f\u2028", "e\u0301", "  ")
INSTANTS = (
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=8))),
    datetime(2200, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
)
JSONS: tuple[Any, ...] = (
    {}, [], "", 0, True, BIGGEST * 1000, -1, 1.5, {"碳": ["\u0001", None, {"b": 1, "a": [[]]}]}, "\ud7ff\ue000", "日",
)  # fmt: skip


def fill(cast: Cast) -> None:
    """Rows in every table of the product, committed."""
    _records(cast)
    _ledger(cast)
    _claims()
    _work(cast)
    for parent in (
        "Project",
        "Report",
        "Terms",
        "Document",
        "Objection",
        "Accreditation",
        "VerifierFinding",
        "Calculation",
    ):
        _make("projects", parent)
    for table in tables():
        if not table.model._base_manager.exists():
            _make(table.model._meta.app_label, table.model._meta.object_name)


def _records(cast: Cast) -> None:
    for content in (b"", b"evidence", bytes(range(256)) * 9000):
        file_evidence(
            content=io.BytesIO(content), name="证据.bin", media_type="application/octet-stream",
            by=cast.alice, on=DAY, at=NOON, key=f"file-{len(content)}",
        )  # fmt: skip
    for number, instant in enumerate(INSTANTS):
        day = legal_day(instant)
        alice, bob = replace(cast.alice, day=day), replace(cast.bob, day=day)
        body = {"texts": list(TEXTS), "n": number, "on": day}
        asked = approvals.ask(operation="test.do", body=body, by=alice, on=day, at=instant, key=f"ask-{number}")
        approvals.decide(
            approval=asked, allowed=True, reason=TEXTS[number], by=bob, on=day, at=instant, key=f"say-{number}"
        )

        def work(write: Write) -> None:
            write({"reference": numbers.reference("TST", 2024)})

        request = Request("test.do", alice, day, instant, TEXTS[number], body, approval=asked, second_person=True)
        perform(request, work)
    person = cast.person("Long \u3000 name")
    User.objects.create(login="last", display_name=TEXTS[1], person_id=person, created_at=INSTANTS[2])
    _make("parties", "DueDiligence", organisation=_first("parties", "Organisation"), outcome="accepted", note=TEXTS[2])
    _make("parties", "Representative", organisation=_first("parties", "Organisation"), ends_on=date(2200, 1, 1))
    owner, agent = apps.get_model("parties", "Organisation").objects.order_by("pk")[:2]
    _make("parties", "Entrustment", owner=owner, agent=agent, permissions=["records:file"], agreement="a" * 64)


@transaction.atomic
def _ledger(cast: Cast) -> None:
    """A chain of two blocks at the end of a very long number line."""
    operator = _first("parties", "Organisation")
    _make("ledger", "Register", demonstration=True, operator=operator)
    accounts = [_make("ledger", "Account", code=f"A-{n}", kind="holding", owner=operator) for n in range(2)]
    series = _make("ledger", "Series", first=1, next=BIGGEST, labels=JSONS[8], issued_on=DAY)
    reservation = _make("ledger", "Reservation", account=accounts[1], favour=accounts[0])
    _make("ledger", "Freeze", acts=["transfer"], scope="account")
    entry = Journal.objects.latest("pk")
    move: dict[str, Any] = {"journal": entry, "series": series, "on": DAY}
    whole = _make("ledger", "Posting", **move, line=1, first=1, next=BIGGEST, target=accounts[0])
    last = _make(
        "ledger", "Posting", **move, line=2, first=500, next=BIGGEST, source=accounts[0], target=accounts[1], previous=whole,
    )  # fmt: skip
    block = apps.get_model("ledger", "Block")
    block.objects.filter(first=1).update(next=500, series=series, account=accounts[0], posting=whole, since=DAY)
    rest = {"series": series, "account": accounts[1], "posting": last, "since": DAY, "reservation": reservation}
    block.objects.create(first=500, next_id=BIGGEST, **rest)
    block.objects.create(first=BIGGEST)
    _make("ledger", "Payment", journal=entry, source=accounts[0], target=accounts[1], fen=BIGGEST)
    _make("issuance", "IssuedVintage", journal=entry, grams=1_000_001, units=1, rest=1)
    _make("ledger", "Tally", what=TEXTS[0], units=-BIGGEST - 1, upto=BIGGEST)
    _make("ledger", "Balance", account=accounts[0], fen=-BIGGEST - 1, overdraft=True)


@transaction.atomic
def _claims() -> None:
    """A chain of two holds, one of them confirmed, and a case that was decided."""
    entry = Journal.objects.latest("pk")
    reference = _make("claims", "Reference", code=TEXTS[0], claimant=_first("parties", "Organisation"))
    subject = _make("claims", "Subject", kind="parcel", hash="a" * 64)
    claims = [
        _make("claims", "Claim", reference=reference, subject=subject, state="reserved", first=day, last=day)
        for day in (date(1900, 1, 1), date(2200, 12, 31))
    ]
    previous = None
    for claim in claims:
        day = subject.pk * 2**20 + claim.first.toordinal()
        previous = _make("claims", "Hold", first=day, last=day, previous=previous, subject=subject, claim=claim)
    _make("claims", "Event", claim=claims[1], state="confirmed", hold=previous, reason=TEXTS[2], journal=entry)
    case = _make("claims", "Case", earlier=claims[0], later=claims[1], same_subject=True)
    _make("claims", "Ruling", case=case, outcome="both_stand", reason=TEXTS[1], journal=entry)


def _work(cast: Cast) -> None:
    operator = _first("parties", "Organisation")
    for number, value in enumerate(JSONS):
        _make("jobs", "Job", organisation=operator, key=str(number), args=value, result=value, done=0, state="queued")
    _json_null(
        "jobs_job", "result", _make("jobs", "Job", organisation=operator, key="null", args={}, state="queued").pk
    )
    _make("jobs", "Job", organisation=operator, key="none", args={}, state="queued", result=None)
    _make("notices", "Message", organisation=operator, facts={"a": TEXTS}, channel=CHANNELS[0])
    file = _make("issuance", "ForeignFile", name=TEXTS[0])
    for number, text in enumerate(TEXTS):
        _make("issuance", "ForeignRow", file=file, foreign_id=str(number), content=str(number), cells={text: text})


def _json_null(table: str, column: str, pk: int) -> None:
    """The JSON `null`, which is not the same as no value."""
    with connection.cursor() as cursor:
        cast = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
        cursor.execute(f"UPDATE {table} SET {column} = {cast} WHERE id = %s", ["null", pk])


def _first(app: str, model: str) -> Any:
    return apps.get_model(app, model).objects.order_by("pk")[0]


def _make(app: str, model_name: str | None, /, **values: Any) -> Any:
    """A row with the given values and something fitting in each other column that must not be empty."""
    model: Any = apps.get_model(app, model_name)
    for field in model._meta.concrete_fields:
        if field.name in values or field.null or field.has_default() or isinstance(field, AutoField):
            continue
        if field.is_relation:
            values[field.name] = field.related_model.objects.order_by("pk").first()
        elif not field.blank or field.get_internal_type() != "CharField":
            kinds: dict[str, Any] = {
                "DateField": DAY,
                "DateTimeField": INSTANTS[1],
                "BooleanField": False,
                "JSONField": {},
            }
            kind = field.get_internal_type()
            values[field.name] = kinds.get(kind, "x" if kind in ("CharField", "TextField") else 1)
    return model.objects.create(**values)


def everything() -> dict[str, list[list[object]]]:
    """Every value of every row of every table, as Python sees it."""
    return {table.name: [_told(table, row) for row in _raw(table)] for table in tables()}


def _raw(table: Table) -> list[tuple[Any, ...]]:
    names = ", ".join(connection.ops.quote_name(c.name) for c in table.columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table.name} ORDER BY {connection.ops.quote_name(table.key)}")
        return list(cursor.fetchall())


def _told(table: Table, row: tuple[Any, ...]) -> list[object]:
    """Read without the code under test: only what each driver gives is made alike."""
    return [_same(column.kind, value) for column, value in zip(table.columns, row, strict=True)]


def _same(kind: str, value: Any) -> object:
    import json

    if value is None:
        return None
    match kind:
        case "bytes":
            return bytes(value)
        case "instant":
            value = datetime.fromisoformat(value) if isinstance(value, str) else value
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        case "day":
            return date.fromisoformat(value) if isinstance(value, str) else value
        case "json":
            return Json(json.loads(value) if isinstance(value, str) else value)
        case "boolean":
            return bool(value)
    return value
