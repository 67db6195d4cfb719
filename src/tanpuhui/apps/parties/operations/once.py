"""How each operation of this room reaches the journal: one transaction, one entry, the first answer again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.core.canonical import canonical_bytes, digest


def once(
    journal: Journal,
    make: Callable[[], int],
    *,
    operation: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    body: Mapping[str, object],
) -> int:
    """The number of the row that `make` made, or that it made the first time this `key` came.

    Where somebody else took a unique name in the same moment, the second look sees it and refuses by name.
    """

    def attempt() -> int:
        with transaction.atomic():
            answer = journal.once(
                lambda: {"id": make()}, operation=f"parties.{operation}", by=by, on=on, at=at, key=key, body=body
            )
        return int(str(answer["id"]))

    try:
        return attempt()
    except IntegrityError:
        return attempt()


def sealed(**personal: object) -> str:
    """A hash that stands for personal data in the journal: it proves what was entered, and tells nobody."""
    return digest(canonical_bytes(personal))
