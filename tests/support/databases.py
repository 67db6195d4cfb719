"""Databases for tests: a template per vendor and run, copies of it, and the switch that puts the product on a copy."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.support import postgres
from tests.support.locks import locked

VENDORS = ("sqlite", "postgresql")
RUN = "TANPUHUI_TEST_RUN"
NONE = {"ENGINE": "tests.support.nodatabase"}
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database: its `vendor`, its `url` ("" on SQLite: the file lies in `home`), its state folder `home`."""

    vendor: str
    url: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment for a child process that works on this database."""
        rest = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return rest | {"TANPUHUI_HOME": str(self.home)} | ({"DATABASE_URL": self.url} if self.url else {})

    @property
    def settings(self) -> dict[str, object]:
        """Django's settings for it, made as the product makes them."""
        from tanpuhui.config.database import database

        return database(self.url or None, self.home)

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """A block whose writes are checked against the deferred constraints, then undone: one for each example."""
        from django.db import connection, transaction

        with transaction.atomic():
            yield
            connection.check_constraints()
            transaction.set_rollback(True)


Fill = Callable[[Database], None]
"""What is done in a migrated database before copies are made of it."""


def set_up_django() -> None:
    """Django with the product's settings, and no database until a fixture brings one."""
    import django
    from django.apps import apps
    from django.conf import settings

    if not apps.ready and not settings.configured:
        home = run_folder() / f"home-{os.getpid()}"
        home.mkdir(exist_ok=True)
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tanpuhui.config.settings", "TANPUHUI_HOME": str(home)}
        os.environ["TANPUHUI_SECRET_KEY"] = "for tests only: it signs nothing that anybody ever trusts"
        os.environ.pop("DATABASE_URL", None)
        settings.DATABASES = {"default": dict(NONE)}
    if not apps.ready:
        django.setup()


def run_folder() -> Path:
    """The folder of this run of the tests, the same for all its workers."""
    return Path(os.environ[RUN])


@contextmanager
def using(database: Database, *, kept: dict[str, Any] | None = None) -> Iterator[None]:
    """Within the block the product works on `database`: connection, settings, environment.

    `kept` holds the open connection for the next time.
    """
    from django.conf import settings
    from django.db import connections

    before = connections.settings["default"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANPUHUI_HOME", str(database.home))
        patch.delenv("DATABASE_URL", raising=False)
        if database.url:
            patch.setenv("DATABASE_URL", database.url)
        patch.setattr(settings, "DATABASES", {"default": database.settings})
        patch.setattr(settings, "HOME", database.home)
        patch.setattr(settings, "EVIDENCE", str(database.home / "evidence"))
        patch.setattr(settings, "EXPORTS", database.home / "exports")
        _point(settings.DATABASES["default"], kept.get("connection") if kept is not None else None)
        try:
            yield
        finally:
            if kept is not None:
                kept["connection"] = connections["default"]
                del connections["default"]
            _point(before)


def _point(database: Mapping[str, Any], connection: Any = None) -> None:
    """Closes this thread's connection and lets the next one go to `database`, or takes the open `connection` to it."""
    from django.db import connections

    connections.close_all()
    connections.settings["default"] = connections.configure_settings({"default": dict(database)})["default"]
    if connection is not None:
        connections["default"] = connection
        return
    with suppress(AttributeError):  # no connection was open
        del connections["default"]


def copy(vendor: str, story: str = "", fill: Fill | None = None) -> Database:
    """A new migrated database of our own, or one that `fill` filled with a `story`, with its state folder.

    The first copy of a run pays for the migrations and for the story, the others for a copy.
    """
    home = run_folder() / f"{vendor}-{os.getpid()}-{next(_numbers)}"
    return _copied(_template(vendor, story, fill), home)


def drop(database: Database) -> None:
    """Removes the database and its state folder; connections that somebody forgot are cut."""
    if database.url:
        _administer("DROP DATABASE {} WITH (FORCE)", _name(database.home.name))
    shutil.rmtree(database.home, ignore_errors=True)


def _copied(template: Database, home: Path) -> Database:
    shutil.copytree(template.home, home, ignore=shutil.ignore_patterns("made"))
    url = _create(home.name, template=_name(template.home.name)) if template.url else ""
    return Database(template.vendor, url, home)


def _template(vendor: str, story: str = "", fill: Fill | None = None) -> Database:
    """The database that copies are made of, made by the first worker that asks."""
    home = run_folder() / "-".join(filter(None, (vendor, story, "template")))
    with locked(home.with_suffix(".making")):
        made = home / "made"
        if not made.exists():
            shutil.rmtree(home, ignore_errors=True)
            if fill:
                template = _copied(_template(vendor), home)
                fill(template)
                _settle(template)
            else:
                home.mkdir()
                template = Database(vendor, _create(home.name) if vendor == "postgresql" else "", home)
                _migrate(template)
            made.write_text(template.url)
        return Database(vendor, made.read_text(), home)


def _migrate(database: Database) -> None:
    from tanpuhui.apps.records.migrating import migrate

    with using(database):
        migrate()
    _settle(database)


def _settle(database: Database) -> None:
    """All of a SQLite register lies in its one file."""
    from django.db import connection

    if database.vendor == "sqlite":
        with using(database), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _create(folder: str, template: str = "template0") -> str:
    """Creates the database that belongs to a state folder and gives its URL."""
    if template == "template0":
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(folder))
    _administer("CREATE DATABASE {} TEMPLATE {}", _name(folder), template)
    return urlsplit(postgres.url(run_folder()))._replace(path=f"/{_name(folder)}").geturl()


def _name(folder: str) -> str:
    """The database's name: the run's name keeps runs on a shared server apart."""
    return f"{run_folder().name}-{folder}"


def _administer(statement: LiteralString, *names: str) -> None:
    with psycopg.connect(postgres.url(run_folder()), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def drop_all() -> None:
    """Removes what this run left on a server named in `TANPUHUI_TEST_POSTGRES`; our own server goes as a whole."""
    with psycopg.connect(postgres.url(run_folder()), autocommit=True) as server:
        mine = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in server.execute(mine, [f"{run_folder().name}-"]).fetchall():
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
