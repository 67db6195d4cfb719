"""The state folder: made for its owner alone, with a signing key that nobody else can read."""

import os
import secrets
import stat
from collections.abc import Iterator
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


def prepare(home: Path) -> list[Path]:
    """Make the folder (mode 0700) and the signing key in it (0600) where they are not there; what was made.

    Safe to repeat: what is there stays as it is, but an empty folder is closed to others. Refuses `home_unusable`.
    """
    made: list[Path] = []
    try:
        for folder in (home, home / "exports"):
            if not folder.exists():
                folder.mkdir(parents=True)
                made.append(folder)
            if not any(folder.iterdir()):
                folder.chmod(FOLDER)  # whatever the umask says
        if not (home / SECRET).exists():
            _write_new(home / SECRET, secrets.token_urlsafe(50))
            made.append(home / SECRET)
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
