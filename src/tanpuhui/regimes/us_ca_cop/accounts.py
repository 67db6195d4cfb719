"""Where CARB's credits can be, as accounts of the mirror, and which column of the table moves them where."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tanpuhui.core.registers import ForeignAccount, ForeignAct
from tanpuhui.core.text import Text
from tanpuhui.regimes.us_ca_cop import columns as col

BEGINS_ON = date(2013, 1, 1)  # first day of the first compliance period
STATE_ON = date(2024, 11, 27)  # the use columns say "as of this day", not when each use happened
HELD, BUFFER, INVALIDATED = "held", "buffer", "invalidated"

Purpose = Literal["ets", "quebec", "reversal", "buffer", "voluntary", "invalidation"]


@dataclass(frozen=True, slots=True)
class Move:
    """What a use column says: its credits went from `source` to `target` by an `act`, for a `purpose`."""

    column: str
    act: ForeignAct
    source: str
    target: str
    purpose: Purpose


def _retired(code: str, zh: str, en: str) -> ForeignAccount:
    return ForeignAccount(code, "retired", Text(f"已注销：{zh}", f"Retired: {en}"))


ACCOUNTS: tuple[ForeignAccount, ...] = (
    ForeignAccount(HELD, "holding", Text("加州登记系统中持有", "Held in California's tracking system")),
    ForeignAccount(BUFFER, "buffer", Text("加州林业缓冲账户", "California Forest Buffer Account")),
    _retired("retired-cp1", "加州第一履约期", "California, 1st compliance period"),
    _retired("retired-cp2", "加州第二履约期", "California, 2nd compliance period"),
    _retired("retired-cp3", "加州第三履约期", "California, 3rd compliance period"),
    _retired("retired-cp4", "加州第四履约期", "California, 4th compliance period"),
    _retired("retired-quebec", "魁北克履约", "compliance in Québec"),
    _retired("retired-voluntary", "自愿注销", "voluntarily"),
    _retired("retired-reversal", "补偿有意逆转", "for an intentional reversal"),
    _retired("retired-buffer", "缓冲账户信用", "from the Forest Buffer Account"),
    ForeignAccount(INVALIDATED, "invalidated", Text("被加州空气资源委员会认定失效", "Invalidated by CARB")),
)

# The order in which the uses of a row are walked. An invalidation, known only from the comment, comes before VOLUNTARY.
BEFORE_INVALIDATION: tuple[Move, ...] = (
    Move(col.BUFFER_IN, "buffer_in", HELD, BUFFER, "buffer"),
    Move(col.BUFFER_RETIRED, "retire", BUFFER, "retired-buffer", "buffer"),
    Move(col.CP1, "retire", HELD, "retired-cp1", "ets"),
    Move(col.CP2, "retire", HELD, "retired-cp2", "ets"),
    Move(col.CP3, "retire", HELD, "retired-cp3", "ets"),
    Move(col.CP4, "retire", HELD, "retired-cp4", "ets"),
    Move(col.QUEBEC, "retire", HELD, "retired-quebec", "quebec"),
    Move(col.REVERSAL, "retire", HELD, "retired-reversal", "reversal"),
)
AFTER_INVALIDATION: tuple[Move, ...] = (Move(col.VOLUNTARY, "retire", HELD, "retired-voluntary", "voluntary"),)
