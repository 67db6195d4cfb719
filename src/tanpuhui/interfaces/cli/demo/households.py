"""The second act, a short one: an aggregator of households with roofs declares its report, without a verification body."""

from datetime import date
from pathlib import Path

from tanpuhui.apps.gazette.operations import scope_of
from tanpuhui.apps.ledger import accounts
from tanpuhui.apps.projects import operations
from tanpuhui.apps.projects.operations import Said
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo import duties
from tanpuhui.interfaces.cli.demo.cast import Cast
from tanpuhui.interfaces.cli.demo.duties import Applicant, move
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.quantification import methodology_named

METHODOLOGY, OWNER, ACCOUNT = "pv_2017", "DEMO-SUN", "DEMO-SUN-1"
PERIOD, CREDITING = Period.parse("2021-01-01", "2022-12-31"), Period.parse("2021-01-01", "2030-12-31")
OPENED, DISCLOSED, FILED, FORWARDED, REGISTERED = (
    date(2023, *day) for day in ((1, 4), (1, 5), (2, 10), (2, 14), (2, 16))
)
DECLARED, APPLIED, PREAPPROVED, ADOPTED, APPROVED, ISSUED = (date(2023, 3, day) for day in (1, 2, 6, 8, 9, 10))
_ANSWERS = {"in_guangdong": True, "small_and_distributed": True, "electricity_not_claimed_elsewhere": False}
_REGISTERED = Text(
    "{day}：叶晴为向阳光伏聚合公司建立项目 {project}（八户屋顶光伏），公示七个工作日后申报，{registered} 登记。不需要边界图：申报登记的是计量表。",
    "{day}: for the Xiangyang aggregator Ye Qing opens project {project} (roofs of eight households), discloses it for seven "
    "working days, files it; registered on {registered}. No outline is needed: meters are what is claimed.",
)
_DECLARED = Text(
    "{day}：叶晴自行声明监测报告 {report}（{period}），没有核查机构：主管部门就 2022 年版答复不需要。"
    "一块表已核发绿证，不计入也不申报；一个月缺读数，按零计。",
    "{day}: Ye Qing declares monitoring report {report} ({period}) herself, without a verification body: of the edition of "
    "2022 the department says that none is needed. One meter has green certificates, so it neither counts nor is claimed; one "
    "month lacks its reading and counts as nothing.",
)
_DECIDED = Text(
    "{day}：市级预审；{adopted} 采纳所用的 {count} 项取值（{adoption}）；{approved} 省级审定。",
    "{day}: the city pre-approves; the {count} values used are adopted on {adopted} ({adoption}); the province approves on "
    "{approved}.",
)
_ISSUED = Text(
    "{day}：签发 {units} 吨，标明“自行声明”；{rest} 克不足一吨，留在各自年份。",
    "{day}: {units} t are issued, marked as self-declared; {rest} g, less than a tonne in each year, stay on their years.",
)


def tell_of(cast: Cast, tell: Narrator) -> None:
    """From the account to the units."""
    name = Text("向阳聚合公司持有账户", "Xiangyang's holding")
    owner = cast.organisations[OWNER]
    accounts.open_account(
        **cast.by("demo.lin", OPENED, f"open:{ACCOUNT}"), code=ACCOUNT, kind="holding", owner=owner, name=name
    )
    ye = Applicant(cast, "demo.ye", "叶晴 / Ye Qing")
    report = _declared(cast, tell, ye, _registered(cast, tell, ye))
    move(cast, report, "file", "demo.ye", APPLIED)
    move(cast, report, "preapprove", "demo.bai", PREAPPROVED)
    result, facts = duties.adopt(cast, report, scope_of("pv", "2017"), ADOPTED)
    move(cast, report, "approve", "demo.song", APPROVED)
    tell.say(_DECIDED, day=PREAPPROVED, adopted=ADOPTED, approved=APPROVED, **facts)
    duties.issue(cast, tell, report, result, {OWNER: ACCOUNT}, ISSUED, _ISSUED)


def _registered(cast: Cast, tell: Narrator, ye: Applicant) -> str:
    """The project, from draft to registered."""
    owner = cast.organisations[OWNER]
    title = Text("向阳八户屋顶光伏（演示）", "Eight roofs of Xiangyang (demonstration)")
    said = Said(title, "440200", METHODOLOGY, CREDITING, {owner: "1"}, answers=_ANSWERS)
    opened = operations.open_project(**cast.by(ye.login, OPENED, "project"), applicant=owner, said=said)
    project = str(opened["project"])
    ye.papers(project, OPENED, "design_document", "tenure_proof", "benefit_sharing")
    operations.disclose(**cast.by(ye.login, DISCLOSED, "disclose"), project=project)
    steps = {"file": (ye.login, FILED), "forward": ("demo.bai", FORWARDED), "register": ("demo.song", REGISTERED)}
    duties.register(cast, project, steps)
    tell.say(_REGISTERED, day=OPENED, project=project, registered=REGISTERED)
    return project


def _declared(cast: Cast, tell: Narrator, ye: Applicant, project: str) -> str:
    """The report with both tables, declared."""
    opened = operations.open_report(
        **cast.by(ye.login, DECLARED, "report"), project=project, period=PERIOD, profile="demo"
    )
    report = str(opened["report"])
    ye.papers(report, DECLARED, "monitoring_report")
    examples = Path(methodology_named(METHODOLOGY).folder, "examples")
    for table in methodology_named(METHODOLOGY).tables:
        ye.table(report, table, (examples / f"households_{table}.csv").read_bytes(), DECLARED)
    operations.declare(**cast.by(ye.login, DECLARED, "declare"), report=report)
    tell.say(_DECLARED, day=DECLARED, report=report, period=PERIOD)
    return report
