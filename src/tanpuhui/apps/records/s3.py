"""Evidence in an S3-compatible bucket. Needs the extra `s3` (boto3); AWS's variables name endpoint, region and keys."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from tanpuhui.apps.records.refusals import refuse
from tanpuhui.apps.records.storing import NAME, Readable

MISSING = {"404", "NoSuchKey", "NotFound"}


class Bucket:
    """Objects `prefix/ab/cd/abcd…` of a bucket. An object appears whole or not at all; that is S3's promise."""

    local = False

    def __init__(self, bucket: str, prefix: str) -> None:
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""
        with _trouble():
            self.client = _client(os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"))

    def workshop(self) -> Path:
        """The machine's folder for temporary files."""
        return Path(tempfile.gettempdir())

    def put(self, path: Path, sha256: str) -> bool:
        """Uploads even what is there: one look more would cost as much, and so a damaged object is mended."""
        with _trouble():
            new = not self._has(sha256)
            self.client.upload_file(str(path), self.bucket, self._key(sha256))
            return new

    def open(self, sha256: str) -> Readable | None:
        """A stream."""
        with _trouble():
            try:
                return _Body(self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))["Body"])
            except self.client.exceptions.NoSuchKey:
                return None

    def names(self) -> Iterator[str]:
        """A thousand a request."""
        return (key[-64:] for key in self._keys() if self._is_named_well(key))

    def leftovers(self) -> Iterator[str]:
        """Keys under our prefix that are no evidence."""
        return (key for key in self._keys() if not self._is_named_well(key) and key != f"{self.prefix}.probe")

    def remove(self, sha256: str) -> None:
        """Deletes the object."""
        with _trouble():
            self.client.delete_object(Bucket=self.bucket, Key=self._key(sha256))

    def try_out(self) -> None:
        """An object `.probe` that stays: a register need not be allowed to delete."""
        with _trouble():
            self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}.probe", Body=b"tanpuhui")

    def _key(self, sha256: str) -> str:
        return f"{self.prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _is_named_well(self, key: str) -> bool:
        return NAME.fullmatch(key[-64:]) is not None and key == self._key(key[-64:])

    def _has(self, sha256: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(sha256))
        except self.client.exceptions.ClientError as no:
            if no.response["Error"]["Code"] in MISSING:
                return False
            raise
        return True

    def _keys(self) -> Iterator[str]:
        with _trouble():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            for page in pages:
                yield from (found["Key"] for found in page.get("Contents", ()))


class _Body:
    """An object's bytes as they come over the line."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        with _trouble():
            read: bytes = self._body.read(size)
            return read

    def close(self) -> None:
        """Gives the connection back."""
        self._body.close()


@lru_cache(maxsize=4)
def _client(endpoint: str | None) -> Any:
    """One client for all threads (clients are safe to share, and slow to make)."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError as no:
        raise refuse("s3_not_installed") from no
    # A server of one's own seldom has a name for each bucket.
    style = {"addressing_style": "path"} if endpoint else {}
    config = Config(
        connect_timeout=10, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 3}, s3=style
    )
    return boto3.client("s3", endpoint_url=endpoint, config=config)


@contextmanager
def _trouble() -> Iterator[None]:
    """Turns what the client says about the bucket into a refusal."""
    try:
        yield
    except Exception as no:
        if not type(no).__module__.startswith(("boto3.", "botocore.")):
            raise
        raise refuse("evidence_store_failed", reason=str(no)[:300]) from no
