"""What may be allowed: the closed, alphabetical list of permissions `scope:verb`."""

from dataclasses import dataclass
from typing import Literal

from tanpuhui.core.text import Text

Reach = Literal["own", "entrusted", "register"]


@dataclass(frozen=True, slots=True)
class Permission:
    """One entry: its `code`, the act it allows, and its `reach`.

    `own`: in one's own organisation only; `entrusted`: there, and where an owner has entrusted it by a written agreement;
    `register`: an act of the register as a whole, no owner is asked.
    """

    code: str
    says: Text
    reach: Reach


_LIST = (
    Permission("accounts:close", Text("销户", "close accounts"), "register"),
    Permission("accounts:inspect", Text("查看任何账户", "look into any account"), "register"),
    Permission("accounts:open", Text("开户", "open accounts"), "register"),
    Permission("accounts:read", Text("查看账户与对账单", "read accounts and statements"), "entrusted"),
    Permission("api:token", Text("签发与撤销接口令牌", "issue and end tokens for programs"), "own"),
    Permission("claims:confirm", Text("确认减排量申报", "confirm claims of reductions"), "register"),
    Permission(
        "claims:decide", Text("裁定申报冲突与释放申报", "decide conflicts of claims and release claims"), "register"
    ),
    Permission("claims:file", Text("申报与撤回减排量", "claim reductions and withdraw claims"), "entrusted"),
    Permission(
        "gazette:adopt", Text("采纳参数取值与撤销采纳", "adopt sets of values and revoke adoptions"), "register"
    ),
    Permission("gazette:evaluate", Text("评估方法学备案申请", "evaluate methodology filings"), "own"),
    Permission("gazette:file", Text("申报方法学备案", "file methodologies"), "entrusted"),
    Permission("gazette:forward", Text("初审并转报方法学备案申请", "examine and forward methodology filings"), "own"),
    Permission("gazette:publish", Text("登记载有取值的通知", "enter notices that carry values"), "register"),
    Permission("gazette:review", Text("审核并公布方法学备案", "review and publish methodology filings"), "register"),
    Permission("jobs:run", Text("运行与停止后台任务", "run and stop jobs"), "own"),
    Permission("ledger:accept", Text("接受转入", "accept incoming transfers"), "entrusted"),
    Permission("ledger:buffer", Text("缓冲账户转入转出", "move units into and out of the buffer"), "register"),
    Permission("ledger:cancel", Text("行政取消", "cancel units administratively"), "register"),
    Permission("ledger:convert", Text("转换单位", "convert units"), "register"),
    Permission("ledger:expire", Text("使单位到期", "expire units"), "register"),
    Permission("ledger:freeze", Text("冻结与解冻", "freeze and unfreeze"), "register"),
    Permission("ledger:invalidate", Text("宣告单位无效", "invalidate units"), "register"),
    Permission("ledger:issue", Text("签发单位", "issue units"), "register"),
    Permission("ledger:lapse", Text("使逾期的预留失效", "let overdue reservations lapse"), "register"),
    Permission("ledger:release", Text("依职权解除预留", "release reservations by authority"), "register"),
    Permission("ledger:reserve", Text("预留单位", "reserve units"), "entrusted"),
    Permission("ledger:retire", Text("自愿注销（使用）单位", "retire units"), "entrusted"),
    Permission("ledger:settle", Text("结算资金", "settle money"), "register"),
    Permission("ledger:surrender", Text("清缴单位", "surrender units"), "entrusted"),
    Permission("ledger:transfer", Text("转让单位", "transfer units"), "entrusted"),
    Permission("notices:read", Text("阅读通知", "read notices"), "own"),
    Permission("parties:admit", Text("接纳与关闭机构", "admit and close organisations"), "register"),
    Permission("parties:appoint", Text("任命与免除角色", "appoint to roles and end appointments"), "own"),
    Permission("parties:entrust", Text("委托代理", "entrust an agent"), "own"),
    Permission("parties:identify", Text("核验用户的身份", "check whose login it is"), "register"),
    Permission("parties:invite", Text("登记自然人并建立用户", "register persons and create users"), "own"),
    Permission("parties:represent", Text("登记授权代表", "record authorised representatives"), "register"),
    Permission("parties:vet", Text("尽职调查", "record due diligence"), "register"),
    Permission("projects:apply", Text("申报项目与监测报告", "apply with projects and monitoring reports"), "entrusted"),
    Permission("projects:decide", Text("登记项目并审定报告", "register projects and approve reports"), "register"),
    Permission("projects:forward", Text("初审并转报项目与报告", "examine and forward projects and reports"), "own"),
    Permission("projects:object", Text("对公示提出异议", "object to what is disclosed"), "own"),
    Permission("records:approve", Text("第二人复核批准", "approve as the second person"), "own"),
    Permission("records:ask", Text("申请第二人复核", "ask for a second person's approval"), "own"),
    Permission("records:file", Text("归档证据文件", "file evidence"), "entrusted"),
    Permission("register:import", Text("导入其他登记簿", "import another register"), "register"),
    Permission(
        "verification:accredit", Text("管理核查机构名录", "keep the register of verification bodies"), "register"
    ),
    Permission("verification:verify", Text("核查监测报告", "verify monitoring reports"), "own"),
)
PERMISSIONS: dict[str, Permission] = {p.code: p for p in _LIST}
ENTRUSTABLE = frozenset(p.code for p in _LIST if p.reach == "entrusted")
"""What an owner may hand to an agent: never issuing, cancelling, freezing, appointing or entrusting on."""
STANDING = frozenset({"ledger:retire", "ledger:settle", "ledger:surrender", "ledger:transfer"})
"""What a program may sign alone by a standing token: moves of what its organisation holds or settles, nothing of an authority."""
