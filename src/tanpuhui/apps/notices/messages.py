"""What may be told: the closed list of messages, in both languages, with the facts each one names."""

from dataclasses import dataclass
from string import Formatter

from tanpuhui.core.text import LANGS, Text


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One entry: its `code` and what it `says`, with `{name}` fields."""

    code: str
    says: Text

    @property
    def fields(self) -> frozenset[str]:
        """The facts it names."""
        return frozenset(name for lang in LANGS for _, name, _, _ in Formatter().parse(self.says.into(lang)) if name)


_LIST = (
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
)
MESSAGES: dict[str, MessageKind] = {m.code: m for m in _LIST}
CHANNELS = ("inbox", "email")
"""How a message travels: `inbox` is read in the register and needs no sending; all others are sent by `deliver`."""
