"""Why something cannot be shown."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "disclosure",
    kind("not_issued", zh="报告 {report} 尚未签发，没有签发证书。", en="Report {report} was not issued; there is no certificate of it.",
         mend_zh="请等签发后再查。", mend_en="Look again when it is issued."),
    kind("no_retirement", zh="日志 {entry} 不是注销，没有注销证书。",
         en="Entry {entry} of the journal is no retirement; there is no certificate of it.",
         mend_zh="请核对日志编号。", mend_en="Check the number of the entry."),
)  # fmt: skip
