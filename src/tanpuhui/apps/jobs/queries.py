"""What may be asked about jobs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.jobs.refusals import refuse
from tanpuhui.apps.jobs.workflow import HELD
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as read. `failure` is the code of a refusal, or the name of a bug; `total` None: not known yet."""

    id: int
    kind: str
    args: dict[str, Any]
    key: str
    organisation_id: int
    started_by_id: int
    on: date
    state: str
    done: int
    total: int | None
    message: Text
    lease_owner: str
    lease_until: datetime | None
    attempts: int
    failure: str
    result: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def job(id: int) -> JobRow:
    """One job. Refuses `job_not_found`."""
    found = Job.objects.filter(pk=id).first()
    if found is None:
        raise refuse("job_not_found", job=id)
    return _row(found)


def jobs(*, organisation: int, before: int | None = None, limit: int = 50) -> list[JobRow]:
    """An organisation's jobs, newest first, numbered below `before`, at most `limit`."""
    found = Job.objects.filter(organisation=organisation, **({} if before is None else {"pk__lt": before}))
    return [_row(j) for j in found.order_by("-pk")[:limit]]


def named(*, organisation: int, kind: str, prefix: str) -> list[JobRow]:
    """An organisation's jobs of a kind whose key begins with `prefix`, newest first."""
    found = Job.objects.filter(organisation=organisation, kind=kind, key__startswith=prefix)
    return [_row(j) for j in found.order_by("-pk")]


def claimable(at: datetime) -> list[int]:
    """The jobs that wait for a worker at that instant: queued, or held under an expired lease. Oldest first."""
    waiting = Q(state="queued") | Q(state__in=sorted(HELD), lease_until__lte=at)
    return list(Job.objects.filter(waiting).order_by("pk").values_list("pk", flat=True))


def _row(j: Job) -> JobRow:
    return JobRow(
        **{f: getattr(j, f) for f in JobRow.__slots__ if f not in ("id", "message")},
        id=j.pk,
        message=Text(j.message_zh, j.message_en),
    )
