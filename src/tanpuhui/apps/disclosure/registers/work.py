"""Rows of what waits for somebody: tasks, messages, approvals, filings, contested claims, jobs."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanpuhui.apps.claims import queries as claims
from tanpuhui.apps.disclosure.registers.asked import Asked, Rows, in_city
from tanpuhui.apps.disclosure.registers.sides import owners
from tanpuhui.apps.gazette.models import Filing
from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.queries import row as read
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import queues
from tanpuhui.apps.records.models import Approval, Journal

DECIDED = {
    "allowed": Q(decision__allowed=True, withdrawal=None), "denied": Q(decision__allowed=False), "open": Q(decision=None),
    "withdrawn": Q(withdrawal__isnull=False),
}  # fmt: skip


def tasks(asked: Asked) -> Rows:
    """Projects and reports that wait for one's organisation, the longest first. Five statements."""
    for row in queues.waiting_for(asked.who, on=asked.on, limit=asked.limit, after=asked.after)[: asked.limit]:
        yield {
            "key": f"{row.since} {row.reference}", "kind": row.kind, "reference": row.reference,
            "project": row.project, "title_zh": row.title.zh, "title_en": row.title.en, "applicant": row.applicant,
            **in_city(row.area), "state": row.state, "since": row.since, "working_days": row.passed.count,
            "provisional": row.passed.provisional,
        }  # fmt: skip


def messages(asked: Asked) -> Rows:
    """What was told to one's organisation or to oneself, the newest first. One statement."""
    who = asked.who
    mine = Message.objects.filter(Q(organisation=who.organisation_id) | Q(user=who.user_id), channel="inbox")
    for row in asked.page(mine.filter(**asked.only(code="code")), newest=True):
        told = read(row)
        yield {
            "message": told.id, "code": told.code, "text_zh": told.says.zh, "text_en": told.says.en,
            "at": told.created_at, "personal": told.user_id is not None,
        }  # fmt: skip


def approvals(asked: Asked) -> Rows:
    """What was asked of a second person in one's organisation, the newest first. One statement."""
    rows = Approval.objects.filter(organisation=asked.who.organisation_id).annotate(
        used=Exists(Journal.objects.filter(approval=OuterRef("pk")))
    )
    if state := asked.get("state"):
        rows = rows.filter(used=True) if state == "used" else rows.filter(DECIDED[state], used=False)
    for row in asked.page(rows, newest=True).select_related("asked_by", "decision__by", "withdrawal"):
        said, back = getattr(row, "decision", None), getattr(row, "withdrawal", None)
        allowed = "withdrawn" if back else "allowed"
        state = "open" if said is None else "used" if row.used else allowed if said.allowed else "denied"
        yield {
            "approval": row.pk, "operation": row.operation, "asked_by": row.asked_by.login, "on": row.on, "state": state,
            "decided_by": said.by.login if said else None, "decided_on": said.on if said else None,
            "reason": said.reason if said else None, "body_hash": row.body_hash,
        }  # fmt: skip


def filings(asked: Asked) -> Rows:
    """Methodology filings that one has filed, or that come before one's house, by reference. Two statements."""
    rows = _before(asked.who).filter(**asked.only(state="state", area="area"))
    for row in asked.page(rows, "reference").select_related("filer"):
        yield {
            "reference": row.reference, "filer": row.filer.code, **in_city(row.area), "title_zh": row.title_zh,
            "title_en": row.title_en, "revises": row.revises or None, "state": row.state, "since": row.since,
            "opened_on": row.opened_on, "steps": row.steps,
        }  # fmt: skip


def _before(by: Actor) -> "QuerySet[Filing]":
    """A draft is the filer's alone; the city sees its own area, the committee what was referred to it once."""
    place = parties.organisation(id=by.organisation_id)
    mine, begun = Q(filer__in=owners(by)), ~Q(state="draft")
    match place.kind:
        case "provincial_department":
            return Filing.objects.filter(mine | begun)
        case "city_bureau":
            return Filing.objects.filter(mine | (begun & Q(area=place.area)))
        case "expert_committee":
            return Filing.objects.filter(mine | Q(history__act="refer")).distinct()
    return Filing.objects.filter(mine)


def contested_claims(asked: Asked) -> Rows:
    """Cases of two claims of one reduction in which one is a side, or all for who decides, newest first. One statement."""
    state = asked.get("state") or ""
    for row in claims.cases(by=asked.who, state=state, before=asked.after, limit=asked.limit):
        yield {
            "case": row.id, "earlier": row.earlier.reference, "earlier_scheme": row.earlier.scheme,
            "earlier_claimant_zh": row.earlier.claimant.zh, "earlier_claimant_en": row.earlier.claimant.en,
            "later": row.later.reference, "later_scheme": row.later.scheme,
            "later_claimant_zh": row.later.claimant.zh, "later_claimant_en": row.later.claimant.en,
            "same_thing": row.same_subject, "area_cm2": row.area_cm2, "first": row.period.first,
            "last": row.period.last, "opened_on": row.opened_on, "state": row.state, "outcome": row.outcome or None,
            "reason": row.reason or None, "decided_on": row.decided_on,
        }  # fmt: skip


def jobs(asked: Asked) -> Rows:
    """Jobs of one's organisation, the newest first. One statement."""
    rows = Job.objects.filter(organisation=asked.who.organisation_id, **asked.only(state="state", kind="kind"))
    for row in asked.page(rows, newest=True):
        yield {
            "job": row.pk, "kind": row.kind, "state": row.state, "done": row.done, "total": row.total,
            "message_zh": row.message_zh or None, "message_en": row.message_en or None, "failure": row.failure or None,
            "on": row.on, "created_at": row.created_at, "finished_at": row.finished_at,
        }  # fmt: skip
