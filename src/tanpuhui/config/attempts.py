"""Where failed logins are counted: one place for all processes of the server, so that no luck in meeting another helps.

Files in the state folder. Several machines count apart; put the limit on the way in there as well.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class Shared(FileBasedCache):
    """Django's cache in files, whose `add` succeeds for one of many who try at once: it serves as a lock."""

    _dir: str

    def add(self, key: Any, value: Any, *more: Any, **named: Any) -> bool:
        """Adds what is not there yet; whether it did."""
        with self._alone():
            return bool(super().add(key, value, *more, **named))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        Path(self._dir).mkdir(mode=0o700, parents=True, exist_ok=True)
        with Path(self._dir, "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
