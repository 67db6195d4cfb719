"""Evidence: files that are filed once, known by their content, and checked whenever they are read."""

import hashlib
import io
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.models import Evidence, Filer
from tanpuhui.apps.records.operations import Request, Write, perform, recalled
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.apps.records.stores import store, trouble
from tanpuhui.apps.records.storing import NAME, Readable, Store
from tanpuhui.core.refused import shown

PIECE = 1 << 20
LIMIT = 100 * PIECE
"""The largest file in bytes, unless `settings.EVIDENCE_LIMIT` says otherwise."""
LONGEST_NAME, LONGEST_TYPE = 200, 100
FILED = "records.file_evidence"
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file as filed: the first name, type and filer stay; `size` in bytes."""

    sha256: str
    size: int
    media_type: str
    name: str
    organisation_id: int
    filed_by_id: int
    on: date
    at: datetime


def file_evidence(
    *, content: BinaryIO | Path, name: str, media_type: str, by: Actor, on: date, at: datetime, key: str
) -> str:
    """Files `content` (from where it stands, never whole in memory) and returns its SHA-256. Same content: one file.

    `name` is what people call it: folders before it are cut off. The content lies in the store before it is journaled:
    no entry lacks its file, and a file without an entry harms nobody. Permission `records:file`. Refuses
    `evidence_name_malformed`, `evidence_type_malformed`, `evidence_too_large`, `file_not_readable`,
    `evidence_store_failed`, `key_missing`, `key_reused`.
    """
    by.require("records:file")
    name, media_type = clean_name(name), clean_type(media_type)
    files = store()
    with _source(content, name) as source, received(source, files, limit=_limit(), name=name) as new:
        body = {"sha256": new.sha256, "size": new.size, "name": name, "media_type": media_type}
        request = Request(operation=FILED, by=by, on=on, at=at, key=key, body=body)
        if recalled(request) is None:
            # Before the transaction: an upload must not hold up SQLite's only writer.
            files.put(new.path, new.sha256)

        def work(write: Write) -> None:
            row = Evidence(
                **body, organisation_id=by.organisation_id, filed_by_id=by.user_id, on=on, at=at
            )  # fmt: skip
            Evidence.objects.bulk_create([row], ignore_conflicts=True)
            first = Evidence.objects.get(sha256=new.sha256)  # perhaps another's, filed before
            filer, _ = Filer.objects.get_or_create(evidence=first, organisation_id=by.organisation_id)
            write({"sha256": new.sha256}, [first, filer])

        return str(perform(request, work)["sha256"])


def open_evidence(sha256: str) -> BinaryIO:
    """The filed content, to be read once and closed. The last byte comes only if all of them match the hash.

    So read to the end before you believe any of it. Serve it as an attachment: `media_type` is what the filer said.
    Refuses `evidence_not_found`, and while reading `evidence_damaged` and `evidence_store_failed`.
    """
    row = evidence(sha256)
    return opened(store(), row.sha256, row.size)


def evidence(sha256: str) -> EvidenceRow:
    """What is known about a filed content. Refuses `evidence_not_found`."""
    row = Evidence.objects.filter(sha256=sha256).first() if NAME.fullmatch(sha256) else None
    if row is None:
        raise refuse("evidence_not_found", sha256=shown(sha256))
    return _row(row)


def several(hashes: Collection[str]) -> dict[str, EvidenceRow]:
    """What is known about some filed contents, by hash. One statement."""
    return {row.sha256: _row(row) for row in Evidence.objects.filter(sha256__in=set(hashes))}


def filed_by(organisation: int, sha256: str) -> bool:
    """Whether an organisation filed this content, first or after others. One statement."""
    return Filer.objects.filter(evidence_id=sha256, organisation=organisation).exists()


def _row(row: Evidence) -> EvidenceRow:
    return EvidenceRow(
        row.sha256, row.size, row.media_type, row.name, row.organisation_id, row.filed_by_id, row.on, row.at
    )


def opened(files: Store, sha256: str, size: int) -> BinaryIO:
    """The content `sha256` of `size` bytes in a store, checked while it is read."""
    source = files.open(sha256)
    if source is None:
        raise refuse("evidence_not_found", sha256=sha256)
    return cast(BinaryIO, io.BufferedReader(_Checked(source, sha256, size), PIECE))


class _Checked(io.RawIOBase):
    """Passes bytes on while they are as many as they should be; the last only when the hash is right."""

    def __init__(self, source: Readable, sha256: str, size: int) -> None:
        self._source, self._sha256, self._left = source, sha256, size
        self._hash, self._over = hashlib.sha256(), False

    def readable(self) -> bool:
        return True

    def readinto(self, into: object, /) -> int:
        view = memoryview(into)  # type: ignore[arg-type]  # typeshed's Buffer is new in Python 3.12
        with trouble():
            piece = b"" if self._over else self._source.read(len(view))
        self._hash.update(piece)
        self._left -= len(piece)
        if not self._over and (self._left <= 0 or not piece):
            self._check()
        view[: len(piece)] = piece
        return len(piece)

    def _check(self) -> None:
        more = self._left < 0 or self._source.read(1)
        if more or self._left or self._hash.hexdigest() != self._sha256:
            raise refuse("evidence_damaged", sha256=self._sha256)
        self._over = True

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Received:
    """A content that was written to `path`, on the disk for certain."""

    path: Path
    sha256: str
    size: int


@contextmanager
def received(source: Readable, files: Store, *, limit: int | None = None, name: str = "") -> Iterator[Received]:
    """Writes `source` to a file in the store's workshop, which goes at the end of the block unless it was put away."""
    with trouble():
        handle, path = tempfile.mkstemp(prefix="incoming-", dir=files.workshop())
    try:
        yield Received(Path(path), *_copy(source, handle, limit, name))
    finally:
        Path(path).unlink(missing_ok=True)


