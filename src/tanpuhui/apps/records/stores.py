"""Where evidence files lie: a local folder, or an S3-compatible bucket. A file is known by its content's SHA-256."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from tanpuhui.apps.records.refusals import refuse
from tanpuhui.apps.records.storing import NAME, Store


def store() -> Store:
    """The store that `settings.EVIDENCE` names: a folder, or `s3://bucket/prefix`.

    Refuses `evidence_setting_malformed` and `s3_not_installed`.
    """
    place = str(settings.EVIDENCE)
    if "://" not in place:
        return Folder(Path(place).expanduser())
    found = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[^?#]*)?", place)
    if not found:
        raise refuse("evidence_setting_malformed", setting=place[:200])
    from tanpuhui.apps.records.s3 import Bucket

    return Bucket(found[1], (found[2] or "").strip("/"))


@contextmanager
def trouble() -> Iterator[None]:
    """Turns what the operating system says about the store into a refusal."""
    try:
        yield
    except OSError as no:
        raise refuse("evidence_store_failed", reason=no.strerror or type(no).__name__) from no


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power failure. Windows has no such thing."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Folder:
    """A local folder with two levels: `ab/cd/abcd…`. Readable by the register's own user only."""

    local = True

    def __init__(self, root: Path) -> None:
        self.root = root

    def workshop(self) -> Path:
        """A folder on the same disk, so that a rename is enough."""
        with trouble():
            return self._folder(self.root / "incoming")

    def put(self, path: Path, sha256: str) -> bool:
        """Renames; an intact file of that name stays, a damaged one is replaced."""
        with trouble():
            target = self._path(sha256)
            if new := not _intact(target, sha256):
                self._folder(target.parent)
                path.replace(target)
                for folder in (target.parent, target.parent.parent, self.root):
                    sync_folder(folder)
            return new

    def open(self, sha256: str) -> BinaryIO | None:
        """The open file."""
        with trouble():
            try:
                return self._path(sha256).open("rb")
            except FileNotFoundError:
                return None

    def names(self) -> Iterator[str]:
        """Folder by folder."""
        return (path.name for path in self._files() if self._is_named_well(path))

    def leftovers(self) -> Iterator[str]:
        """Paths within the root: what a killed process left in `incoming`, and what others put there."""
        return (str(path.relative_to(self.root)) for path in self._files() if not self._is_named_well(path))

    def remove(self, sha256: str) -> None:
        """Unlinks."""
        with trouble():
            self._path(sha256).unlink(missing_ok=True)

    def try_out(self) -> None:
        """In `incoming`."""
        probe = self.workshop() / ".probe"
        with trouble():
            probe.write_bytes(b"tanpuhui")
            probe.unlink()

    def _path(self, sha256: str) -> Path:
        return self.root.joinpath(sha256[:2], sha256[2:4], sha256)

    def _folder(self, folder: Path) -> Path:
        for level in (*reversed(folder.relative_to(self.root).parents), folder.relative_to(self.root)):
            self.root.joinpath(level).mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _is_named_well(self, path: Path) -> bool:
        return NAME.fullmatch(path.name) is not None and path == self._path(path.name)

    def _files(self) -> Iterator[Path]:
        """All files below the root, those of one folder in order of their names, folders in order of theirs."""
        with trouble():
            folders = [self.root] if self.root.exists() else []
            while folders:
                paths = sorted(folders.pop().iterdir())
                folders += [path for path in reversed(paths) if path.is_dir()]
                yield from (path for path in paths if not path.is_dir())


def _intact(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
