"""Why an issuance, or an import as a whole, says no. What is odd in single rows are findings."""

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
    kind("issuance_paused", zh="{on} 暂停受理新的签发：{rule}", en="On {on} nothing new is issued: {rule}",
         mend_zh="请等恢复签发后再办；其他业务照常。", mend_en="Wait until issuing goes on; everything else does."),
    kind("result_not_the_one_approved", zh="报告 {report} 的计算结果不是所批准签发的那一个。",
         en="The calculation of report {report} is not the one that was approved for issuing.",
         mend_zh="请重新审阅报告，并以现在的结果重新申请批准。", mend_en="Read the report again, and ask for approval of the result it has now."),
    kind("account_for_each_owner", zh="报告 {report} 的每个业主（{owners}）都要有一个自己的持有账户，不多不少。",
         en="Each owner of report {report} ({owners}) needs a holding account of its own, and nobody else does.",
         mend_zh="请为每个业主各填一个账户编号。", mend_en="Name one account for each owner."),
    kind("illustrative_in_real_register", zh="报告 {report} 用了示例性的数值或公式，只能在演示登记簿中签发。",
         en="Report {report} rests on illustrative values or formulas; it can be issued in a demonstration register only.",
         mend_zh="请用有出处的数值重新核算。", mend_en="Calculate it with values that have a source."),
    kind("nothing_to_issue", zh="报告 {report} 各年度都不足 1 吨（共 {grams} 克），无可签发。",
         en="No year of report {report} comes to a whole tonne ({grams} g in all): there is nothing to issue.",
         mend_zh="请等减排量足够后再申请。", mend_en="Apply again when there is more."),
    kind("mirror_account_taken", zh="账户 {account} 已存在，但不是登记簿 {register} 的镜像。",
         en="Account {account} exists, but is no mirror of register {register}.",
         mend_zh="请为该账户改名后再导入。", mend_en="Use another register, or open the mirror in a fresh database."),
)  # fmt: skip
