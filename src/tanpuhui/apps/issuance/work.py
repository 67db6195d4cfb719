"""The import of a foreign register's table as a job: sorted out, then posted day by day, each step committed by itself."""

import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tanpuhui.apps.issuance import mirroring
from tanpuhui.apps.issuance.refusals import refuse
from tanpuhui.apps.jobs import queries as jobs
from tanpuhui.apps.jobs.registry import Errand, Result, Step, offer
from tanpuhui.apps.notices import operations as notices
from tanpuhui.apps.records.evidence import evidence, open_evidence
from tanpuhui.core import plugins
from tanpuhui.core.canonical import digest
from tanpuhui.core.registers import ForeignRegister
from tanpuhui.core.text import Text

KIND = "foreign_import"
LARGEST_TABLE = 200 << 20
"""Bytes; a hundred times the largest table that was imported so far."""
SAYS = Text("导入外部登记簿", "import of a foreign register")


def foreign_register(name: str) -> ForeignRegister:
    """The foreign register that a plug-in folder of `regimes` reads: by folder, hyphen code or short name."""
    folder = plugins.choose(plugins.find("tanpuhui.regimes", "tanpuhui.regimes"), name)
    register: ForeignRegister = folder.load("register").REGISTER
    return register


def read_bytes(path: Path) -> bytes:
    """The file's bytes, at most `LARGEST_TABLE`: what is no file, or larger, is refused before it is read.

    Refuses `file_unreadable` with the system's reason, `file_not_regular`, `file_too_large`.
    """
    try:
        size, content = _taken(path)
    except OSError as why:
        raise refuse("file_unreadable", name=path.name, why=why.strerror or str(why)) from why
    if max(size, len(content)) > LARGEST_TABLE:
        raise refuse("file_too_large", name=path.name, size=max(size, len(content)) >> 20, limit=LARGEST_TABLE >> 20)
    return content


def _taken(path: Path) -> tuple[int, bytes]:
    """The size that a file is said to have, and its content, no more than shows whether it is too large."""
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # else opening a pipe would wait for somebody who writes
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise refuse("file_not_regular", name=path.name or str(path))
        with open(number, "rb", closefd=False) as file:
            return found.st_size, file.read(LARGEST_TABLE + 1) if found.st_size <= LARGEST_TABLE else b""
    finally:
        os.close(number)


@contextmanager
def laid_out(args: Mapping[str, object]) -> Iterator[Path]:
    """Where a job's table lies for the length of the block: at its `path`, or, if it was filed as evidence, in a copy.

    Refuses as `read_bytes`, `file_changed`; of evidence as `open_evidence`.
    """
    sha256 = str(args["sha256"])
    if "path" in args:
        path = Path(str(args["path"]))
        if digest(read_bytes(path)) != sha256:
            raise refuse("file_changed", name=path.name)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder, open_evidence(sha256) as filed:
        path = Path(folder, evidence(sha256).name)
        with path.open("wb") as into:
            shutil.copyfileobj(filed, into)
        yield path


def _tell(errand: Errand, state: str) -> None:
    """Writes a message to who asked, in the transaction of the job's end."""
    job = jobs.job(errand.job)
    result = job.result or {}
    register = foreign_register(str(errand.args["register"])).name
    facts: dict[str, object]
    if state == "done":
        findings = result.get("findings")
        total = sum(findings.values()) if isinstance(findings, dict) else 0
        code, facts = "import_finished", {
            "register": register, "rows": int(str(result["rows"])), "posted": int(str(result["posted"])),
            "findings": total, "unreadable": int(str(result["unreadable"])), "job": errand.job,
        }  # fmt: skip
    elif state == "stopped":
        code, facts = "import_stopped", {"register": register, "rows": job.done, "job": errand.job}
    else:
        code, facts = "job_failed", {"job": errand.job, "kind": SAYS, "reason": job.message}
    notices.tell(
        code=code, facts=facts, at=errand.clock(), key=f"{errand.key}:{state}:{job.attempts}", user=errand.by.user_id
    )


@offer(KIND, says=SAYS, ended=_tell)
def work(errand: Errand) -> Generator[Step, None, Result]:
    """`args`: `register` (a plug-in's name), the `sha256` of the table's bytes, and its `path`, unless it was filed."""
    register, at, by = foreign_register(str(errand.args["register"])), errand.clock(), errand.by
    with laid_out(errand.args) as path:
        rows = list(register.read(path))
    file, told, batches = mirroring.import_file(
        register, rows, sha256=str(errand.args["sha256"]), name=path.name, by=by, on=errand.on, at=at
    )
    done = len(rows) - sum(len(batch) for batch in batches)
    yield Step(done, len(rows))
    for batch in batches:
        mirroring.import_batch(register, batch, file=file, by=by, at=errand.clock())
        done += len(batch)
        told.posted += sum(1 for row in batch if row.issuance)
        told.units += sum(row.issuance.quantity for row in batch if row.issuance)
        yield Step(done, len(rows))
    return asdict(told)
