"""Notices that leave the register: a file each in the folder `outbox` of the state folder, for the house's own mailer.

So it is in a real register that names no mail server: whoever runs it knows how a recipient is reached.
"""

import json
import os
from pathlib import Path

from django.conf import settings

from tanpuhui.apps.notices import recipients
from tanpuhui.apps.notices.queries import MessageRow
from tanpuhui.apps.notices.resetting import RESET
from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.models import User
from tanpuhui.core.text import LANGS, Text
from tanpuhui.interfaces.cli.home import FILE, FOLDER
from tanpuhui.interfaces.cli.screen import plain
from tanpuhui.interfaces.web.login import reset_link


def put(folder: Path, message: MessageRow) -> None:
    """Write a message as `<number>.json`, whole or not at all; the same message again is the same file."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    part = folder / f".{message.id:010}.{os.getpid()}"
    text = json.dumps(_record(message), ensure_ascii=False, indent=2, default=plain)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "w", encoding="utf-8") as file:
        file.write(f"{text}\n")
    part.replace(folder / f"{message.id:010}.json")


def _record(message: MessageRow) -> dict[str, object]:
    return {
        "number": message.id, "channel": message.channel, "code": message.code, "says": message.says,
        "organisation": queries.organisation(id=house).code if (house := message.organisation_id) else None,
        "user": queries.user(id=user).login if (user := message.user_id) else None,
        "address": recipients.address(user).email if user and message.channel == "email" else None,
        "created_at": message.created_at, "link": reset_address(message) if message.code == RESET else None,
    }  # fmt: skip


def reset_address(message: MessageRow) -> Text:
    """Where a user chooses another password: made now, good for an hour."""
    assert message.user_id is not None, "it is told to a user"
    link = reset_link(User.objects.get(pk=message.user_id))
    return Text(*(f"{settings.URL}/{lang}/{link}" for lang in LANGS))
