"""The acts of the ledger as one table: between which kinds of account each may move units, and on what conditions."""

from dataclasses import dataclass
from typing import Final

from tanpuhui.core.text import Text

ACCOUNT_KINDS: Final[dict[str, Text]] = {
    "holding": Text("持有账户", "holding account"),
    "compliance": Text("履约账户", "compliance account"),
    "buffer": Text("缓冲账户", "buffer account"),
    "surrendered": Text("清缴账户", "surrender account"),
    "retired": Text("注销（使用）账户", "retirement account"),
    "cancelled": Text("取消账户", "cancellation account"),
    "invalidated": Text("失效账户", "invalidation account"),
    "expired": Text("到期账户", "expiry account"),
    "converted": Text("转换账户", "conversion account"),
    "cash": Text("资金账户", "cash account"),
    "cash_reserved": Text("冻结资金账户", "reserved cash account"),
    "bank": Text("结算银行", "settlement bank"),
}
"""Every kind of account. `bank` is where money enters and leaves; it alone may be overdrawn."""

FINAL_KINDS: Final = frozenset({"surrendered", "retired", "cancelled", "invalidated", "expired", "converted"})
"""Units that reach these kinds stay there (but for an invalidation or a correction)."""

FROM_REPORTS: Final = frozenset({"PHCER"})
"""Types of unit that exist only because a report was approved: nothing can be converted into them."""

CONVERSIONS: Final[frozenset[tuple[str, str]]] = frozenset()
"""Which type of unit may be converted into which. No document of this mechanism that was read knows a conversion."""

DEMO_CONVERSIONS: Final = frozenset({("PHCER", "EXAMPLE")})
"""What may be converted beside that in a register that is a demonstration for ever: into a type that exists nowhere else."""

MONEY_KINDS: Final = frozenset({"cash", "cash_reserved", "bank"})

PURPOSES: Final[dict[str, Text]] = {
    "ets": Text("碳市场履约", "emissions trading system"),
    "carbon_neutrality": Text("碳中和", "carbon neutrality"),
    "poverty_relief": Text("扶贫", "poverty relief"),
    "philanthropy": Text("公益", "philanthropy"),
    "voluntary": Text("自愿注销", "voluntary retirement"),
    "reversal": Text("补偿逆转", "compensation of a reversal"),
    "replacement": Text("替换失效单位", "replacement of invalidated units"),
    "other": Text("其他", "other"),
}
"""What a retirement is for."""

OPEN: Final = frozenset({"holding", "compliance", "buffer"})


@dataclass(frozen=True, slots=True)
class Act:
    """One verb: from which kinds of account (none: units come into being) to which, and what it asks for.

    `own_door`: no general act, but part of an operation of its own. `takes_reserved`: it may take units from under any
    reservation that an item names; other acts may do so only from under a hold.
    """

    code: str
    text: Text
    sources: frozenset[str]
    targets: frozenset[str]
    permission: str
    same_owner: bool = False
    same_account: bool = False
    second_person: bool = False
    purpose: bool = False
    reason: bool = False
    moves_mirrored: bool = False
    takes_reserved: bool = False
    own_door: bool = False


def _act(code: str, zh: str, en: str, sources: str, targets: str, permission: str, **conditions: bool) -> Act:
    return Act(code, Text(zh, en), frozenset(sources.split()), frozenset(targets.split()), permission, **conditions)


_ANY_UNITS = "holding compliance buffer surrendered retired cancelled invalidated expired converted"

ACTS: Final[dict[str, Act]] = {
    act.code: act
    for act in (
        _act("issue", "签发", "issuance", "", "holding buffer", "ledger:issue", second_person=True, moves_mirrored=True,
             own_door=True),
        _act("transfer", "转让", "transfer", "holding", "holding", "ledger:transfer"),
        _act("deposit", "存入履约账户", "deposit for compliance", "holding", "compliance", "ledger:transfer", same_owner=True),
        _act("withdraw", "撤回", "withdrawal", "compliance", "holding", "ledger:transfer", same_owner=True),
        _act("surrender", "清缴", "surrender", "compliance", "surrendered", "ledger:surrender", same_owner=True),
        _act("retire", "注销（使用）", "retirement", "holding buffer", "retired", "ledger:retire", purpose=True),
        _act("cancel", "取消", "cancellation", "holding compliance buffer", "cancelled", "ledger:cancel",
             second_person=True, reason=True, takes_reserved=True),
        _act("invalidate", "失效", "invalidation", "holding compliance buffer surrendered retired", "invalidated",
             "ledger:invalidate", second_person=True, reason=True, takes_reserved=True),
        _act("expire", "到期", "expiry", "holding compliance buffer", "expired", "ledger:expire",
             second_person=True, reason=True, takes_reserved=True),
        _act("convert_out", "转换出", "conversion out", "holding", "converted", "ledger:convert",
             second_person=True, own_door=True),
        _act("convert_in", "转换入", "conversion in", "", "holding", "ledger:convert", second_person=True, own_door=True),
        _act("buffer_in", "存入缓冲", "buffer contribution", "holding", "buffer", "ledger:buffer",
             second_person=True, reason=True),
        _act("buffer_out", "缓冲释放", "buffer release", "buffer", "holding", "ledger:buffer", second_person=True, reason=True),
        _act("reserve", "预留", "reservation", "holding compliance", "holding compliance", "ledger:reserve",
             same_account=True, reason=True, own_door=True),
        _act("release", "解除预留", "release", "holding compliance", "holding compliance", "ledger:reserve",
             same_account=True, own_door=True),
        _act("correct", "更正", "correction", _ANY_UNITS, _ANY_UNITS, "ledger:cancel",
             second_person=True, reason=True, moves_mirrored=True, own_door=True),
        _act("pay", "付款", "payment", "cash cash_reserved bank", "cash cash_reserved bank", "ledger:settle", own_door=True),
    )
}  # fmt: skip
"""Every act of the ledger by its code."""
