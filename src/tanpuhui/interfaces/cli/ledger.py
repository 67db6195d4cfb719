"""`ledger verify | statement | balance | lineage | search | accounts`: what lies where, how it came there, and the proof."""

from dataclasses import asdict
from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, command, group
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.screen import Screen

app = group(Text("账本：核对、对账单、谱系、查询", "The ledger: proof, statements, lineage, search"))
AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="账户编号 / Code of the account")]
SerialArgument = Annotated[str, typer.Argument(metavar="SERIAL", help="序列号 / A serial")]
LimitOption = Annotated[int, typer.Option(min=1, max=10_000, help="至多几行 / At most so many lines")]


@command(app, "verify", Text("证明账本无误", "Prove that nobody fooled the ledger"))
def verify(screen: Screen) -> int:
    """Recompute everything; 1 where anything is wrong."""
    from tanpuhui.interfaces.cli import proof

    checks = proof.prove(screen)
    sound = not any(findings for _, findings in checks)
    screen.answer(proof.record(checks), lambda: proof.conclude(screen, sound=sound))
    return int(not sound)


@command(app, "statement", Text("账户对账单", "The statement of an account"))
def statement(
    screen: Screen,
    account: AccountArgument,
    on: DayOption = None,
    after: Annotated[int, typer.Option(min=0, help="从这笔过账之后 / After this posting")] = 0,
    limit: LimitOption = 100,
) -> None:
    """Print the postings of an account up to a day, in order."""
    day = day_or_today(on)
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces.cli import views

    steps = queries.statement(account, day, after=after, limit=limit)
    more = steps[-1].posting if len(steps) == limit else None
    data = {"account": account, "on": day, "postings": list(map(asdict, steps)), "more_after": more}
    screen.answer(data, lambda: views.show_statement(screen, account, day, steps, more))


@command(app, "balance", Text("账户在某日的余额", "What lay in an account on a day"))
def balance(screen: Screen, account: AccountArgument, on: DayOption = None) -> None:
    """Print units by series, and money."""
    day = day_or_today(on)
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces.cli import views

    rows, fen = queries.balance(account, day), queries.money(account, day)
    units = sum(row.units for row in rows)
    data = {"account": account, "on": day, "units": units, "fen": fen, "series": list(map(asdict, rows))}
    screen.answer(data, lambda: views.show_balance(screen, account, day, rows, fen))


@command(app, "lineage", Text("一个单位从签发至今的经历", "The life of a unit from its issuance to now"))
def lineage(screen: Screen, serial: SerialArgument) -> None:
    """Print every posting that the first unit of a serial took part in."""
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces.cli import views

    steps = queries.lineage(serial)
    screen.answer(
        {"serial": serial, "postings": list(map(asdict, steps))}, lambda: views.show_lineage(screen, serial, steps)
    )


@command(app, "search", Text("序列号或编号现在何处", "Where the units of a serial, or of a number, lie now"))
def search(
    screen: Screen,
    wanted: Annotated[str, typer.Argument(metavar="SERIAL|NUMBER", help="序列号或单个编号 / A serial, or one number")],
) -> None:
    """Print where units lie, run by run, whatever blocks they are inside of."""
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces.cli import views

    serial = queries.find(int(wanted)) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 20 else wanted
    places = queries.locate(serial)
    screen.answer(
        {"serial": serial, "places": list(map(asdict, places))}, lambda: views.show_places(screen, serial, places)
    )


@command(app, "accounts", Text("账户", "Accounts"))
def accounts(
    screen: Screen,
    after: Annotated[str, typer.Option(metavar="ACCOUNT", help="从这个编号之后 / After this code")] = "",
    limit: LimitOption = 100,
) -> None:
    """Print accounts by code, with what lies in them now."""
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces.cli import views

    rows = queries.accounts(after=after, limit=limit)
    more = rows[-1].code if len(rows) == limit else None
    screen.answer(
        {"accounts": list(map(asdict, rows)), "more_after": more}, lambda: views.show_accounts(screen, rows, more)
    )
