"""The main act: a village's forest becomes credits. Each step by the person whose duty it is, through the operations."""

import json
from datetime import date
from pathlib import Path

from tanpuhui.apps.gazette.operations import scope_of
from tanpuhui.apps.ledger import accounts
from tanpuhui.apps.projects import assurance, operations, queries
from tanpuhui.apps.projects.operations import Said, Visit
from tanpuhui.apps.projects.signing import Said as Statement
from tanpuhui.apps.projects.signing import Signature, to_sign
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo import duties
from tanpuhui.interfaces.cli.demo.cast import Cast
from tanpuhui.interfaces.cli.demo.duties import Applicant, file, move, paper
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.quantification import lines, methodology_named

METHODOLOGY = "forestry_2020"
PERIOD = Period(date(2015, 1, 1), date(2019, 12, 31))
CREDITING = Period(date(2015, 1, 1), date(2034, 12, 31))
OPENED, DISCLOSED, FILED, FORWARDED, REGISTERED = (date(2021, 3, day) for day in (3, 8, 18, 22, 25))
SUBMITTED, VISITED, RAISED, ANSWERED, CLOSED, SIGNED = (date(2021, 4, day) for day in (2, 12, 13, 15, 16, 19))
APPLIED, PREAPPROVED = date(2021, 4, 22), date(2021, 4, 28)
ADOPTED, APPROVED, ISSUED = (date(2021, 5, day) for day in (10, 12, 20))
ACCOUNT, CASH = "ZHANKENG-1", "ZHANKENG-CASH"
_ANSWERS = {
    "forest_tenure_clear": True, "in_guangdong": True, "benefit_not_claimed_elsewhere": False, "not_wetland": False,
}  # fmt: skip

_ACCREDITED = Text(
    "{day}：省厅宋岚把演示核查机构登记在册。",
    "{day}: Song Lan of the province enters the verification body in the register.",
)
_OPENED = Text(
    "{day}：谭秋为村集体建立项目 {project}，交来设计文件、边界、权属证明、集体决议和收益分配方案。",
    "{day}: for the collective Tan Qiu opens project {project} and hands in design document, boundary, proof of tenure, the "
    "collective's decision and the sharing of benefits.",
)
_DISCLOSED = Text(
    "{day}：公示收益分配。当时适用的公示期限未知（七个工作日是 2022 年才规定的），故事等了十天。",
    "{day}: the sharing of benefits is disclosed. Which time then held is not known (seven working days are a rule of 2022); "
    "the story waits ten days.",
)
_FILED = Text(
    "{day}：向演示市申报；{forwarded} 市级转报，{registered} 省级登记。",
    "{day}: filed with the city; forwarded on {forwarded}, registered by the province on {registered}.",
)
_REPORTED = Text(
    "{day}：监测报告 {report}（{period}）连同清单表提交核查；减排量同时申报登记：别人再就同一时期申报这块地，会被发现并立案。",
    "{day}: monitoring report {report} ({period}) goes to verification with its inventory table; the reduction is "
    "claimed with it: whoever claims this land for the same days is found, and a case is opened.",
)
_VISITED = Text("{day}：邱实现场抽查 14 个小班中的 5 个。", "{day}: Qiu Shi samples 5 of the 14 parcels on site.")
_RAISED = Text(
    "{day}：发现 1（澄清）：小班 ZK-11 的调查卡片缺少复核签名。",
    "{day}: finding 1 (clarification): the survey card of parcel ZK-11 lacks the second signature.",
)
_ANSWERED = Text(
    "{day}：谭秋答复并补交卡片；{closed} 邱实关闭发现。",
    "{day}: Tan Qiu answers and hands the card in; Qiu Shi closes the finding on {closed}.",
)
_SIGNED = Text(
    "{day}：邱实重新计算，结果一致，对文件和计算的哈希 {hash}… 签署核查声明（合理保证）。",
    "{day}: Qiu Shi calculates again, gets the same, and signs the statement (reasonable assurance) over the hash {hash}… of "
    "dossier and calculation.",
)
_CITY = Text(
    "{day}：向市级申请；{preapproved} 白川重新计算后预审通过。",
    "{day}: the city gets the report; Bai Chuan calculates again and pre-approves it on {preapproved}.",
)
_ADOPTED = Text(
    "{day}：结果的最弱依据是“{status}”，不能直接签发：梅远申请、吴越批准，采纳所用的 {count} 项取值（采纳 {adoption}）。",
    "{day}: the weakest basis of the result is “{status}”, which cannot be issued from as it is: Mei Yuan asks, Wu "
    "Yue allows, and "
    "exactly the {count} values used are adopted ({adoption}).",
)
_APPROVED = Text("{day}：宋岚审定。", "{day}: Song Lan approves the report.")
_ISSUED = Text(
    "{day}：周敏申请、吴越批准，签发 {units} 吨到村集体账户；{rest} 克不足一吨，留在各自年份。",
    "{day}: Zhou Min asks, Wu Yue allows: {units} t are issued to the collective's account; {rest} g, less than a tonne in each "
    "year, stay on their years.",
)
SHOWN = 3
_MORE_VALUES = Text(
    "    …… 另有 {count} 项，每项都有出处；全部见 tanpuhui demo --json。",
    "    … and {count} more, each with its source; all of them by tanpuhui demo --json.",
)


