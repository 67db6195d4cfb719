"""The operator's desk: organisations admitted, examined, given accounts and a first manager; the health of the register."""

from django.urls import reverse

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.apps.disclosure import organisations
from tanpuhui.apps.disclosure.organisations import Place
from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.queries import OrganisationRow
from tanpuhui.apps.records import doctor
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks import organisation as desk
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import MORE, Cell, Column, Grid, Way, day, onward
from tanpuhui.parameters.cities import city

LIMIT = 50
ADMIT, VET, OPEN, REPRESENT = "parties:admit", "parties:vet", "accounts:open", "parties:represent"
WORDS = {
    **desk.WORDS,
    "called": Text("名称", "Name"),
    "words": Text("代码、名称或统一社会信用代码", "Code, name or unified social credit code"),
    "caption": Text("登记在册的机构", "Organisations on the register"),
    "none": Text("没有符合条件的机构。", "No organisation fits."),
    "admit": Text("接纳机构并任命首任管理员", "Admit an organisation with its first manager"),
    "admit_bare": Text("只接纳机构", "Admit an organisation alone"),
    "all": Text("全部机构", "All organisations"),
    "accounts": Text("账户", "Accounts"),
    "accounts_caption": Text("这个机构的账户", "The accounts of this organisation"),
    "no_accounts": Text("还没有开户。", "No account has been opened."),
    "vet": Text("登记尽职调查", "Record an examination"),
    "vetted": Text("已通过尽职调查", "passed due diligence"),
    "not_vetted": Text("未通过尽职调查，不能开户", "did not pass due diligence: no account can be opened"),
    "open": Text("开户", "Open an account"),
    "close": Text("关闭机构", "Close the organisation"),
    "represent": Text("登记授权代表", "Record a representative"),
    "manager": Text("任命管理员", "Appoint a manager"),
    "manager_says": Text(
        "首任管理员在接纳机构时一并任命，其余人员由管理员任命。没有密码的人，只有凭邀请链接才能进入。",
        "The first manager is appointed when the organisation is admitted, and appoints the others. "
        "Who has no password gets in by an invitation only.",
    ),
    "doctor_lead": Text(
        "与命令 tanpuhui doctor 相同的检查：数据库、守卫、文件、磁盘和密钥。抽样核对文件；全部核对请运行 doctor --deep。",
        "What the command tanpuhui doctor checks: database, guards, files, disk and key. "
        "A sample of the files is read; doctor --deep reads them all.",
    ),
    "well": Text("一切正常。", "All is well."),
    "found": Text("发现的问题", "What is not as it should be"),
    "found_caption": Text("发现的问题，逐条列出", "Findings, one by one"),
    "severity": Text("程度", "Severity"),
    "says": Text("说明", "What was found"),
    "about": Text("对象", "About"),
    "backup": Text("备份", "Backup"),
    "backup_says": Text(
        "备份存放在运营方指定的地方，所以这里不知道上次备份是哪一天。怎么办：每天运行第一条命令，把文件移到另一台机器；"
        "不时用第二条命令在另一处试恢复。",
        "A backup goes where the operator says, so the day of the last one is unknown here. What to do: run the first command "
        "every day and take its file to another machine; now and then try the second one at another place.",
    ),
    "error": Text("错误", "error"),
    "warning": Text("提醒", "warning"),
    "note_": Text("说明", "note"),
}


def show_all(visit: Visit) -> Answer:
    """Organisations by code, a page at a time."""
    words, kind = visit.asked("q"), visit.asked("kind")
    found = organisations.page(
        after=visit.asked("after"), words=words[:100], kind=kind if kind in KINDS else "", limit=LIMIT + 1
    )
    ways = links.deed(visit, "found_organisation", WORDS["admit"], needs=ADMIT)
    ways += links.deed(visit, "admit_organisation", WORDS["admit_bare"], needs=ADMIT)
    return Answer({"grid": _all(visit, found), "q": words, "kind": kind, "kinds": KINDS.items(), "ways": ways})


