"""What goes on behind the pages, in a process of its own: jobs from the queue, and every minute what was lost or waits to leave.

Of all that serve one state folder one works and the others wait to take over: a lock of the machine says who.
"""

import fcntl
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.ledger import tally
from tanpuhui.interfaces import clock

LOCK = "worker.lock"
PAUSE, MINUTE, PATIENCE = 1, 60, 10
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
log = logging.getLogger(__name__)
Chore = Callable[[], object]


@contextmanager
def working(*chores: Chore) -> Iterator[None]:
    """A block beside which a process does what waits, unless this register is only read; it ends with the block.

    `chores` are done once a minute beside the jobs. Nobody may have a connection to the database when it begins.
    """
    if settings.READ_ONLY:
        yield
        return
    mine, child = os.getpid(), os.fork()
    if child == 0:
        _alone(mine, chores)
    try:
        yield
    finally:
        if os.getpid() == mine:  # the server's own children leave this block too
            _end(child)


def _end(child: int) -> None:
    """Ask it to stop, and after a while make it; whoever reaped it is not asked."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        for _ in range(PATIENCE * 20):
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _alone(parent: int, chores: tuple[Chore, ...]) -> None:
    """The life of the process; it never returns into its parent's code."""
    try:
        _Background(lambda: os.getppid() == parent, chores).run(Path(settings.HOME) / LOCK)
    except SystemExit:
        pass
    except BaseException:
        log.exception("the worker ended")
    finally:
        os._exit(0)


class _Background:
    """Works while `wanted` and nobody has sent a signal."""

    def __init__(self, wanted: Callable[[], bool], chores: tuple[Chore, ...]) -> None:
        self._wanted = wanted
        self._chores: tuple[Chore, ...] = (_lost, tally.fold, *chores)
        self._queue = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=dispatch.worker_name()[-64:], excluded_queue_names=[],
        )  # fmt: skip
        self._next = 0.0
        for each in SIGNALS:
            signal.signal(each, self._stop)

    def run(self, file: Path) -> None:
        """Waits for the lock on `file`, then works. Where the folder may not be written there is nothing to work on."""
        with suppress(OSError), file.open("a") as lock:
            while self._wanted() and not _held(lock.fileno()):
                time.sleep(PAUSE)
            while self._wanted() and self._queue.running:
                self._look()
                time.sleep(PAUSE)

    def _look(self) -> None:
        close_old_connections()
        try:
            if DBTaskResult.objects.ready().exists():
                self._queue.run()
            if time.monotonic() >= self._next:
                self._next = time.monotonic() + MINUTE
                for chore in self._chores:
                    chore()
        except Exception:
            log.exception("the worker goes on after an error")
            time.sleep(PATIENCE)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """A job at work is set free at once (see `jobs.runner`); whoever works next goes on with it."""
        self._queue.running = False
        raise SystemExit


def _held(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lost() -> None:
    """Jobs whose worker died go to the queue again."""
    dispatch.again(at=clock.now(), clock=clock.now)
