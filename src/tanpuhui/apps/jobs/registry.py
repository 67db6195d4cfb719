"""The kinds of job by name. An app offers its kinds in a module `work.py`, which is found by itself."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils.module_loading import autodiscover_modules

from tanpuhui.apps.jobs.refusals import refuse
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.text import Text

Clock = Callable[[], datetime]
Result = Mapping[str, object]
SILENT = Text("", "")
PERMISSION = "jobs:run"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is after a step that has been committed: `done` of `total` (None: not known yet), in words for people."""

    done: int
    total: int | None = None
    message: Text = SILENT


@dataclass(frozen=True, slots=True)
class Errand:
    """What the work is told: the job, who asked, the legal day, the key to derive each step's key from, and the clock.

    `done` is where an earlier attempt came to (a hint: every step must be safe to do twice). `beat` extends the lease within
    a long step and refuses `job_lease_lost`.
    """

    job: int
    args: Mapping[str, object]
    by: Actor
    on: date
    key: str
    done: int
    clock: Clock
    beat: Callable[[], None]


Work = Callable[[Errand], Generator[Step, None, Result]]
Ended = Callable[[Errand, str], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: its name for people, its work, and what is done in the transaction of its end (done, failed, stopped).

    `permission`: what whoever starts, stops or resumes one must hold.
    """

    code: str
    says: Text
    work: Work
    ended: Ended | None = None
    permission: str = PERMISSION


_KINDS: dict[str, JobKind] = {}


def offer(code: str, *, says: Text, ended: Ended | None = None, permission: str = PERMISSION) -> Callable[[Work], Work]:
    """Register the decorated generator function as the work of a kind of job; a name given twice is a bug.

    The work yields a `Step` after each step it has committed by itself, and returns its result (plain JSON values).
    """

    def register(work: Work) -> Work:
        if code in _KINDS and _KINDS[code].work is not work:
            raise ValueError(f"the kind of job {code} is offered twice")
        _KINDS[code] = JobKind(code, says, work, ended, permission)
        return work

    return register


def find(code: str) -> JobKind:
    """The kind of job with that name. Refuses `unknown_job_kind`."""
    _discover()
    if code not in _KINDS:
        raise refuse("unknown_job_kind", kind=code[:60], known=", ".join(sorted(_KINDS)) or "—")
    return _KINDS[code]


@cache
def _discover() -> None:
    autodiscover_modules("work")
