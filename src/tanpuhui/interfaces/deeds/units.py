"""Deeds on units of one account, named by their serial: what `move_units` does in general, asked for as people think of it.

The `serial` of a whole series with a `quantity` means so many free units of it. Otherwise exactly the units of the serial are
meant, or with a `quantity` the last of them, as a split gives the last part to who receives.
"""

from collections.abc import Callable
from datetime import date, datetime

from tanpuhui.accounting.acts import PURPOSES
from tanpuhui.accounting.checks import check_quantity
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import operations, queries
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.money import fen_of
from tanpuhui.core.ranges import Range
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed

RETIRED = "RETIRED"


def item(source: str, target: str, serial: str, quantity: int | None, held_under: int | None = None) -> Item:
    """The units that a serial and a quantity mean. Refuses `unknown_serial`, `quantity_out_of_bounds`."""
    series, named = queries.series_of(serial)
    if quantity is None:
        return Item(source, target, series, range=named, held_under=held_under)
    check_quantity(1, quantity)
    if quantity > named.count:
        raise refuse("quantity_out_of_bounds", line=1, quantity=quantity, limit=named.count)
    if queries.is_whole(series, named):
        return Item(source, target, series, quantity, held_under=held_under)
    return Item(source, target, series, range=Range(named.last - quantity + 1, named.last), held_under=held_under)


def transfer(
    *,
    source: str,
    serial: str,
    target: str,
    quantity: int | None = None,
    note: str = "",
    until: date | None = None,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    """Units go to another account: those of the `serial`, or a `quantity` of them. As `operations.act`."""
    items, said = [item(source, target, serial, quantity)], Words(note=note)
    return operations.act(act="transfer", items=items, words=said, until=until, by=by, on=on, at=at, key=key)


def retire(
    *,
    source: str,
    serial: str,
    purpose: str,
    beneficiary: str,
    quantity: int | None = None,
    note: str = "",
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    """Units are used for good, for a `purpose` and a `beneficiary`, which the certificate names. As `operations.act`."""
    said = Words(purpose=purpose, beneficiary=beneficiary, note=note)
    items = [item(source, RETIRED, serial, quantity)]
    return operations.act(act="retire", items=items, words=said, by=by, on=on, at=at, key=key)


def _between(act: str, says: str) -> Callable[..., Answer]:
    def operation(
        *,
        source: str,
        serial: str,
        target: str,
        quantity: int | None = None,
        by: Actor,
        on: date,
        at: datetime,
        key: str,
    ) -> Answer:
        return operations.act(act=act, items=[item(source, target, serial, quantity)], by=by, on=on, at=at, key=key)

    operation.__doc__ = f"{says} As `operations.act`."
    return operation


deposit = _between("deposit", "Units go to the owner's compliance account, from which they may be withdrawn.")
withdraw = _between("withdraw", "Units come back from the compliance account.")
surrender = _between("surrender", "Units of the compliance account are surrendered for good.")


def hold(
    *,
    source: str,
    serial: str,
    reason: str,
    quantity: int | None = None,
    favour: str = "",
    until: date | None = None,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    """Marks units so that nothing else can take them; for another account (`favour`) it is a pledge. As `operations.reserve`."""
    items = [item(source, source, serial, quantity)]
    return operations.reserve(items=items, reason=reason, favour=favour, until=until, by=by, on=on, at=at, key=key)


def pay(*, source: str, target: str, yuan: str, note: str = "", by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Money goes from one account to another: `yuan` with at most two decimals. As `operations.pay`."""
    return operations.pay(payments=[(source, target, fen_of(yuan))], note=note, by=by, on=on, at=at, key=key)


def meet_duty(
    *,
    duty: int,
    source: str,
    serial: str,
    quantity: int | None = None,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    """Units are retired to meet a duty to replace. As `operations.replace_units`."""
    items = [item(source, RETIRED, serial, quantity)]
    return operations.replace_units(duty=duty, items=items, by=by, on=on, at=at, key=key)


_PURPOSES = {"purpose": lambda: {code: says for code, says in PURPOSES.items() if code != "replacement"}}
_TRANSFER = "ledger:transfer"

DEEDS = (
    Deed("transfer_units", transfer, "moves/transfer", Text("转让单位", "Transfer units"), _TRANSFER, signs=True),
    Deed("retire_units", retire, "moves/retirement", Text("注销（使用）单位", "Retire units"), "ledger:retire", _PURPOSES,
         signs=True),
    Deed("deposit_units", deposit, "moves/deposit", Text("存入履约账户", "Set units aside for compliance"), _TRANSFER, signs=True),
    Deed("withdraw_units", withdraw, "moves/withdrawal", Text("从履约账户撤回", "Withdraw units from compliance"), _TRANSFER,
         signs=True),
    Deed("surrender_units", surrender, "moves/surrender", Text("清缴单位", "Surrender units"), "ledger:surrender", signs=True),
    Deed("hold_units", hold, "moves/hold", Text("预留单位", "Reserve units"), "ledger:reserve"),
    Deed("pay_yuan", pay, "payments/one", Text("付款", "Pay"), "ledger:settle", signs=True),
    Deed("meet_duty", meet_duty, "duties/{duty}/units", Text("履行替换义务", "Replace invalidated units"), "ledger:retire",
         signs=True),
)  # fmt: skip
