"""What a process of its own does on a register: gets ready, waits for the word, does one job and tells what came of it.

Its parent is a server that has loaded the program but never a connection, so that many processes begin in no time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import count
from multiprocessing.connection import Connection
from threading import Barrier
from typing import Any

from tests.support import databases
from tests.support.databases import Database

databases.set_up_django()
import_module("tests.ledger.cast")  # once, in the server

DAY = date(2024, 1, 2)
NOON = datetime(2024, 1, 2, 4, tzinfo=UTC)


def transfer(login: str, firm: str, key: str, items: list[list[Any]]) -> object:
    """A transfer of (source, target, series, quantity) items."""
    from tanpuhui.apps.ledger import operations
    from tests.ledger.cast import actor

    lines = [operations.Item(*item) for item in items]
    return operations.act(act="transfer", items=lines, by=actor(login, firm), on=DAY, at=NOON, key=key)


def transfers(login: str, firm: str, key: str, items: list[list[Any]], times: int) -> object:
    """The same transfer several times, each with its own key; stops at a refusal."""
    for number in range(times):
        transfer(login, firm, f"{key}-{number}", items)
    return times


def endless(tell: Connection, login: str, firm: str, key: str, items: list[list[Any]]) -> object:
    """Transfers there and back until somebody stops it; tells each key when its answer is there."""
    back = [[target, source, series, quantity] for source, target, series, quantity in items]
    for number in count():
        transfer(login, firm, f"{key}-{number}", back if number % 2 else items)
        tell.send(number)
    return None


def end(login: str, firm: str, key: str, how: str, reservation: int) -> object:
    """Accepts, declines or releases a reservation."""
    from tanpuhui.apps.ledger import operations
    from tests.ledger.cast import actor

    return getattr(operations, how)(reservation=reservation, by=actor(login, firm), on=DAY, at=NOON, key=key)


def cancel(key: str, approval: int, item: list[Any]) -> object:
    """Cancels units by an approval."""
    from tanpuhui.apps.ledger import operations
    from tests.ledger.cast import WHY, actor

    return operations.act(
        act="cancel", items=[operations.Item(*item)], words=WHY, approval=approval, by=actor("rita", "PROVINCE"),
        on=DAY, at=NOON, key=key,
    )  # fmt: skip


def freeze(key: str, approval: int, scope: str, target: str) -> object:
    """Freezes transfers."""
    from tanpuhui.apps.ledger import accounts
    from tests.ledger.cast import actor

    return accounts.freeze(
        scope=scope, target=target, acts=["transfer"], reason="an inquiry", approval=approval,
        by=actor("rita", "PROVINCE"), on=DAY, at=NOON, key=key,
    )  # fmt: skip


def issue(key: str, account: str, units: int, times: int) -> object:
    """Mirrors new series, one after another."""
    from tanpuhui.apps.ledger import issuing
    from tanpuhui.apps.ledger.posting import Creation
    from tests.ledger.cast import actor

    by = actor("setup", "REGISTER")
    for number in range(times):
        new = Creation("issue", 0, units, "ARBOC", "US_CA", "FR", f"F{number}", 2013, "us", f"{key}-{number}")
        issuing.mirror(series=[(account, new)], by=by, on=DAY, at=NOON, key=f"{key}-{number}")
    return times


JOBS: dict[str, Callable[..., object]] = {
    job.__name__: job for job in (transfer, transfers, endless, end, cancel, freeze, issue)
}


def run(database: Database, job: str, arguments: dict[str, Any], ready: Barrier, tell: Connection) -> None:
    """Does the job once everybody is ready, and tells `("answer", …)` or `("refused", code)`."""
    from django.db import connection

    from tanpuhui.core.refusals import Refusal

    with databases.using(database):
        connection.ensure_connection()
        ready.wait(60)
        try:
            told = {"tell": tell} if job == "endless" else {}
            tell.send(("answer", JOBS[job](**told, **arguments)))
        except Refusal as refusal:
            tell.send(("refused", refusal.code))