def _copy(source: Readable, handle: int, limit: int | None, name: str) -> tuple[str, int]:
    """Hash and size of what was written to `handle`."""
    said, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        while piece := source.read(PIECE):
            size += len(piece)
            if limit is not None and size > limit:
                raise refuse("evidence_too_large", name=name, limit=limit)
            said.update(piece)
            with trouble():
                file.write(piece)
        with trouble():
            file.flush()
            os.fsync(file.fileno())
    return said.hexdigest(), size


@contextmanager
def _source(content: BinaryIO | Path, name: str) -> Iterator[BinaryIO]:
    if not isinstance(content, Path):
        yield content
        return
    try:
        file = content.open("rb")
    except OSError as no:
        raise refuse("file_not_readable", name=name, reason=no.strerror or type(no).__name__) from no
    with file:
        yield file


def _limit() -> int:
    return int(getattr(settings, "EVIDENCE_LIMIT", LIMIT))


def clean_name(name: str) -> str:
    """The file's name without the folders before it, blanks made one. Refuses `evidence_name_malformed`.

    That is: nothing left, above 200 characters, or characters that nobody sees (control signs, changes of direction).
    """
    last = re.split(r"[/\\]", name[-4096:])[-1]
    text = unicodedata.normalize("NFC", last)
    unseen = any(unicodedata.category(sign) in _UNSEEN for sign in text)
    text = " ".join(text.split())
    if unseen or not text.strip(". ") or len(text) > LONGEST_NAME:
        raise refuse("evidence_name_malformed", name=shown(last), limit=LONGEST_NAME)
    return text


def clean_type(media_type: str) -> str:
    """The media type in small letters, without parameters. Refuses `evidence_type_malformed`."""
    small = media_type.lower() if len(media_type) <= LONGEST_TYPE else ""
    if not _TYPE.fullmatch(small):
        raise refuse("evidence_type_malformed", media_type=shown(media_type))
    return small
