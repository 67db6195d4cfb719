"""The words of certificates."""

from tanpuhui.core.text import Text

ISSUANCE = Text("减排量签发证书", "Certificate of issuance")
ISSUANCE_LEAD = Text(
    "兹证明：下列项目的监测报告已获批准，据此签发 {units} 个单位，每个单位为一吨二氧化碳当量的减排量。",
    "The monitoring report of the project below was approved, and {units} units were issued from it, each for a reduction of "
    "one tonne of CO₂ equivalent.",
)
RETIREMENT = Text("减排量注销证书", "Certificate of retirement")
RETIREMENT_LEAD = Text(
    "兹证明：下列 {units} 个单位已为下述用途和受益人注销，任何人不得再次使用。",
    "The {units} units below were retired for the purpose and beneficiary named here; nobody can use them again.",
)
DEMONSTRATION = Text(
    "演示，没有任何效力，不代表真实减排。", "DEMONSTRATION: without any effect; it stands for no real reduction."
)
ILLUSTRATIVE = Text(
    "示例：所用取值或公式并非真实数值。", "ILLUSTRATIVE: values or formula used here are not real ones."
)
PROVISIONAL = Text(
    "暂定：所用取值来自二手来源，经主管部门采纳。",
    "PROVISIONAL: values used are from secondary sources, adopted by the authority.",
)
MIRRORED = Text(
    "暂定：单位由另一个登记簿签发，这里照其公开表格记录。",
    "PROVISIONAL: units issued by another register, kept here as its public table tells.",
)
FEWER = Text(
    "注意：此后有更正或失效，{units} 个单位中现在仍为本次注销的是 {standing} 个。",
    "Note: after a correction or an invalidation, {standing} of the {units} units are now still retired by this act.",
)
WATERMARK = Text("演示", "DEMONSTRATION")
SCAN = Text("扫码核对", "Scan to check")

PROJECT = Text("项目", "Project")
PROJECT_NUMBER = Text("项目编号", "Number of the project")
REPORT = Text("监测报告", "Monitoring report")
METHODOLOGY = Text("方法学及版本", "Methodology and edition")
AREA = Text("城市", "City")
PERIOD = Text("监测期", "Monitoring period")
VERIFIED = Text("核查方式", "Kind of verification")
VERIFICATION = {
    "verified": Text("经核查机构核查", "verified by a verification body"),
    "self_declared": Text(
        "申请人自行声明，方法学免予核查", "declared by the applicant; the methodology waives verification"
    ),
}
STATUS = Text("取值状态", "Status of the values")
ELSEWHERE = Text("由其他登记簿签发，此处不作判断", "issued by another register; not judged here")
ADOPTION = Text("采纳文号", "Adoption")
NOT_NEEDED = Text("无需采纳", "none needed")
UNITS = Text("单位数", "Units")
TONNES = Text("{units} 个单位（{units} 吨二氧化碳当量）", "{units} units ({units} t CO₂e)")
ISSUED_ON = Text("签发日", "Issued on")
RESULT = Text("计算结果的哈希", "Hash of the calculation")
ENTRY = Text("日志编号", "Journal entry")
HASH = Text("日志哈希", "Hash of the entry")
BENEFICIARY = Text("受益人", "Beneficiary")
NONE_NAMED = Text("未写明", "none named")
PURPOSE = Text("用途", "Purpose")
NOTE = Text("备注", "Note")
STANDING = Text("现在仍为本次注销", "Still retired by this act")
UNIT_TYPE = Text("单位种类", "Type of unit")
RETIRED_ON = Text("注销日", "Retired on")

VINTAGES = Text("各年份", "By vintage")
VINTAGE = Text("年份", "Vintage")
GRAMS = Text("减排量（克）", "Reduction (g)")
REST = Text("余数（克）", "Rest (g)")
REST_SAYS = Text(
    "不足一吨的余数留在该年份，不签发。", "A rest of less than a tonne stays on its year and is not issued."
)
SERIALS = Text("序列号", "Serials")
SERIAL = Text("序列号", "Serial")
TO = Text("签发到（账户，所有者）", "Issued to (account, owner)")
FROM = Text("来自（账户，所有者）", "From (account, owner)")
MORE = Text(
    "共 {all} 段，这里列出前 {shown} 段；其余见登记簿。",
    "{all} runs in all; these are the first {shown}. The register has the others.",
)

HOW = Text("如何核对", "How to check")
CHECK_PAGE = Text(
    "打开 {address}（或扫码），登记簿所写应与本证书一致；不一致时以登记簿为准。",
    "Open {address} (or scan the code): the register must say the same. Where it does not, the register holds.",
)
CHECK_SERIAL = Text(
    "逐一查询序列号：{address}，可见这些单位现在的去处和全部经历。",
    "Look each serial up at {address}: it shows where the units are now, and every step of their life.",
)
CHECK_HASH = Text(
    "持有登记簿副本者可运行 tanpuhui ledger verify：日志 {entry} 的哈希应与本证书相同。",
    "With a copy of the register, run tanpuhui ledger verify: entry {entry} of the journal must have the hash given here.",
)
