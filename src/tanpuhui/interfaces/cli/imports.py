"""`import`: a foreign register's public table becomes mirrored series, with a report of every row that is odd."""

from pathlib import Path
from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli import lists
from tanpuhui.interfaces.cli.commands import command
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()


@command(app, "import", Text("导入外部登记簿的公开表格", "Import another register's public table"))
def import_table(
    screen: Screen,
    register: Annotated[str, typer.Argument(metavar="REGISTER", help="登记簿，例如 carb / The register, such as carb")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="表格文件 / The table")],
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="写出全部发现 / Write every finding to this file")
    ] = None,
    filters: lists.FilterOption = None,
    login: lists.AsOption = None,
) -> int:
    """Import a table: safe to run twice, goes on where it was stopped or killed.

    `import list FILE` holds a file that `export` wrote, under the name of its list, against the register.
    """
    if register == "list":
        return lists.hold(screen, file, filters, login, clock.today())
    from tanpuhui.interfaces.cli import importing

    told = importing.run(screen, register, file, on=clock.today())
    if report:
        importing.write_report(told, report)
    screen.answer(told.record(), lambda: told.show(screen, report))
    return 0
