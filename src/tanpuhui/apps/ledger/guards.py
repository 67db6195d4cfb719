"""Postings, payments and series never change; blocks change but never go (a deleted first block would be a silent loss)."""

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.records.guards import Guard

GUARDS = (
    Guard("ledger_posting"),
    Guard("ledger_payment"),
    Guard("ledger_retirement"),
    Guard("ledger_duty"),
    Guard("ledger_replacement"),
    Guard("ledger_series"),
    Guard("ledger_register"),
    Guard("ledger_block", ("delete",)),
    Guard("ledger_account", ("delete",)),
    Guard("ledger_reservation", ("delete",)),
    Guard("ledger_freeze", ("delete",)),
    Guard("ledger_balance", ("delete",)),
)

SECOND_PERSON = (
    *(f"ledger_{act.code}" for act in ACTS.values() if act.second_person and not act.own_door),
    "ledger_convert",
    "ledger_correct",
    "ledger_freed_by_authority",
    "ledger_freeze",
    "ledger_lift",
)
TOLD = (
    "ledger.Register",
    "ledger.Account",
    "ledger.Series",
    "ledger.Reservation",
    "ledger.Freeze",
    "ledger.Retirement",
    "ledger.Duty",
    "ledger.Replacement",
)
"""Postings, payments and blocks follow from the moves and payments that an entry's answer tells."""
