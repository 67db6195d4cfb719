"""Standard output whose failure is told apart from that of any other file: a full disk, or a reader who has gone."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO


class OutputLost(Exception):
    """Standard output takes nothing more; `why` in the system's words. No `OSError`, which others would catch."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Watched:
    """A stream as it is, but for what it raises when it cannot be written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """As the stream. Raises `OutputLost`."""
        with _told():
            return self._stream.write(text)

    def flush(self) -> None:
        """As the stream. Raises `OutputLost`."""
        with _told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as no:
        raise OutputLost(no.strerror or type(no).__name__) from no


@contextmanager
def watched() -> Iterator[None]:
    """A block in which whatever prints to standard output raises `OutputLost` where that fails, at its end at the latest."""
    stream = sys.stdout
    sys.stdout = _Watched(stream)
    try:
        yield
        sys.stdout.flush()
    except OutputLost:
        _pour_away(stream)
        raise
    finally:
        sys.stdout = stream


def _pour_away(stream: TextIO) -> None:
    """Let go of what waits to be written, or the interpreter would try once more at its end, and complain."""
    with suppress(OSError, ValueError):  # a stream of a test has no number
        number, nowhere = stream.fileno(), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
