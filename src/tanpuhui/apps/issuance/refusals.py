"""Why an import says no as a whole. What is odd in single rows are findings."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "issuance",
    kind("file_changed", zh="文件 {name} 在任务开始后被改动。", en="The file {name} was changed after the job began.",
         mend_zh="请重新导入。", mend_en="Import it again."),
    kind("file_unreadable", zh="无法读取文件 {name}：{why}。", en="The file {name} cannot be read: {why}.",
         mend_zh="请核对路径和权限。", mend_en="Check its path and permissions."),
    kind("file_not_regular", zh="{name} 不是普通文件（是目录、设备或管道）。", en="{name} is no regular file: a folder, a device or a pipe.",
         mend_zh="请指出表格文件本身。", mend_en="Name the table's own file."),
    kind("file_too_large", zh="文件 {name} 有 {size} MiB，超过 {limit} MiB 的上限，未读取。",
         en="The file {name} has {size} MiB; the most is {limit} MiB. It was not read.",
         mend_zh="请核对是否指对了文件；确需更大的表格，请拆分后分次导入。",
         mend_en="Check that it is the right file; a table that is larger must be imported in parts."),
    kind("mirror_account_taken", zh="账户 {account} 已存在，但不是登记簿 {register} 的镜像。",
         en="Account {account} exists, but is no mirror of register {register}.",
         mend_zh="请为该账户改名后再导入。", mend_en="Use another register, or open the mirror in a fresh database."),
)  # fmt: skip
