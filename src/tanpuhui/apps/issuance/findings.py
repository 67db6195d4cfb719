"""What an import may find when it compares a row with what was read before, and what `ledger verify` may find here."""

from tanpuhui.core.findings import Findings, kind

seen = Findings(
    "issuance",
    kind("row_changed_since", "warning",
         zh="{about}（第 {line} 行）与先前读到的内容不同，未再过账；不同之处：{columns}。",
         en="{about} (line {line}) differs from what was read before and was not posted again; different: {columns}."),
    kind("series_from_nothing", "error", zh="系列 {about} 不是由已审定的报告、转换或外部登记簿的行产生的。",
         en="Series {about} came neither from an approved report, nor from a conversion, nor from a foreign register's row."),
    kind("issuance_not_as_posted", "error", zh="签发 {about} 的数量与过账不符。", en="Issuance {about} is not what was posted."),
    kind("foreign_row_altered", "error", zh="外部登记簿的行 {about} 与读入时不同，或指向另一系列。",
         en="The foreign row {about} is not as it was read, or names another series."),
    kind("mirror_without_row", "error", zh="镜像系列 {about} 没有对应的外部登记簿的行。",
         en="The mirrored series {about} has not exactly one row of a foreign register."),
)  # fmt: skip
