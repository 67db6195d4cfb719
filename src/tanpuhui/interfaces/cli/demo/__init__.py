"""`demo`: the whole register in one command, on a shipped part of a real table, with people who do not exist."""

import os
from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli import home
from tanpuhui.interfaces.cli.commands import command
from tanpuhui.interfaces.cli.days import day_or_none
from tanpuhui.interfaces.cli.opening import Needs, ready
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()


@command(
    app,
    "demo",
    Text("演示：真表格，虚构的人", "See it all, on part of a real table"),
    needs=Needs.NOTHING,
)
def demo(
    screen: Screen,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="故事开始的日子 / The day on which the story begins")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="网页端口，默认 8000 起的空闲端口 / Port of the pages; default: 8000 or the next that is free",
        ),
    ] = None,
    served: Annotated[
        bool | None,
        typer.Option(
            "--serve/--no-serve",
            help="最后启动网页，默认仅在终端里 / Serve the pages at the end; default: on a terminal only",
        ),
    ] = None,
) -> None:
    """Set up a demonstration register beside the real one, play a story on it and serve it. Safe to run again."""
    day, named = day_or_none(on), bool(os.environ.get("TANPUHUI_HOME"))
    os.environ["TANPUHUI_HOME"] = str(home.demonstration())
    ready()
    from tanpuhui.interfaces.cli.demo.doors import open_doors, watched
    from tanpuhui.interfaces.cli.demo.stage import play

    play(screen, day, named=named)
    if served if served is not None else watched(screen):
        open_doors(screen, port, named=named)