def apply(cast: Cast, tell: Narrator) -> None:
    """Accounts, the verification body's entry, the project from draft to registered."""
    _open_accounts(cast)
    operations.accredit(
        **cast.by("demo.song", OPENED, "accredit"), body=cast.organisations["DEMO-VERIFIER"], scope=[METHODOLOGY],
        valid=Period(date(2021, 1, 1), date(2023, 12, 31)), evidence=paper(cast, "demo.song", OPENED, "accreditation"),
    )  # fmt: skip
    tell.say(_ACCREDITED, day=OPENED)
    said = Said(
        Text("沾坑村林业碳汇（演示）", "Zhankeng forest (demonstration)"), "440200", METHODOLOGY, CREDITING,
        {cast.organisations["ZHANKENG"]: "1"}, answers=_ANSWERS,
    )  # fmt: skip
    opened = operations.open_project(
        **cast.by("demo.tan", OPENED, "project"), applicant=cast.organisations["ZHANKENG"], said=said
    )
    project = str(opened["project"])
    tan = _tan(cast)
    tan.papers(project, OPENED, "design_document", "tenure_proof", "collective_decision", "benefit_sharing")
    tan.document(project, "boundary", file(cast, "demo.tan", OPENED, "boundary.geojson", _outline()), OPENED)
    tell.say(_OPENED, day=OPENED, project=project)
    operations.disclose(**cast.by("demo.tan", DISCLOSED, "disclose"), project=project)
    tell.say(_DISCLOSED, day=DISCLOSED)
    steps = {"file": ("demo.tan", FILED), "forward": ("demo.bai", FORWARDED), "register": ("demo.song", REGISTERED)}
    duties.register(cast, project, steps)
    tell.say(_FILED, day=FILED, forwarded=FORWARDED, registered=REGISTERED)
    _report(cast, tell, project)


def _open_accounts(cast: Cast) -> None:
    for code, kind, owner, name in (
        (ACCOUNT, "holding", "ZHANKENG", Text("沾坑村集体持有账户", "Zhankeng's holding")),
        (CASH, "cash", "ZHANKENG", Text("沾坑村集体资金账户", "Zhankeng's money")),
    ):
        accounts.open_account(
            **cast.by("demo.lin", OPENED, f"open:{code}"),
            code=code,
            kind=kind,
            owner=cast.organisations[owner],
            name=name,
        )


def _report(cast: Cast, tell: Narrator, project: str) -> None:
    """The monitoring report with its inventory table, submitted."""
    opened = operations.open_report(
        **cast.by("demo.tan", SUBMITTED, "report"), project=project, period=PERIOD, profile="demo"
    )
    report = str(opened["report"])
    table = Path(methodology_named(METHODOLOGY).folder, "examples", "zhankeng_inventory.csv").read_bytes()
    _tan(cast).papers(report, SUBMITTED, "monitoring_report")
    _tan(cast).table(report, "parcels", table, SUBMITTED)
    operations.engage(
        **cast.by("demo.tan", SUBMITTED, "engage"), report=report, body=cast.organisations["DEMO-VERIFIER"]
    )
    operations.submit(**cast.by("demo.tan", SUBMITTED, "submit"), report=report)
    tell.say(_REPORTED, day=SUBMITTED, report=report, period=PERIOD)


