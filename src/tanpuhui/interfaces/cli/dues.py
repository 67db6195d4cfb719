"""All that is due by a day, done: each thing by itself, so that what cannot be done keeps nothing else waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.ledger import operations as ledger
from tanpuhui.apps.ledger.due import overdue_reservations
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock, mailing
from tanpuhui.interfaces.cli import opening
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen, refusal_record
from tanpuhui.interfaces.mailing import Sent

_HEAD = Text("截至 {on} 该办的：", "Due by {on}:")
_LAPSED = Text(
    "到期的预留：{count} 笔，单位已可自由使用（{numbers}）",
    "reservations that lapsed: {count}; their units are free ({numbers})",
)
_REFUSED = Text(
    "未能办理的预留 {reservation}（{code}）：{says}", "reservation {reservation} could not lapse ({code}): {says}"
)
_SENT = Text("重新派发的任务：{count} 项（{numbers}）", "jobs sent to the queue again: {count} ({numbers})")
_TOLD = Text("送出的通知：{count} 条，在 {folder}", "notices handed out: {count}, in {folder}")
_MAILED = Text("寄出的邮件：{count} 封", "mails sent: {count}")
_NO_SERVER = Text(
    "邮件服务器无法使用（{why}），邮件留待下次；请核对 TANPUHUI_EMAIL_URL。",
    "the mail server cannot be used ({why}); mails wait for the next time. Check TANPUHUI_EMAIL_URL.",
)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done by a day: reservations that `lapsed`, those `refused`, jobs `sent` again, notices that `left`."""

    on: date
    lapsed: tuple[int, ...]
    refused: tuple[tuple[int, Refusal], ...]
    sent: tuple[int, ...]
    left: Sent

    @property
    def whole(self) -> bool:
        """Whether all could be done."""
        return not self.refused and not self.left.failure

    def record(self) -> dict[str, object]:
        """As JSON."""
        refused = [{"reservation": number, **refusal_record(no)} for number, no in self.refused]
        return {"on": self.on, "lapsed": self.lapsed, "refused": refused, "jobs": self.sent, "notices": self.left.files,
                "mails": self.left.mails, "mail_failure": self.left.failure}  # fmt: skip

    def show(self, screen: Screen) -> None:
        """As sentences."""
        screen.say(_HEAD, "bold", on=self.on)
        screen.say(_LAPSED, count=len(self.lapsed), numbers=_numbers(self.lapsed))
        for number, no in self.refused:
            screen.say(
                _REFUSED, "red", reservation=number, code=no.code, says=Text(no.sentence("zh"), no.sentence("en"))
            )
        screen.say(_SENT, count=len(self.sent), numbers=_numbers(self.sent))
        screen.say(_TOLD, count=self.left.files, folder=opening.home() / "outbox")
        screen.say(_MAILED, count=self.left.mails)
        if self.left.failure:
            screen.say(_NO_SERVER, "red", why=self.left.failure)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "") or "–"


def do(on: date) -> Done:
    """Do all that is due by day `on`. Twice is as once. Refuses `day_ahead`: what is not due yet is not done."""
    if on > (today := clock.today()):
        raise refuse("day_ahead", day=on, today=today)
    lapsed, refused = _lapse(system_actor(on=on), on)
    sent = dispatch.again(at=clock.now(), clock=clock.now)
    return Done(on, tuple(lapsed), tuple(refused), tuple(sent), mailing.deliver())


def _lapse(by: Actor, on: date) -> tuple[list[int], list[tuple[int, Refusal]]]:
    lapsed, refused = [], []
    for number in overdue_reservations(on):
        try:
            ledger.lapse(reservation=number, by=by, on=on, at=clock.now(), key=f"daily:{number}:{on}")
            lapsed.append(number)
        except Refusal as no:
            if number in overdue_reservations(on):  # else somebody else ended it meanwhile
                refused.append((number, no))
    return lapsed, refused
