"""The writes of the outbox: `tell` in the transaction of what is told, `deliver` afterwards, at least once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from tanpuhui.apps.notices import recipients
from tanpuhui.apps.notices.messages import MESSAGES
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.queries import MessageRow, row
from tanpuhui.core.days import legal_day
from tanpuhui.core.text import Text

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)


def tell(
    *,
    code: str,
    facts: dict[str, object],
    at: datetime,
    key: str,
    organisation: int | None = None,
    user: int | None = None,
    channel: str = "inbox",
) -> int:
    """Write a message to one recipient; its number. Call it inside the transaction of what it tells.

    `facts` are exactly those that the message of the closed list names: strings, integers, `Text`; anything else is a bug
    (ValueError). The same `key` for the same recipient, channel and code again writes nothing. What goes to an inbox also
    goes by mail to those who are reached there (`recipients`), each once.
    """
    _check(code, facts)
    if (organisation is None) == (user is None):
        raise ValueError("a message has one recipient, an organisation or a user")
    new = {"facts": {name: _plain(value) for name, value in facts.items()}, "created_at": at, "try_at": at}
    new |= {"delivered_at": at if channel == "inbox" else None}
    to = {"organisation_id": organisation, "user_id": user, "channel": channel, "code": code, "key": key}
    message, told = Message.objects.get_or_create(**to, defaults=new)
    if told and channel == "inbox":
        _mail({organisation: code} if organisation else {}, {user: code} if user else {}, message.facts, at, key)
    return message.pk


def tell_all(*, codes: Mapping[int, str], facts: dict[str, object], at: datetime, key: str) -> None:
    """Write a message to the inbox of each organisation, of the code it is to get, all with the same facts. Three statements.

    As `tell`.
    """
    for code in set(codes.values()):
        _check(code, facts)
    plain = {name: _plain(value) for name, value in facts.items()}
    common: dict[str, Any] = {"facts": plain, "key": key, "channel": "inbox"}
    common |= {"created_at": at, "try_at": at, "delivered_at": at}
    rows = [Message(organisation_id=place, code=code, **common) for place, code in sorted(codes.items())]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    _mail(codes, {}, plain, at, key)


def _mail(organisations: Mapping[int, str], users: Mapping[int, str], facts: object, at: datetime, key: str) -> None:
    """The same by mail: to members of the organisations, and to users. Who would get one twice gets it once."""
    reached = recipients.reached(organisations, users, legal_day(at))
    common: dict[str, Any] = {"facts": facts, "key": key, "channel": "email", "created_at": at, "try_at": at}
    codes = {user: organisations[place] if place is not None else users[user] for place, user in reached}
    if codes:
        rows = [Message(user_id=user, code=code, **common) for user, code in codes.items()]
        Message.objects.bulk_create(rows, ignore_conflicts=True)


def _check(code: str, facts: dict[str, object]) -> None:
    if MESSAGES[code].fields != facts.keys():
        raise ValueError(f"{code} names {sorted(MESSAGES[code].fields)}, not {sorted(facts)}")


def deliver(*, at: datetime, channel: str, send: Callable[[MessageRow], None], limit: int = 100) -> int:
    """Hand what waits in a `channel` to `send`, oldest first, at most `limit`; how many were delivered.

    At least once: a message is marked after `send` has returned, so a crash between the two sends it again, to be told apart
    by its number. When `send` raises, the message waits twice as long as before (a minute at first, a day at most).
    Of two deliverers one gets each message. Call it outside a transaction.
    """
    waiting = Message.objects.filter(channel=channel, delivered_at=None, try_at__lte=at).order_by("pk")[:limit]
    return sum(_deliver(message, at, send) for message in waiting)


def _deliver(message: Message, at: datetime, send: Callable[[MessageRow], None]) -> bool:
    """One compare-and-set takes the message; another marks it."""
    again = at + min(FIRST_WAIT * 2 ** min(message.attempts, 20), LONGEST_WAIT)
    free = Message.objects.filter(pk=message.pk, attempts=message.attempts, delivered_at=None)
    if not free.update(attempts=F("attempts") + 1, try_at=again):
        return False
    try:
        send(row(message))
    except Exception as wrong:  # whatever a channel does, the others must still get theirs
        Message.objects.filter(pk=message.pk).update(failure=type(wrong).__name__[:100])
        return False
    return bool(Message.objects.filter(pk=message.pk, delivered_at=None).update(delivered_at=at, failure=""))


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"a fact is a string, an integer or a Text, not {value!r}")
    return value
