"""The journal as read again: each entry beside what its bytes say, or nothing where somebody altered it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from tanpuhui.apps.records.models import Journal
from tanpuhui.core.canonical import canonical_bytes, digest

PAGE = 1000
Said = dict[str, Any]


def entries() -> Iterator[tuple[Journal, Said | None]]:
    """All entries in order, and what each says: nothing if it does not match its hash and its columns."""
    for page in pages():
        yield from page


def pages() -> Iterator[list[tuple[Journal, Said | None]]]:
    """The same, page by page."""
    after = 0
    while page := list(Journal.objects.filter(pk__gt=after).order_by("pk")[:PAGE]):
        after = page[-1].pk
        yield [(row, _said(row)) for row in page]


def _said(row: Journal) -> Said | None:
    content = bytes(row.content)
    if digest(content) != row.hash:
        return None
    with suppress(
        ValueError, KeyError, TypeError, AttributeError
    ):  # anything may stand there, if somebody put it there
        said: Said = json.loads(content)
        columns = {
            "organisation": row.organisation_id, "operation": row.operation, "key": row.key, "by": row.by_id,
            "on": row.on.isoformat(), "approval": row.approval_id,
        }  # fmt: skip
        agrees = all(said[name] == value for name, value in columns.items())
        same_instant = datetime.fromisoformat(said["at"]) == row.at  # written in whatever zone
        if agrees and same_instant and digest(canonical_bytes(said["body"])) == row.body_hash:
            said["answer"].keys()
            return said
    return None
