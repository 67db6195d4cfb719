"""The file that a backup is: a tar in gzip, written and read in one go, complete only with its manifest, the last part.

tables/<table>/<part>.jsonl     rows in order of their key, in parts of a mebibyte (`tables.encode`)
evidence/<sha256>               the evidence files, if they lay on the machine
manifest.json                   what there is: see `Manifest`
"""

import gzip
import io
import json
import os
import re
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from tanpuhui.apps.records.refusals import refuse
from tanpuhui.apps.records.stores import sync_folder

FORMAT, VERSION = "tanpuhui-backup", 1
MANIFEST, LARGEST_MANIFEST = "manifest.json", 16 << 20
PART = 1 << 20
_ROWS = re.compile(r"tables/([a-z0-9_]+)/([0-9]{6,})\.jsonl")
_FILE = re.compile(r"evidence/([0-9a-f]{64})")


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TableSaid(_Said):
    """A table: `columns` (name → kind), and `rows`, `parts`, `size` in bytes and SHA-256 of all its lines."""

    name: str
    columns: dict[str, str]
    rows: int
    parts: int
    size: int
    sha256: str


class FilesSaid(_Said):
    """The evidence files: whether `included`, how many, how large, and the SHA-256 of their names, one a line."""

    included: bool
    files: int
    size: int
    sha256: str


class Manifest(_Said):
    """What a backup holds and where it comes from. `migrations`: by app; `at`: the instant it was taken."""

    format: str
    format_version: int
    product_version: str
    at: str
    vendor: str
    vendor_version: str
    migrations: dict[str, list[str]]
    tables: list[TableSaid]
    evidence: FilesSaid


@dataclass
class Tally:
    """What has gone by of one table, or of the evidence files."""

    rows: int = 0
    parts: int = 0
    size: int = 0
    _hash: Any = field(default_factory=sha256)

    def add(self, line: bytes, size: int | None = None) -> bytes:
        """One more line; of an evidence file its name, and its `size`."""
        self.rows += 1
        self.size += len(line) if size is None else size
        self._hash.update(line)
        return line

    @property
    def sha256(self) -> str:
        """The hash of all lines."""
        return str(self._hash.hexdigest())


class Writer:
    """An archive in the making."""

    def __init__(self, tar: tarfile.TarFile, instant: int) -> None:
        self._tar, self._instant = tar, instant

    def add(self, name: str, size: int, content: IO[bytes]) -> None:
        """One more file of exactly `size` bytes."""
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._instant, 0o600
        self._tar.addfile(info, content)
        _forget(self._tar)

    def add_bytes(self, name: str, content: bytes) -> None:
        """One more small file."""
        self.add(name, len(content), io.BytesIO(content))

    def add_rows(self, table: str, lines: Iterable[bytes]) -> Tally:
        """All rows of a table, in as many parts as it takes, one at least."""
        tally, part = Tally(), bytearray()
        for line in lines:
            part += tally.add(line)
            if len(part) >= PART:
                self._add_part(table, tally, part)
        if part or not tally.parts:
            self._add_part(table, tally, part)
        return tally

    def _add_part(self, table: str, tally: Tally, part: bytearray) -> None:
        tally.parts += 1
        self.add_bytes(f"tables/{table}/{tally.parts:06d}.jsonl", bytes(part))
        part.clear()


@contextmanager
def writing(path: Path, at: datetime) -> Iterator[Writer]:
    """An archive that appears at `path` when the block ends, whole, or not at all. Only its owner may read it.

    The same content at the same instant is the same bytes. Refuses `backup_exists`, `backup_not_written`.
    """
    try:
        if path.exists():
            raise refuse("backup_exists", path=path.name)
        with (
            tempfile.NamedTemporaryFile(
                dir=path.parent, prefix=f".{path.name}.", suffix=".partial", delete=False
            ) as file,
            _removed_on_failure(Path(file.name)),
        ):
            with _packing(file, at) as writer:
                yield writer
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        sync_folder(path.parent)
    except OSError as no:
        raise refuse("backup_not_written", path=path.name, reason=no.strerror or type(no).__name__) from no


@contextmanager
def _packing(file: IO[bytes], at: datetime) -> Iterator[Writer]:
    instant = int(at.timestamp())
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=instant) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writer(tar, instant)


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Sink(Protocol):
    """Takes what an archive holds, part by part."""

    def rows(self, table: str, lines: Iterator[bytes]) -> None:
        """Some more lines of a table; those not asked for are passed over, but counted."""
        ...

    def file(self, sha256: str, content: IO[bytes]) -> str:
        """An evidence file; answers the hash of what was really there."""
        ...


