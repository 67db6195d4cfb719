"""Why an import says no as a whole. What is odd in single rows are findings."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "issuance",
    kind("file_changed", zh="文件 {name} 在任务开始后被改动。", en="The file {name} was changed after the job began.",
         mend_zh="请重新导入。", mend_en="Import it again."),
    kind("file_unreadable", zh="无法读取文件 {name}：{why}。", en="The file {name} cannot be read: {why}.",
         mend_zh="请核对路径和权限。", mend_en="Check its path and permissions."),
    kind("mirror_account_taken", zh="账户 {account} 已存在，但不是登记簿 {register} 的镜像。",
         en="Account {account} exists, but is no mirror of register {register}.",
         mend_zh="请为该账户改名后再导入。", mend_en="Use another register, or open the mirror in a fresh database."),
)  # fmt: skip
