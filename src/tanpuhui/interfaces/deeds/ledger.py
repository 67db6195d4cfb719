"""Deeds on units, money and accounts."""

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, PURPOSES
from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.ledger import accounts, authority, operations
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed


def _acts() -> dict[str, Text]:
    return {code: act.text for code, act in ACTS.items() if not act.own_door}


SCOPES = {
    "account": Text("账户（填账户代码）", "account (its code)"),
    "series": Text("签发批次（填批次编号）", "series (its number)"),
    "unit_type": Text("单位种类（例如 PHCER）", "type of unit (PHCER, for example)"),
    "everything": Text("全部（对象留空）", "everything (name no target)"),
}

DEEDS = (
    Deed("open_account", accounts.open_account, "accounts", Text("开户", "Open an account"), "accounts:open",
         {"kind": lambda: ACCOUNT_KINDS}),
    Deed("close_account", accounts.close_account, "accounts/{code}/closing", Text("销户", "Close an account"), "accounts:close",
         signs=True),
    Deed("move_units", operations.act, "moves", Text("转让、使用或处置单位", "Transfer, retire or otherwise move units"),
         "ledger:transfer", {"act": _acts, "words.purpose": lambda: PURPOSES}, signs=True),
    Deed("pay", operations.pay, "payments", Text("付款", "Pay"), "ledger:settle", signs=True),
    Deed("reserve_units", operations.reserve, "reservations", Text("预留单位", "Reserve units"), "ledger:reserve"),
    Deed("accept_units", operations.accept, "reservations/{reservation}/acceptance", Text("接受转入", "Accept incoming units"),
         "ledger:accept"),
    Deed("decline_units", operations.decline, "reservations/{reservation}/refusal", Text("拒绝转入", "Decline incoming units"),
         "ledger:accept"),
    Deed("release_units", operations.release, "reservations/{reservation}/release", Text("解除预留", "Release a reservation"),
         "ledger:reserve"),
    Deed("release_by_authority", authority.release_by_authority, "reservations/{reservation}/release-by-authority",
         Text("依职权解除预留", "Release a reservation by authority"), "ledger:release", signs=True),
    Deed("correct_entry", operations.correct, "corrections", Text("更正", "Correct an entry"), "ledger:cancel", signs=True),
    Deed("replace_units", operations.replace_units, "duties/{duty}/replacements", Text("履行替换义务", "Replace invalidated units"),
         "ledger:retire", signs=True),
    Deed("freeze", accounts.freeze, "freezes", Text("冻结", "Freeze"), "ledger:freeze",
         {"acts": lambda: {code: act.text for code, act in ACTS.items()}, "scope": lambda: SCOPES}, signs=True),
    Deed("lift_freeze", accounts.lift, "freezes/{freeze}/lifting", Text("解冻", "Lift a freeze"), "ledger:freeze", signs=True),
    Deed("issue_report", phcer.issue, "reports/{report}/issuance", Text("签发 PHCER", "Issue PHCER"), "ledger:issue", signs=True),
)  # fmt: skip
