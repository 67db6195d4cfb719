"""The port through which this room's writes are journaled. `records`, one floor above, implements it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from django.db.models import Model

from tanpuhui.apps.parties.actors import Actor

Answer = Mapping[str, object]
"""What an operation answers: plain JSON values, stored with the entry so that a repeated key gets it again."""
Told = tuple[Answer, Sequence[Model]]
"""An answer, and the rows that the act made or changed: the entry tells them whole."""


class Journal(Protocol):
    """Does an act once, and writes it down."""

    def once(
        self,
        act: Callable[[], Told],
        *,
        operation: str,
        by: Actor,
        on: date,
        at: datetime,
        key: str,
        body: Mapping[str, object],
    ) -> Answer:
        """Within the open transaction: call `act` and keep its answer, or give the answer kept for this `key`.

        `key` is the caller's, unique per organisation and `operation`; the same key with another `body` is refused.
        What `act` raises must pass through, and nothing may be stored then.
        """
        ...
