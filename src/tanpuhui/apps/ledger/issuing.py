"""Units come into being: by issuance, as the mirror of a foreign register's row, or by conversion of other units."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from tanpuhui.accounting.acts import ACTS
from tanpuhui.accounting.checks import (
    act_of,
    check_amounts,
    check_batch,
    check_conversion,
    check_quantity,
    general_act,
)
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.models import Series
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Batch, Creation, post
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, check_texts


def mirror(*, series: Sequence[tuple[str, Creation]], by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Creates mirrored series: (account code, creation) pairs, whose `target` is set here. Permission `register:import`."""
    check_batch(series)
    for number, (_, new) in enumerate(series, 1):
        check_quantity(number, new.quantity)

    if not all(new.register and new.foreign_id for _, new in series):
        raise refuse("origin_missing")

    def build(desk: Desk) -> Batch:
        made = [replace(new, act="issue", mirrored=True, target=desk.account(code).id) for code, new in series]
        _check_new(made)
        return Batch(creations=made, permits={("register:import", None)})

    body = {"series": [[code, creation_body(new)] for code, new in series]}
    accounts = {code for code, _ in series}
    return post(
        Request("register_import", by, on, at, key, body, elsewhere=True), accounts=accounts, series=(), build=build
    )


def mirror_uses(*, items: Sequence[tuple[str, Item, Words]], by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Moves mirrored units as the foreign register reports it: (act, item, words) triples. Permission `register:import`.

    They must lie in the importer's own accounts that mirror that register, and stay in such: what has left them (in a
    demonstration) is its holder's. No second person is asked, whatever the act: an import claims nothing of its own.
    """
    check_batch(items)
    for rule in (act_of, general_act):
        for act, _, _ in items:
            rule(act)
    check_amounts(item for _, item, _ in items)
    for _, _, words in items:
        check_texts(**words.body())

    def build(desk: Desk) -> Batch:
        lines = [operations.line_of(desk, act, item) for act, item, _ in items]
        operations.check_holds(lines)
        return Batch(lines, permits={("register:import", None)})

    body = {"uses": [[act, item.body(), words.body()] for act, item, words in items]}
    accounts = {code for _, item, _ in items for code in (item.source, item.target)}
    return post(
        Request("register_import_uses", by, on, at, key, body, elsewhere=True),
        accounts=accounts, series={item.series for _, item, _ in items}, build=build, importing=True,
    )  # fmt: skip


def creation_body(new: Creation) -> dict[str, object]:
    """All that is said of units to come, as the journal and a retry see it."""
    return {name: value for name, value in asdict(new).items() if name not in ("act", "target", "mirrored")}


def _check_new(made: Sequence[Creation]) -> None:
    """One series for each id of a foreign register."""
    known: set[tuple[str, str]] = set()
    ids = {new.foreign_id for new in made if new.foreign_id}
    known.update(Series.objects.filter(foreign_id__in=ids).values_list("register", "foreign_id"))
    for new in made:
        if (new.register, new.foreign_id) in known:
            raise refuse("series_exists", register=new.register, foreign_id=new.foreign_id)
        if new.foreign_id:
            known.add((new.register, new.foreign_id))


def convert_body(items: Sequence[Item], creation: Creation, account: str) -> dict[str, object]:
    """The body of a conversion as the journal and a retry see it."""
    made = creation_body(creation)
    del made["quantity"]  # as much as the items come to
    return {"items": [item.body() for item in items], "account": account, "into": made}


def convert(
    *, items: Sequence[Item], account: str, creation: Creation, by: Actor, on: date, at: datetime, key: str,
    approval: int | None,
) -> Answer:  # fmt: skip
    """Turns units into as many of another type, in one batch: they go out to a conversion account, new ones come in.

    The new ones belong to whom the old ones belonged. Only what `acts.CONVERSIONS` names may become what it names. Second
    person.
    """
    check_batch(items)
    check_amounts(items)

    def build(desk: Desk) -> Batch:
        lines = [operations.line_of(desk, "convert_out", item) for item in items]
        operations.check_holds(lines)
        types = [series.unit_type for series in desk.world.series.values()]
        check_conversion(types, creation.unit_type, demonstration=desk.world.demonstration)
        if {desk.account(item.source).owner for item in items} != {desk.account(account).owner}:
            raise refuse("owners_must_agree", act=ACTS["convert_in"].text)
        quantity = sum(line.wanted for line in lines)
        made = replace(creation, act="convert_in", quantity=quantity, target=desk.account(account).id, mirrored=False)
        _check_new([made])
        return Batch(lines, creations=[made])

    accounts = {code for item in items for code in (item.source, item.target)} | {account}
    return post(
        Request("ledger_convert", by, on, at, key, convert_body(items, creation, account), approval, second_person=True),
        accounts=accounts, series={item.series for item in items}, build=build,
    )  # fmt: skip
