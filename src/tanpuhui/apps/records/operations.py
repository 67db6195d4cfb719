"""Once: every write of the house goes through `perform`, which journals it and answers a repeated key with the first answer."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approved, prepared, rows
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes, digest, joined
from tanpuhui.core.days import legal_day

Answer = Mapping[str, object]
MAX_TEXT = 2000


class Write(Protocol):
    """Writes the journal's entry: the answer, and every row that the operation made, changed or will make with it."""

    def __call__(self, answer: Answer, rows: Sequence[Model] = (), /) -> int:
        """The entry's number. Rows that name their entry are stored here."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the `operation`, `by` whom, `on` which legal day, `at` which instant, under which `key`, with which `body`.

    `approval`: the second person's approval, where the operation needs one (`second_person`). `elsewhere`: the day is one
    that another register tells, on which nobody acted here.
    """

    operation: str
    by: Actor
    on: date
    at: datetime
    key: str
    body: Mapping[str, object]
    approval: int | None = None
    second_person: bool = False
    elsewhere: bool = False

    def body_hash(self) -> str:
        """What a retry and an approval are compared by."""
        return digest(canonical_bytes(self.body))


def perform(request: Request, work: Callable[[Write], None], *, lock: Callable[[], None] | None = None) -> Answer:
    """Carries out `work` once, in one transaction, and returns its answer; a repeated key returns the first answer.

    `work` calls the `write` it is given exactly once, with its answer; `write` returns the journal entry's number.
    `lock`, if any, takes the row locks that make concurrent calls with the same key wait for one another.
    Refuses with `key_missing`, `key_reused`, the approval refusals, and whatever `work` refuses; then nothing is stored.
    """
    body = _checked(request)
    try:
        with transaction.atomic():
            if lock:
                lock()
            answer = _recall(request, body.hash)
            return answer if answer is not None else _carry_out(request, body, work)
    except IntegrityError:
        answer = _recall(request, body.hash)  # somebody else was first with this key
        if answer is None:
            if request.second_person:  # or with this approval
                approved.check(request.approval, request.operation, body.hash, request.by, request.on)
            raise
        return answer


def recalled(request: Request) -> Answer | None:
    """The answer this request got already, if any, for what is done before the transaction. Refuses as `perform`."""
    return _recall(request, _checked(request).hash)


class _Body(NamedTuple):
    """A body's canonical bytes, and their hash."""

    content: bytes
    hash: str


def _checked(request: Request) -> _Body:
    if not 0 < len(request.key) <= 200 or "\0" in request.key:
        raise refuse("key_missing")
    if request.at.tzinfo is None or isinstance(request.on, datetime):
        raise ValueError("an operation takes a day, and an instant that knows its zone")
    if request.on > legal_day(request.at):
        raise refuse("day_not_come", on=request.on, today=legal_day(request.at))
    if request.by.day not in (None, request.on) and not request.elsewhere:
        raise refuse("actor_of_another_day", who=request.by.name, day=str(request.by.day), on=request.on)
    try:
        content = canonical_bytes(request.body)
        request.key.encode()
    except UnicodeEncodeError as lone:
        raise refuse("text_not_kept") from lone
    if _NUL.search(content):
        raise refuse("text_not_kept")
    return _Body(content, digest(content))


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it, and no backslash that somebody wrote


def _carry_out(request: Request, body: _Body, work: Callable[[Write], None]) -> Answer:
    if request.second_person and request.approval is None:
        raise refuse("approval_missing", operation=request.operation, body=request.body)
    if request.second_person:
        approved.check(request.approval, request.operation, body.hash, request.by, request.on)
    answers: list[Answer] = []

    def write(answer: Answer, told: Sequence[Model] = (), /) -> int:
        answers.append(answer)
        number = _write(request, body, answer, told)
        if told:
            rows.make(told, number)
        return number

    work(write)
    (answer,) = answers
    return answer


def _write(request: Request, body: _Body, answer: Answer, told: Sequence[Model]) -> int:
    approval = request.approval if request.second_person else None
    parts: dict[str, object] = {
        "answer": answer, "approval": approval, "at": request.at, "by": request.by.user_id, "key": request.key,
        "on": request.on, "operation": request.operation, "organisation": request.by.organisation_id,
    }  # fmt: skip
    if told:
        parts["rows"] = [rows.told(row) for row in told]
    content = joined({**{name: canonical_bytes(part) for name, part in parts.items()}, "body": body.content})
    values = [
        request.by.organisation_id, request.operation, request.key, request.by.user_id,
        connection.ops.adapt_datefield_value(request.on), connection.ops.adapt_datetimefield_value(request.at),
        body.hash, content, digest(content), approval,
    ]  # fmt: skip
    with prepared.cursor() as cursor:
        cursor.execute(_JOURNAL, values)
        ((number,),) = cursor.fetchall()
    return int(number)


_JOURNAL = """
INSERT INTO records_journal
  (organisation_id, operation, key, by_id, "on", at, body_hash, content, hash, approval_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""

_KEY = "SELECT body_hash, content FROM records_journal WHERE organisation_id = %s AND operation = %s AND key = %s"


def _recall(request: Request, body_hash: str) -> Answer | None:
    with prepared.cursor() as cursor:
        cursor.execute(_KEY, [request.by.organisation_id, request.operation, request.key])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != body_hash:
        raise refuse("key_reused", key=request.key[:60], operation=request.operation)
    answer: Answer = json.loads(bytes(row[1]))["answer"]
    return answer


def check_texts(**texts: str) -> None:
    """Every text is at most `MAX_TEXT` characters."""
    for field, text in texts.items():
        if len(text) > MAX_TEXT:
            raise refuse("field_too_long", field=field, length=len(text), limit=MAX_TEXT)
