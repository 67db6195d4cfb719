"""How often somebody called: counted by all processes of the server together, in one small SQLite file of the state folder.

Nothing in it is worth keeping; it is never synced, and where it cannot be used nobody is kept out. Several machines count apart.
"""

import logging
import sqlite3
import time
from os import getpid
from pathlib import Path
from threading import local

log = logging.getLogger(__name__)
_MADE = "CREATE TABLE IF NOT EXISTS calls (name TEXT, span INTEGER, n INTEGER, PRIMARY KEY (name, span)) WITHOUT ROWID"
_ADD = "INSERT INTO calls VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n"
_BEFORE = "SELECT n FROM calls WHERE name = ? AND span = ?"
_TAKE = "UPDATE calls SET n = n - 1 WHERE name = ? AND span = ?"


class Counter:
    """Counts calls by name. A call counts less the longer ago it was: nobody calls twice as often around a full minute."""

    def __init__(self, path: Path) -> None:
        self.path, self._mine = path, local()

    def allows(self, name: str, most: int, seconds: int, now: float | None = None) -> bool:
        """Counts one more call, unless there were `most` within `seconds`: whether it is allowed."""
        span, passed = divmod(time.time() if now is None else now, seconds)
        try:
            return self._counted(name, int(span), most, 1 - passed / seconds)
        except (sqlite3.Error, OSError) as why:
            log.warning("calls cannot be counted: %s", why)
            return True

    def clear(self) -> None:
        """Forgets all calls."""
        self._open().execute("DELETE FROM calls")

    def _counted(self, name: str, span: int, most: int, left: float) -> bool:
        file = self._open()
        if self._mine.span != span:
            self._mine.span = span
            file.execute("DELETE FROM calls WHERE span < ?", [span - 1])
        (here,) = file.execute(_ADD, [name, span]).fetchone()
        before = file.execute(_BEFORE, [name, span - 1]).fetchone()
        if here + left * (before[0] if before else 0) <= most:
            return True
        file.execute(_TAKE, [name, span])
        return False

    def _open(self) -> sqlite3.Connection:
        """This thread's connection; a process that was forked opens its own."""
        if getattr(self._mine, "process", None) != getpid():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = sqlite3.connect(self.path, timeout=2, isolation_level=None)
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = OFF")
            file.execute(_MADE)
            self._mine.file, self._mine.process, self._mine.span = file, getpid(), 0
        kept: sqlite3.Connection = self._mine.file
        return kept