def _tan(cast: Cast) -> Applicant:
    return Applicant(cast, "demo.tan", "谭秋 / Tan Qiu")


def the_report() -> str:
    """The report of the story: the village's only one."""
    return queries.reports(the_project())[0].reference


def the_project() -> str:
    """The project of the story: the first of the register."""
    return queries.projects(limit=1)[0].reference


def verify(cast: Cast, tell: Narrator) -> None:
    """Sampling, a finding and its thread, the signed statement."""
    report = the_report()
    visit = Visit(
        "sampling", Period(VISITED, VISITED), "沾坑村 / Zhankeng", "样地复测 / plots measured again",
        "与清单一致（示例） / as in the inventory (example)", population=14, sample=5,
    )  # fmt: skip
    operations.record_visit(**cast.by("demo.qiu", VISITED, "visit"), report=report, visit=visit)
    tell.say(_VISITED, day=VISITED)
    operations.raise_finding(
        **cast.by("demo.qiu", RAISED, "raise"), report=report, kind="clarification",
        text="ZK-11：调查卡片缺少复核签名 / the survey card lacks the second signature",
    )  # fmt: skip
    tell.say(_RAISED, day=RAISED)
    operations.answer_finding(
        **cast.by("demo.tan", ANSWERED, "answer"), report=report, finding=1,
        text="已补交 / handed in", evidence=paper(cast, "demo.tan", ANSWERED, "survey_card"),
    )  # fmt: skip
    closed = "已核对 / checked"
    operations.close_finding(**cast.by("demo.qiu", CLOSED, "close"), report=report, finding=1, text=closed)
    tell.say(_ANSWERED, day=ANSWERED, closed=CLOSED)
    found = paper(cast, "demo.qiu", SIGNED, "verification_report")
    operations.add_document(
        **cast.by("demo.qiu", SIGNED, "verification_report"), case=report, kind="verification_report", evidence=found,
        signed_by="邱实 / Qiu Shi", signature=found,
    )  # fmt: skip
    _sign(cast, tell, report)


def _sign(cast: Cast, tell: Narrator, report: str) -> None:
    given = cast.by("demo.qiu", SIGNED, "sign")
    said = Statement(
        report, "reasonable", "unqualified", "结果真实、完整（示例） / true and complete (example)",
        queries.dossier(report), assurance.pinned(report).hashes.all,
    )  # fmt: skip
    by = given["by"]
    hash = to_sign(said, user=by.user_id, organisation=by.organisation_id, on=SIGNED)
    operations.sign(**given, said=said, signature=Signature(by.user_id, hash, "password", given["at"]))
    tell.say(_SIGNED, day=SIGNED, hash=hash[:12])


def issue(cast: Cast, tell: Narrator) -> None:
    """City, adoption, province, issuance; then the sheet and the certificate."""
    report = the_report()
    move(cast, report, "file", "demo.tan", APPLIED)
    move(cast, report, "preapprove", "demo.bai", PREAPPROVED)
    tell.say(_CITY, day=APPLIED, preapproved=PREAPPROVED)
    result, facts = duties.adopt(cast, report, scope_of("forestry", "2020"), ADOPTED)
    tell.say(_ADOPTED, day=ADOPTED, **facts)
    move(cast, report, "approve", "demo.song", APPROVED)
    tell.say(_APPROVED, day=APPROVED)
    duties.issue(cast, tell, report, result, {"ZHANKENG": ACCOUNT}, ISSUED, _ISSUED)
    _sheet(tell, lines(result, tell.screen.lang), len(result.sheet.used))


def _sheet(tell: Narrator, sheet: list[str], values: int) -> None:
    """On a screen without the long list of values, but for the first of them."""

    def show() -> None:
        for line in sheet[: SHOWN - values]:
            tell.screen.line(f"  {line}", "dim")
        tell.screen.say(_MORE_VALUES.fill(count=values - SHOWN), "dim")

    tell.show("sheet", sheet, show)


def _outline() -> bytes:
    """An outline of about 162.8 ha in Wengcheng town: an example, since the real one is not published."""
    west, south, east, north = 114.0, 24.3, 114.0125, 24.31157
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
