"""The port of the room below is answered as it asks."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from tanpuhui.apps.parties.journal import Told
from tanpuhui.apps.records import numbers
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.apps.records.models import Counter, Journal
from tanpuhui.apps.records.operations import Request, Write, check_texts, perform, recalled
from tanpuhui.core.refusals import Refusal
from tests.records.cast import DAY, NOON, Cast
from tests.support.databases import Database


def _once(cast: Cast, key: str, body: dict[str, object], made: list[str]) -> object:
    def act() -> Told:
        made.append(key)
        return {"id": len(made), "reference": numbers.reference("TST", 2024)}, []

    with transaction.atomic():
        return JOURNAL.once(act, operation="test.make", by=cast.alice, on=DAY, at=NOON, key=key, body=body)


def test_an_act_is_done_once_and_its_answer_given_again(cast: Cast) -> None:
    made: list[str] = []
    first = _once(cast, "k", {"a": 1}, made)
    assert (_once(cast, "k", {"a": 1}, made), made) == (first, ["k"])
    assert Journal.objects.filter(operation="test.make").count() == 1


def test_a_key_with_another_body_is_refused_and_nothing_is_done(cast: Cast) -> None:
    made: list[str] = []
    _once(cast, "k", {"a": 1}, made)
    with pytest.raises(Refusal) as no:
        _once(cast, "k", {"a": 2}, made)
    assert (no.value.code, made) == ("key_reused", ["k"])


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_is_needed_and_short(cast: Cast, key: str) -> None:
    with pytest.raises(Refusal) as no:
        _once(cast, key, {}, [])
    with pytest.raises(Refusal) as too:
        recalled(Request("test.make", cast.alice, DAY, NOON, key, {}))
    assert (no.value.code, too.value.code) == ("key_missing", "key_missing")


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_body_that_no_database_could_keep_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Refusal) as no:
        _once(cast, "k", {"note": text}, [])
    assert no.value.code == "text_not_kept"


def test_what_an_act_raises_passes_through_and_nothing_is_stored(cast: Cast) -> None:
    def act() -> Told:
        numbers.reference("TST", 2024)
        raise LookupError

    before = Journal.objects.count()
    with pytest.raises(LookupError), transaction.atomic():
        JOURNAL.once(act, operation="test.make", by=cast.alice, on=DAY, at=NOON, key="k", body={})
    assert (Journal.objects.count(), Counter.objects.count()) == (before, 0)


def test_what_was_answered_can_be_asked_before_the_transaction(cast: Cast) -> None:
    request = Request("test.make", cast.alice, DAY, NOON, "k", {"a": 1})
    assert recalled(request) is None

    def work(write: Write) -> None:
        write({"id": 7})

    perform(request, work)
    assert recalled(request) == {"id": 7}


def test_a_long_text_is_refused(db: Database) -> None:
    with pytest.raises(Refusal) as no:
        check_texts(reason="x" * 2001)
    assert no.value.code == "field_too_long"


def test_of_many_at_once_with_one_key_one_acts_and_all_get_its_answer(fresh_db: Database) -> None:
    cast, ready = Cast(), Barrier(6)
    answers: list[object] = []

    def run() -> None:
        ready.wait()
        try:
            answers.append(_once(cast, "k", {"a": 1}, []))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
    assert Journal.objects.filter(operation="test.make").count() == 1
    assert Counter.objects.get().last == 1


def test_no_act_is_dated_before_its_day_has_come(cast: Cast) -> None:
    """The legal day is China's: there it is the third of January while it is still the second in London."""
    late = NOON.replace(hour=16)
    today = DAY + timedelta(days=1)
    for on, code in ((today, ""), (today + timedelta(days=1), "day_not_come"), (date(9999, 12, 31), "day_not_come")):
        request = Request("test.make", replace(cast.alice, day=on), on, late, f"k-{on}", {})
        assert _code(request) == code


def test_what_somebody_may_do_on_one_day_says_nothing_of_another(cast: Cast) -> None:
    yesterday = DAY - timedelta(days=1)
    assert _code(Request("test.make", cast.alice, yesterday, NOON, "k", {})) == "actor_of_another_day"
    assert _code(Request("test.make", cast.alice, yesterday, NOON, "k", {}, elsewhere=True)) == ""


def _code(request: Request) -> str:
    def work(write: Write) -> None:
        write({"done": True})

    try:
        perform(request, work)
    except Refusal as no:
        return no.code
    return ""
