"""Units come into being: by issuance, as the mirror of a foreign register's row, or by conversion of other units."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Batch, Creation, post
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request


def mirror(*, series: Sequence[tuple[str, Creation]], by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Creates mirrored series: (account code, creation) pairs, whose `target` is set here. Permission `register:import`."""

    def build(desk: Desk) -> Batch:
        made = [replace(new, act="issue", mirrored=True, target=desk.account(code).id) for code, new in series]
        return Batch(creations=made, permits={("register:import", None)})

    body = {"series": [[code, new.register, new.foreign_id, new.quantity] for code, new in series]}
    accounts = {code for code, _ in series}
    return post(Request("register_import", by, on, at, key, body), accounts=accounts, series=(), build=build)


def mirror_uses(*, items: Sequence[tuple[str, Item, Words]], by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Moves mirrored units as the foreign register reports it: (act, item, words) triples. Permission `register:import`."""

    def build(desk: Desk) -> Batch:
        lines = [operations.line_of(desk, act, item) for act, item, _ in items]
        return Batch(lines, permits={("register:import", None)})

    body = {"uses": [[act, item.body(), words.body()] for act, item, words in items]}
    accounts = {code for _, item, _ in items for code in (item.source, item.target)}
    return post(
        Request("register_import_uses", by, on, at, key, body),
        accounts=accounts, series={item.series for _, item, _ in items}, build=build, importing=True,
    )  # fmt: skip


def convert_body(items: Sequence[Item], creation: Creation, account: str) -> dict[str, object]:
    """The body of a conversion as the journal and a retry see it."""
    return {
        "items": [item.body() for item in items], "account": account, "unit_type": creation.unit_type,
        "project": creation.project, "vintage": creation.vintage, "quantity": creation.quantity,
    }  # fmt: skip


def convert(
    *, items: Sequence[Item], account: str, creation: Creation, by: Actor, on: date, at: datetime, key: str
) -> Answer:
    """Turns units into as many of another type, in one batch: they go out to a conversion account, new ones come in."""

    def build(desk: Desk) -> Batch:
        lines = [operations.line_of(desk, "convert_out", item) for item in items]
        quantity = sum(line.wanted for line in lines)
        made = replace(creation, act="convert_in", quantity=quantity, target=desk.account(account).id)
        return Batch(lines, creations=[made])

    accounts = {code for item in items for code in (item.source, item.target)} | {account}
    return post(
        Request("ledger_convert", by, on, at, key, convert_body(items, creation, account)),
        accounts=accounts, series={item.series for item in items}, build=build,
    )  # fmt: skip
