"""Tables of foreign registers that somebody uploads: kept under their hash, read as a job, and found again by it."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from tanpuhui.apps.issuance.operations import start_import
from tanpuhui.apps.issuance.refusals import refuse
from tanpuhui.apps.issuance.work import LARGEST_TABLE, foreign_register
from tanpuhui.apps.jobs import dispatch, operations, queries
from tanpuhui.core import plugins
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web.frame import Visit

IMPORT = "register:import"


def registers() -> Mapping[str, Text]:
    """The foreign registers that a plug-in folder reads, by code."""
    found = plugins.find("tanpuhui.regimes", "tanpuhui.regimes")
    return {name: foreign_register(name).name for name in found}


def begin(visit: Visit, register: str, file: "UploadedFile[Any]") -> int:
    """Keeps the table and starts its import, or goes on with the one that was begun; the job's number.

    Permissions `register:import` and `jobs:run`. Refuses as `start_import`.
    """
    by = visit.seated.actor
    by.require(IMPORT)
    path = _kept(file)
    job = start_import(register=register, path=path, by=by, on=visit.today, at=clock.now())
    send = dispatch.through(clock.now)
    if queries.job(job).state in ("stopped", "failed"):
        operations.resume(by=by, job=job, dispatch=send)
    elif queries.job(job).state == "queued":
        send(job)
    return job


def _kept(file: "UploadedFile[Any]") -> Path:
    """The table under its hash in the state folder. Refuses `file_too_large`."""
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    if (file.size or 0) > LARGEST_TABLE:
        raise refuse(
            "file_too_large", name=str(file.name)[:100], size=(file.size or 0) >> 20, limit=LARGEST_TABLE >> 20
        )
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        said = hashlib.sha256()
        with os.fdopen(handle, "wb") as into:
            for piece in file.chunks():
                said.update(piece)
                into.write(piece)
        path = folder / f"{said.hexdigest()}{_ending(str(file.name))}"
        return Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending in (".xlsx", ".csv", ".tsv", ".json") else ""
