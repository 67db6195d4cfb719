"""The outbox: told with what it tells, delivered at least once, read by whom it concerns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.notices import operations, queries
from tanpuhui.apps.notices.messages import MESSAGES
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.queries import MessageRow
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS, Text
from tests.parties.cast import NOON, Village
from tests.support import grounds
from tests.support.databases import Database

FACTS: dict[str, dict[str, object]] = {
    "address_to_confirm": {"login": "alice", "proof": "7:x", "until": "2024-01-09"},
    "claim_case_decided": {
        "case": 7,
        "reference": "SG0001/2019",
        "other": "CCER-12",
        "outcome": Text("在先成立", "the earlier stands"),
        "reason": "the map",
    },
    "claim_case_opened": {
        "case": 7,
        "reference": "SG0001/2019",
        "scheme": "cn-gd-phcer",
        "claimant": Text("村", "the village"),
        "other": "CCER-12",
        "other_scheme": "cn-ccer",
        "other_claimant": Text("林场", "the farm"),
        "overlap": Text("地块", "parcels"),
    },
    "import_finished": {
        "register": Text("加州", "California"),
        "rows": 3,
        "posted": 2,
        "unreadable": 0,
        "findings": 1,
        "job": 7,
    },
    "import_stopped": {"register": "carb", "rows": 3, "job": 7},
    "password_to_reset": {"login": "demo.7"},
    "job_failed": {"job": 7, "kind": Text("导入", "import"), "reason": Text("没有文件。", "There is no file.")},
}
CASE: dict[str, object] = {
    "case": "PRJ-2024-000007",
    "title": Text("林业碳汇", "forest"),
    "act": Text("申报", "file"),
    "state": Text("初审", "with the city"),
    "by": Text("村", "the village"),
    "reason": "–",
}
FACTS |= {code: CASE for code in MESSAGES if code.startswith("case_")}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def built(request: pytest.FixtureRequest) -> str:
    return grounds.asked(request, village="tests.parties.cast:Village")


@pytest.fixture
def village(standing: Village) -> Village:
    return standing


def tell(village: Village, **more: Any) -> int:
    asked: dict[str, Any] = {"code": "import_finished", "key": "k", "organisation": village.village, "at": NOON} | more
    return operations.tell(**{"facts": FACTS[asked["code"]]} | asked)


def test_what_is_rolled_back_is_not_told(village: Village) -> None:
    with transaction.atomic():
        tell(village)
        transaction.set_rollback(True)
    assert queries.inbox(by=village.alice) == []


@pytest.mark.parametrize("code", MESSAGES)
def test_each_message_is_read_in_both_languages(village: Village, code: str) -> None:
    tell(village, code=code)
    (row,) = queries.inbox(by=village.alice)
    assert row.code == code
    assert "7" in row.says.zh
    assert "7" in row.says.en
    assert row.says.zh != row.says.en
    assert all("{" not in row.says.into(lang) for lang in LANGS)


def test_a_fact_in_two_languages_is_said_in_each(village: Village) -> None:
    tell(village)
    (row,) = queries.inbox(by=village.alice)
    assert (
        row.says.en
        == "The import of California is finished: 3 rows read, 2 posted, 0 not issued for an error, 1 findings (job 7)."
    )
    assert row.says.zh.startswith("“加州”导入完成")


def test_a_message_reaches_the_organisation_its_user_and_no_stranger(village: Village) -> None:
    tell(village)
    tell(village, organisation=None, user=village.bob_user)
    assert len(queries.inbox(by=village.alice)) == 1
    assert len(queries.inbox(by=village.bob)) == 2
    assert queries.inbox(by=village.carol) == []


def test_the_inbox_needs_the_permission_to_read_it(village: Village) -> None:
    nobody = Actor(village.alice.user_id, village.alice.person_id, village.alice.organisation_id)
    with pytest.raises(Refusal, match="not_permitted"):
        queries.inbox(by=nobody)


def test_the_inbox_is_read_newest_first_by_page_in_one_statement(village: Village) -> None:
    told = [tell(village, key=f"k{n}") for n in range(5)]
    with CaptureQueriesContext(connection) as seen:
        page = queries.inbox(by=village.alice, limit=2)
    assert ([row.id for row in page], len(seen)) == ([told[4], told[3]], 1)
    assert [row.id for row in queries.inbox(by=village.alice, before=told[3])] == [told[2], told[1], told[0]]


def test_the_same_key_is_told_once_to_each(village: Village) -> None:
    assert tell(village) == tell(village)
    assert tell(village, organisation=village.stranger) != tell(village)
    assert tell(village, organisation=None, user=village.bob_user) == tell(
        village, organisation=None, user=village.bob_user
    )
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"facts": {"register": "x"}}, "names"),
        ({"facts": FACTS["import_finished"] | {"more": 1}}, "names"),
        ({"facts": FACTS["import_finished"] | {"rows": 1.5}}, "a fact is"),
        ({"organisation": None}, "one recipient"),
        ({"user": 1}, "one recipient"),
    ],
)
def test_a_message_told_wrongly_is_a_bug(village: Village, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        tell(village, **wrong)


def test_a_message_of_no_list_is_a_bug(village: Village) -> None:
    with pytest.raises(KeyError):
        tell(village, code="gossip", facts={})


def test_what_waits_is_sent_in_order_and_once(village: Village) -> None:
    told = [tell(village, key=f"k{n}", channel="email") for n in range(3)]
    tell(village)
    sent: list[MessageRow] = []
    assert operations.deliver(at=NOON, channel="email", send=sent.append) == 3
    assert operations.deliver(at=NOON + MINUTE, channel="email", send=sent.append) == 0
    assert [row.id for row in sent] == told


def test_what_could_not_be_sent_waits_longer_each_time_and_holds_up_nobody_else(village: Village) -> None:
    bad, good = tell(village, key="bad", channel="email"), tell(village, key="good", channel="email")
    tries: list[Any] = []

    def send(row: MessageRow) -> None:
        tries.append(row.id)
        if row.id == bad and tries.count(bad) < 4:
            raise OSError("no route")

    delivered = [operations.deliver(at=NOON + n * MINUTE, channel="email", send=send) for n in range(8)]
    assert delivered == [1, 0, 0, 0, 0, 0, 0, 1], "a minute, two, four"
    assert tries == [bad, good, bad, bad, bad]
    row = Message.objects.get(pk=bad)
    assert (row.attempts, row.failure, row.delivered_at) == (4, "", NOON + 7 * MINUTE)


def test_no_wait_is_longer_than_a_day(village: Village) -> None:
    message = tell(village, channel="email")
    Message.objects.update(attempts=1_000)

    def send(row: MessageRow) -> None:
        raise OSError

    operations.deliver(at=NOON, channel="email", send=send)
    assert Message.objects.get(pk=message).try_at == NOON + timedelta(days=1)


def test_a_crash_between_sending_and_marking_sends_again(village: Village) -> None:
    tell(village, channel="email")
    sent: list[int] = []

    def send(row: MessageRow) -> None:
        sent.append(row.id)
        if len(sent) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        operations.deliver(at=NOON, channel="email", send=send)
    assert operations.deliver(at=NOON + MINUTE, channel="email", send=send) == 1
    assert sent[0] == sent[1]


def test_of_two_deliverers_one_gets_each_message(fresh_db: Database) -> None:
    village = Village()
    told = [tell(village, key=f"k{n}", channel="email") for n in range(20)]
    sent: list[int] = []
    gate = Barrier(4)

    def deliver(_: int) -> int:
        gate.wait()
        try:
            return operations.deliver(at=NOON, channel="email", send=lambda row: sent.append(row.id))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deliver, range(4))) == 20
    assert sorted(sent) == told


@pytest.mark.parametrize("corrupt", [{"organisation": None}, {"user": 1}, {"channel": "pigeon"}])
def test_the_database_itself_refuses_a_message_that_cannot_be(village: Village, corrupt: dict[str, Any]) -> None:
    message = tell(village)
    wrong = {"user": village.bob_user} if corrupt == {"user": 1} else corrupt
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message).update(**wrong)
