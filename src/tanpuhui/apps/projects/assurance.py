"""What was checked of a report: findings, visits, statements, the pinned calculation, and the same run again. Plain rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.projects import calculation, dossiers
from tanpuhui.apps.projects.desk import status_of
from tanpuhui.apps.projects.models import Calculation, Report, Statement, VerifierFinding, Visit
from tanpuhui.apps.projects.queries import find
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.quantification import Difference, Hashes, Result


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in the thread of a finding: `act` is `raise`, `answer` or `close`; `organisation` is a code."""

    act: str
    text: str
    evidence: str
    organisation: str
    on: date


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of the verification body with its thread."""

    number: int
    kind: str
    closed: bool
    thread: tuple[MessageRow, ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A site visit or sampling on record; `sample` of `population` were looked at."""

    kind: str
    days: Period
    place: str
    method: str
    seen: str
    population: int | None
    sample: int | None
    evidence: str
    on: date


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as signed; `stands`: it is the last word, and nothing of the dossier has changed since."""

    number: int
    body: str
    person: str
    assurance: str
    opinion: str
    text: str
    dossier: str
    calculation: str
    signed: str
    method: str
    proved_at: datetime
    on: date
    stands: bool


@dataclass(frozen=True, slots=True)
class CalculationRow:
    """What a report pinned: `on` is the day whose values hold, `status` the weakest of formula and values."""

    number: int
    methodology: str
    period: Period
    on: date
    options: Mapping[str, str]
    profile: str
    inventory: Mapping[str, str]
    hashes: Hashes
    grams: int
    vintages: Mapping[int, int]
    status: Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was filed against the same run now: grams and hashes of both, and every difference by name."""

    filed: CalculationRow
    grams: int
    hashes: Hashes
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences and self.hashes == self.filed.hashes and self.grams == self.filed.grams


def _of(report: str) -> Report:
    row = find(report)[1]
    if row is None:
        raise refuse("unknown_report", report=report)
    return row


def findings(report: str) -> list[FindingRow]:
    """The findings on a report with their threads, in order. Four statements."""
    rows = (
        VerifierFinding.objects.filter(report=_of(report)).prefetch_related("messages__organisation").order_by("number")
    )
    return [_finding(row) for row in rows]


def _finding(row: VerifierFinding) -> FindingRow:
    thread = tuple(
        MessageRow(m.act, m.text, str(m.evidence_id or ""), m.organisation.code, m.on)
        for m in sorted(row.messages.all(), key=lambda m: m.line)
    )
    return FindingRow(row.number, row.kind, thread[-1].act == "close", thread)


def visits(report: str) -> list[VisitRow]:
    """The site visits and samplings on record, oldest first."""
    return [
        VisitRow(
            v.kind,
            Period(v.first, v.last),
            v.place,
            v.method,
            v.seen,
            v.population,
            v.sample,
            str(v.evidence_id or ""),
            v.on,
        )
        for v in Visit.objects.filter(report=_of(report)).order_by("pk")
    ]


def statements(report: str) -> list[StatementRow]:
    """The statements on a report, oldest first."""
    row = _of(report)
    rows = list(Statement.objects.filter(report=row).select_related("body", "person").order_by("number"))
    present = dossiers.hash_of_report(row, row.project, dossiers.terms_of(row.project))
    return [
        StatementRow(
            s.number, s.body.code, s.person.name, s.assurance, s.opinion, s.text, s.dossier, s.calculation, s.signed,
            s.method, s.proved_at, s.on, s is rows[-1] and s.opinion != "adverse" and s.dossier == present,
        )
        for s in rows
    ]  # fmt: skip


def pinned(report: str) -> CalculationRow:
    """The calculation that a report pinned last. Refuses `nothing_calculated`."""
    return _row(_kept(report))


def comparison(report: str) -> Comparison:
    """The pinned calculation and the same run now. Refuses `nothing_calculated`, and as `calculation.run`."""
    kept = _kept(report)
    result, differences = calculation.again(kept)
    return Comparison(_row(kept), result.grams, result.hashes, tuple(differences))


def _kept(report: str) -> Calculation:
    kept = dossiers.pinned(_of(report))
    if kept is None:
        raise refuse("nothing_calculated", report=report)
    return kept


def _row(kept: Calculation) -> CalculationRow:
    return CalculationRow(
        kept.number, kept.methodology, Period(kept.first, kept.last), kept.on, dict(kept.options), kept.profile,
        dict(kept.tables), calculation.hashes_of(kept), kept.grams,
        {int(year): int(grams) for year, grams in sorted(kept.vintages.items())}, status_of(kept),
    )  # fmt: skip


def rerun(report: str) -> Result:
    """The pinned calculation run again: its sheet, its values, its hashes. Refuses as `comparison`."""
    return calculation.again(_kept(report))[0]
