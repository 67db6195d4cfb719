"""The real server, once: a process of its own on a free port of the loopback, ended by its number."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tanpuhui.core.refusals import Refusal
from tanpuhui.interfaces.web import server
from tests.support.databases import Database

SERVE = "import django; django.setup(); from tanpuhui.interfaces.web.server import serve; serve('127.0.0.1', 0)"


@pytest.fixture
def address(fresh_db: Database) -> Iterator[str]:
    """The address of a site that serves a small register."""
    from django.db import connections

    from tests.issuance.desk import Desk, row

    Desk().import_rows([row(2, "A1", 100)])
    connections.close_all()
    environment = fresh_db.environment | {"TANPUHUI_SECRET_KEY": "for a test", "TANPUHUI_HOSTS": "127.0.0.1"}
    child = subprocess.Popen(
        [sys.executable, "-c", SERVE], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stderr
    try:
        yield child.stdout.readline().strip()
    finally:
        os.kill(child.pid, signal.SIGTERM)
        said = child.communicate(timeout=30)[1]
    assert (child.returncode, said) == (0, "")


def _get(address: str, path: str, language: str = "en") -> tuple[int, dict[str, str], str]:
    asked = urlsplit(address)
    door = HTTPConnection(asked.hostname or "", asked.port, timeout=30)
    door.request("GET", path, headers={"Accept-Language": language})
    answer = door.getresponse()
    content = answer.read().decode()
    door.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def test_the_site_is_served_on_the_loopback(address: str) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"
    assert _get(address, "/")[:2][1]["location"] == "/en/"
    assert "On the books today" in _get(address, "/en/")[2]
    assert json.loads(_get(address, "/healthz")[2]) == {"status": "ok", "database": True, "guards": True}
    assert "DEMO-XX-MUU-ANY-A1-2019-7-7" in _get(address, "/zh/serials?q=7")[2]
    assert _get(address, "/zh/serials?q=" + "x" * 100_000)[0] in (400, 414)
    page = _get(address, "/zh/")[2]
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _ = _get(address, style)
    assert (status, headers["content-type"]) == (200, 'text/css; charset="utf-8"')
    assert headers["x-content-type-options"] == "nosniff"
    assert _get(address, "/static/../settings.py")[0] == 404


def test_without_a_signing_key_nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "")

    with pytest.raises(Refusal, match="tanpuhui init") as refused:
        server.serve()
    assert refused.value.code == "signing_key_missing"


@pytest.mark.parametrize("key", ["short", "ab" * 40, "django-insecure-" + "abcdefghij" * 5])
def test_a_real_register_is_not_served_with_a_weak_key_but_a_demonstration_is(
    db: Database, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.issuance.desk import Desk

    monkeypatch.setattr(settings, "SECRET_KEY", key)
    for demonstration, code in ((False, "signing_key_weak"), (True, "address_not_free")):
        with db.scratch():
            Desk(demonstration=demonstration)
            with pytest.raises(Refusal) as refused:
                server.serve("127.0.0.1", 99_999)
        assert refused.value.code == code


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99_999), ("no.such.host.invalid", 0), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_used_is_refused(host: str, port: int) -> None:
    with pytest.raises(Refusal) as refused:
        server.serve(host, port)
    assert refused.value.code == "address_not_free"


def test_a_port_in_use_is_refused() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refusal) as refused:
            server.serve("127.0.0.1", taken.getsockname()[1])
    assert refused.value.code == "address_not_free"
