"""Real processes beside one another at one report: each gets ready, waits for the word, does its job, tells what came of it."""

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from threading import Barrier
from typing import Any

from tests.support import databases
from tests.support.databases import Database

databases.set_up_django()
Job = tuple[str, dict[str, Any]]


def issue(key: str, report: str, result: str, accounts: Mapping[str, str], approval: int) -> object:
    """Rita issues a report."""
    from tanpuhui.apps.issuance import phcer

    return phcer.issue(report=report, result=result, accounts=accounts, approval=approval, **_write("rita", key))


def move(key: str, report: str, act: str, login: str) -> object:
    """Somebody moves a report."""
    from tanpuhui.apps.projects import operations, queries

    given: dict[str, Any] = {"reason": "because", "dossier": queries.dossier(report)}
    return operations.move_report(report=report, act=act, **given, **_write(login, key))


def _write(login: str, key: str) -> Any:
    from tanpuhui.apps.parties import queries as people
    from tests.projects.cast import PEOPLE
    from tests.projects.days import DAY, LATER, NOON
    from tests.support.days import acting

    (code,) = [code for code, members in PEOPLE.items() if login in members]
    by = people.actor(
        user=people.user(login=login).id, organisation=people.organisation(code=code).id, on=DAY
    )  # fmt: skip
    return {**acting(by, LATER, NOON), "key": key}


JOBS: dict[str, Callable[..., object]] = {job.__name__: job for job in (issue, move)}


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
    context.set_forkserver_preload(["tests.issuance.child"])
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
