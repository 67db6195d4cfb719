"""Deeds of the gazette: notices with values, adoptions, methodology filings; and decisions on contested claims."""

from datetime import date, datetime
from functools import cache

from tanpuhui.apps.claims import operations as claims
from tanpuhui.apps.claims.kinds import OUTCOMES
from tanpuhui.apps.gazette import operations as do
from tanpuhui.apps.gazette.documents import KINDS, OUTLINE, VERDICTS
from tanpuhui.apps.gazette.operations.notices import NoticeText
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import assurance
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.parameters import Definition, load
from tanpuhui.parameters.cities import cities
from tanpuhui.parameters.periods import AXIS_NAMES


def publish_notice(*, notice: NoticeText, by: Actor, on: date, at: datetime, key: str, approval: int | None) -> Answer:
    """Enters a notice that carries values, on the values that this house knows. As `gazette.publish`."""
    return do.publish(notice=notice, values=load(), by=by, on=on, at=at, key=key, approval=approval)


def adopt_values(
    *, report: str, hash: str, scope: str, by: Actor, on: date, at: datetime, key: str, approval: int | None,
    evidence: str = "",
) -> Answer:  # fmt: skip
    """Adopts the values that a report's calculation used, whose `hash` must be the report's. As `gazette.adopt`."""
    values = list(assurance.rerun(report).sheet.used.values())
    return do.adopt(
        values=values, hash=hash, scope=scope, evidence=evidence, by=by, on=on, at=at, key=key, approval=approval
    )


@cache
def _keys() -> dict[str, Text]:
    """Every value of the house, with its unit and what its validity is counted in."""
    values = load()
    return {key: _called(values.definition(key)) for key in values.keys()}  # noqa: SIM118 (no mapping)


def _called(value: Definition) -> Text:
    axis, unit = AXIS_NAMES[value.axis], value.unit.name
    return Text(
        f"{value.key}：{value.name.zh}（{unit.zh}；{axis.zh}）", f"{value.key}: {value.name.en} ({unit.en}; {axis.en})"
    )


MOVES = ("file", "forward", "return", "reject", "withdraw")
"""What a filing is moved by; the other acts are deeds of their own."""

DEEDS = (
    Deed("publish_notice", publish_notice, "notices", Text("登记载有取值的通知", "Enter a notice that carries values"),
         "gazette:publish", {"notice.values.key": _keys}, signs=True),
    Deed("adopt_values", adopt_values, "adoptions", Text("采纳取值", "Adopt values"), "gazette:adopt", signs=True),
    Deed("revoke_adoption", do.revoke, "adoptions/{adoption}/revocation", Text("撤销采纳", "Revoke an adoption"), "gazette:adopt",
         signs=True),
    Deed("open_filing", do.open_filing, "filings", Text("申报方法学备案", "File a methodology"), "gazette:file",
         {"area": cities}),
    Deed("add_filing_document", do.add_document, "filings/{filing}/documents", Text("提交备案文件", "Add a document to a filing"),
         "gazette:file", {"kind": lambda: KINDS, "sections.name": lambda: OUTLINE}),
    Deed("move_filing", do.move_filing, "filings/{filing}/moves", Text("办理备案申请", "Move a filing on"), "gazette:review",
         {"act": lambda: {act: FILING.acts[act] for act in MOVES}}),
    Deed("refer_filing", do.refer, "filings/{filing}/referral", Text("提交专家委员会", "Refer a filing to the committee"),
         "gazette:review"),
    Deed("publish_filing", do.publish_filing, "filings/{filing}/publication", Text("公布方法学", "Publish a methodology"),
         "gazette:review", signs=True),
    Deed("give_opinion", do.opine, "filings/{filing}/opinions", Text("出具专家意见", "Give an opinion"), "gazette:evaluate",
         {"verdict": lambda: VERDICTS}),
    Deed("recuse", do.recuse, "filings/{filing}/recusals", Text("回避", "Recuse oneself"), "gazette:evaluate"),
    Deed("decide_contested_claim", claims.decide, "contested-claims/{case}/decision", Text("裁定申报冲突", "Decide contested claims"),
         "claims:decide", {"outcome": lambda: OUTCOMES}, signs=True),
)  # fmt: skip
