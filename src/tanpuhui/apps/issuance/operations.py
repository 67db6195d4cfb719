"""What people ask of this room: the import of a foreign register's table, found again by the table's own hash."""

from datetime import date, datetime
from pathlib import Path

from tanpuhui.apps.issuance.work import KIND, foreign_register, read_bytes
from tanpuhui.apps.jobs import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.canonical import digest


def start_import(*, register: str, path: Path, by: Actor, on: date, at: datetime) -> int:
    """The job that imports the table at `path`: the unfinished one of this very table, else another one; its number.

    A job is known by register and SHA-256 of the table, and by how often the table was asked for before: a table that
    was imported may be asked for again, which posts nothing twice and tells what is known. Permission `jobs:run`.
    Refuses `unknown_plugin`, `file_unreadable`, `file_not_regular`, `file_too_large` and, before there is a job, what the
    register's reader refuses.
    """
    reader = foreign_register(register)
    path = path.resolve()
    sha256 = digest(read_bytes(path))
    key = f"{reader.code}:{sha256}"
    before = queries.named(organisation=by.organisation_id, kind=KIND, prefix=key)
    for job in before:
        if job.args["path"] == str(path) and job.state != "done":
            return job.id
    reader.read(path)
    args = {"register": reader.code, "path": str(path), "sha256": sha256}
    return operations.start(by=by, on=on, at=at, key=f"{key}:{len(before) + 1}", kind=KIND, args=args)
