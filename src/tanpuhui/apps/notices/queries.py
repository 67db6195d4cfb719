"""What may be asked about notices: the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tanpuhui.apps.notices.messages import MESSAGES
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as read: `says` is the sentence in both languages, `facts` what it was made of."""

    id: int
    code: str
    says: Text
    facts: Mapping[str, object]
    organisation_id: int | None
    user_id: int | None
    channel: str
    created_at: datetime
    delivered_at: datetime | None
    attempts: int


def inbox(*, by: Actor, before: int | None = None, limit: int = 50) -> list[MessageRow]:
    """What was told to the actor's organisation or user, newest first, numbered below `before`, at most `limit`.

    Permission `notices:read`. One statement.
    """
    by.require("notices:read")
    mine = Q(organisation=by.organisation_id) | Q(user=by.user_id)
    found = Message.objects.filter(mine, channel="inbox", **({} if before is None else {"pk__lt": before}))
    return [row(m) for m in found.order_by("-pk")[:limit]]


def waiting(*, channel: str, at: datetime) -> bool:
    """Whether something waits in a channel to be sent by that instant."""
    return Message.objects.filter(channel=channel, delivered_at=None, try_at__lte=at).exists()


def row(message: Message) -> MessageRow:
    """A message as a plain row."""
    facts = {name: _read(value) for name, value in message.facts.items()}
    return MessageRow(
        *(message.pk, message.code, MESSAGES[message.code].told(facts), facts),
        *(message.organisation_id, message.user_id, message.channel),
        *(message.created_at, message.delivered_at, message.attempts),
    )


def _read(value: object) -> object:
    return Text(value["zh"], value["en"]) if isinstance(value, dict) else value
