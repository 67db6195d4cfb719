"""Money beside units: amounts in fen move between cash accounts in the same batch, so that delivery meets payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def check(pays: Sequence[Pay], world: World) -> list[Balance]:
    """The balances after the payments. What is received in a batch cannot be spent in it."""
    if not pays:
        return []
    touched = {account for pay in pays for account in (pay.source, pay.target)}
    balances = {b.account_id: b for b in Balance.objects.select_for_update().filter(account__in=touched)}
    for pay in pays:
        giver = balances[pay.source]
        if giver.fen < pay.fen and not giver.overdraft:
            raise refuse("insufficient_money", account=world.accounts[pay.source].code, free=giver.fen, wanted=pay.fen)
        giver.fen -= pay.fen
    for pay in pays:
        balances[pay.target].fen += pay.fen
    return list(balances.values())


def store(journal: int, on: date, pays: Sequence[Pay], balances: Sequence[Balance]) -> None:
    """Writes the payments and the balances they lead to."""
    if pays:
        sql = dialect()
        with prepared.cursor() as cursor:
            paid = [(journal, on, number, pay.source, pay.target, pay.fen) for number, pay in enumerate(pays, 1)]
            sql.write(cursor, sql.PAY, paid)
            sql.write(cursor, sql.SETTLE, [(balance.account_id, balance.fen) for balance in balances])
