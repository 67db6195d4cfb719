"""The state folder: made for its owner alone, with a signing key that nobody else can read."""

import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_data_path

from tanpuhui.core.findings import Finding
from tanpuhui.interfaces.cli.findings import found
from tanpuhui.interfaces.cli.refusals import refuse

SECRET = "secret_key"  # noqa: S105 (the name of a file)
FOLDER, FILE = 0o700, 0o600


def demonstration() -> Path:
    """The demonstration's state folder: the one in TANPUHUI_HOME, else a folder beside the register's usual one."""
    named = os.environ.get("TANPUHUI_HOME")
    return Path(named).expanduser().resolve() if named else user_data_path("tanpuhui-demo")


@contextmanager
def whole_or_none(home: Path, database: Path | None, kept: Callable[[], bool]) -> Iterator[None]:
    """A block that makes a register: where it fails, what was not there before it is gone again, and nothing else.

    `database`: the SQLite file, none with PostgreSQL. `kept`: whether a register is there all the same (of another
    process, say); then everything stays.
    """
    evidence = home / "evidence"
    beside = [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm")] if database else []
    mine = [*beside, home / SECRET, home / "exports", evidence, home, *home.parents]
    new = [path for path in mine if not path.exists()]
    try:
        yield
    except BaseException:
        if not kept():
            for path in new:
                _take_back(path, whole=path in (evidence, home / "exports"))
        raise


def _take_back(path: Path, *, whole: bool) -> None:
    """Remove a file, or a folder: with all that is in it if it is `whole` ours, else only if it is empty."""
    with suppress(OSError):
        if not path.is_dir():
            path.unlink(missing_ok=True)
        elif whole:
            shutil.rmtree(path)
        else:
            path.rmdir()


def prepare(home: Path, database: Path | None = None) -> list[Path]:
    """Make the folder (mode 0700), the signing key and the `database` file in it (0600) where there are none; what was made.

    Safe to repeat: what is there stays as it is, but an empty folder is closed to others. Refuses `home_unusable`.
    """
    made: list[Path] = []
    try:
        for folder in (home, home / "exports"):
            if not folder.exists():
                folder.mkdir(mode=FOLDER, parents=True)
                made.append(folder)
            if not any(folder.iterdir()):
                folder.chmod(FOLDER)  # whatever the umask says
        if not (home / SECRET).exists():
            _write_new(home / SECRET, secrets.token_urlsafe(50))
            made.append(home / SECRET)
        if database and not database.exists():  # else SQLite makes it, and lets everybody read it
            database.touch(FILE, exist_ok=True)
            made.append(database)
    except OSError as no:
        raise refuse("home_unusable", home=home, why=no.strerror or type(no).__name__) from no
    return made


def _write_new(path: Path, text: str) -> None:
    """Written under another name first, so that the key is never there by half."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "w") as file:
        file.write(f"{text}\n")
    part.rename(path)


def faults(home: Path) -> Iterator[Finding]:
    """What is wrong with the folder: missing, or open to others."""
    if not home.is_dir():
        yield found("home_missing", str(home))
    elif (mode := stat.S_IMODE(home.stat().st_mode)) & 0o077:
        yield found("home_open_to_others", str(home), mode=f"{mode:04o}")