def _all(visit: Visit, found: list[Place]) -> Grid:
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, after=shown[-1].code)) if len(found) > LIMIT else None
    rows = [
        [
            Cell(
                Text(row.name_zh, row.name_en),
                reverse("admin_organisation", args=[row.code]),
                row.code,
                WORDS["closed"] if row.closed_on else None,
            ),
            Cell(KINDS[row.kind]),
            Cell(city(row.area)) if row.area else Cell(),
            day(row.opened_on),
        ]
        for row in shown
    ]
    columns = [Column(WORDS["called"]), Column(WORDS["kind"]), Column(WORDS["area"]), Column(WORDS["opened"], "day")]
    return Grid("organisations", WORDS["caption"], columns, rows, WORDS["none"], more)


def show_one(visit: Visit) -> Answer:
    """One organisation with all that the operator sees and does. Refuses `party_not_found`."""
    place, on = queries.organisation(code=visit.asked("code")), visit.today
    code = place.code
    facts: dict[str, object] = {
        "place": place,
        "kind": KINDS[place.kind],
        "diligence": desk.examinations(place),
        "members": desk.members(visit, place, on),
        "representatives": desk.representatives(place, on),
        "accounts": _accounts(place),
        "vetted": queries.vetted(place.id, on),
        "vet": links.deed(visit, "vet_organisation", WORDS["vet"], needs=VET, organisation=code),
        "open": links.deed(visit, "open_account", WORDS["open"], needs=OPEN, owner=code),
        "manager": ()
        if place.closed_on
        else links.deed(visit, "appoint_manager", WORDS["manager"], needs=ADMIT, organisation=code),
        "represent": links.deed(
            visit, "authorise_representative", WORDS["represent"], needs=REPRESENT, organisation=code
        ),
        "close": ()
        if place.closed_on
        else links.deed(visit, "close_organisation", WORDS["close"], needs=ADMIT, organisation=code),
    }
    return Answer(facts, title=place.name)


def _accounts(place: OrganisationRow) -> Grid:
    rows = [
        [
            Cell(
                Text(row["name_zh"], row["name_en"]),
                reverse("account", args=[row["code"]]),
                row["code"],
                WORDS["closed"] if row["closed_on"] else None,
            ),
            Cell(ACCOUNT_KINDS[row["kind"]]),
            day(row["opened_on"]),
        ]
        for row in organisations.accounts(place.id)
    ]
    columns = [Column(WORDS["accounts"]), Column(WORDS["kind"]), Column(WORDS["opened"], "day")]
    return Grid("accounts", WORDS["accounts_caption"], columns, rows, WORDS["no_accounts"])


def show_doctor(visit: Visit) -> Answer:
    """What is not as it should be, found now."""
    findings = doctor.examine(demonstration=visit.register.demonstration)
    severities = {"error": WORDS["error"], "warning": WORDS["warning"]}
    rows = [[Cell(severities.get(one.severity, WORDS["note_"])), Cell(one.says), Cell(one.about)] for one in findings]
    columns = [Column(WORDS["severity"]), Column(WORDS["says"]), Column(WORDS["about"])]
    grid = Grid("findings", WORDS["found_caption"], columns, rows, WORDS["well"])
    return Answer({"grid": grid, "well": not findings})


PAGES = (
    Page(
        "admin_organisations",
        ("desk/admin/organisations",),
        "web/admin_organisations.html",
        Text("机构登记", "Organisations"),
        WORDS,
        show_all,
        needs=ADMIT,
        desk=60,
    ),
    Page(
        "admin_organisation",
        ("desk/admin/organisations/<str:code>",),
        "web/admin_organisation.html",
        Text("机构", "Organisation"),
        WORDS,
        show_one,
        needs=ADMIT,
    ),
    Page(
        "admin_doctor",
        ("desk/admin/health",),
        "web/admin_doctor.html",
        Text("系统状态", "Health of the register"),
        WORDS,
        show_doctor,
        needs=ADMIT,
        desk=62,
    ),
)
