"""Lists of what waits for somebody: tasks, messages, approvals, filings, contested claims, jobs."""

from tanpuhui.apps.disclosure.registers import work
from tanpuhui.apps.notices.messages import MESSAGES
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists import columns as c
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import listed
from tanpuhui.parameters.cities import cities

_READ = "notices:read"
KINDS = {"project": Text("项目", "project"), "report": Text("监测报告", "monitoring report")}


def _codes() -> c.Words:
    return {code: Text(code, code) for code in MESSAGES}


LISTS = (
    listed(
        "tasks",
        Text("待办", "Tasks"),
        Text("轮到本机构办理的项目和报告，等得最久的在前。", "Projects and reports that wait for the own organisation, the longest first."),
        work.tasks,
        columns("kind reference project title_zh title_en applicant area city_zh city_en state since working_days provisional",
                kind=lambda: KINDS, state=c.BOTH),
        key="key", order="dated", needs=_READ,
    ),
    listed(
        "messages",
        Text("消息", "Messages"),
        Text("告知本机构或本人的消息，最近的在前。", "What was told to the own organisation or to oneself, the newest first."),
        work.messages,
        columns("message code text_zh text_en at personal"),
        *narrow("code", code=_codes),
        needs=_READ,
    ),
    listed(
        "approvals",
        Text("复核", "Approvals"),
        Text("本机构申请第二人复核的事项及其结果，最近的在前。", "What was asked of a second person in the own organisation, the newest first."),
        work.approvals,
        columns("approval operation asked_by on state decided_by decided_on reason body_hash", state=lambda: c.APPROVALS),
        *narrow("state", state=lambda: c.APPROVALS),
        needs="records:ask",
    ),
    listed(
        "filings",
        Text("方法学备案申请", "Methodology filings"),
        Text("本机构申报的，或报到本机构办理的方法学备案申请。", "Filings of methodologies that the own organisation made, or that come before it."),
        work.filings,
        columns("reference filer area city_zh city_en title_zh title_en revises state since opened_on steps", state=c.FILINGS),
        *narrow("state area", state=c.FILINGS, area=cities),
        needs=_READ,
    ),
    listed(
        "contested_claims",
        Text("重复申报案件", "Contested claims"),
        Text("两个申报要求同一减排量的案件，最近的在前；各方只见自己的。",
             "Cases of two claims of one reduction, the newest first; each side sees its own."),
        work.contested_claims,
        columns("case earlier earlier_scheme earlier_claimant_zh earlier_claimant_en later later_scheme later_claimant_zh "
                "later_claimant_en same_thing area_cm2 first last opened_on state outcome reason decided_on",
                state=lambda: c.CASES),
        *narrow("state", state=lambda: c.CASES),
        needs=_READ,
    ),
    listed(
        "jobs",
        Text("任务", "Jobs"),
        Text("本机构的后台任务及进展，最近的在前。", "Long work of the own organisation and how far it is, the newest first."),
        work.jobs,
        columns("job kind state done total message_zh message_en failure on created_at finished_at", state=c.WORKING),
        *narrow("state kind", state=c.WORKING),
        needs="jobs:run",
    ),
)  # fmt: skip
