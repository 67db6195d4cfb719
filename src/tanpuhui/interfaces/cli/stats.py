"""`stats`: totals of the register, computed from the ledger each time."""

from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import command
from tanpuhui.interfaces.cli.days import day_or_none
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()


@command(app, "stats", Text("统计（每次由账本算出）", "Totals, computed from the ledger each time"))
def stats(
    screen: Screen,
    issued_to: Annotated[
        str | None, typer.Option(metavar="DAY", help="签发截至，默认最后一日 / Issued up to; default: the last day")
    ] = None,
    placed_on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="位置截至，默认最后一日 / Where they lay then; default: the last day"),
    ] = None,
) -> None:
    """Print what was issued, of what, and where it lies, for each type of unit."""
    issued, placed = day_or_none(issued_to), day_or_none(placed_on)
    from tanpuhui.interfaces.cli import totals

    found = totals.gather(issued, placed)
    screen.answer({"unit_types": [total.record() for total in found]}, lambda: totals.show(screen, found))
