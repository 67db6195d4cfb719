"""The steps of the wizard: for each whether it is done, and what is still missing there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tanpuhui.apps.projects.reading import View
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.methods import words as methods

WORDS = {
    "save": Text("保存草稿", "Save the draft"),
    "steps": Text("步骤", "Steps"),
    "step_done": Text("已完成", "done"),
    "step_open": Text("未完成", "open"),
    "lead": Text(
        "填到哪里都可以离开，草稿会保留；回来从这里继续。同事改过的，您看到的就是改过的。",
        "You may leave at any step: the draft stays, and you go on from here. What a colleague changed is what you see.",
    ),
    "missing_here": Text("还缺：{what}", "Still missing: {what}"),
    "next_step": Text("下一步", "Next step"),
    "change": Text("修改", "Change"),
    "already": Text("已经申报，现在由对方办理。", "It is filed; it is the other side's turn now."),
    "to_case": Text("看全案", "See the whole case"),
    "entrusted": Text("委托您办理的业主", "Owners that have entrusted you"),
    "bundle_says": Text(
        "几个业主联合时，您须受每一个业主委托。份额之和为 1。",
        "Of several owners you must be entrusted by each. The shares add up to 1.",
    ),
    "disclose_says": Text(
        "公示后开始计时，当日不计。内容（公示文件、业主份额、咨询机构）变了须重新公示。",
        "The clock begins with the disclosure; its own day does not count. If what is disclosed changes, it is disclosed again.",
    ),
    **{word: methods.ANY[word] for word in ("template", "try", "about_method")},
    "settings": Text("方法学允许的设定", "Settings that the methodology allows"),
    "default": Text("默认", "default"),
    "new_report": Text("建立监测报告", "Open a monitoring report"),
    "new_title": Text("建立项目", "Open a project"),
    "on_paper": Text("纸质材料由代理人录入时，填写收到日。", "Where it came on paper, fill in the day it was received."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """A step: the `act` that ends it, where one does."""

    code: str
    says: Text
    done: bool
    missing: tuple[Text, ...] = ()
    act: str = ""


Found = dict[str, Any]


def project(view: View, found: Found) -> list[Stage]:
    """Who and what, documents, disclosure, filing."""
    lacking = tuple(paper.title for paper in found["lacking"])
    newest, waiting = found["newest"], view.project.state in ("draft", "disclosed", "returned")
    unanswered = [row for row, _ in found["objections"] if not row.answers]
    open_ones = (Text("异议待答复", "objections to be answered"),) if unanswered else ()
    shown = () if newest else (Text("公示", "the disclosure"),)
    return [
        Stage("terms", Text("项目与业主", "Project and owners"), True),
        Stage("documents", Text("文件", "Documents"), not lacking, lacking),
        Stage(
            "disclosure", Text("公示", "Disclosure"), bool(newest) and not unanswered, (*shown, *open_ones), "disclose"
        ),
        Stage("file", Text("申报", "Filing"), not waiting, act="file"),
    ]


def report(view: View, found: Found) -> list[Stage]:
    """Period, documents and tables, the verification body, submitting, filing with the city."""
    assert view.report is not None, "a report"
    lacking = tuple(Text(f"{p.title.zh} {p.name}".strip(), f"{p.title.en} {p.name}".strip()) for p in found["lacking"])
    state = view.report.state
    nobody = () if found["row"].body else (Text("核查机构", "a verification body"),)
    submitted = state not in ("draft", "returned")
    return [
        Stage("period", Text("监测期与设定", "Period and settings"), True),
        Stage("documents", Text("报告与清单表", "Report and tables"), not lacking, lacking),
        Stage("body", Text("核查机构", "Verification body"), not nobody, nobody),
        Stage("submit", Text("检查并提交核查", "Check and submit"), submitted, act="submit"),
        Stage(
            "file",
            Text("向市级申报", "File with the city"),
            submitted and state not in ("submitted", "verified"),
            act="file",
        ),
    ]


def first_open(steps: Sequence[Stage]) -> Stage:
    """The first step that is not done, or the last."""
    return next((step for step in steps if not step.done), steps[-1])
