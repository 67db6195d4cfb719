"""What the room asks of an evidence store, be it a folder or a bucket."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

NAME = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """Something to read bytes from, once, from the beginning."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...

    def close(self) -> object:
        """Lets go."""
        ...


class Store(Protocol):
    """What the room asks of either. All refuse `evidence_store_failed` where the store itself does not work."""

    @property
    def local(self) -> bool:
        """Whether the files lie on this machine, so that a backup takes them along."""
        ...

    def workshop(self) -> Path:
        """A folder in which to write a file before it is `put`."""
        ...

    def put(self, path: Path, sha256: str) -> bool:
        """Takes a finished file whose content has that hash, all or nothing; whether it was new. May move it away."""
        ...

    def open(self, sha256: str) -> Readable | None:
        """The file's bytes as they lie there, unchecked; None where there is none."""
        ...

    def names(self) -> Iterator[str]:
        """The hashes of all files, in order."""
        ...

    def leftovers(self) -> Iterator[str]:
        """What lies there and is no finished file."""
        ...

    def remove(self, sha256: str) -> None:
        """Takes away a file that was just `put`, because what it was put for did not come about."""
        ...

    def try_out(self) -> None:
        """Writes something small."""
        ...
