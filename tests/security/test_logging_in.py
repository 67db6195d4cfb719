"""Logging in: sessions, wrong tries, what is told to strangers, and links that let somebody in."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.security.conftest import Enter
from tests.support.databases import Database

LOGIN = "/en/account/login/"
PASSWORD = "correct horse battery staple"
TRIES = 5
"""Wrong passwords for one login before it is locked; see ACCOUNT_RATE_LIMITS."""


@pytest.fixture
def known(register: Database) -> Any:
    """Somebody with a password."""
    from tanpuhui.apps.parties.models import User

    user = User.objects.get(login="demo.tan")
    user.set_password(PASSWORD)
    user.save()
    return user


def _try(client: Any, password: str, login: str = "demo.tan", **more: Any) -> Any:
    return client.post(LOGIN, {"login": login, "password": password}, **more)


def test_the_session_gets_another_key_when_somebody_logs_in_and_ends_when_they_leave(enter: Enter, known: Any) -> None:
    client = enter()
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    before = session.session_key

    assert _try(client, PASSWORD).status_code == 302
    after = client.session.session_key
    assert after not in (None, before)
    client.post("/en/account/logout/")
    assert client.get("/en/desk").status_code == 302
    client.cookies["sessionid"] = after
    assert client.get("/en/desk").status_code == 302


def test_a_login_is_locked_after_wrong_tries_and_says_so_whatever_is_tried_then(enter: Enter, known: Any) -> None:
    client = enter()
    told = [_try(client, f"wrong {n}").content.decode() for n in range(TRIES)]
    locked = _try(client, PASSWORD)

    assert all("not correct" in page for page in told)
    assert locked.status_code == 200
    assert "Too many failed login attempts" in locked.content.decode()
    assert (
        "过多"
        in client.post(LOGIN.replace("/en/", "/zh/"), {"login": "demo.tan", "password": PASSWORD}).content.decode()
    )


@pytest.mark.parametrize(
    "dodge",
    [
        lambda n: {"headers": {"host": f"127.0.0.1:{8000 + n}"}},
        lambda n: {"headers": {"x-forwarded-for": f"10.0.0.{n}"}},
        lambda n: {"REMOTE_ADDR": f"10.0.0.{n}"},
        lambda n: {"headers": {"accept-language": f"x{n}"}},
        lambda n: {"login": "DEMO.TAN " if n % 2 else "demo.Tan"},
    ],
    ids=["host", "forwarded", "address", "language", "writing"],
)
def test_no_dodge_gives_a_login_more_tries(enter: Enter, known: Any, dodge: Callable[[int], dict[str, Any]]) -> None:
    for n in range(TRIES):
        _try(enter(), f"wrong {n}", **dodge(n))

    assert "Too many failed login attempts" in _try(enter(), PASSWORD, **dodge(TRIES)).content.decode()


def test_an_address_is_locked_after_wrong_tries_for_many_logins(enter: Enter, known: Any) -> None:
    client = enter()
    for n in range(20):
        _try(client, "wrong", login=f"somebody{n}", REMOTE_ADDR="10.1.1.1")

    assert "Too many" in _try(client, PASSWORD, REMOTE_ADDR="10.1.1.1").content.decode()
    assert _try(client, PASSWORD, REMOTE_ADDR="10.1.1.2").status_code == 302


def test_all_processes_count_together(tmp_path: Any) -> None:
    """Many at once add the same thing to the cache that serves as the lock: one of them does."""
    import subprocess
    import sys

    program = (
        "import sys, time; from django.conf import settings; settings.configure(CACHES={}); "
        "from tanpuhui.config.attempts import Shared; cache = Shared(sys.argv[1], {}); "
        "time.sleep(max(0, float(sys.argv[2]) - time.time())); print(sum(cache.add(f'k{n}', 1) for n in range(60)))"
    )
    import time

    start = str(time.time() + 3)
    command = [sys.executable, "-c", program, str(tmp_path / "shared"), start]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    added = [int(child.communicate(timeout=60)[0]) for child in children]

    assert sum(added) == 60
    assert (tmp_path / "shared").stat().st_mode & 0o077 == 0


def test_strangers_do_not_learn_who_has_a_login(enter: Enter, known: Any) -> None:
    client = enter()
    pages = [_try(client, "wrong", login=login).content.decode() for login in ("demo.tan", "no.such", "demo.lin")]
    tokenless = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.split("<main")[1].split("<footer")[0])
        for page in pages
    ]

    assert tokenless[0] == tokenless[1].replace("no.such", "demo.tan") == tokenless[2].replace("demo.lin", "demo.tan")
    for closed in ("signup", "email", "set"):
        assert client.get(f"/en/account/{closed}/").status_code in (302, 404)


@pytest.mark.parametrize(
    "there",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example",
     "\thttps://evil.example",
     "https:///evil.example", "/%0d%0aLocation:https://evil.example", "////evil.example"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_logging_in_or_out(enter: Enter, known: Any, there: str) -> None:
    from urllib.parse import urlsplit

    client = enter()
    answer = client.post(LOGIN, {"login": "demo.tan", "password": PASSWORD, "next": there})
    gone = [answer["Location"], client.post("/en/account/logout/", {"next": there})["Location"]]

    for location in gone:
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert urlsplit(location).netloc == ""


def test_who_was_sent_to_log_in_comes_back_to_where_they_went(enter: Enter, known: Any) -> None:
    client = enter()
    asked = client.get("/en/desk")

    assert asked["Location"] == "/en/account/login/?next=/en/desk"
    answer = client.post(LOGIN, {"login": "demo.tan", "password": PASSWORD, "next": "/en/desk"})
    assert answer["Location"] == "/en/desk"


def test_an_invitation_and_a_sign_in_link_work_once_and_only_for_whom_they_are(enter: Enter, known: Any) -> None:
    from tanpuhui.apps.parties.models import User
    from tanpuhui.interfaces.web.login import invitation, sign_in_link

    user = User.objects.get(login="demo.guan")
    link, enters = f"/en/{invitation(user)}", f"/en/{sign_in_link(user)}"
    said = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    for wrong in (
        link.replace("welcome", "enter"),
        enters.replace("enter", "welcome"),
        link[:-3] + "x/",
        enters[:-3] + "x/",
    ):
        assert enter().get(wrong).status_code == 404
    assert enter().post(link, said).status_code == 302
    assert enter().get(link).status_code == 404
    assert enter().get(enters).status_code == 404
    enters = f"/en/{sign_in_link(User.objects.get(login='demo.guan'))}"
    assert [enter().get(enters).status_code for _ in range(2)] == [302, 404]


def test_links_of_somebody_who_was_shut_out_or_of_a_real_register_let_nobody_in(enter: Enter, known: Any) -> None:
    from django.db import connection

    from tanpuhui.interfaces.web.login import invitation, sign_in_link

    links = [f"/en/{invitation(known)}", f"/en/{sign_in_link(known)}"]
    type(known).objects.filter(pk=known.pk).update(is_active=False)
    assert [enter().get(link).status_code for link in links] == [404, 404]
    type(known).objects.filter(pk=known.pk).update(is_active=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_ledger_register_update")
        cursor.execute("UPDATE ledger_register SET demonstration = 0")
    assert [enter().get(link).status_code for link in links] == [200, 404]


def test_somebody_who_is_shut_out_is_out_at_once(enter: Enter, known: Any) -> None:
    client = enter()
    _try(client, PASSWORD)
    assert client.get("/en/desk").status_code == 200
    type(known).objects.filter(pk=known.pk).update(is_active=False)

    assert client.get("/en/desk").status_code == 302


@pytest.mark.parametrize("password", ["short", "123456789012", "demo.tan.demo", "password1234"])
def test_a_weak_password_is_not_taken(enter: Enter, known: Any, password: str) -> None:
    from tanpuhui.interfaces.web.login import invitation

    answer = enter().post(f"/en/{invitation(known)}", {"new_password1": password, "new_password2": password})

    assert answer.status_code == 400
    known.refresh_from_db()
    assert known.check_password(PASSWORD)
