"""Where the bench works: a folder on a real disk, a PostgreSQL server that flushes, SQLite as in production."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support import databases, postgres
from tests.support.databases import Database

IN_MEMORY = ("tmpfs", "ramfs")


@contextmanager
def run() -> Iterator[Path]:
    """A folder and a durable server for one run of the bench; Django is set up within."""
    if file_system(Path(tempfile.gettempdir())) in IN_MEMORY:
        tempfile.tempdir = "/var/tmp"  # noqa: S108 (a private folder is made in it)
    begun = postgres.Run()
    os.environ[databases.RUN] = str(begun.folder)
    try:
        postgres.url(begun.folder, durable=True)  # before the tests' helpers would start one that does not flush
        databases.set_up_django()
        yield begun.folder
    finally:
        begun.close()


class Place:
    """One database and the open connection to it."""

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor
        self.database: Database = databases.copy(vendor)
        self._kept: dict[str, Any] = {}

    @contextmanager
    def use(self) -> Iterator[None]:
        """Within the block the product works here."""
        with databases.using(self.database, kept=self._kept):
            yield

    def drop(self) -> None:
        """Closes the connection and removes the database."""
        if self._kept:
            self._kept["connection"].close()
        databases.drop(self.database)


def durability() -> str:
    """How the database in use keeps what it has promised, as it says itself."""
    from django.db import connection

    asked = {
        "sqlite": {"journal_mode": "PRAGMA journal_mode", "synchronous": "PRAGMA synchronous"},
        "postgresql": {name: f"SHOW {name}" for name in ("fsync", "synchronous_commit", "full_page_writes")},
    }
    with connection.cursor() as cursor:
        said = []
        for name, question in asked[connection.vendor].items():
            cursor.execute(question)
            said.append(f"{name}={cursor.fetchone()[0]}")
    return " ".join(said).replace("synchronous=2", "synchronous=FULL")


def version() -> str:
    """The version of the database in use."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0])


def file_system(folder: Path) -> str:
    """The kind of file system `folder` lies on, where the machine tells it."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown"
    entries = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    around = [(len(at), kind) for at, kind in entries if folder.resolve().is_relative_to(at)]
    return max(around)[1] if around else "unknown"
