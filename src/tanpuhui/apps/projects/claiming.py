"""A report's reduction in `claims`, within the report's own moves: claimed, held to be undisputed, set free, confirmed."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q

from tanpuhui.apps.claims import ending, filing, queries
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.ground import stand
from tanpuhui.apps.claims.identity import Key, key_of
from tanpuhui.apps.claims.kinds import HOME, LIVE
from tanpuhui.apps.claims.models import Claim
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.queries import ClaimRow
from tanpuhui.apps.claims.steps import Steps
from tanpuhui.apps.projects import boundary, dossiers
from tanpuhui.apps.projects.models import Calculation, Project, Report
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.quantification import Methodology, Result

SCHEME = HOME


def of_parcels(methodology: Methodology) -> bool:
    """Whether an edition's reductions are claimed by the parcels of the boundaries: it names no table of things."""
    return methodology.shape.claims is None


def items(result: Result, project: Project) -> list[Item]:
    """What a report claims for its whole period: what its edition names (`ClaimsShape`), or every parcel.

    A row that is excluded is not claimed: what has green certificates already may stand on their list. Refuses
    `identity_malformed`, and as `boundary.items`.
    """
    named, period = result.methodology.shape.claims, result.settings.period
    if named is None:
        return boundary.items(dossiers.present(project), period)
    known = {"applicant": project.applicant.code, "methodology": result.methodology.code}
    things = [known]
    if named.table is not None:
        cells, excluded = result.sheet.tables[named.table].cells, result.sheet.tables[named.table].excluded
        rows = (row for row, out in enumerate(excluded) if not out)
        things = [known | {column: str(cells[column][row]) for column in cells} for row in rows]
    named_so = ({part: thing[column] for part, column in named.parts.items()} for thing in things)
    return [Item(key_of(named.kind, parts, secret=secret()), period) for parts in named_so]


def again(kept: Calculation, project: Project) -> list[Item]:
    """What a rejected report had claimed: its things, and the parcels of the boundaries as they are."""
    period = Period(kept.first, kept.last)
    if any(outline for *_, outline in kept.things):
        return boundary.items(dossiers.present(project), period)
    return [Item(Key(kind, digits), period) for kind, digits, *_ in kept.things]


def secret() -> bytes:
    """The register's secret for keys that lead to a person; under another one the same meter is another meter."""
    return str(settings.CLAIMS_KEY or settings.SECRET_KEY).encode()


def claim(report: Report, project: Project, items: Sequence[Item], steps: Steps) -> None:
    """Makes these items what the report claims; a claim that meets another waits with an open case. Refuses as `claims`."""
    asked = Filing(report.reference, project.applicant_id, tuple(items))
    asked.check()
    filing.carry_out(asked, filing.lock(asked), steps)


def release(report: Report, reason: str, steps: Steps) -> None:
    """Sets all that the report claims free. Refuses `claim_confirmed`."""
    ground = stand(known=[(SCHEME, report.reference)])
    reference = ground.references.get((SCHEME, report.reference))
    if reference is not None and (claims := ending.live_claims(reference)):
        ending.settle(ending.release(claims, reason, steps), ground, steps)


def confirm(report: Report, steps: Steps) -> None:
    """Confirms what the report claims, for good. Refuses `nothing_claimed`, `claim_confirmed`, `claim_in_conflict`."""
    ground = stand(known=[(SCHEME, report.reference)])
    reference = ground.references.get((SCHEME, report.reference))
    if reference is None:
        raise refuse("reduction_not_claimed", report=report.reference)
    ending.confirm(reference, ground, steps)


def bodies(items: Sequence[Item]) -> list[list[object]]:
    """What is claimed, as `claims` writes it, in one order."""
    return sorted((item.body() for item in items), key=str)


def require_claimed(report: Report, kept: Calculation) -> list[ClaimRow]:
    """The live claims of a report, if they are exactly what it pinned and no case about them is open.

    Refuses `reduction_not_claimed`, `reduction_contested`. Two statements.
    """
    rows = [row for row in queries.claims_of(report.reference) if row.state in LIVE]
    held = _outlines([row.id for row in rows])
    told = [
        [row.key.kind, row.key.hash, row.period.first.isoformat(), row.period.last.isoformat(), held[row.id]]
        for row in rows
    ]
    if sorted(told, key=str) != sorted(kept.things, key=str) or not rows:
        raise refuse("reduction_not_claimed", report=report.reference)
    ids = [row.id for row in rows]
    if case := ending.open_cases().filter(_touching(ids)).order_by("pk").first():
        raise refuse("reduction_contested", report=report.reference, case=case.pk)
    if waiting := [row.id for row in rows if row.state == "contested"]:
        raise refuse("reduction_contested", report=report.reference, case=f"#{waiting[0]}")
    return rows


def _touching(ids: Sequence[int]) -> Q:
    return Q(earlier__in=ids) | Q(later__in=ids)


def _outlines(ids: Sequence[int]) -> dict[int, str | None]:
    return dict(Claim.objects.filter(pk__in=ids).values_list("pk", "outline__sha256"))
