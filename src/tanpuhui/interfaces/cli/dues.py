"""All that is due by a day, done: each thing by itself, so that what cannot be done keeps nothing else waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.ledger import operations as ledger
from tanpuhui.apps.ledger.due import overdue_reservations
from tanpuhui.apps.notices import operations as notices
from tanpuhui.apps.notices.messages import CHANNELS
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli import opening, outbox
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen, refusal_record

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


@dataclass(frozen=True, slots=True)
class Done:
    """What was done by a day: reservations that `lapsed`, those `refused`, jobs `sent` again, notices `told`."""

    on: date
    lapsed: tuple[int, ...]
    refused: tuple[tuple[int, Refusal], ...]
    sent: tuple[int, ...]
    told: int

    def record(self) -> dict[str, object]:
        """As JSON."""
        refused = [{"reservation": number, **refusal_record(no)} for number, no in self.refused]
        return {"on": self.on, "lapsed": self.lapsed, "refused": refused, "jobs": self.sent, "notices": self.told}

    def show(self, screen: Screen) -> None:
        """As sentences."""
        screen.say(_HEAD, "bold", on=self.on)
        screen.say(_LAPSED, count=len(self.lapsed), numbers=_numbers(self.lapsed))
        for number, no in self.refused:
            screen.say(
                _REFUSED, "red", reservation=number, code=no.code, says=Text(no.sentence("zh"), no.sentence("en"))
            )
        screen.say(_SENT, count=len(self.sent), numbers=_numbers(self.sent))
        screen.say(_TOLD, count=self.told, folder=opening.home() / "outbox")


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "") or "–"


def do(on: date) -> Done:
    """Do all that is due by day `on`. Twice is as once. Refuses `day_ahead`: what is not due yet is not done."""
    if on > (today := clock.today()):
        raise refuse("day_ahead", day=on, today=today)
    lapsed, refused = _lapse(system_actor(on=on), on)
    sent = dispatch.again(at=clock.now(), clock=clock.now)
    return Done(on, tuple(lapsed), tuple(refused), tuple(sent), _deliver())


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


def _deliver() -> int:
    """Hand out what waits in each channel but the inbox, which is read in the register itself; how many."""
    put, told = partial(outbox.put, opening.home() / "outbox"), 0
    for channel in CHANNELS:
        while channel != "inbox" and (more := notices.deliver(at=clock.now(), channel=channel, send=put)):
            told += more
    return told
