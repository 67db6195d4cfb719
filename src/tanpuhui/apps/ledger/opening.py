"""The first day of a register: its one row and the accounts that the register itself keeps."""

from datetime import date, datetime

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.apps.ledger.models import Account, Balance, Register
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, Write, perform

OWN_ACCOUNTS = ("retired", "cancelled", "invalidated", "expired", "converted", "bank")
"""Kinds of which the register keeps one account each; its code is the kind in capitals."""


def open_register(*, jurisdiction: str, demonstration: bool, by: Actor, on: date, at: datetime) -> Answer:
    """Opens the register, once. `demonstration`: its serials begin with DEMO- for ever. Returns `{"register": 1}`."""

    def work(write: Write) -> None:
        by.require("accounts:open")
        register = Register.objects.create(
            jurisdiction=jurisdiction, demonstration=demonstration, operator_id=by.organisation_id, opened_on=on
        )
        rows = Account.objects.bulk_create(
            Account(
                code=kind.upper(), kind=kind, owner_id=by.organisation_id, opened_on=on,
                name_zh=ACCOUNT_KINDS[kind].zh, name_en=ACCOUNT_KINDS[kind].en,
            )
            for kind in OWN_ACCOUNTS
        )  # fmt: skip
        Balance.objects.bulk_create(Balance(account=row, fen=0, overdraft=True) for row in rows if row.kind == "bank")
        write({"register": 1}, [register, *rows])

    body = {"jurisdiction": jurisdiction, "demonstration": demonstration}
    return perform(Request("register_open", by, on, at, "register", body), work)
