"""Deeds of project mode: projects, reports, their documents, verification and decisions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import operations as do
from tanpuhui.apps.projects.bodies import EVENTS
from tanpuhui.apps.projects.documents import KINDS, VISIBILITIES
from tanpuhui.apps.projects.operations.verifying import FINDINGS, VISITS
from tanpuhui.apps.projects.signing import ASSURANCES, OPINIONS, Said, Signature, to_sign
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Choices, Deed
from tanpuhui.parameters.cities import cities


def sign_statement(*, said: Said, hash: str, by: Actor, on: date, at: datetime, key: str, proof: str) -> Answer:
    """Signs the verification statement: `hash` is what the person proved anew to sign (see `signing.to_sign`).

    Permission `verification:verify`. Refuses `signature_differs`, which names the hash that is wanted, and as `sign`.
    """
    return do.sign(said=said, signature=Signature(by.user_id, hash, proof, at), by=by, on=on, at=at, key=key)


def sign_adverse(*, said: Said, hash: str, by: Actor, on: date, at: datetime, key: str, proof: str) -> Answer:
    """Signs an adverse opinion, as `sign_statement`."""
    return do.decline(said=said, signature=Signature(by.user_id, hash, proof, at), by=by, on=on, at=at, key=key)


def _signed(said: Mapping[str, Any], by: Actor, on: date) -> str:
    """The hash over all that a statement says."""
    return to_sign(Said(**said["said"]), user=by.user_id, organisation=by.organisation_id, on=on)


def _documents() -> Mapping[str, Text]:
    return {code: kind.says for code, kind in KINDS.items()}


def _methodologies() -> Mapping[str, Text]:
    from tanpuhui.quantification import catalogue

    return {methodology.code: methodology.shape.name.text for methodology in catalogue().values()}


def _conditions() -> Mapping[str, Text]:
    """Every condition of applicability by its code; where methodologies share a code, the question of each."""
    from tanpuhui.quantification import catalogue

    asked: dict[str, dict[Text, None]] = {}
    for methodology in catalogue().values():
        for code, shape in methodology.shape.applicability.items():
            asked.setdefault(code, {})[shape.question.text] = None
    return {
        code: Text(" / ".join(q.zh for q in found), " / ".join(q.en for q in found)) for code, found in asked.items()
    }


_TERMS: Mapping[str, Choices] = {
    "said.methodology": _methodologies,
    "said.area": cities,
    "said.answers.name": _conditions,
}
_SIGNS = {
    "said.assurance": lambda: ASSURANCES,
    "said.opinion": lambda: OPINIONS,
}
_APPLY, _VERIFY = "projects:apply", "verification:verify"

DEEDS = (
    Deed("open_project", do.open_project, "projects", Text("建立项目", "Open a project"), _APPLY,
         _TERMS),
    Deed("revise_project", do.revise_project, "projects/{project}/terms", Text("修改项目信息", "Revise a project's terms"), _APPLY,
         _TERMS),
    Deed("disclose_project", do.disclose, "projects/{project}/disclosure", Text("公示收益分配", "Disclose benefit sharing"), _APPLY),
    Deed("move_project", do.move_project, "projects/{project}/moves", Text("办理项目", "Move a project on"), "projects:forward",
         {"act": lambda: PROJECT.acts}),
    Deed("object_to_project", do.object_to, "projects/{project}/objections", Text("提出异议", "Object to a project"),
         "projects:object"),
    Deed("record_objection", do.record_objection, "projects/{project}/paper-objections",
         Text("登记书面异议", "Record an objection that came on paper"), "projects:forward"),
    Deed("answer_objection", do.answer_objection, "projects/{project}/objections/{objection}/answer",
         Text("答复异议", "Answer an objection"), _APPLY),
    Deed("add_document", do.add_document, "cases/{case}/documents", Text("提交文件", "Add a document"), _APPLY,
         {"kind": _documents, "visibility": lambda: VISIBILITIES}),
    Deed("redact_document", do.redact, "cases/{case}/redactions", Text("提交公开版本", "Add a redacted copy"), _APPLY,
         {"kind": _documents}),
    Deed("open_report", do.open_report, "projects/{project}/reports", Text("建立监测报告", "Open a monitoring report"), _APPLY),
    Deed("revise_report", do.revise_report, "reports/{report}/terms", Text("修改监测报告", "Revise a monitoring report"), _APPLY),
    Deed("engage_verifier", do.engage, "reports/{report}/engagement", Text("委托核查机构", "Engage a verification body"), _APPLY),
    Deed("submit_report", do.submit, "reports/{report}/submission", Text("提交核查", "Submit for verification"), _APPLY),
    Deed("declare_report", do.declare, "reports/{report}/declaration", Text("自行声明", "Declare a report"), _APPLY, signs=True),
    Deed("move_report", do.move_report, "reports/{report}/moves", Text("办理监测报告", "Move a report on"), "projects:forward",
         {"act": lambda: REPORT.acts}),
    Deed("raise_finding", do.raise_finding, "reports/{report}/findings", Text("提出核查发现", "Raise a finding"), _VERIFY,
         {"kind": lambda: FINDINGS}),
    Deed("answer_finding", do.answer_finding, "reports/{report}/findings/{finding}/answer",
         Text("答复核查发现", "Answer a finding"), _APPLY),
    Deed("close_finding", do.close_finding, "reports/{report}/findings/{finding}/closing",
         Text("关闭核查发现", "Close a finding"), _VERIFY),
    Deed("record_visit", do.record_visit, "reports/{report}/visits", Text("记录现场核查", "Record a visit"), _VERIFY,
         {"visit.kind": lambda: VISITS}),
    Deed("sign_statement", sign_statement, "statements", Text("签署核查声明", "Sign the verification statement"), _VERIFY,
         _SIGNS, signs=True, fills={"hash": _signed}),
    Deed("sign_adverse_opinion", sign_adverse, "adverse-statements", Text("出具否定意见", "Give an adverse opinion"), _VERIFY,
         _SIGNS, signs=True, fills={"hash": _signed}),
    Deed("accredit_body", do.accredit, "accreditations", Text("登记核查机构资质", "Accredit a verification body"),
         "verification:accredit", {"scope": _methodologies}),
    Deed("change_accreditation", do.change_accreditation, "accreditations/{accreditation}/moves",
         Text("变更核查机构资质", "Change an accreditation"), "verification:accredit", {"act": lambda: EVENTS}),
    Deed("declare_conflict", do.declare_conflict, "conflicts", Text("申报利害关系", "Declare a conflict of interest"), _VERIFY),
)  # fmt: skip
