"""Kinds of job for the tests: one that counts by committing rows, and those that go wrong."""

import os
import signal
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tanpuhui.apps.jobs.registry import Errand, Result, Step, offer
from tanpuhui.apps.parties.models import Person
from tanpuhui.apps.parties.queries import user
from tanpuhui.core.text import Text

NOON = datetime(2024, 5, 6, 4, tzinfo=UTC)
HOOKS: dict[str, Callable[[Errand], Any]] = {}
"""What a test lets happen: `between` steps, and at the `ended` of a job."""


class Clock:
    """A clock that goes on by a second at each look, and further when told."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def wait(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)


def standing() -> datetime:
    """A clock that stands still; a function at module level, as the queue needs."""
    return NOON


def nothing(errand: Errand) -> None:
    """What happens when no test asks for anything."""


def ended(errand: Errand, state: str) -> None:
    """Writes one row in the transaction of the end."""
    Person.objects.create(name=f"{errand.key} {state}", created_at=NOON)
    HOOKS.get("ended", nothing)(errand)


@offer("test_count", says=Text("计数", "count"), ended=ended)
def counting(errand: Errand) -> Generator[Step, None, Result]:
    """Writes `upto` rows, one transaction and key each; a row that is there already is not written again."""
    upto = int(str(errand.args["upto"]))
    for number in range(1, upto + 1):
        with transaction.atomic():
            key = f"{errand.key}-{number}"
            Person.objects.get_or_create(document_hash=key, defaults={"name": "step", "created_at": errand.clock()})
            _die(errand, number, "inside")
        _die(errand, number, "after")
        HOOKS.get("between", nothing)(errand)
        yield Step(number, upto, Text(f"第 {number} 步", f"step {number}"))
    return {"rows": upto, "by": errand.by.name}


def _die(errand: Errand, number: int, where: str) -> None:
    """A kill that nobody can catch, in a child process that was told to die there."""
    if os.environ.get("DIE_AT") == f"{number} {where}":
        os.kill(os.getpid(), signal.SIGKILL)


@offer("test_bug", says=Text("出错", "bug"))
def buggy(errand: Errand) -> Generator[Step, None, Result]:
    """Does one step, then divides by nothing."""
    yield Step(1)
    return {"never": 1 // 0}


@offer("test_refused", says=Text("被拒", "refused"))
def refused(errand: Errand) -> Generator[Step, None, Result]:
    """Does one step, then is refused."""
    yield Step(1)
    user(login="nobody")
    return {}


def rows(key: str) -> list[str]:
    """The steps that a counting job has written, in their order."""
    found = Person.objects.filter(document_hash__startswith=f"{key}-").order_by("pk")
    return [str(h).removeprefix(f"{key}-") for h in found.values_list("document_hash", flat=True)]


def forget() -> None:
    """Closes the connection of this thread."""
    connection.close()
