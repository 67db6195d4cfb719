"""The ways in: languages, health, headers, what cannot be read, and a register that is not there."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from tests.support.databases import Database
from tests.web.conftest import Get
from tests.web.markup import Markup


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("", "zh"),
        ("en", "en"),
        ("zh-TW,zh;q=0.9", "zh"),
        ("de-DE,de;q=0.9,en;q=0.8,zh;q=0.1", "en"),
        ("en;q=0.3,zh-CN;q=0.7", "zh"),
        ("en;q=0, fr", "zh"),
        ("*", "zh"),
        (";;;=,q" * 200, "zh"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(get: Get, asked: str, lang: str) -> None:
    there = get("/", headers={"accept-language": asked})

    assert (there.status_code, there["Location"]) == (302, f"/{lang}/")
    assert "Accept-Language" in there["Vary"]


def test_health_is_told_when_all_is_well(db: Database, get: Get) -> None:
    told = get("/healthz")

    assert (told.status_code, told.json()) == (200, {"status": "ok", "database": True, "guards": True})


def test_a_missing_guard_is_no_health(db: Database, get: Get) -> None:
    table = "" if db.vendor == "sqlite" else " ON records_journal"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_records_journal_update{table}")

    told = get("/healthz")

    assert (told.status_code, told.json()["guards"], told.json()["status"]) == (503, False, "failing")


def test_a_database_that_does_not_answer_is_told_and_its_words_are_kept(desk: Any, get: Get) -> None:
    def cut(*_: object, **__: object) -> Any:
        raise OperationalError("the cable is out")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", cut)
        told, page = get("/healthz"), get("/zh/")

    assert (told.status_code, told.json()["database"]) == (503, False)
    assert (page.status_code, "register_unreachable" in page.content.decode()) == (503, True)
    assert "cable" not in told.content.decode() + page.content.decode()
    assert Markup(page.content.decode()).faults == []


def test_a_register_that_was_never_opened_says_what_to_do(db: Database, get: Get) -> None:
    page = get("/en/")

    assert page.status_code == 503
    assert "tanpuhui init" in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/healthz", "/en/", "/zh/statistics?issued_to=x", "/zh/nowhere", "/nowhere"])
def test_every_answer_carries_the_headers_that_protect(desk: Any, get: Get, address: str) -> None:
    answer = get(address)
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_pages_can_only_be_read(desk: Any, method: str) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    for address in ("/en/", "/en/serials", "/healthz", "/"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
    assert client.head("/en/").status_code == 200


def test_another_host_and_a_flood_of_fields_are_refused_and_not_crashed(desk: Any) -> None:
    stranger = Client(headers={"host": "evil.example"})
    fields = "&".join(f"a{n}=" for n in range(700))

    for answer in (stranger.get("/en/"), Client(headers={"host": "localhost"}).get(f"/en/serials?{fields}")):
        assert answer.status_code in (200, 400)
        assert Markup(answer.content.decode()).faults == []
    assert stranger.get("/en/").status_code == 400


def test_a_bug_is_a_page_that_tells_nothing_of_its_inside(
    desk: Any, get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> Any:
        raise ZeroDivisionError("of the inside")

    monkeypatch.setattr("tanpuhui.interfaces.web.pages.serials.look_up", broken)

    page = get("/en/serials", q="1")

    assert (page.status_code, "page_crashed" in page.content.decode()) == (500, True)
    assert "inside" not in page.content.decode()
    assert Markup(page.content.decode()).faults == []


def test_django_finds_nothing_wrong_with_the_site() -> None:
    from django.core import checks

    assert checks.run_checks() == []
    assert settings.DEBUG is False
