"""Lists of what the register goes by: notices, adoptions, verification bodies."""

from tanpuhui.apps.disclosure.registers import rules
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists import columns as c
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import listed

LISTS = (
    listed(
        "notices",
        Text("公报", "Notices"),
        Text("登记的通知：文号、发布和施行日期、载有几项取值、废止哪一份。", "Notices as entered: reference, days, how many values they carry, what "
                                               "they withdraw."),
        rules.notices,
        columns("number reference title_zh title_en issuer_zh issuer_en published_on in_force_from in_force_to values "
                "withdraws "
                "withdrawn_by document entered_on"),
    ),
    listed(
        "adoptions",
        Text("取值的采纳", "Adoptions"),
        Text("主管部门采纳的取值组：哪一组（哈希）、用于哪个方法学版本或报告、是否已撤销。",
             "Sets of values that the authority adopted: which (by hash), for which edition or report, and whether revoked."),
        rules.adoptions,
        columns("reference scope hash values on revoked_on reason"),
        *narrow("scope"),
    ),
    listed(
        "verification_bodies",
        Text("核查机构名录", "Verification bodies"),
        Text("在册核查机构、可核查的方法学、有效期，及其当日的状态。", "The register of verification bodies: scope, validity, and the state on the day."),
        rules.verification_bodies,
        columns("reference body name_zh name_en scope first last state", state=c.ACCREDITED),
        *narrow("body"),
    ),
)  # fmt: skip
