"""One public project: what it is, who decided what and why, how much was calculated and how, what was issued, where it is."""

import json
from dataclasses import dataclass
from typing import Any

from tanpuhui.apps.disclosure.registers import boundaries
from tanpuhui.apps.disclosure.registers.asked import Asked
from tanpuhui.apps.disclosure.registers.project import PublicProject, project
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.quantities import tonnes_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.catalogue import listing
from tanpuhui.interfaces.lists.columns import BASIS, VERIFIED
from tanpuhui.interfaces.web import sheets
from tanpuhui.interfaces.web.cases import applicability
from tanpuhui.interfaces.web.figures import Part
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.listed import table
from tanpuhui.interfaces.web.timeline import Step
from tanpuhui.interfaces.web.words import place_of
from tanpuhui.parameters.cities import city
from tanpuhui.quantification import methodology_named

WORDS = sheets.WORDS | applicability.ANSWERED | {
    "all_projects": Text("全部项目", "All projects"),
    "reference": Text("编号", "Reference"),
    "state": Text("状态", "State"),
    "since": Text("自 {day}", "since {day}"),
    "applicant": Text("申请人", "Applicant"),
    "owners": Text("业主及份额", "Owners and shares"),
    "consultants": Text("咨询机构", "Consultants"),
    "none_named": Text("未列明", "none named"),
    "area": Text("城市", "City"),
    "methodology": Text("方法学", "Methodology"),
    "crediting": Text("计入期", "Crediting period"),
    "where": Text("边界", "Boundary"),
    "map_says": Text("公开边界的轮廓；没有底图。下面的 GeoJSON 是同样的内容。",
                     "The outline that is public, without a base map. The GeoJSON has the same."),
    "geojson": Text("边界（GeoJSON）", "Boundary (GeoJSON)"),
    "no_boundary": Text("没有公开的边界。", "No boundary has been made public."),
    "benefits": Text("收益分配与协同效益", "Benefit sharing and co-benefits"),
    "disclosed_on": Text("{day} 公示", "Disclosed on {day}"),
    "disclosed_until": Text("异议期至 {day}", "objections until {day}"),
    "disclosed_unknown": Text("公示期限未知：该日适用的规则未知", "how long is unknown: the rule of that day is not known"),
    "sharing_paper": Text("分配办法见公示文件", "How it is shared is in the document disclosed"),
    "unknown": Text("未知", "unknown"),
    "sharing": Text("收益分配", "Benefit sharing"),
    "cobenefits": Text("协同效益", "Co-benefits"),
    "cobenefits_by": Text("申请人自述，未经核实", "as the applicant says; nobody verified it"),
    "cobenefits_unknown": Text("申请人没有说明。", "the applicant says nothing of them."),
    "units": Text("签发的单位在哪里", "Units issued, and where they are"),
    "issued": Text("已签发", "Issued"),
    "tonnes": Text("吨二氧化碳当量", "tonnes of CO₂ equivalent"),
    "bar": Text("本项目单位的去处", "Where the units of this project are"),
    "not_issued": Text("还没有签发单位。", "No units have been issued yet."),
    "in_list": Text("签发清单", "Issuances, one by one"),
    "reports": Text("监测报告", "Monitoring reports"),
    "no_reports": Text("还没有申报监测报告。", "No monitoring report has been filed yet."),
    "result": Text("减排量", "Reduction"),
    "tco2e": Text("{tonnes} 吨 CO₂e", "{tonnes} t CO₂e"),
    "verification": Text("核查方式", "Verification"),
    "body": Text("核查机构", "Verification body"),
    "basis": Text("依据", "Basis"),
    "certificate": Text("签发证书", "Certificate of issuance"),
    "rows_kept": Text("清单表不公开，所以这里只有公式和合计，没有逐行的数。",
                      "The input tables are not public, so formulas and totals are shown and no single rows."),
    "sheet": Text("计算表", "Calculation sheet"),
    "hash": Text("计算的哈希", "Hash of the calculation"),
    "timeline": Text("经过", "What was decided"),
    "no_steps": Text("还没有公开的步骤。", "Nothing has been decided yet."),
    "documents": Text("公开文件", "Public documents"),
    "no_documents": Text("没有公开的文件。", "No document has been made public."),
    "example_says": Text("示例：减排量用到了不是真实数值的示例取值。",
                         "An example: its reductions rest on illustrative values, which are none of the real ones."),
    "provisional_says": Text(
        "暂定：数字依据的取值并非全部读到条款原文。",
        "Provisional: not every value behind the figures was read in the clause itself.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A report for its card: the row, its state in words, tonnes, and the sheet, where it is public."""

    row: dict[str, Any]
    state: Text
    verification: Text | None
    basis: Text | None
    tonnes: str
    body: Text | None
    sheet: sheets.Sheet | None
    rows_open: bool


def show(visit: Visit) -> Answer:
    """The project. Refuses `unknown_project`, also of one that is not public."""
    reference = visit.kept["reference"]
    found = project(reference, visit.today)
    paper = next((row for row in found.documents if row["kind"] == "benefit_sharing"), None)
    papers = table(visit, listing("documents"), found.documents, without=("number", "project", "media_type"))
    methodology = methodology_named(found.row["methodology"])
    facts: dict[str, object] = {
        "found": found, "state": PROJECT.state(found.row["state"]).says, "applicant": _name(found, found.row["applicant"]),
        "owners": [(code, _name(found, code), share) for code, share in found.owners],
        "consultants": [_name(found, code) for code in found.consultants],
        "edition": Text(found.row["edition_zh"], found.row["edition_en"]), "city": city(found.row["area"]),
        "cobenefits": _cobenefits(found), "conditions": applicability.answered(methodology, found.answers),
        "reports": [_report(found, row, visit) for row in found.reports], "steps": [_step(found, row) for row in found.decisions],
        "papers": papers, "sharing": paper, "parts": _parts(found), "map": outlines(visit, reference),
        "bases": {row["basis"] for row in found.reports if row["reference"] in found.sheets},
    }  # fmt: skip
    return Answer(facts, title=found.title)


def outlines(visit: Visit, words: str = "", **narrow: str) -> dict[str, Any]:
    """The public boundaries as GeoJSON for the map; empty where there are none."""
    asked = Asked(visit.today, 100, narrow={"q": words, **narrow} if words else narrow)
    features = [json.loads(feature) for feature in boundaries.features(asked)]
    title, base = f"title_{visit.lang}", f"/{visit.lang}/projects/"
    for each in features:
        said = each["properties"]
        each["properties"] = {"title": said[title], "reference": said["reference"], "address": base + said["reference"]}
    return {"type": "FeatureCollection", "features": features} if features else {}


def _name(found: PublicProject, code: str) -> Text:
    return found.names.get(code) or Text(code, code)


def _cobenefits(found: PublicProject) -> Text | None:
    zh, en = found.row["cobenefits_zh"], found.row["cobenefits_en"]
    return Text(zh, en) if zh else None


def _parts(found: PublicProject) -> list[Part]:
    parts, before = [], 0
    for kind, units in found.places.items():
        left, width = (f"{100 * each / found.issued:.3f}%" for each in (before, units))
        parts.append(Part(kind, place_of(kind), units, left, width))
        before += units
    return parts


def _report(found: PublicProject, row: dict[str, Any], visit: Visit) -> Report:
    kept = found.sheets.get(row["reference"])
    drawn = sheets.sheet(f"sheet-{row['reference']}", kept.record, visit.lang, open=kept.open) if kept else None
    shown = row["state"] in ("approved", "issued")
    return Report(
        row, REPORT.state(row["state"]).says, VERIFIED.get(row["verification"]), BASIS.get(row["basis"] or ""),
        tonnes_text(row["grams"]) if shown and row["grams"] is not None else "",
        _name(found, row["body"]) if row["body"] else None,
        drawn, bool(kept and kept.open),
    )  # fmt: skip


def _step(found: PublicProject, row: dict[str, Any]) -> Step:
    table = REPORT if row["report"] else PROJECT
    who = _name(found, row["authority"]) if row["authority"] else table.parties.get(row["side"])
    fine = Text(row["report"], row["report"]) if row["report"] else None
    return Step(row["on"], table.acts[row["act"]], table.state(row["after"]).says, who, row["reason"] or "", fine)


PAGE = Page(
    "project", ("projects/<str:reference>",), "web/project.html", Text("项目", "Project"), WORDS, show,
    scripts=("vendor/leaflet.js", "tanpuhui/maps.js"), styles=("vendor/leaflet.css",),
)  # fmt: skip
