"""Which database: PostgreSQL by its address, else the SQLite file of the state folder, to write or only to read."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import dj_database_url

from tanpuhui.config.refusals import refuse
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

FILE = "register.sqlite3"
SCHEMES = ("postgresql", "postgres")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?|/.*")
# Recursive triggers, or `INSERT OR REPLACE` would slip past the guards.
_ALWAYS = "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536;"
_WRITES = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
_READS = "PRAGMA query_only=ON; "


def database(url: str | None, home: Path, *, read_only: bool = False) -> dict[str, Any]:
    """Django's settings for the database at `url`, or for the SQLite file in `home` where there is none.

    `read_only`: nothing is ever written. Refuses `database_url_malformed`.
    """
    if url is None:
        return sqlite(home, read_only=read_only)
    asked = dict(from_url(url))
    if read_only:
        options = asked.setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
    return asked


def sqlite(home: Path, *, read_only: bool = False) -> dict[str, Any]:
    """The register's file in `home`; `read_only` also where the file, or its folder, may not be written by us."""
    file = home / FILE
    common = {"ENGINE": "django.db.backends.sqlite3"}
    if not (read_only or locked(file)):
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _WRITES + _ALWAYS}
        return {**common, "NAME": str(file), "OPTIONS": options}
    options = {"transaction_mode": "DEFERRED", "timeout": 30, "init_command": _READS + _ALWAYS}
    return {**common, "NAME": f"file:{quote(str(file))}?{_mode(file)}", "OPTIONS": options}


def locked(file: Path) -> bool:
    """Whether a file is there that we may not write, or that lies in a folder that we may not write."""
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _mode(file: Path) -> str:
    """How SQLite opens it. Beside a file in a folder we may not write it cannot make what it needs to share the file.

    Then it takes the file as one that nobody changes, unless somebody left a log beside it, which must be read too.
    """
    log = file.with_name(f"{file.name}-wal")
    alone = not os.access(file.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "mode=ro&immutable=1" if alone else "mode=ro"


def from_url(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address. Refuses `database_url_malformed`; a password is never quoted."""
    try:
        _check(url)
        return dict(dj_database_url.parse(url, conn_max_age=60))
    except ValueError as wrong:
        raise _malformed("端口、主机或参数写错了", "its host, port or parameters are ill-formed") from wrong


def _check(url: str) -> None:
    if not url.strip():
        raise _malformed("它是空的", "it is empty")
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        raise _malformed("含有空白或不可见字符", "it holds a blank or an invisible character")
    scheme, mark, _ = url.partition("://")
    if not mark or scheme not in SCHEMES:
        said = shown(scheme) if mark else "–"
        raise _malformed(f"开头（{said}）不是 postgresql://", f"it begins with {said}, not with postgresql://")
    _check_parts(urlsplit(url))


def _check_parts(parts: SplitResult) -> None:
    host = unquote(parts.hostname or "")
    if parts.port == 0 or (host and not _HOST.fullmatch(host)):
        raise _malformed("主机或端口写错了", "its host or port is ill-formed")
    if not parts.path.strip("/") or "/" in parts.path.strip("/"):
        raise _malformed("没有写明一个库名", "it does not name one database")


def _malformed(zh: str, en: str) -> Refusal:
    return refuse("database_url_malformed", why=Text(zh, en))
