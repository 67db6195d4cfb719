"""`daily`: what a day brings of itself, for a timer of the machine to call."""

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import OK, REFUSED, DayOption, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()


@command(app, "daily", Text("办理到某日为止该办的一切（可重复）", "Do all that is due by a day (safe to repeat)"))
def daily(screen: Screen, on: DayOption = None) -> int:
    """Let overdue reservations lapse, send lost jobs again, hand notices out; 1 where something could not be done."""
    day = day_or_today(on)
    from tanpuhui.interfaces.cli import dues

    done = dues.do(day)
    screen.answer(done.record(), lambda: done.show(screen))
    return OK if done.whole else REFUSED
