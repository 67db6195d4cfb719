"""Public rows of units: series, issuances, retirements, cancellations, freezes. In which account units lie is not public."""

from collections.abc import Mapping, Sequence
from typing import Any

from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.models import Account, Freeze, Posting, Retirement, Series
from tanpuhui.core.ranges import Range
from tanpuhui.core.serials import Serial

_SERIES = {
    "unit_type": "unit_type", "vintage": "vintage", "methodology": "methodology", "register": "register",
    "from": "issued_on__gte", "to": "issued_on__lte",
}  # fmt: skip
ENDS = ("cancelled", "invalidated", "expired", "converted")
"""Kinds of account in which units end otherwise than by being used."""


def serial(series: Series, first: int, last: int, *, demo: bool) -> str:
    """Some units of a series, as a person reads them."""
    kept = (series.jurisdiction, series.unit_type, series.methodology, series.project, series.vintage)
    return spelled(kept, first, last, demo=demo)


def spelled(kept: Sequence[Any], first: int, last: int, *, demo: bool) -> str:
    """A serial from what it tells of its series, in its order."""
    jurisdiction, unit_type, methodology, project, vintage = kept
    return str(Serial(jurisdiction, unit_type, methodology, project, vintage, Range(first, last), demo))


def series(asked: Asked) -> Rows:
    """Series by number. Two statements."""
    demo = queries.is_demonstration()
    for row in asked.page(Series.objects.filter(**_of_series(asked))):
        yield {
            "series": row.pk, "unit_type": row.unit_type, "jurisdiction": row.jurisdiction,
            "methodology": row.methodology, "project": row.project, "vintage": row.vintage, "first_number": row.first,
            "last_number": row.next - 1, "units": row.next - row.first, "serial": serial(row, row.first, row.next - 1, demo=demo),
            "issued_on": row.issued_on, "register": row.register or None, "foreign_id": row.foreign_id or None,
            "mirrored": row.mirrored,
        }  # fmt: skip


def issuances(asked: Asked) -> Rows:
    """What came into being, series by series, the newest first; `basis`: how sure the figures are. Two statements."""
    demo = queries.is_demonstration()
    for row in asked.page(Series.objects.filter(**_of_series(asked)), newest=True):
        said: Mapping[str, Any] = row.labels
        yield {
            "series": row.pk, "on": row.issued_on, "unit_type": row.unit_type,
            "serial": serial(row, row.first, row.next - 1, demo=demo), "units": row.next - row.first,
            "project": said.get("project") or row.project, "title": said.get("project_name") or None,
            "report": said.get("report") or None, "methodology": row.methodology, "vintage": row.vintage,
            "verification": said.get("verification") or None, "basis": said.get("status") or None,
            "register": row.register or None, "foreign_id": row.foreign_id or None,
        }  # fmt: skip


def _of_series(asked: Asked, before: str = "") -> dict[str, Any]:
    found = asked.only(
        **{name: before + path for name, path in _SERIES.items() if not (before and path.startswith("issued"))}
    )
    if project := asked.get("project"):
        found[f"{before}project"] = str(project).upper().replace("-", "")
    return found


def retirements(asked: Asked) -> Rows:
    """Units that nobody uses again, the newest first; `standing`: of them still so by this act. Five statements."""
    found = _ended(asked, ("retired",), "retire", purpose="journal__in")
    why = Retirement.objects.in_bulk({row.journal_id for row in found})
    standing, demo = queries.standing_of([row.pk for row in found]), queries.is_demonstration()
    for row in found:
        said = why.get(row.journal_id)
        yield _end(row, demo=demo) | {
            "purpose": said.purpose if said else None, "beneficiary": said.beneficiary if said else None,
            "note": (said.note or None) if said else None, "standing": standing.get(row.pk, 0),
        }  # fmt: skip


def cancellations(asked: Asked) -> Rows:
    """Units that were cancelled, invalidated, converted or expired, the newest first. Three statements."""
    found, demo = _ended(asked, ENDS, asked.get("act")), queries.is_demonstration()
    for row in found:
        yield _end(row, demo=demo) | {"act": row.act}


def _ended(asked: Asked, kinds: tuple[str, ...], act: str | None, **purpose: str) -> list[Posting]:
    """A page of the postings into accounts of these kinds: by their accounts, of which there are few."""
    ends = list(Account.objects.filter(kind__in=kinds).values_list("pk", flat=True))
    rows = Posting.objects.filter(target__in=ends, **_of_series(asked, "series__"))
    rows = rows.exclude(act="correct").filter(**({"act": act} if act else {}))
    rows = rows.filter(**asked.only(**{"from": "on__gte", "to": "on__lte"}))
    if purpose and (wanted := asked.get("purpose")):
        rows = rows.filter(journal__in=Retirement.objects.filter(purpose=wanted).values("journal"))
    return list(asked.page(rows, newest=True).select_related("series"))


def _end(row: Posting, *, demo: bool) -> dict[str, Any]:
    held = row.series
    return {
        "posting": row.pk, "on": row.on, "unit_type": held.unit_type,
        "serial": serial(held, row.first, row.next - 1, demo=demo), "units": row.next - row.first,
        "project": held.labels.get("project") or held.project, "methodology": held.methodology,
        "vintage": held.vintage, "register": held.register or None, "journal": row.journal_id,
    }  # fmt: skip


def freezes(asked: Asked) -> Rows:
    """What the authority has stopped for everybody, a type of unit or a series; of accounts only their owners know."""
    rows = Freeze.objects.exclude(scope="account").filter(**asked.only(scope="scope"))
    if asked.get("open") is not None:
        rows = rows.filter(lifted_on__isnull=asked.get("open"))
    for row in asked.page(rows):
        yield {
            "freeze": row.pk, "scope": row.scope, "target": row.target or None, "acts": "; ".join(row.acts) or None,
            "reason": row.reason, "since": row.since, "lifted_on": row.lifted_on,
        }  # fmt: skip
