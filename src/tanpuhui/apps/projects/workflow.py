"""The two procedures of project mode as tables: how a project is registered, and how a monitoring report is approved.

They follow the deck's five steps (2021) and the provincial measures of 2022 (粤环发〔2022〕4号). Both may run together: a report is
prepared and verified while its project is being filed, but the city forwards it only after it has forwarded the project, and
the province approves it only under a registered project. Time limits of the reviews and of an appeal are not known, so these
states have no deadline; the disclosure has the clock of the measures, from the day on which these are in force.
"""

from tanpuhui.core.text import Text
from tanpuhui.core.workflow import NOWHERE, Move, State, Workflow

_APPLY, _FORWARD, _DECIDE = "projects:apply", "projects:forward", "projects:decide"
_OBJECT, _VERIFY, _ISSUE = "projects:object", "verification:verify", "ledger:issue"
_APART = ("separate",)

_PARTIES = {
    "applicant": Text(
        "申请人（全体项目业主，或其书面委托的代理人）", "the applicant (all owners, or an agent by written agreement)"
    ),
    "own_city": Text("项目所在市的生态环境局", "the bureau of the project's own city"),
    "province": Text("省级生态环境厅", "the provincial department"),
}
_SEPARATE = Text("与其他各方办理人不同人、不同机构", "another person and organisation than those who acted for others")
_COMPLETE = Text("文件齐全", "documents complete")
_SAME_DOSSIER = Text("所审阅的文件未变", "the dossier is the one that was read")
_ANOTHER = Text("与作出不予通过决定者不同人", "another person than the one who rejected")
_ENDS = (
    State("rejected", Text("不予通过", "rejected")),
    State("appealed", Text("申诉中", "under appeal")),
    State("withdrawn", Text("已撤回", "withdrawn"), final=True),
    State("dismissed", Text("申诉驳回", "appeal dismissed"), final=True),
)
_ENDING_ACTS = {
    "return": Text("退回补正", "return for correction"),
    "reject": Text("不予通过", "reject"),
    "withdraw": Text("撤回", "withdraw"),
    "appeal": Text("申诉", "appeal"),
    "uphold": Text("驳回申诉", "dismiss the appeal"),
    "readmit": Text("准予申诉，重新审查", "grant the appeal and examine again"),
}


def _judge(state: str, permission: str, who: str) -> tuple[Move, ...]:
    """Whoever has the case before them may send it back or reject it, and says why."""
    return (
        Move(state, "return", "returned", permission, who, reason=True, guards=_APART),
        Move(state, "reject", "rejected", permission, who, reason=True, guards=_APART),
    )


def _withdraw(state: str, *guards: str) -> Move:
    return Move(state, "withdraw", "withdrawn", _APPLY, "applicant", reason=True, guards=(*_APART, *guards))


def _appeal(again: str, *guards: str) -> tuple[Move, ...]:
    """A rejection may be appealed against; somebody else decides, and readmits it to the state `again`."""
    apart = (*_APART, "another_decider")
    return (
        Move("rejected", "appeal", "appealed", _APPLY, "applicant", reason=True, guards=_APART),
        Move("appealed", "uphold", "dismissed", _DECIDE, "province", reason=True, guards=apart),
        Move("appealed", "readmit", again, _DECIDE, "province", reason=True, guards=(*apart, *guards)),
    )


def _project_with_applicant(state: str) -> tuple[Move, ...]:
    return (
        Move(state, "add_document", state, _APPLY, "applicant", guards=_APART),
        Move(state, "revise", state, _APPLY, "applicant", guards=(*_APART, "reports_at_rest")),
        Move(state, "disclose", "disclosed", _APPLY, "applicant", guards=(*_APART, "disclosable")),
        Move(state, "answer_objection", state, _APPLY, "applicant", guards=_APART),
        Move(
            *(state, "file", "filed", _APPLY, "applicant"),
            guards=(*_APART, "complete", "in_force", "disclosed", "answered"),
        ),
        _withdraw(state, "reports_ended"),
    )  # fmt: skip


