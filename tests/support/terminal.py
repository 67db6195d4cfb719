"""A terminal with somebody at it: a program runs in it, its words are read, Ctrl-C is pressed."""

import fcntl
import os
import pty
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

CTRL_C = b"\x03"


class Terminal:
    """A program in a session of its own on a pseudo-terminal; whatever is left of it at the end is killed."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.said = ""
        self.child = subprocess.Popen(
            command, env=dict(environment), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0), cwd=os.path.sep,
        )  # fmt: skip
        os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.left():
            with suppress(ProcessLookupError):
                os.kill(process, 9)
        self.child.wait()
        os.close(self._ours)

    def wait_for(self, words: str, seconds: int = 240) -> None:
        """Reads until the program has said `words`."""
        end = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < end, self.said
            assert self._read(), self.said

    def press(self, key: bytes) -> None:
        """Sends a key."""
        os.write(self._ours, key)

    def finish(self, seconds: int = 60) -> int:
        """Reads to the end of the program; its exit code."""
        while self._read():
            pass
        return self.child.wait(seconds)

    def left(self) -> list[int]:
        """The processes of its session that still run."""
        return [number for number, session in _sessions() if session == self.child.pid]

    def _read(self) -> bool:
        try:
            more = os.read(self._ours, 65_536)
        except OSError:  # the last program that wrote there has ended
            return False
        self.said += more.decode(errors="replace")
        return bool(more)


def _sessions() -> Iterator[tuple[int, int]]:
    """Number and session of every process that is no corpse."""
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
            if state != "Z":
                yield int(folder.name), int(rest[2])
