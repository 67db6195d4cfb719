"""Real processes beside one another on one register, each with its own connection: all get ready, then all begin at once."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.support.databases import Database

Job = tuple[str, dict[str, Any]]
Told = tuple[str, Any]


class Child:
    """One process and what it tells."""

    def __init__(self, database: Database, job: Job, ready: Any, context: Any) -> None:
        from tests.ledger import child

        self.hears, tells = context.Pipe(duplex=False)
        self.process = context.Process(target=child.run, args=(database, *job, ready, tells))
        self.process.start()
        tells.close()

    def hear(self) -> Any:
        """The next thing it tells; None once it is gone."""
        try:
            return self.hears.recv()
        except EOFError:
            return None

    def kill(self) -> None:
        """Without a word: SIGKILL."""
        self.process.kill()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.hears.close()


@contextmanager
def children(database: Database, jobs: Sequence[Job]) -> Iterator[list[Child]]:
    """Processes that begin their jobs together; none outlives the block."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ledger.child"])
    ready = context.Barrier(len(jobs))
    with ExitStack() as stack:
        crowd = []
        for job in jobs:
            crowd.append(Child(database, job, ready, context))
            stack.callback(crowd[-1].close)
        yield crowd


def race(database: Database, jobs: Sequence[Job]) -> list[Told]:
    """What each process has to tell of its job: `("answer", …)` or `("refused", code)`."""
    with children(database, jobs) as crowd:
        return [child.hear() for child in crowd]
