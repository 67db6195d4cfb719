"""What may be told: the closed list of messages, in both languages, with the facts each one names."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from tanpuhui.core.text import LANGS, Text

NOTHING = "–"
"""The reason of who gave none."""
_NOTE = Text("说明：{reason}", " Note: {reason}")


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One entry: its `code` and what it `says`, with `{name}` fields."""

    code: str
    says: Text

    @property
    def fields(self) -> frozenset[str]:
        """The facts it names."""
        return frozenset(name for lang in LANGS for _, name, _, _ in Formatter().parse(self.says.into(lang)) if name)

    def told(self, facts: Mapping[str, object]) -> Text:
        """What it says with these facts; without the note, where nobody wrote one."""
        says = self.says
        if facts.get("reason") == NOTHING:
            says = Text(says.zh.replace(_NOTE.zh, ""), says.en.replace(_NOTE.en, ""))
        return says.fill(**facts)


_LIST = (
    MessageKind(
        "address_to_confirm",
        Text(
            "{login}：有人为您登记了这个邮箱。请在 {until} 之前登录登记簿，在“通知设置”中填入确认码：{proof}。若不是您本人，请忽略。",
            "{login}, this address was entered for you. Before {until} is over, log in to the register and give the code under "
            "“Notices by mail”: {proof}. If it was not you, do nothing.",
        ),
    ),
    MessageKind(
        "case_appeal_decided",
        Text(
            "{case}“{title}”的申诉已有决定：{act}。理由：{reason}。现状态：{state}（{by}）",
            "The appeal of {case} ({title}) was decided: {act}. Reason: {reason}. It is now: {state} ({by}).",
        ),
    ),
    MessageKind(
        "case_appealed",
        Text(
            "{by}就 {case}“{title}”的不予通过决定提出申诉。理由：{reason}。现状态：{state}（{act}）",
            "{by} appeals against the rejection of {case} ({title}). Reason: {reason}. It is now: {state} ({act}).",
        ),
    ),
    MessageKind(
        "case_before_you",
        Text(
            "{case}“{title}”已到贵单位办理：{by} {act}，现状态：{state}。说明：{reason}",
            "{case} ({title}) has come before you: {by}, {act}; it is now: {state}. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_changed",
        Text(
            "{case}“{title}”：{by} {act}，现状态：{state}。说明：{reason}",
            "{case} ({title}): {by}, {act}; it is now: {state}. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_disclosed",
        Text(
            "{case}“{title}”：{by} {act}，现状态：{state}。利益相关方可在公示期内提出异议。说明：{reason}",
            "{case} ({title}): {by}, {act}; it is now: {state}. Stakeholders may object while it lasts. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_finding",
        Text(
            "{case}“{title}”核查往来：{by} {act}，现状态：{state}。说明：{reason}",
            "{case} ({title}), verification: {by}, {act}; it is now: {state}. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_objection",
        Text(
            "{case}“{title}”公示异议：{by} {act}，现状态：{state}。说明：{reason}",
            "{case} ({title}), objection to the disclosure: {by}, {act}; it is now: {state}. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_passed",
        Text(
            "{case}“{title}”进入下一步：{by} {act}，现状态：{state}。说明：{reason}",
            "{case} ({title}) has gone a step on: {by}, {act}; it is now: {state}. Note: {reason}",
        ),
    ),
    MessageKind(
        "case_rejected",
        Text(
            "{by}对 {case}“{title}”作出决定：{act}。理由：{reason}。现状态：{state}。申请人可以申诉。",
            "{by} decided on {case} ({title}): {act}. Reason: {reason}. It is now: {state}. The applicant may appeal.",
        ),
    ),
    MessageKind(
        "case_returned",
        Text(
            "{case}“{title}”退回申请人：{by} {act}。理由：{reason}。现状态：{state}",
            "{case} ({title}) is with the applicant again: {by}, {act}. Reason: {reason}. It is now: {state}.",
        ),
    ),
    MessageKind(
        "case_withdrawn",
        Text(
            "{case}“{title}”已撤回：{by} {act}。理由：{reason}。现状态：{state}",
            "{case} ({title}) was withdrawn: {by}, {act}. Reason: {reason}. It is now: {state}.",
        ),
    ),
    MessageKind(
        "claim_case_decided",
        Text(
            "案件 {case}（{reference} 与 {other}）已裁定：{outcome}。理由：{reason}",
            "Case {case} ({reference} and {other}) was decided: {outcome}. Reason: {reason}",
        ),
    ),
    MessageKind(
        "claim_case_opened",
        Text(
            "{claimant}的申报 {reference}（{scheme}）与 {other_claimant} 的 {other}（{other_scheme}）重叠：{overlap}。"
            "已立案 {case}，由主管部门裁定；未决之前双方均不能确认。",
            "Claim {reference} ({scheme}) of {claimant} overlaps {other} ({other_scheme}) of {other_claimant}: {overlap}. "
            "The authority will decide case {case}; until then neither can be confirmed.",
        ),
    ),
    MessageKind(
        "import_finished",
        Text(
            "“{register}”导入完成：读取 {rows} 行，入账 {posted} 行，有错误而未签发 {unreadable} 行，发现 {findings} 处问题（任务 {job}）。",
            "The import of {register} is finished: {rows} rows read, {posted} posted, {unreadable} not issued for an error, "
            "{findings} findings (job {job}).",
        ),
    ),
    MessageKind(
        "import_stopped",
        Text(
            "“{register}”导入已停止，停在第 {rows} 行（任务 {job}）。恢复后从此处继续。",
            "The import of {register} was stopped after {rows} rows (job {job}). Resumed, it goes on from there.",
        ),
    ),
    MessageKind(
        "job_failed",
        Text(
            "任务 {job}（{kind}）失败：{reason}",
            "Job {job} ({kind}) failed: {reason}",
        ),
    ),
    MessageKind(
        "password_to_reset",
        Text(
            "{login}：有人请求为您另设密码。若是您本人，请在一小时内打开下面的链接；若不是，请忽略，密码不变。",
            "{login}, somebody asked to choose another password for you. If it was you, open the link below within the hour; "
            "if not, do nothing: your password stays.",
        ),
    ),
)
MESSAGES: dict[str, MessageKind] = {m.code: m for m in _LIST}
CHANNELS = ("inbox", "email")
"""How a message travels: `inbox` is read in the register and needs no sending; all others are sent by `deliver`."""
