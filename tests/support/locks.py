"""Advisory locks on files. The kernel frees them when their holder ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[str]:
    """The open file at `path`, locked by us (waits for its turn). Closing it, or dying, frees the lock."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """A turn of our own: nobody else is inside a `locked(path)` at the same time."""
    with hold(path):
        yield
