"""What may be asked about filings: where each stands, how it came there, on which documents and opinions. Plain rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.gazette import checks, dossiers
from tanpuhui.apps.gazette.models import Filing, FilingDocument, FilingOpinion, FilingStep
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.standing import may, stands
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Move, Wait, possible, wait
from tanpuhui.core.working_days import Calendar


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A filing as read: in `state` since the day `since`, after `steps` steps; `filer` is an organisation's code."""

    reference: str
    filer: str
    area: str
    title: Text
    revises: str
    state: str
    since: date
    opened_on: date
    steps: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One move: `act` led from `before` to `after`; `user` (login) of `organisation` (code) acted as `who`."""

    number: int
    act: str
    before: str
    after: str
    who: str
    user: str
    organisation: str
    on: date
    at: datetime
    reason: str
    opinions: int | None
    dossier: str
    journal: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One version of a document; `present`: no later one replaces it."""

    kind: str
    name: str
    version: int
    evidence: str
    sections: dict[str, str]
    on: date
    present: bool


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What an expert said in a `round` (the number of the step that referred the filing), on which documents."""

    round: int
    expert: str
    verdict: str
    text: str
    dossier: str
    signed: str
    on: date


def filing(reference: str) -> FilingRow:
    """One filing. Refuses `unknown_filing`."""
    return _row(_find(reference))


def filings(
    *,
    state: str | None = None,
    area: str | None = None,
    filers: Collection[int] | None = None,
    after: str = "",
    limit: int = 100,
) -> list[FilingRow]:
    """Filings by reference, `limit` of them after the reference `after`; of one state, of one city, of some filers, if asked."""
    asked = {"state": state, "area": area, "filer__in": filers}
    chosen = {name: value for name, value in asked.items() if value is not None}
    found = Filing.objects.filter(**chosen, reference__gt=after).select_related("filer").order_by("reference")
    return [_row(row) for row in found[:limit]]


def history(reference: str) -> list[StepRow]:
    """Every move of a filing, oldest first. Two statements."""
    steps = FilingStep.objects.filter(filing=_find(reference)).select_related("by", "organisation")
    return [
        StepRow(
            s.number, s.act, s.before, s.after, s.who, s.by.login, s.organisation.code, s.on, s.at, s.reason,
            s.opinions, s.dossier, s.journal_id,
        )
        for s in steps.order_by("number")
    ]  # fmt: skip


def documents(reference: str) -> list[DocumentRow]:
    """Every version of every document of a filing, by kind, name and version. Three statements."""
    found = _find(reference)
    present = {row.pk for row in dossiers.present(found)}
    rows = FilingDocument.objects.filter(filing=found).order_by("kind", "name", "version")
    return [DocumentRow(d.kind, d.name, d.version, d.evidence_id, d.sections, d.on, d.pk in present) for d in rows]


def dossier(reference: str) -> str:
    """The hash of the present documents of a filing: what opinions and a publication name. Two statements."""
    return dossiers.hash_of(dossiers.present(_find(reference)))


def opinions(reference: str) -> list[OpinionRow]:
    """Every opinion on a filing, and who stood aside, oldest first. Two statements."""
    rows = FilingOpinion.objects.filter(filing=_find(reference)).select_related("person").order_by("pk")
    return [OpinionRow(o.round, o.person.name, o.verdict, o.text, o.dossier, o.signed, o.on) for o in rows]


def possible_moves(reference: str, *, by: Actor) -> tuple[Move, ...]:
    """What the actor could do next with a filing, conditions aside. Two statements."""
    found = _find(reference)
    return possible(
        FILING, found.state, stands=stands(by, found), may=lambda move: may(by, move, found.filer_id)
    )  # fmt: skip


def sides(reference: str, *, by: Actor) -> frozenset[str]:
    """The sides of a filing that the actor can act for; who has none is a stranger to it. Two statements."""
    return stands(by, _find(reference))


def waiting(reference: str, *, on: date, calendar: Calendar, limit: int | None = None) -> Wait:
    """How many working days a filing has been in its state. `limit`: of working days, where one is known; none is today.

    The last move that changed nothing (a document, an opinion) does not start the clock again. Three statements.
    """
    found = _find(reference)
    entered = FilingStep.objects.filter(filing=found, after=found.state).exclude(before=found.state).order_by("-number")
    return wait(since=entered[0].on, on=on, calendar=calendar, limit=limit)


def _find(reference: str) -> Filing:
    found = Filing.objects.select_related("filer").filter(reference=checks.filing(reference)).first()
    if found is None:
        raise refuse("unknown_filing", filing=reference)
    return found


def _row(row: Filing) -> FilingRow:
    title = Text(row.title_zh, row.title_en)
    return FilingRow(
        row.reference, row.filer.code, row.area, title, row.revises, row.state, row.since, row.opened_on, row.steps
    )  # fmt: skip