PROJECT = Workflow(
    name=Text("项目登记", "Registration of a project"),
    states=(
        State("draft", Text("草稿", "draft")),
        State("disclosed", Text("公示中", "disclosed to the stakeholders")),
        State("filed", Text("市级初审", "with the city")),
        State("forwarded", Text("省级审核", "with the province")),
        State("returned", Text("退回补正", "returned for correction")),
        State("registered", Text("已登记", "registered")),
        *_ENDS,
    ),
    acts={
        "open": Text("建立项目", "open"),
        "add_document": Text("提交文件", "add a document"),
        "revise": Text("修改项目信息", "revise the terms"),
        "disclose": Text("公示收益分配", "disclose consultancy and benefit sharing"),
        "object": Text("提出异议", "object"),
        "record_objection": Text("登记书面异议", "record an objection that came on paper"),
        "answer_objection": Text("答复异议", "answer an objection"),
        "file": Text("向市级申报", "file with the city"),
        "forward": Text("转报省级", "forward to the province"),
        "register": Text("登记", "register"),
        **_ENDING_ACTS,
    },
    parties=_PARTIES | {"stakeholder": Text("利益相关方（在册机构）", "a stakeholder (an organisation on the register)")},
    guards={
        "separate": _SEPARATE,
        "complete": _COMPLETE,
        "disclosable": Text("经签署的收益分配公示文件公众可见", "the signed disclosure of benefit sharing can be seen by all"),
        "disclosed": Text("公示期已满，公示内容未变", "the time of disclosure has passed, nothing disclosed has changed"),
        "in_time": Text("公示期内", "within the time of disclosure"),
        "answered": Text("异议均已答复", "every objection is answered"),
        "in_force": Text("方法学版本在申报日有效", "the methodology's edition is in force on the day of filing"),
        "reports_at_rest": Text("没有审查中的报告", "no report is under way"),
        "reports_ended": Text("报告均已了结", "every report has ended"),
        "same_dossier": _SAME_DOSSIER,
        "another_decider": _ANOTHER,
    },
    moves=(
        Move(NOWHERE, "open", "draft", _APPLY, "applicant"),
        *_project_with_applicant("draft"),
        *_project_with_applicant("disclosed"),
        Move("disclosed", "object", "disclosed", _OBJECT, "stakeholder", guards=("in_time",)),
        Move("disclosed", "record_objection", "disclosed", _FORWARD, "own_city", guards=("in_time",)),
        Move("filed", "forward", "forwarded", _FORWARD, "own_city", guards=(*_APART, "same_dossier")),
        *_judge("filed", _FORWARD, "own_city"),
        _withdraw("filed", "reports_ended"),
        Move(
            *("forwarded", "register", "registered", _DECIDE, "province"),
            guards=(*_APART, "same_dossier", "complete", "disclosed", "answered"),
        ),
        *_judge("forwarded", _DECIDE, "province"),
        _withdraw("forwarded", "reports_ended"),
        *_project_with_applicant("returned"),
        _withdraw("registered", "reports_ended"),
        *_appeal("filed"),
        _withdraw("rejected", "reports_ended"),
        _withdraw("appealed", "reports_ended"),
    ),
)  # fmt: skip
"""How a project comes on the register. What is not in it cannot happen."""


_STANDS = ("statement_stands", "same_result", "claimed", "within")


def _report_with_applicant(state: str) -> tuple[Move, ...]:
    return (
        Move(state, "add_document", state, _APPLY, "applicant", guards=(*_APART, "project_open")),
        Move(state, "revise", state, _APPLY, "applicant", guards=(*_APART, "project_open")),
        Move(state, "engage", state, _APPLY, "applicant", guards=(*_APART, "project_open")),
        Move(state, "answer_finding", state, _APPLY, "applicant", guards=_APART),
        Move(
            *(state, "submit", "submitted", _APPLY, "applicant"),
            guards=(*_APART, "project_open", "complete", "within", "engaged"),
        ),
        Move(
            *(state, "declare", "self_declared", _APPLY, "applicant"),
            guards=(*_APART, "project_open", "complete", "within", "waived"),
        ),
        _withdraw(state),
    )  # fmt: skip


def _report_on_the_way(state: str) -> tuple[Move, ...]:
    return (
        Move(
            *(state, "file", "with_city", _APPLY, "applicant"),
            guards=(*_APART, "project_filed", *_STANDS),
        ),
        Move(state, "recall", "returned", _APPLY, "applicant", reason=True, guards=_APART),
        _withdraw(state),
    )  # fmt: skip


