"""Notices that leave the register: by mail where a server is named; else printed in a demonstration, kept as files in a real one.

What a mail tells stands in the inbox too, and the code that confirms an address serves its user alone. One carries a secret: the
link by which its user chooses another password, made when it is written.
"""

import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.notices import operations, queries, recipients
from tanpuhui.apps.notices.addresses import CONFIRM
from tanpuhui.apps.notices.messages import CHANNELS
from tanpuhui.apps.notices.queries import MessageRow
from tanpuhui.apps.notices.resetting import RESET
from tanpuhui.core.text import LANGS, Text
from tanpuhui.interfaces import clock, outbox

EMAIL = "email"
_NAME = Text("碳普惠登记簿通知", "Notice of the Tanpuhui register")
_DEMONSTRATION = Text("演示，没有任何效力", "demonstration, without any effect")
_INBOX = Text("登录后在工作台查看：{address}", "Log in and see your desk: {address}")
_CONFIRM = Text("或登录后打开：{address}", "Or log in and open: {address}")
_OFF = Text("不想再收邮件，可在“通知设置”中关闭。", "To get no more mail, switch it off under “Notices by mail”.")
Send = Callable[[MessageRow], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What left: `files` put into the outbox, `mails` handed to the server; `failure`: why the server took none, else empty."""

    files: int = 0
    mails: int = 0
    failure: str = ""


@dataclass(slots=True)
class _Pass:
    """One round of sending. What is no longer wanted is done without being sent."""

    files: int = 0
    mails: int = 0

    def keep(self, message: MessageRow) -> None:
        """Into the outbox, as a file."""
        outbox.put(Path(settings.HOME) / "outbox", message)
        self.files += 1

    def mail(self, server: BaseEmailBackend, demonstration: bool, message: MessageRow) -> None:
        """To the address of its user; what is for an organisation as a whole has no address, and is kept."""
        if message.user_id is None:
            return self.keep(message)
        to = recipients.address(message.user_id)
        if (
            to.email and to.active and (message.code == CONFIRM or (to.confirmed and message.code == RESET))
        ) or to.reached:
            _written(message, to.email, server, demonstration=demonstration).send()
            self.mails += 1
        return None


def deliver() -> Sent:
    """Send what waits in each channel but the inbox, which is read in the register itself."""
    done, failure = _Pass(), ""
    for channel in CHANNELS:
        if channel != "inbox" and queries.waiting(channel=channel, at=clock.now()):
            failure = _round(channel, done) or failure
    return Sent(done.files, done.mails, failure)


def kept() -> bool:
    """Whether mail stays in files: a real register that names no server."""
    return not settings.MAILS and not Register.objects.filter(demonstration=True).exists()


def printed() -> bool:
    """Whether mail is only printed: a demonstration that names no server."""
    return not settings.MAILS and Register.objects.filter(demonstration=True).exists()


def _round(channel: str, done: _Pass) -> str:
    if channel != EMAIL or kept():
        _all(channel, done.keep)
        return ""
    # What is printed goes to standard error: an answer on standard output stays an answer.
    server = get_connection() if settings.MAILS else get_connection(stream=sys.stderr)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as no:  # nobody's turn: all wait for the next round
        return type(no).__name__
    try:
        _all(channel, partial(done.mail, server, Register.objects.filter(demonstration=True).exists()))
    finally:
        server.close()
    return ""


def _all(channel: str, send: Send) -> None:
    while operations.deliver(at=clock.now(), channel=channel, send=send):
        pass


def _written(message: MessageRow, to: str, server: BaseEmailBackend, *, demonstration: bool) -> EmailMessage:
    """The mail, Chinese first. Its number tells one that came twice."""
    parts = [message.says]
    if settings.URL and message.code == CONFIRM:
        query = urlencode({"code": str(message.facts["proof"])})
        there = Text(*(f"{settings.URL}/{lang}/desk/notices?{query}" for lang in LANGS))
        parts.append(_CONFIRM.fill(address=there))
    elif message.code == RESET:
        parts.append(outbox.reset_address(message))
    elif settings.URL:
        parts.append(_INBOX.fill(address=Text(f"{settings.URL}/zh/desk", f"{settings.URL}/en/desk")))
    if message.code not in (CONFIRM, RESET):
        parts.append(_OFF)
    if demonstration:
        parts.insert(0, _DEMONSTRATION)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mark = f"[{_DEMONSTRATION.zh.split('，')[0]} DEMO] " if demonstration else ""
    return EmailMessage(
        subject=f"{mark}{_NAME.zh} / {_NAME.en} {message.id}",
        body="\n\n".join([*(part.zh for part in parts), "—", *(part.en for part in parts)]) + "\n",
        to=[to],
        headers={"Message-ID": f"<notice-{message.id}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=server,
    )
