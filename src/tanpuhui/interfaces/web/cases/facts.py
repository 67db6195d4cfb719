"""The facts that the page of a case shows, part by part, as plain rows for its templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.claims import queries as claims
from tanpuhui.apps.claims.kinds import KINDS as THINGS
from tanpuhui.apps.claims.kinds import STATES
from tanpuhui.apps.gazette.queries import adopted
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import assurance, bodies, editions, listing, papers, queries
from tanpuhui.apps.projects.documents import KINDS, VISIBILITIES, Kind
from tanpuhui.apps.projects.dossiers import pinned, terms_of
from tanpuhui.apps.projects.guarding import needed
from tanpuhui.apps.projects.models import Wish
from tanpuhui.apps.projects.reading import View
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.evidence import EvidenceRow, several
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Workflow
from tanpuhui.interfaces.web import sheets, timeline
from tanpuhui.interfaces.web.cases import applicability, threads, words
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.parameters.cities import city

Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps: `done`, `now` or `ahead`."""

    says: Text
    is_: str


def head(view: View, visit: Visit) -> Facts:
    """The case itself: number, title, state, how long it has waited, the five steps."""
    case, kind = view.report or view.project, "report" if view.report else "project"
    table = REPORT if view.report else PROJECT
    terms = terms_of(view.project)
    waited = queries.waiting(case.reference, on=max(visit.today, case.since))
    state = table.state(case.state)
    return {
        "kind": kind, "case": case, "project": view.project, "report": view.report, "view": view,
        "name": Text(terms.title_zh, terms.title_en), "state": state.says, "waited": waited.passed,
        "steps": _steps(kind, case.state), "ended": state.final, "waits_for": _waits_for(table, case.state),
    }  # fmt: skip


def _steps(kind: str, state: str) -> list[Step]:
    """None where the case has left the way."""
    at = words.AT.get(state)
    if at is None:
        return []
    marks = ["done" if number < at else "now" if number == at else "ahead" for number in range(5)]
    return [Step(says, mark) for says, mark in zip(words.STEPS[kind], marks, strict=True)]


def _waits_for(table: Workflow, state: str) -> list[Text]:
    """Whose turn it is: who could move the case on from here, but for withdrawing it and taking it back."""
    passing = ("withdraw", "recall")
    who = {move.who: None for move in table.moves if move.state == state != move.next and move.act not in passing}
    return [table.parties[each] for each in who]


# Terms


def terms(view: View, visit: Visit) -> Facts:
    """What the project is, with its owners and consultants by name."""
    row = queries.project(view.project.reference)
    names = parties.names([row.applicant, *(owner.code for owner in row.owners), *row.consultants])
    methodology = editions.edition(row.methodology)
    owners = [(names.get(owner.code), owner.code, owner.share) for owner in row.owners]
    return {
        "terms": row, "owners": owners, "applicant": names.get(row.applicant),
        "consultants": [names.get(code) for code in row.consultants], "methodology": methodology.name,
        "city": city(row.area), "conditions": applicability.answered(methodology, row.answers),
    }  # fmt: skip


# Documents


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document with its files, as far as the reader may have them."""

    row: papers.DocumentRow
    visibility: Text
    file: EvidenceRow | None
    copy: EvidenceRow | None
    signature: EvidenceRow | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its present version and the older ones; none present: it is `needed` and missing."""

    kind: Kind
    name: str
    needed: bool
    present: Version | None
    older: tuple[Version, ...] = ()

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.kind.says


def documents(view: View, visit: Visit) -> Facts:
    """Documents by kind with their versions; what is needed and lacks stands in its place."""
    rows = papers.documents((view.report or view.project).reference, by=visit.seated.actor)
    hashes = {each for row in rows for each in (row.evidence, row.public, row.signature)} - {""}
    files = several(hashes)
    wanted = _needed(view, visit) if view.party else ()
    shown: dict[tuple[str, str], list[papers.DocumentRow]] = {}
    for row in rows:
        shown.setdefault((row.kind, row.name), []).append(row)
    made = [_paper(kind, name, versions, (kind, name) in wanted, files) for (kind, name), versions in shown.items()]
    kinds = {paper.kind.code for paper in made}
    there = {(paper.kind.code, paper.name) for paper in made}
    lacking = [
        Paper(KINDS[kind], name, True, None)
        for kind, name in wanted
        if (kind, name) not in there and (name or kind not in kinds)
    ]
    return {"papers": sorted([*made, *lacking], key=_order), "lacking": lacking}


