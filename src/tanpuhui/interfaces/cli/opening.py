"""What a command needs before it can work: nothing, Django, the database, or an established register."""

import os
import re
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from urllib.parse import unquote

from tanpuhui.core.refusals import Refusal
from tanpuhui.interfaces.cli.refusals import refuse

_READ_ONLY = re.compile(r"attempt to write a readonly database|in a read-only transaction")


class Needs(IntEnum):
    """How much must be there. Each includes those before it."""

    NOTHING = 0
    SETTINGS = 1
    REGISTER = 2


def ready() -> None:
    """Set Django up with the product's settings, once. Refuses `home_unusable` and what `config` refuses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanpuhui.config.settings")
    import django
    from django.apps import apps
    from django.conf import settings

    try:
        settings.DATABASES  # noqa: B018 (reads the environment and the home now)
    except OSError as no:
        raise refuse("home_unusable", home=no.filename, why=no.strerror) from no
    if not apps.ready:
        django.setup()


def home() -> Path:
    """The state folder, as the settings say."""
    from django.conf import settings

    return Path(settings.HOME)


def take_key() -> None:
    """Let this process sign with the key that it wrote itself, after it had read its settings."""
    from django.conf import settings

    from tanpuhui.interfaces.cli.home import SECRET

    written = home() / SECRET
    if not os.environ.get("TANPUHUI_SECRET_KEY") and written.exists():
        settings.SECRET_KEY = written.read_text().strip()


def open_up(needs: Needs) -> None:
    """Bring what is needed. Refuses `register_not_there` where none was established."""
    if needs >= Needs.SETTINGS:
        ready()
    if needs >= Needs.REGISTER and not established():
        raise refuse("register_not_there", home=place())


def established() -> bool:
    """Whether a register is there. On SQLite a missing file is not made by asking."""
    from tanpuhui.apps.ledger.models import Register

    return file_there() and Register.objects.exists()


def file_there() -> bool:
    """Whether there is a database to ask: with SQLite, its file."""
    file = database_file()
    return file is None or file.exists()


def database_file() -> Path | None:
    """The file of the register on SQLite; none with a server."""
    from django.db import connection

    return file_of(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def founded(make: Callable[[], None]) -> list[Path]:
    """Prepare folder and database, run `make` in them, all or nothing; what was made of folders and files."""
    from tanpuhui.apps.records import migrating
    from tanpuhui.interfaces.cli.home import prepare, whole_or_none

    with whole_or_none(home(), database_file(), _holds_a_register):
        made = prepare(home(), database_file())
        migrating.migrate()
        make()
    return made


def _holds_a_register() -> bool:
    """Whether a register was established, asked after a failure; afterwards nobody has the file open."""
    from django.db import Error, connection

    try:
        return established()
    except Error:
        return False
    finally:
        connection.close()


def file_of(name: str) -> Path:
    """The file that a SQLite `NAME` means, be it a path or, for a file that is only read, an address."""
    return Path(unquote(name.removeprefix("file:").partition("?")[0])) if name.startswith("file:") else Path(name)


def place() -> str:
    """Where the register is, as a person may read it: without a password."""
    from django.db import connection

    named = connection.settings_dict
    if connection.vendor == "sqlite":
        file = file_of(named["NAME"])
        return str(file.parent if file.parent == home() else file)
    return f"{named['NAME']} @ {named['HOST'] or 'localhost'}"


def translated(work: Callable[[], int]) -> int:
    """Run `work`; an error of the database that only says it is not there, or behind, becomes a refusal."""
    try:
        return work()
    except Exception as wrong:
        no = _of_database(wrong)
        if no is None:
            raise
        raise no from wrong


def failed(wrong: Exception) -> Refusal | None:
    """What an error of the database that nobody else understood means: a full disk, a server gone. None where it is a bug."""
    import sqlite3

    from django.db import DataError, Error, IntegrityError, NotSupportedError, ProgrammingError

    ours = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
    theirs = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.NotSupportedError, sqlite3.ProgrammingError)
    if not isinstance(wrong, (Error, sqlite3.Error)) or isinstance(wrong, (*ours, *theirs)):
        return None
    return refuse("database_failed", why=(str(wrong).splitlines() or [type(wrong).__name__])[0][:200])


def _of_database(wrong: Exception) -> Refusal | None:
    """What an error of the database means to an operator, or nothing: then it is a bug."""
    from django.db import DatabaseError, connection

    if not isinstance(wrong, DatabaseError):
        return None
    if _READ_ONLY.search(str(wrong)):
        return refuse("register_read_only", where=place())
    try:
        connection.ensure_connection()
    except DatabaseError as unreachable:
        return refuse("database_unreachable", why=str(unreachable).splitlines()[0][:200])
    from tanpuhui.apps.records.migrating import unapplied
    from tanpuhui.apps.records.refusals import refuse as refuse_for_records

    if connection.in_atomic_block or not (lacking := unapplied()):
        return None
    return refuse_for_records("database_not_migrated", migrations=", ".join(lacking[:3]))
