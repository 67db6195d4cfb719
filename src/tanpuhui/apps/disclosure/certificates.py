"""What a certificate says: of an issuance to those who receive, of a retirement to whom it benefits. Data; pages print it.

Every line can be checked: the serials in the ledger, the hash against the journal's entry, the result against the report.
"""

from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.disclosure.refusals import refuse
from tanpuhui.apps.issuance.models import Issuance, IssuedVintage
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Posting, Retirement, Series
from tanpuhui.apps.projects import queries as projects
from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class Units:
    """A run of units: serial, how many, and the account and owner (codes) they went to or came from."""

    serial: str
    units: int
    vintage: int
    account: str
    owner: str


@dataclass(frozen=True, slots=True)
class Vintage:
    """A year of an issuance: its grams, the whole tonnes issued, and the grams that stay on the year."""

    year: int
    grams: int
    units: int
    rest: int


@dataclass(frozen=True, slots=True)
class IssuanceCertificate:
    """What an issuance was. `status`: the weakest basis of the figures; `entry`, `hash`: of the journal."""

    report: str
    project: str
    title: Text
    methodology: str
    edition: Text
    area: str
    period: Period
    verification: str
    status: Status
    adoption: str
    result: str
    on: date
    units: int
    vintages: tuple[Vintage, ...]
    lines: tuple[Units, ...]
    entry: int
    hash: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class RetirementCertificate:
    """What a retirement was: units that nobody uses again, for a purpose, on behalf of somebody.

    `standing`: how many of its `units` are still retired by it now; fewer after a correction or an invalidation.
    `status`: the weakest basis on which they were issued; none where another register issued some of them.
    """

    on: date
    purpose: str
    beneficiary: str
    note: str
    unit_types: tuple[str, ...]
    units: int
    lines: tuple[Units, ...]
    standing: int
    status: Status | None
    entry: int
    hash: str
    demonstration: bool


def issuance(report: str) -> IssuanceCertificate:
    """The certificate of what a report came to. Refuses `unknown_report`, `not_issued`."""
    row = Issuance.objects.select_related("journal").filter(report=report).first()
    if row is None:
        projects.report(report)
        raise refuse("not_issued", report=report)
    said = projects.approved(report)
    years = IssuedVintage.objects.filter(journal=row.journal).order_by("vintage")
    return IssuanceCertificate(
        report=report, project=said.project, title=said.title, methodology=said.methodology, edition=said.edition,
        area=said.area, period=said.period, verification=said.verification, status=said.status, adoption=said.adoption,
        result=row.result, on=row.journal.on, units=row.units,
        vintages=tuple(Vintage(y.vintage, y.grams, y.units, y.rest) for y in years),
        lines=_lines(row.journal_id, taken=False), entry=row.journal_id, hash=row.journal.hash,
        demonstration=queries.register().demonstration,
    )  # fmt: skip


def retirement(entry: int) -> RetirementCertificate:
    """The certificate of the retirement in an entry of the journal. Refuses `no_retirement`."""
    row = Retirement.objects.select_related("journal").filter(journal=entry if 0 < entry < 2**63 else 0).first()
    if row is None:
        raise refuse("no_retirement", entry=entry)
    posted = Posting.objects.filter(journal=entry)
    issued = list(Series.objects.filter(pk__in=posted.values("series")))
    lines = _lines(entry, taken=True)
    return RetirementCertificate(
        on=row.journal.on, purpose=row.purpose, beneficiary=row.beneficiary, note=row.note,
        unit_types=tuple(sorted({series.unit_type for series in issued})), status=_status(issued),
        units=sum(line.units for line in lines), lines=lines,
        standing=queries.standing(entry), entry=entry, hash=row.journal.hash,
        demonstration=queries.register().demonstration,
    )  # fmt: skip


def _status(issued: list[Series]) -> Status | None:
    """The weakest of what the series were issued on; none where one of them was issued elsewhere."""
    said = [Status.__members__.get(str(series.labels.get("status", "")).upper()) for series in issued]
    known = [status for status in said if status is not None]
    return min(known) if known and len(known) == len(said) else None


def _lines(entry: int, *, taken: bool) -> tuple[Units, ...]:
    """The units of an entry, by number: with where they came from (`taken`) or went to."""
    rows = (
        Posting.objects.filter(journal=entry)
        .select_related("series", "source__owner", "target__owner")
        .order_by("first")
    )
    serial = queries.namer()
    places = [(row, row.source if taken and row.source else row.target) for row in rows]
    return tuple(
        Units(
            serial(row.series, row.first, row.next - 1), row.next - row.first, row.series.vintage,
            place.code, place.owner.code,
        )
        for row, place in places
    )  # fmt: skip
