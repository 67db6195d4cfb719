"""How each operation of this room reaches the journal: one transaction, one entry, the first answer again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal, Told
from tanpuhui.core.canonical import canonical_bytes, digest


def once(
    journal: Journal,
    make: Callable[[], Sequence[Model]],
    *,
    operation: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    body: Mapping[str, object],
) -> int:
    """The number of the first of the rows that `make` made or changed, or that it made the first time this `key` came.

    Where somebody else took a unique name in the same moment, the second look sees it and refuses by name.
    """

    def act() -> Told:
        rows = make()
        return {"id": rows[0].pk}, rows

    def attempt() -> int:
        with transaction.atomic():
            answer = journal.once(act, operation=f"parties.{operation}", by=by, on=on, at=at, key=key, body=body)
        return int(str(answer["id"]))

    try:
        return attempt()
    except IntegrityError:
        return attempt()


def sealed(**personal: object) -> str:
    """A hash that stands for personal data in the journal: it proves what was entered, and tells nobody."""
    return digest(canonical_bytes(personal))