def walk(path: Path, sink: Sink) -> Manifest:
    """Reads a whole archive into `sink` and checks it against its manifest, which it returns.

    Refuses `backup_not_readable`, `backup_damaged`, `backup_other_format`. What the sink was given before is then void.
    """
    seen, files, manifest = dict[str, Tally](), Tally(), None
    with _members(path) as members:
        for name, size, content in members:
            if manifest is not None:
                raise _damaged(path, name)
            if name == MANIFEST and size <= LARGEST_MANIFEST:
                manifest = _read(path, content.read())
            elif found := _ROWS.fullmatch(name):
                _take_rows(path, found, content, seen, sink)
            elif found := _FILE.fullmatch(name):
                if sink.file(found[1], content) != found[1]:
                    raise _damaged(path, name)
                files.add(f"{found[1]}\n".encode(), size)
            else:
                raise _damaged(path, name[:100])
    if manifest is None:
        raise _damaged(path, MANIFEST)
    _compare(path, manifest, seen, files)
    return manifest


def _take_rows(path: Path, found: re.Match[str], content: IO[bytes], seen: dict[str, Tally], sink: Sink) -> None:
    tally = seen.setdefault(found[1], Tally())
    tally.parts += 1
    if int(found[2]) != tally.parts:
        raise _damaged(path, found[0])
    lines = (tally.add(line) for line in content)
    sink.rows(found[1], lines)
    for _ in lines:  # those the sink did not ask for
        pass


def _compare(path: Path, manifest: Manifest, seen: dict[str, Tally], files: Tally) -> None:
    told = {t.name: (t.rows, t.parts, t.size, t.sha256) for t in manifest.tables}
    there = {name: (t.rows, t.parts, t.size, t.sha256) for name, t in seen.items()}
    for name in sorted(told.keys() | there.keys()):
        if told.get(name) != there.get(name):
            raise _damaged(path, f"tables/{name}")
    evidence = manifest.evidence
    if (evidence.files, evidence.size, evidence.sha256) != (files.rows, files.size, files.sha256):
        raise _damaged(path, "evidence")


def _read(path: Path, content: bytes) -> Manifest:
    """The manifest; that of another format is told apart from a damaged one."""
    try:
        said = json.loads(content)
        version = said["format_version"] if said["format"] == FORMAT else None
    except (ValueError, TypeError, KeyError, RecursionError) as no:
        raise _damaged(path, MANIFEST) from no
    if version != VERSION:
        product = str(said.get("product_version"))[:40]
        raise refuse("backup_other_format", version=str(version)[:40], known=VERSION, product=product)
    try:
        return Manifest.model_validate(said)
    except ValidationError as no:
        raise _damaged(path, MANIFEST) from no


Member = tuple[str, int, IO[bytes]]


@contextmanager
def _members(path: Path) -> Iterator[Iterator[Member]]:
    """Name, size and content of each file, in order. Whatever is wrong with the archive comes out as a refusal."""
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=file, mode="rb") as packed:
            with tarfile.open(fileobj=cast(BinaryIO, packed), mode="r|") as tar:
                yield _each(path, tar)
            if packed.read().strip(b"\0"):  # to the end, where gzip's own checksum lies
                raise _damaged(path, "tar")
    except (EOFError, zlib.error, tarfile.TarError, gzip.BadGzipFile) as no:
        raise _damaged(path, "gzip, tar") from no
    except OSError as no:
        raise refuse("backup_not_readable", path=path.name, reason=no.strerror or type(no).__name__) from no


def _each(path: Path, tar: tarfile.TarFile) -> Iterator[Member]:
    while (info := tar.next()) is not None:
        _forget(tar)
        content = tar.extractfile(info) if info.isreg() else None
        if content is None:
            raise _damaged(path, info.name[:100])
        yield info.name, info.size, content


def _forget(tar: tarfile.TarFile) -> None:
    """Or it would keep a note of every file that went by."""
    tar.members.clear()  # type: ignore[attr-defined]  # not in the stubs; Python 3.13 has `stream=True` for it


def _damaged(path: Path, place: str) -> Exception:
    return refuse("backup_damaged", path=path.name, place=place)
