"""The columns and filters of the lists, each named once, with what their codes mean and an example of each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, PURPOSES
from tanpuhui.apps.claims import kinds as claims
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.jobs.workflow import STATES as JOBS
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.projects import bodies
from tanpuhui.apps.projects.documents import KINDS as DOCUMENTS
from tanpuhui.apps.projects.signing import ASSURANCES, OPINIONS
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Workflow
from tanpuhui.interfaces.lists.listing import Column, Filter, Kind, Value

Words = Mapping[str, Text]
YES = {"true": Text("是", "yes"), "false": Text("否", "no")}
BASIS = {status.name.lower(): status.text for status in Status} | {"unknown": Text("未知", "unknown")}
VERIFIED = {
    "verified": Text("核查机构核查", "verified by a verification body"),
    "self_declared": Text("自行声明", "self-declared"),
}
APPROVALS = {
    "open": Text("待复核", "waits"),
    "allowed": Text("已批准，未办理", "allowed, not carried out"),
    "denied": Text("不批准", "denied"),
    "used": Text("已办理", "carried out"),
    "withdrawn": Text("已收回", "taken back"),
}
CASES = {"open": Text("未决", "open"), "decided": Text("已裁定", "decided"), "lapsed": Text("已失去对象", "lapsed")}
SCOPES = {
    "everything": Text("全部", "everything"),
    "unit_type": Text("单位种类", "a type of unit"),
    "series": Text("签发批次", "a series"),
}
RESERVED = {
    "hold": Text("预留", "hold"),
    "pledge": Text("质押", "pledge"),
    "transfer": Text("待接受的转入", "incoming transfer that waits"),
}
DAY, AT = date(2021, 5, 20), datetime(2021, 5, 20, 2, 30, tzinfo=UTC)
REPORT_NO, PROJECT_NO = "REP-2021-000001", "PRJ-2021-000001"
_HASH = "4b1f6d0f0c3a" + "0" * 52
_SERIAL = "DEMO-GD-PHCER-FORESTRY_2020-PRJ2021000001-2015-1-609"


def states(*tables: Workflow) -> dict[str, Text]:
    """The states of these procedures."""
    return {state.code: state.says for table in tables for state in table.states}


def acts(*tables: Workflow) -> dict[str, Text]:
    """The acts of these procedures."""
    return {code: says for table in tables for code, says in table.acts.items()}


def sides(*tables: Workflow) -> dict[str, Text]:
    """The sides of these procedures."""
    return {code: says for table in tables for code, says in table.parties.items()}


def _documents() -> Words:
    return {code: kind.says for code, kind in DOCUMENTS.items()}


def _roles() -> Words:
    return {code: role.says for code, role in ROLES.items()}


def _moves() -> Words:
    return {code: act.text for code, act in ACTS.items()}


_ALL: dict[str, Column] = {}


def _add(kind: Kind, *columns: tuple[str, str, str, Value]) -> None:
    _ALL.update({name: Column(name, Text(zh, en), kind, None, example) for name, zh, en, example in columns})


_add(
    "code",
    ("account", "账户", "Account", "ZHANKENG-1"),
    ("act", "办理", "Act", "approve"),
    ("after", "之后状态", "State after", "approved"),
    ("agent", "代理机构", "Agent", "DEMO-EXCHANGE"),
    ("applicant", "申请人", "Applicant", "ZHANKENG"),
    ("area", "行政区划代码", "Area code", "440200"),
    ("asked_by", "申请人", "Asked by", "demo.zhou"),
    ("assurance", "保证程度", "Level of assurance", "reasonable"),
    ("authority", "主管部门", "Authority", "DEMO-PROVINCE"),
    ("basis", "依据", "Rests on", "secondary"),
    ("before", "之前状态", "State before", "preapproved"),
    ("axis", "时间轴", "Axis", "in_force"),
    ("body", "核查机构", "Verification body", "DEMO-VERIFIER"),
    ("body_hash", "申请内容的哈希", "Hash of what is asked", _HASH),
    ("calculation", "计算的哈希", "Hash of the calculation", _HASH),
    ("class", "类别", "Class", "national"),
    ("code", "代码", "Code", "ZHANKENG"),
    ("country", "国家（ISO 3166-1 数字代码）", "Country (ISO 3166-1 numeric)", "410"),
    ("decided_by", "复核人", "Decided by", "demo.wu"),
    ("design", "设计文件的哈希", "Hash of the design document", _HASH),
    ("document", "文件的哈希", "Hash of the document", _HASH),
    ("dossier", "案卷的哈希", "Hash of the dossier", _HASH),
    ("earlier", "在先申报", "Earlier claim", REPORT_NO),
    ("earlier_scheme", "在先机制", "Scheme of the earlier", "phcer"),
    ("edition", "版本", "Edition", "2020"),
    ("ended_by", "结束于", "Ended by", "release"),
    ("evidence", "证据文件", "Evidence", _HASH),
    ("favour", "受益账户", "Account favoured", "DEMO-CEMENT-1"),
    ("filer", "申报人", "Filer", "DEMO-CEMENT"),
    ("filing", "备案申请", "Filing", "FIL-2021-000001"),
    ("foreign_id", "外部编号", "Id in the register of origin", "CAFR5003-A"),
    ("hash", "取值的哈希", "Hash of the values", _HASH),
    ("jurisdiction", "地区", "Jurisdiction", "GD"),
    ("key", "参数", "Value", "guangdong.offset.limit_share"),
    ("kind", "种类", "Kind", "holding"),
    ("later", "在后申报", "Later claim", "CCER-7"),
    ("later_scheme", "在后机制", "Scheme of the later", "ccer"),
    ("media_type", "文件类型", "Media type", "application/pdf"),
    ("methodology", "方法学", "Methodology", "forestry_2020"),
    ("operation", "事项", "Operation", "phcer_issue"),
    ("opinion", "意见", "Opinion", "unqualified"),
    ("organisation", "机构", "Organisation", "ZHANKENG"),
    ("outcome", "裁定", "Ruling", "earlier_stands"),
    ("owner", "所有者", "Owner", "ZHANKENG"),
    ("project", "项目", "Project", PROJECT_NO),
    ("purpose", "用途", "Purpose", "carbon_neutrality"),
    ("reference", "编号", "Reference", PROJECT_NO),
    ("register", "来源登记簿", "Register of origin", "us-ca-cop"),
    ("report", "监测报告", "Monitoring report", REPORT_NO),
    ("revises", "修订自", "Revises", "2017005"),
    ("role", "角色", "Role", "applicant"),
    ("rule_source", "规则出处", "Source of the rule", None),
    ("rule_status", "规则依据", "Status of the rule", None),
    ("scope", "范围", "Scope", "forestry:2020"),
    ("scopes", "令牌范围", "Scopes", "accounts:read; ledger:transfer"),
    ("serial", "序列号", "Serial", _SERIAL),
    ("sha256", "文件的哈希", "Hash of the file", _HASH),
    ("side", "哪一方", "Side", "province"),
    ("signed", "签名的哈希", "Hash of what was signed", _HASH),
    ("source", "出处", "Source", "S0"),
    ("state", "状态", "State", "registered"),
    ("status", "依据", "Status", "secondary"),
    ("target", "转入账户", "To account", "DEMO-FAIR-1"),
    ("unit_type", "单位种类", "Type of unit", "PHCER"),
    ("user", "登录名", "Login", "demo.tan"),
    ("unit", "单位", "Unit", "tCO2e"),
    ("verification", "核查方式", "Verification", "verified"),
    ("verifier", "核查机构", "Verification body needed", "needed"),
    ("what", "数字", "Figure", "issued"),
    ("withdraws", "废止的通知", "Withdraws notice", None),
    ("withdrawn_by", "被哪份通知废止", "Withdrawn by notice", None),
)  # fmt: skip
_add(
    "text",
    ("acts", "停止的事项", "Acts stopped (empty: all)", "issue; transfer"),
    ("agreement", "书面协议", "Written agreement", _HASH),
    ("answer", "最近答复", "Newest answer", "已答复 / answered"),
    ("beneficiary", "受益人", "Beneficiary", "云帆会展公司 / Yunfan fairs"),
    ("city_en", "城市（英文）", "City in English", "Shaoguan"),
    ("city_zh", "城市（中文）", "City in Chinese", "韶关市"),
    ("cobenefits_en", "协同效益（英文）", "Co-benefits in English", "Clean water"),
    ("cobenefits_zh", "协同效益（中文）", "Co-benefits in Chinese", "水源涵养"),
    ("consultants", "咨询机构", "Consultants", ""),
    ("dated", "日期", "Dated", "2020-12-31"),
    ("earlier_claimant_en", "在先申报人（英文）", "Earlier claimant in English", "Village collective of Zhankeng"),
    ("earlier_claimant_zh", "在先申报人（中文）", "Earlier claimant in Chinese", "沾坑村集体"),
    ("edition_en", "版本（英文）", "Edition in English", "2020 revision"),
    ("edition_zh", "版本（中文）", "Edition in Chinese", "2020年修订版"),
    ("failure", "失败原因", "Failure", None),
    ("file", "文件名", "File name", "benefit_sharing.pdf"),
    ("also", "其他说法", "Also seen", "申请人; project developer"),
    ("issuer_en", "发布机关（英文）", "Issuer in English", "Department of Ecology and Environment"),
    ("issuer_zh", "发布机关（中文）", "Issuer in Chinese", "生态环境厅"),
    ("label", "名称", "Label", "our accounting"),
    ("later_claimant_en", "在后申报人（英文）", "Later claimant in English", "Another scheme"),
    ("later_claimant_zh", "在后申报人（中文）", "Later claimant in Chinese", "其他机制"),
    ("message_en", "进展（英文）", "Progress in English", None),
    ("message_zh", "进展（中文）", "Progress in Chinese", None),
    ("means_en", "含义（英文）", "Meaning in English", "Who applies for a project's reductions."),
    ("means_zh", "含义（中文）", "Meaning in Chinese", "对项目减排量提出申请的人或组织。"),
    ("method", "方法", "Method", "样地复测 / plots measured again"),
    ("name", "名称", "Name", "parcels"),
    ("name_en", "英文名", "Name in English", "Village collective of Zhankeng"),
    ("name_zh", "中文名", "Name in Chinese", "沾坑村集体"),
    ("note", "备注", "Note", None),
    ("note_en", "备注（英文）", "Note in English", None),
    ("note_zh", "备注（中文）", "Note in Chinese", None),
    ("owners", "业主及份额", "Owners and shares", "ZHANKENG 1"),
    ("permissions", "委托权限", "Permissions", "ledger:transfer"),
    ("person", "签署人", "Signed by", "邱实 Qiu Shi"),
    ("place", "地点", "Place", "沾坑村 / Zhankeng"),
    ("place_en", "地点（英文）", "Where, in English", None),
    ("place_zh", "地点（中文）", "Where, in Chinese", None),
    ("published", "公布", "Published", "2021-06"),
    ("publisher_en", "发布者（英文）", "Publisher in English", "China Quality Certification Centre"),
    ("publisher_zh", "发布者（中文）", "Publisher in Chinese", "中国质量认证中心"),
    ("raised_by", "提出人", "Raised by", "邻村 / a neighbour"),
    ("reason", "理由", "Reason", "边界与图不符 / the boundary differs from the map"),
    ("rule_en", "规则（英文）", "Rule in English", None),
    ("rule_zh", "规则（中文）", "Rule in Chinese", None),
    ("seen", "所见", "What was seen", "与清单一致 / as in the inventory"),
    ("text", "内容", "Text", "缺少复核签名 / a second signature lacks"),
    ("text_en", "内容（英文）", "Text in English", "PRJ-2021-000001 has come before you."),
    ("text_zh", "内容（中文）", "Text in Chinese", "PRJ-2021-000001 已到贵单位办理。"),
    ("url", "网址", "Address", None),
    ("valid_from", "自", "From", "2015-01-01"),
    ("valid_to", "至", "To", "2019-12-31"),
    ("value", "取值", "Value", "0.1"),
    ("title", "标题", "Title", "沾坑村林业碳汇（演示）"),
    ("title_en", "标题（英文）", "Title in English", "Zhankeng forest (demonstration)"),
    ("title_zh", "标题（中文）", "Title in Chinese", "沾坑村林业碳汇（演示）"),
)  # fmt: skip
_add(
    "units",
    ("answers", "答复数", "Answers", 1),
    ("appointment", "任命编号", "Appointment", 12),
    ("approval", "复核编号", "Approval", 3),
    ("area_cm2", "重叠面积（平方厘米）", "Common area (cm²)", 12_000_000),
    ("case", "案件", "Case", 1),
    ("change", "增减（吨）", "Change (tonnes)", -180),
    ("done", "已完成", "Done", 120),
    ("entrustment", "委托编号", "Entrustment", 2),
    ("fen", "资金（分）", "Money (fen)", 3_350_600),
    ("finding", "发现编号", "Finding", 1),
    ("first_number", "起始编号", "First number", 1),
    ("freeze", "冻结编号", "Freeze", 1),
    ("grams", "减排量（克）", "Reduction (g)", 3_046_800_050),
    ("issued", "已签发（吨）", "Issued (tonnes)", 3046),
    ("job", "任务编号", "Job", 1),
    ("journal", "日志编号", "Journal entry", 140),
    ("last_number", "终止编号", "Last number", 609),
    ("line", "行", "Line", 1),
    ("message", "消息编号", "Message", 7),
    ("number", "编号", "Number", 9),
    ("objection", "异议编号", "Objection", 1),
    ("population", "总数", "Population", 14),
    ("payment", "付款编号", "Payment", 12),
    ("posting", "过账编号", "Posting", 31),
    ("representative", "授权代表编号", "Representative", 1),
    ("reservation", "预留编号", "Reservation", None),
    ("reserved", "其中已预留（吨）", "Reserved (tonnes)", 0),
    ("sample", "样本数", "Sample", 5),
    ("series", "签发批次", "Series", 1),
    ("size", "字节", "Bytes", 4120),
    ("standing", "仍为注销（吨）", "Still retired (tonnes)", 180),
    ("statement", "声明编号", "Statement", 1),
    ("steps", "步数", "Steps", 4),
    ("token", "令牌编号", "Token", 1),
    ("total", "总量", "Total", 120),
    ("units", "数量（吨）", "Units (tonnes)", 180),
    ("values", "取值数", "Values", 34),
    ("version", "版本", "Version", 1),
    ("vintage", "年份", "Vintage", 2015),
    ("visit", "现场核查编号", "Visit", 1),
    ("working_days", "已过工作日", "Working days passed", 3),
)  # fmt: skip
_add(
    "day",
    ("answered_on", "答复日", "Answered on", DAY),
    ("closed_on", "关闭日", "Closed on", None),
    ("decided_on", "决定日", "Decided on", DAY),
    ("ended_on", "结束日", "Ended on", None),
    ("ends_on", "截止日", "Last day", date(2021, 12, 31)),
    ("checked_on", "核对日", "Checked on", DAY),
    ("entered_on", "登记日", "Entered on", DAY),
    ("first", "起", "First day", date(2015, 1, 1)),
    ("in_force_from", "生效日", "In force from", DAY),
    ("in_force_to", "失效日", "In force to", None),
    ("issued_on", "签发日", "Issued on", DAY),
    ("last", "止", "Last day", date(2019, 12, 31)),
    ("lifted_on", "解冻日", "Lifted on", None),
    ("on", "日期", "Day", DAY),
    ("opened_on", "登记日", "Entered on", date(2021, 3, 8)),
    ("published_on", "发布日", "Published on", DAY),
    ("received_on", "书面收到日", "Came on paper on", None),
    ("revoked_on", "撤销日", "Revoked on", None),
    ("since", "自", "Since", DAY),
    ("starts_on", "起始日", "First day", DAY),
    ("until", "有效至", "Until", None),
)  # fmt: skip
_add(
    "instant",
    ("at", "时间", "Instant", AT),
    ("created_at", "建立", "Made at", AT),
    ("finished_at", "结束", "Finished at", AT),
)
_add(
    "flag",
    ("calculable", "可在此计算", "Calculable here", True),
    ("fictional", "虚构", "Fictional", False),
    ("mirrored", "镜像", "Mirrored", False),
    ("needs_acceptance", "转入须接受", "Incoming transfers must be accepted", False),
    ("personal", "给本人", "To oneself", False),
    ("provisional", "节假日未公布，暂定", "Provisional: holidays not yet announced", False),
    ("redacted", "公开副本", "Redacted copy", False),
    ("same_thing", "同一对象", "The same thing", True),
)
MEANING: dict[str, Callable[[], Words]] = {
    "assurance": lambda: ASSURANCES, "opinion": lambda: OPINIONS, "purpose": lambda: PURPOSES, "role": _roles,
    "basis": lambda: BASIS, "verification": lambda: VERIFIED, "status": lambda: BASIS, "outcome": lambda: claims.OUTCOMES,
}  # fmt: skip
ACCREDITED, ACCOUNTS, PARTIES, PAPERS = (
    lambda: bodies.STATES, lambda: ACCOUNT_KINDS, lambda: KINDS, _documents,
)  # fmt: skip
POSTED, WORKING = _moves, lambda: JOBS
PROJECTS, REPORTS, FILINGS, BOTH = (
    lambda: states(PROJECT), lambda: states(REPORT), lambda: states(FILING), lambda: states(PROJECT, REPORT),
)  # fmt: skip


def columns(names: str, **meaning: Callable[[], Words]) -> tuple[Column, ...]:
    """Columns by name; `meaning`: of the codes of some of them, where it is not the usual."""
    found = (_ALL[name] for name in names.split())
    return tuple(replace(one, choices=meaning.get(one.name) or MEANING.get(one.name)) for one in found)


def narrow(names: str, **meaning: Callable[[], Words]) -> tuple[Filter, ...]:
    """Filters by the names of columns, and the days `from` and `to`."""
    return tuple(_filter(name, meaning.get(name) or MEANING.get(name)) for name in names.split())


def _filter(name: str, choices: Callable[[], Words] | None) -> Filter:
    days = {"from": Text("自", "From"), "to": Text("至", "To"), "until": Text("截至", "Up to")}
    if name in days:
        return Filter(name, days[name], kind="day")
    flags = {"open": Text("尚未结束", "Not ended"), "holding": Text("当日有效", "Holds on the day")}
    if name in flags:
        return Filter(name, flags[name], lambda: YES, "flag")
    if name == "q":
        return Filter(name, Text("标题或编号", "Title or number"))
    column = _ALL[name]
    return Filter(name, column.title, choices, "number" if column.kind == "units" else "text")
