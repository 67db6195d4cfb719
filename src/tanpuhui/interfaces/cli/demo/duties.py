"""What every project of the story goes through alike: papers, moves, the adoption of its values, its issuance."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tanpuhui.apps.disclosure import certificates
from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.projects import assurance, operations, queries
from tanpuhui.apps.projects.documents import KINDS
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.core.quantities import tonnes_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo.cast import Cast
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.interfaces.cli.demo.papers import pdf
from tanpuhui.quantification import Result

MEDIA = {"pdf": "application/pdf", "csv": "text/csv", "geojson": "application/geo+json"}
SEEN = frozenset({"benefit_sharing", "boundary"})
"""What everybody sees; outlines are made up, so nobody's land is shown."""
_SERIAL = Text("{year} 年：{units} 吨，余 {rest} 克，{serial}", "{year}: {units} t, {rest} g left, {serial}")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who hands papers in: a login, the name under what is signed."""

    cast: Cast
    login: str
    signs: str

    def document(self, case: str, kind: str, evidence: str, day: date, *, name: str = "") -> None:
        """A document of a project or report."""
        by_whom, paper = (self.signs, evidence) if KINDS[kind].signed else ("", "")
        operations.add_document(
            **self.cast.by(self.login, day, f"document:{kind}:{name}"), case=case, kind=kind, evidence=evidence,
            name=name, signed_by=by_whom, signature=paper, visibility="public" if kind in SEEN else "private",
        )  # fmt: skip

    def papers(self, case: str, day: date, *kinds: str) -> None:
        """A made-up page for each of these kinds."""
        for kind in kinds:
            self.document(case, kind, paper(self.cast, self.login, day, kind), day)

    def table(self, report: str, name: str, content: bytes, day: date) -> None:
        """An input table of a report."""
        filed = file(self.cast, self.login, day, f"{name}.csv", content)
        self.document(report, "inventory_table", filed, day, name=name)


def paper(cast: Cast, login: str, day: date, title: str) -> str:
    """A page that says that it is made up; its hash."""
    content = pdf(title.replace("_", " "), "Demonstration. Made up; nothing in it is real.", f"{day}, {login}")
    return file(cast, login, day, f"{title}.pdf", content)


def file(cast: Cast, login: str, day: date, name: str, content: bytes) -> str:
    """A file of the story; its hash."""
    given = cast.by(login, day, f"paper:{name}")
    return file_evidence(**given, content=io.BytesIO(content), name=name, media_type=MEDIA[name.rpartition(".")[2]])


def register(cast: Cast, project: str, steps: Mapping[str, tuple[str, date]]) -> None:
    """A project filed, forwarded, registered: each act by its login on its day."""
    for act, (login, day) in steps.items():
        operations.move_project(
            **cast.by(login, day, f"{project}:{act}"), project=project, act=act, dossier=queries.dossier(project)
        )


def move(cast: Cast, report: str, act: str, login: str, day: date) -> None:
    """A report's move."""
    operations.move_report(
        **cast.by(login, day, f"{report}:{act}"), report=report, act=act, dossier=queries.dossier(report)
    )


def adopt(cast: Cast, report: str, scope: str, day: date) -> tuple[Result, dict[str, object]]:
    """The province adopts exactly the values that a report used: the run, and what is told of it."""
    result = assurance.rerun(report)
    asked: dict[str, Any] = {
        "values": list(result.sheet.used.values()), "hash": result.hashes.values, "scope": scope,
    }  # fmt: skip
    allowed = cast.allowed("gazette_adopt", gazette.adopt_body(**asked), day, asks="demo.mei")
    adopted = gazette.adopt(**cast.by("demo.mei", day, f"{report}:adopt"), **asked, approval=allowed)
    return result, {"status": result.status.text, "count": len(asked["values"]), "adoption": adopted["adoption"]}


def issue(
    cast: Cast, tell: Narrator, report: str, result: Result, accounts: Mapping[str, str], day: date, told: Text
) -> None:
    """Units for an approved report, told by its certificate: `told` with the units and the rest, then each vintage."""
    said: dict[str, Any] = {"report": report, "result": result.hashes.all, "accounts": accounts}
    allowed = cast.allowed("phcer_issue", phcer.issue_body(**said), day)
    phcer.issue(**cast.by("demo.zhou", day, f"{report}:issue"), **said, approval=allowed)
    certificate = certificates.issuance(report)
    rest = sum(vintage.rest for vintage in certificate.vintages)
    tell.say(told, day=day, units=f"{certificate.units:,}", rest=f"{rest:,}")
    for vintage, line in zip(certificate.vintages, certificate.lines, strict=True):
        facts = {"year": vintage.year, "units": vintage.units, "rest": f"{vintage.rest:,}", "serial": line.serial}
        tell.say(_SERIAL, **facts)
    tonnes = tonnes_text(sum(vintage.grams for vintage in certificate.vintages))
    tell.keep("issued", {"report": report, "units": certificate.units, "tonnes": tonnes})
