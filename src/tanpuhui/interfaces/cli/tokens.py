"""`token`: a program's way into a demonstration, without a browser. In a real register people issue theirs at the desk."""

from datetime import timedelta
from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()
DAYS = 365


@command(app, "token", Text("为演示签发接口令牌", "Issue a token for a demonstration's API"))
def token(
    screen: Screen,
    login: Annotated[
        str, typer.Argument(metavar="LOGIN", help="以谁的名义，例如 demo.tan / As whom, such as demo.tan")
    ],
    scopes: Annotated[
        list[str] | None,
        typer.Option("--scope", help="权限，可多次；默认为其全部权限 / What it may do; default: all they may"),
    ] = None,
    on: DayOption = None,
) -> None:
    """Print a token that acts as somebody from a day on, for a year. It is shown once; of it only a hash is kept.

    A real register refuses: who holds the machine must not act there in another's name.
    """
    import secrets
    from hashlib import sha256

    from tanpuhui.apps.ledger.queries import register
    from tanpuhui.apps.parties import operations, queries
    from tanpuhui.apps.records.journal import JOURNAL
    from tanpuhui.interfaces import clock

    if not register().demonstration:
        raise refuse("token_at_the_desk")
    day = day_or_today(on)
    user = queries.user(login=login).id
    places = queries.places(user=user, on=day)
    by = queries.actor(user=user, organisation=places[0][0].id if places else 0, on=day)
    secret = f"tph_{secrets.token_urlsafe(32)}"
    entrusted = frozenset().union(*by.entrusted.values()) if by.entrusted else frozenset()
    operations.issue_token(
        label="tanpuhui token", scopes=scopes or sorted(by.permissions | entrusted),
        digest=sha256(secret.encode()).hexdigest(), ends_on=day + timedelta(days=DAYS), by=by, on=day, at=clock.now(),
        key=secrets.token_hex(16), journal=JOURNAL,
    )  # fmt: skip
    told = {"token": secret, "login": login, "organisation": places[0][0].code, "from": day}
    screen.answer(told, lambda: screen.line(secret))
