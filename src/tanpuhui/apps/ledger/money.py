"""Money beside units: amounts in fen move between cash accounts in the same batch, so that delivery meets payment.

Who settles may move money in and out through the settlement bank. For any other payment, delivery against payment too, the
payer must have agreed: the settler also needs `ledger:transfer` for the payer, its own or entrusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tanpuhui.accounting.acts import ACTS
from tanpuhui.accounting.blocks import World
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger.dialects import dialect
from tanpuhui.apps.ledger.models import Balance
from tanpuhui.apps.records import prepared


@dataclass(frozen=True, slots=True)
class Pay:
    """`fen` (1/100 CNY) from one cash account to another, by their ids."""

    source: int
    target: int
    fen: int


def permits(pays: Sequence[Pay], world: World) -> set[tuple[str, int | None]]:
    """The (permission, owner) pairs that payments ask for: to settle, and the payer's will unless the bank is one side."""
    asked: set[tuple[str, int | None]] = set()
    for pay in pays:
        payer, payee = world.accounts[pay.source], world.accounts[pay.target]
        asked.add((ACTS["pay"].permission, payer.owner))
        if "bank" not in (payer.kind, payee.kind):
            asked.add((ACTS["transfer"].permission, payer.owner))
    return asked


def check(pays: Sequence[Pay], world: World, on: date) -> list[Balance]:
    """The balances after the payments. What is received in a batch cannot be spent in it, nor what comes on a later day."""
    if not pays:
        return []
    touched = {account for pay in pays for account in (pay.source, pay.target)}
    balances = {b.account_id: b for b in Balance.objects.select_for_update().filter(account__in=touched)}
    for account in sorted({pay.source for pay in pays}):
        newest = balances[account]
        if newest.since and on < newest.since and not newest.overdraft:
            raise refuse("money_day_before", on=on, account=world.accounts[account].code, since=newest.since)
    for pay in pays:
        giver = balances[pay.source]
        if giver.fen < pay.fen and not giver.overdraft:
            raise refuse("insufficient_money", account=world.accounts[pay.source].code, free=giver.fen, wanted=pay.fen)
        giver.fen -= pay.fen
    for pay in pays:
        balances[pay.target].fen += pay.fen
    for balance in balances.values():
        balance.since = max(on, balance.since or on)
    return list(balances.values())


def store(journal: int, on: date, pays: Sequence[Pay], balances: Sequence[Balance]) -> None:
    """Writes the payments and the balances they lead to."""
    if pays:
        sql = dialect()
        with prepared.cursor() as cursor:
            paid = [(journal, on, number, pay.source, pay.target, pay.fen) for number, pay in enumerate(pays, 1)]
            sql.write(cursor, sql.PAY, paid)
            sql.write(cursor, sql.SETTLE, [(b.account_id, b.fen, b.since) for b in balances])