REPORT = Workflow(
    name=Text("监测报告审定", "Approval of a monitoring report"),
    states=(
        State("draft", Text("草稿", "draft")),
        State("submitted", Text("核查中", "with the verification body")),
        State("verified", Text("已核查", "verified")),
        State("self_declared", Text("自行声明（该版本免核查）", "self-declared (the edition waives the verifier)")),
        State("with_city", Text("市级初审", "with the city")),
        State("preapproved", Text("市级已预审、省级审核", "pre-approved by the city, with the province")),
        State("approved", Text("省级已审定", "approved by the province")),
        State("issued", Text("已签发", "issued"), final=True),
        State("returned", Text("退回补正", "returned for correction")),
        *_ENDS,
    ),
    acts={
        "open": Text("建立报告", "open"),
        "add_document": Text("提交文件", "add a document"),
        "revise": Text("修改监测期与设定", "revise period and settings"),
        "engage": Text("委托核查机构", "engage a verification body"),
        "submit": Text("提交核查", "submit for verification"),
        "declare": Text("自行声明", "declare"),
        "recall": Text("收回补正", "take back for correction"),
        "raise_finding": Text("提出核查发现", "raise a finding"),
        "answer_finding": Text("答复核查发现", "answer a finding"),
        "close_finding": Text("关闭核查发现", "close a finding"),
        "record_visit": Text("记录现场核查或抽样", "record a site visit or a sampling"),
        "attach_report": Text("提交核查报告", "add the verification report"),
        "sign": Text("签署核查声明", "sign the verification statement"),
        "decline": Text("出具否定意见", "give an adverse opinion"),
        "file": Text("向市级申请", "file with the city"),
        "preapprove": Text("预审通过并转报", "pre-approve and forward"),
        "approve": Text("审定", "approve"),
        "issue": Text("签发", "issue"),
        **_ENDING_ACTS,
    },
    parties=_PARTIES | {"verifier": Text("受托的核查机构", "the verification body engaged")},
    guards={
        "separate": _SEPARATE,
        "complete": _COMPLETE,
        "within": Text(
            "监测期在计入期内、不与其他报告重叠", "the period lies in the crediting period and overlaps no other report's"
        ),
        "engaged": Text(
            "已委托在册、有资质、无利害关系的核查机构", "a verification body on the register, in scope, without conflict, is engaged"
        ),
        "accredited": Text("核查机构资质有效", "the body's accreditation holds"),
        "waived": Text("该方法学版本免核查", "the methodology's edition waives the verifier"),
        "findings_closed": Text("核查发现均已关闭", "every finding is closed"),
        "visited": Text("有现场核查或抽样记录", "a site visit or a sampling is on record"),
        "reported": Text("已提交经签署的核查报告", "a signed verification report is there"),
        "statement_stands": Text("核查声明（或自行声明）之后文件未变", "nothing has changed since the statement (or declaration)"),
        "same_result": Text("重新计算结果一致", "the calculation, done again, gives the same"),
        "claimed": Text("减排量已申报登记、无争议", "the reduction is claimed, and no case is open"),
        "adopted": Text("暂定取值已获采纳", "provisional values are adopted"),
        "same_dossier": _SAME_DOSSIER,
        "project_open": Text("项目未终止", "the project has not ended"),
        "project_filed": Text("项目已申报", "the project is filed"),
        "project_forwarded": Text("项目已转报省级", "the project is forwarded to the province"),
        "project_registered": Text("项目已登记", "the project is registered"),
        "another_decider": _ANOTHER,
    },
    moves=(
        Move(NOWHERE, "open", "draft", _APPLY, "applicant"),
        *_report_with_applicant("draft"),
        Move("submitted", "raise_finding", "submitted", _VERIFY, "verifier", guards=(*_APART, "accredited")),
        Move("submitted", "answer_finding", "submitted", _APPLY, "applicant", guards=_APART),
        Move("submitted", "close_finding", "submitted", _VERIFY, "verifier", guards=(*_APART, "accredited")),
        Move("submitted", "record_visit", "submitted", _VERIFY, "verifier", guards=(*_APART, "accredited")),
        Move("submitted", "attach_report", "submitted", _VERIFY, "verifier", guards=(*_APART, "accredited")),
        Move(
            *("submitted", "sign", "verified", _VERIFY, "verifier"),
            guards=(*_APART, "accredited", "findings_closed", "visited", "reported", "same_dossier", "same_result"),
        ),
        Move(
            *("submitted", "decline", "returned", _VERIFY, "verifier"),
            reason=True, guards=(*_APART, "accredited", "same_dossier"),
        ),
        Move("submitted", "return", "returned", _VERIFY, "verifier", reason=True, guards=_APART),
        Move("submitted", "recall", "returned", _APPLY, "applicant", reason=True, guards=_APART),
        _withdraw("submitted"),
        *_report_on_the_way("verified"),
        *_report_on_the_way("self_declared"),
        Move(
            *("with_city", "preapprove", "preapproved", _FORWARD, "own_city"),
            guards=(*_APART, "project_forwarded", "same_dossier", *_STANDS),
        ),
        *_judge("with_city", _FORWARD, "own_city"),
        _withdraw("with_city"),
        Move(
            *("preapproved", "approve", "approved", _DECIDE, "province"),
            guards=(*_APART, "project_registered", "same_dossier", *_STANDS, "adopted"),
        ),
        *_judge("preapproved", _DECIDE, "province"),
        _withdraw("preapproved"),
        Move(
            *("approved", "issue", "issued", _ISSUE, "province"),
            guards=(*_APART, "project_registered", *_STANDS, "adopted"), second_person=True,
        ),
        *_judge("approved", _DECIDE, "province"),
        _withdraw("approved"),
        *_report_with_applicant("returned"),
        *_appeal("with_city", "project_open", "within"),
        _withdraw("rejected"),
        _withdraw("appealed"),
    ),
)  # fmt: skip
"""How a monitoring report is approved. `issue` is carried out by the room that issues, see `issuing`."""

WORKFLOWS = (PROJECT, REPORT)
"""The workflows of this room, for the reference."""
RELEASING = frozenset({"reject", "withdraw"})
"""Acts that set a report's claims free."""
ENDED = frozenset({"withdrawn", "dismissed"})
"""States in which a project or report is over without having succeeded."""
UNDER_WAY = frozenset(
    {"submitted", "verified", "self_declared", "with_city", "preapproved", "approved", "appealed", "rejected"}
)
"""States of a report in which its project's terms must stay as they are."""
