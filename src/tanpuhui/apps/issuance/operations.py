"""What people ask of this room: the import of a foreign register's table, found again by the table's own hash."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from tanpuhui.apps.issuance.work import KIND, foreign_register, laid_out, read_bytes
from tanpuhui.apps.jobs import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.evidence import filed_by
from tanpuhui.apps.records.operations import Answer, Request, Write, perform, recalled
from tanpuhui.apps.records.refusals import refuse
from tanpuhui.core.canonical import digest

IMPORT = "register:import"
Dispatch = Callable[[int], object]


def start_import(*, register: str, path: Path, by: Actor, on: date, at: datetime) -> int:
    """The job that imports the table at `path`: the unfinished one of this very table, else another one; its number.

    A job is known by register and SHA-256 of the table, and by how often the table was asked for before: a table that
    was imported may be asked for again, which posts nothing twice and tells what is known. Permission `jobs:run`.
    Refuses `unknown_plugin`, `file_unreadable`, `file_not_regular`, `file_too_large` and, before there is a job, what the
    register's reader refuses.
    """
    reader, path = foreign_register(register), path.resolve()
    place = {"register": reader.code, "path": str(path), "sha256": digest(read_bytes(path))}
    reader.read(path)
    return _job(place, by=by, on=on, at=at)


def import_filed(
    *, register: str, table: str, by: Actor, on: date, at: datetime, key: str, dispatch: Dispatch
) -> Answer:
    """As `start_import`, of a `table` that the own house filed as evidence, by its hash; the job goes to `dispatch`.

    One that was stopped or failed goes on. Permissions `register:import` and `jobs:run`. Returns `{"job": number}`.
    """
    request = Request("register_import", by, on, at, key, {"register": register, "table": table})
    for permission in (IMPORT, operations.PERMISSION):
        by.require(permission)
    if (told := recalled(request)) is not None:
        return told
    reader = foreign_register(register)
    place = {"register": reader.code, "sha256": table}
    if not filed_by(by.organisation_id, table):
        raise refuse("evidence_not_found", sha256=table[:64])
    _try(place)

    def work(write: Write) -> None:
        job = _job(place, by=by, on=on, at=at, dispatch=dispatch)
        if queries.job(job).state in ("stopped", "failed"):
            operations.resume(by=by, job=job, dispatch=dispatch)
        write({"job": job})

    return perform(request, work)


def _try(place: Mapping[str, str]) -> None:
    """Refuses what the reader refuses of the table as a whole."""
    with laid_out(place) as path:
        foreign_register(place["register"]).read(path)


def _job(place: Mapping[str, str], *, by: Actor, on: date, at: datetime, dispatch: Dispatch | None = None) -> int:
    key = f"{place['register']}:{place['sha256']}"
    before = queries.named(organisation=by.organisation_id, kind=KIND, prefix=key)
    for job in before:
        if job.args == place and job.state != "done":
            return job.id
    key = f"{key}:{len(before) + 1}"
    return operations.start(by=by, on=on, at=at, key=key, kind=KIND, args=place, dispatch=dispatch)