def _order(paper: Paper) -> tuple[int, str]:
    return list(KINDS).index(paper.kind.code), paper.name


def _needed(view: View, visit: Visit) -> tuple[tuple[str, str], ...]:
    """What the case cannot go on without: kind and, of an inventory table, its name."""
    terms = terms_of(view.project)
    acting = visit.seated.actor.organisation_id if "applicant" in view.sides else None
    kinds = [(kind, "") for kind in needed(view.project, view.report, terms, acting)]
    tables = editions.edition(terms.methodology).tables if view.report else ()
    return (*kinds, *(("inventory_table", name) for name in tables))


def _paper(
    kind: str, name: str, rows: Sequence[papers.DocumentRow], needed: bool, files: Mapping[str, EvidenceRow]
) -> Paper:
    versions = [
        Version(
            row, VISIBILITIES[row.visibility], *(files.get(each) for each in (row.evidence, row.public, row.signature))
        )
        for row in sorted(rows, key=lambda row: -row.version)
    ]
    present = next((each for each in versions if each.row.present), None)
    return Paper(KINDS[kind], name, needed, present, tuple(each for each in versions if each is not present))


# Disclosure and reports of a project


def disclosure(view: View, visit: Visit) -> Facts:
    """Disclosures with their clocks read on the visit's day, objections with their answers and files."""
    reference = view.project.reference
    shown = papers.disclosed(reference, on=visit.today)
    raised = papers.objections(reference) if view.party else []
    return {
        "disclosures": shown,
        "newest": shown[-1] if shown else None,
        "objections": threads.objections(raised),
    }


def reports(view: View, visit: Visit) -> Facts:
    """The project's reports that the seat may see."""
    rows = listing.cases(by=visit.seated.actor, kind="report", project=view.project.reference, limit=200)
    return {"reports": rows}


# A report


def report(view: View, visit: Visit) -> Facts:
    """Who is engaged, period and settings, what was calculated, checked, said and claimed."""
    assert view.report is not None, "a report"
    code = view.report.reference
    row = queries.report(code)
    wish = Wish.objects.filter(report=view.report).order_by("-version").first()
    raised, said = assurance.findings(code), assurance.statements(code)
    names = parties.names([row.body, *(m.organisation for f in raised for m in f.thread), *(s.body for s in said)])
    files = several([m.evidence for f in raised for m in f.thread if m.evidence])
    held = claims.claims_of(code)
    return {
        "row": row, "body": names.get(row.body), "wish": wish, "findings": threads.findings(raised, names, files),
        "visits": threads.visits(assurance.visits(code)), "statements": threads.statements(said, names),
        "claims": [_claim(each) for each in held],
        "contested": any(each.state == "contested" for each in held),
        "calculated": _calculated(view, visit) if pinned(view.report) else None,
    }  # fmt: skip


def _claim(row: claims.ClaimRow) -> tuple[claims.ClaimRow, Text, Text]:
    return row, THINGS[row.key.kind].says, STATES[row.state]


def _calculated(view: View, visit: Visit) -> Facts:
    """The pinned calculation, and whether its values are adopted where they must be."""
    assert view.report is not None, "a report"
    row = assurance.pinned(view.report.reference)
    scopes = editions.scopes(row.methodology, view.report.reference)
    status = row.status
    held = None if status is Status.OFFICIAL else adopted(row.hashes.values, visit.today, scopes=scopes)
    return {
        "row": row, "tonnes": sheets.tonnes(row.grams), "status": status, "official": status is Status.OFFICIAL,
        "adoption": held.reference if held else "", "scope": scopes[0],
        "years": [(year, sheets.tonnes(grams)) for year, grams in row.vintages.items()],
    }  # fmt: skip


def engageable(methodology: str, on: date) -> list[tuple[bodies.AccreditationRow, Text | None]]:
    """The bodies that are on the register for a methodology on a day, by name."""
    rows = [row for row in bodies.accreditations(on) if row.state == "valid" and methodology in row.scope]
    names = parties.names([row.body for row in rows])
    return [(row, names.get(row.body)) for row in rows]


# History


def history(view: View) -> list[timeline.Step]:
    """Every move, the newest first."""
    table: Workflow = REPORT if view.report else PROJECT
    return timeline.steps(table, queries.history((view.report or view.project).reference))
