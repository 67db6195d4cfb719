"""Lists of project mode that everybody may read: projects, reports, decisions, documents."""

from tanpuhui.apps.disclosure.registers import boundaries, cases, public
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists import columns as c
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import Listing, listed
from tanpuhui.parameters.cities import cities


def _acts() -> c.Words:
    shown = public.ACTS["project"] | public.ACTS["report"]
    return {code: says for code, says in c.acts(PROJECT, REPORT).items() if code in shown}


def _sides() -> c.Words:
    return c.sides(PROJECT, REPORT)


PROJECTS: Listing = listed(
    "projects",
    Text("项目", "Projects"),
    Text("公示过的项目及其业主、方法学、计入期和状态；边界公开的，可以下载为 GeoJSON。",
         "Projects from their disclosure on: owners, methodology, crediting period, state; those whose boundary is "
         "public as GeoJSON too."),
    cases.projects,
    columns("reference title_zh title_en state since area city_zh city_en methodology edition_zh edition_en first last applicant "
            "owners consultants "
            "opened_on issued cobenefits_zh cobenefits_en", state=c.PROJECTS),
    *narrow("q state area methodology applicant", state=c.PROJECTS, area=cities),
    shapes=lambda query: boundaries.features(PROJECTS.asked(query)),
)  # fmt: skip
LISTS = (
    PROJECTS,
    listed(
        "reports",
        Text("监测报告", "Monitoring reports"),
        Text("向市级申请过的监测报告：监测期、核查方式、减排量及其依据、状态、已签发的吨数。",
             "Monitoring reports from their filing with the city on: period, verification, reduction and its basis, "
             "state, tonnes issued."),
        cases.reports,
        columns("reference project title_zh title_en first last state since methodology verification body grams basis "
                "calculation "
                "opened_on issued issued_on", state=c.REPORTS),
        *narrow("state area project", state=c.REPORTS, area=cities),
    ),
    listed(
        "decisions",
        Text("办理结果", "Decisions"),
        Text("公开的项目和报告的每一步，最近的在前：哪天、哪一方、办了什么；理由只公开主管部门写的。",
             "Every step of public projects and reports, the newest first: when, by which side, what; of reasons "
             "those of authorities."),
        cases.decisions,
        columns("number on project report act before after side authority reason dossier journal",
                act=_acts, before=c.BOTH, after=c.BOTH, side=_sides),
        *narrow("project report act area from to", act=_acts, area=cities),
    ),
    listed(
        "documents",
        Text("公开文件", "Public documents"),
        Text("申请人公开的现行文件；不公开的，列出其公开副本（如果有）。",
             "Present documents that their applicants made public; of others the redacted copy, where there is one."),
        cases.documents,
        columns("number project report kind name version on redacted sha256 file media_type size", kind=c.PAPERS),
        *narrow("project report kind", kind=c.PAPERS),
    ),
)  # fmt: skip
