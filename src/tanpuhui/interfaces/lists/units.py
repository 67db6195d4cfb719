"""Lists of units that everybody may read: series, issuances, retirements, cancellations, freezes."""

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.disclosure.registers import units
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists import columns as c
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import listed


def _ends() -> c.Words:
    return {code: ACTS[code].text for code in ("cancel", "invalidate", "expire", "convert_out")}


LISTS = (
    listed(
        "series",
        Text("签发批次", "Series"),
        Text("一次签发中同一项目、同一年份的单位，及其在编号线上的起止。", "Units of one project, vintage and issuance, and their numbers on the "
                                              "one number line."),
        units.series,
        columns("series unit_type jurisdiction methodology project vintage first_number last_number units serial "
                "issued_on register "
                "foreign_id mirrored"),
        *narrow("unit_type register vintage methodology project from to"),
    ),
    listed(
        "issuances",
        Text("签发", "Issuances"),
        Text("签发的单位，最近的在前：来自哪个项目和报告、哪一年份、依据如何。",
             "Units that were issued, the newest first: from which project and report, of which vintage, on which basis."),
        units.issuances,
        columns("series on unit_type serial units project title report methodology vintage verification basis "
                "register foreign_id"),
        *narrow("unit_type project methodology vintage register from to"),
    ),
    listed(
        "retirements",
        Text("注销", "Retirements"),
        Text("已注销（使用）、不再流通的单位，最近的在前：用途、受益人；后来更正或宣告失效的，不再计入“仍为注销”。",
             "Units that nobody uses again, the newest first: purpose and beneficiary; what was corrected or "
             "invalidated since stands no longer."),
        units.retirements,
        columns("posting on unit_type serial units standing purpose beneficiary note project methodology vintage "
                "register journal"),
        *narrow("unit_type project vintage purpose register from to"),
    ),
    listed(
        "cancellations",
        Text("取消、失效、到期、转换", "Cancellations, invalidations, expiries, conversions"),
        Text("不是被使用而终止的单位，最近的在前。", "Units that ended otherwise than by being used, the newest first."),
        units.cancellations,
        columns("posting on act unit_type serial units project methodology vintage register journal", act=_ends),
        *narrow("act unit_type project vintage register from to", act=_ends),
    ),
    listed(
        "freezes",
        Text("冻结", "Freezes"),
        Text("主管部门对全部、某种单位或某个批次停止的事项及理由；单个账户的冻结不公开。",
             "What the authority has stopped for everything, a type of unit or a series, and why; those of single "
             "accounts are not public."),
        units.freezes,
        columns("freeze scope target acts reason since lifted_on", scope=lambda: c.SCOPES),
        *narrow("open scope", scope=lambda: c.SCOPES),
    ),
)  # fmt: skip
