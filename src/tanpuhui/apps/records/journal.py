"""The journal as the room below asks for it: an implementation of the port `parties.journal.Journal` by `perform`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Answer, Told
from tanpuhui.apps.parties.journal import Journal as Port
from tanpuhui.apps.records.operations import Request, Write, perform


class PerformedJournal:
    """Keeps each act of the room below as an entry of this one."""

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
        """Call `act` and keep its answer, or give the answer kept for this `key`. Refuses as `perform` does."""

        def work(write: Write) -> None:
            answer, rows = act()
            write(answer, rows)

        return perform(Request(operation=operation, by=by, on=on, at=at, key=key, body=body), work)


JOURNAL: Port = PerformedJournal()
