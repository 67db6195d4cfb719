"""The settings as a real site has them: behind TLS, under a name of its own, with a key of its own."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.databases import Database

KEY = "0123456789 this key is long and of many signs, and it signs for a test only"
TOLD = """
import json, django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
from tanpuhui.apps.parties.models import User
from tanpuhui.interfaces.web.login import sign_in_link
host = {"host": "register.example"}
plain, safe = Client(headers=host), Client(headers=host | {"x-forwarded-proto": "https"})
link = "/zh/" + sign_in_link(User.objects.get(login="demo.lin"))
there, page = plain.get("/zh/"), safe.get("/zh/account/login/")
entered = safe.get(link)
said = {name: {k: v for k, v in morsel.items() if v} for name, morsel in {**page.cookies, **entered.cookies}.items()}
print(json.dumps({
    "checks": [each.id for each in run_checks(include_deployment_checks=True)],
    "debug": settings.DEBUG, "there": [there.status_code, there["Location"]],
    "hsts": page.headers.get("Strict-Transport-Security"), "cookies": said, "hashers": settings.PASSWORD_HASHERS,
    "proxies": [settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.NINJA_NUM_PROXIES],
    "other": safe.get("/zh/", headers={"host": "evil.example"}).status_code,
}))
"""


def _told(database: Database, program: str = TOLD, **environment: str) -> Any:
    more = {"DJANGO_SETTINGS_MODULE": "tanpuhui.config.settings", "TANPUHUI_SECRET_KEY": KEY} | environment
    done = subprocess.run(
        [sys.executable, "-c", program], env=database.environment | more, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_site_under_its_own_name_is_for_tls_alone_and_django_has_nothing_to_say(story: Database) -> None:
    told = _told(story, TANPUHUI_HOSTS="register.example")

    assert told["checks"] == []
    assert told["debug"] is False
    assert told["there"] == [301, "https://register.example/zh/"]
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert told["other"] == 400
    assert told["proxies"] == [1, 1]
    assert told["hashers"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert {"csrftoken", "sessionid"} <= told["cookies"].keys()
    for cookie in ("csrftoken", "sessionid"):
        flags = told["cookies"][cookie]
        assert (flags["secure"], flags["httponly"], flags["samesite"]) == (True, True, "Lax")
        assert "domain" not in flags


@pytest.mark.parametrize("hosts", ["127.0.0.1", "localhost,127.0.0.1", ""])
def test_only_a_site_for_this_machine_alone_does_without_tls(story: Database, hosts: str) -> None:
    program = (
        "import json, django; django.setup(); from django.conf import settings; "
        "print(json.dumps([settings.HTTPS, settings.ALLOWED_HOSTS, settings.ALLAUTH_TRUSTED_PROXY_COUNT]))"
    )
    https, allowed, proxies = _told(story, program, TANPUHUI_HOSTS=hosts)

    assert (https, proxies) == (False, 0)
    assert not set(allowed) - {"127.0.0.1", "localhost", "[::1]"}


def test_a_token_is_kept_as_a_hash_and_holds_for_its_scopes_until_it_is_ended(register: Database) -> None:
    """The tables hold no secret that lets anybody in: neither a token nor a password."""
    from django.apps import apps

    from tanpuhui.apps.parties.models import Token, User

    assert {
        field.name for field in Token._meta.get_fields() if "token" in field.name or "secret" in field.name
    } == set()
    assert all(len(digest) == 64 for digest in Token.objects.values_list("digest", flat=True))
    assert not [user.login for user in User.objects.all() if user.has_usable_password()]
    kept = {
        model._meta.db_table
        for model in apps.get_models()
        for f in model._meta.get_fields()
        if f.name in ("password", "token")
    }
    assert kept == {"parties_user"}
