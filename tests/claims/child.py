"""Real processes beside one another on one register: each gets ready, waits for the word, does its job, tells what came of it."""

import multiprocessing
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from threading import Barrier
from typing import Any

from tests.support import databases
from tests.support.databases import Database

databases.set_up_django()
Job = tuple[str, dict[str, Any]]
WHO = {"alice": "VILLAGE", "bob": "FARM", "rita": "PROVINCE"}


def claim_meter(login: str, key: str, reference: str, numbers: list[int], policy: str = "contest") -> object:
    """Claims meters for a year."""
    from tanpuhui.apps.claims.placing import Item
    from tests.claims.cast import YEAR, meter

    return _file(login, key, reference, [Item(meter(number), YEAR) for number in numbers], policy)


def claim_box(login: str, key: str, reference: str, sides: list[int], policy: str = "contest") -> object:
    """Claims a rectangle for a year."""
    from tests.claims.cast import box, parcel

    return _file(login, key, reference, [parcel(box(*sides))], policy)


def _file(login: str, key: str, reference: str, items: Sequence[Any], policy: str) -> object:
    from tanpuhui.apps.claims.filing import Filing
    from tanpuhui.apps.claims.operations import file
    from tanpuhui.apps.claims.placing import Manner
    from tests.claims.cast import DAY, NOON, actor

    by = actor(login, WHO[login])
    filing = Filing(reference, by.organisation_id, tuple(items), Manner(policy))
    return file(asked=filing, by=by, on=DAY, at=NOON, key=key)


def confirm(key: str, reference: str) -> object:
    """Confirms what a reference claims."""
    from tanpuhui.apps.claims import operations
    from tests.claims.cast import DAY, NOON, actor

    return operations.confirm(reference=reference, by=actor("rita", "PROVINCE"), on=DAY, at=NOON, key=key)


def release(key: str, reference: str) -> object:
    """Releases what a reference claims."""
    from tanpuhui.apps.claims import operations
    from tests.claims.cast import DAY, NOON, actor

    by = actor("rita", "PROVINCE")
    return operations.release(reference=reference, reason="withdrawn", by=by, on=DAY, at=NOON, key=key)


def turns(key: str, login: str, reference: str, numbers: list[int], times: int) -> object:
    """Claims meters and gives them back, again and again, the meters in either order."""
    for turn in range(times):
        claim_meter(login, f"{key}-{turn}", reference, numbers if turn % 2 else numbers[::-1])
        release(f"{key}-{turn}", reference)
    return times


JOBS: dict[str, Callable[..., object]] = {j.__name__: j for j in (claim_meter, claim_box, confirm, release, turns)}


def run(database: Database, job: str, arguments: dict[str, Any], ready: Barrier, tell: Connection) -> None:
    """Does the job once everybody is ready, and tells `("answer", …)` or `("refused", code)`."""
    from django.db import connection

    from tanpuhui.core.refusals import Refusal

    with databases.using(database):
        connection.ensure_connection()
        ready.wait(60)
        try:
            tell.send(("answer", JOBS[job](**arguments)))
        except Refusal as refusal:
            tell.send(("refused", refusal.code))


def race(database: Database, jobs: Sequence[Job]) -> list[tuple[str, Any]]:
    """What each process has to tell of its job; none outlives the call."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.claims.child"])
    ready = context.Barrier(len(jobs))
    with ExitStack() as stack:
        ears = []
        for job in jobs:
            hears, tells = context.Pipe(duplex=False)
            process = context.Process(target=run, args=(database, *job, ready, tells))
            process.start()
            tells.close()
            stack.callback(process.join)
            stack.callback(process.kill)
            ears.append(hears)
        return [ear.recv() for ear in ears]
