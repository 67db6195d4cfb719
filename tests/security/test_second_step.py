"""One-time codes of staff, how long their sessions are, and a forgotten password: in a real register."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.security.conftest import Enter
from tests.security.test_logging_in import LOGIN, PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
SET_UP = "/en/account/second-step/totp/activate/"


@pytest.fixture
def real(register: Any) -> None:
    """The same register as if it were no demonstration."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_ledger_register_update")
        cursor.execute("UPDATE ledger_register SET demonstration = 0")


def _known(login: str) -> Any:
    from tanpuhui.apps.parties.models import User

    user = User.objects.get(login=login)
    user.set_password(PASSWORD)
    user.save()
    return user


def _code() -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_staff_set_up_their_codes_before_any_desk_and_prove_by_them(enter: Enter, real: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    lin, tan, client = _known("demo.lin"), _known("demo.tan"), enter()
    client.post(LOGIN, {"login": tan.login, "password": PASSWORD})
    assert client.get("/en/desk").status_code == 200, "a village needs none"
    staff = enter()
    staff.post(LOGIN, {"login": lin.login, "password": PASSWORD})
    for address in ("/en/desk", "/en/desk/admin/organisations", "/en/desk/do/admit_organisation"):
        assert (staff.get(address).status_code, staff.get(address)["Location"]) == (302, SET_UP)
    assert staff.get("/en/projects").status_code == 200

    TOTP.activate(lin, SECRET)
    again = enter()
    asked = again.post(LOGIN, {"login": lin.login, "password": PASSWORD})
    assert again.get("/en/desk").status_code == 302, "the password alone is not enough"
    assert again.post(asked["Location"], {"code": _code()}).status_code == 302
    assert again.get("/en/desk").status_code == 200
    sent = again.post("/en/desk/do/close_organisation", {"organisation": "DEMO-FAIR"})
    assert sent["Location"] == "/en/account/second-step/reauthenticate/"
    again.post("/en/account/reauthenticate/", {"password": PASSWORD})
    assert again.post("/en/desk/do/close_organisation", {"organisation": "DEMO-FAIR"}).status_code == 302, (
        "nor to prove it"
    )


def test_an_invitation_is_no_way_around_the_code(enter: Enter, real: None) -> None:
    from tanpuhui.apps.parties.models import User
    from tanpuhui.interfaces.web.login import invitation

    client, user = enter(), User.objects.get(login="demo.qiu")
    said = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(f"/en/{invitation(user)}", said)["Location"] == "/en/desk"
    assert client.get("/en/desk")["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200, "who has just chosen a password is not asked for it again"


def test_a_session_is_short_for_who_is_staff_anywhere(enter: Enter, real: None) -> None:
    from tanpuhui.apps.parties.models import Membership, Organisation, User
    from tanpuhui.interfaces.web.seats import STAFF_IDLE

    tan, client = _known("demo.tan"), enter()
    body = Organisation.objects.get(code="DEMO-VERIFIER")
    old = Membership.objects.filter(user=tan).first()
    assert old is not None
    client.post(LOGIN, {"login": tan.login, "password": PASSWORD})
    client.get("/en/desk")
    assert client.session.get_expiry_age() > STAFF_IDLE
    Membership.objects.create(
        user=tan, organisation=body, role="verifier", starts_on=old.starts_on, created_by=User.objects.get(login="setup"),
        created_at=old.created_at,
    )  # fmt: skip
    session = client.session
    session["organisation"] = old.organisation_id
    session.save()
    client.get("/en/desk")
    assert client.session.get_expiry_age() <= STAFF_IDLE


def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link_that_works_once(enter: Enter, real: None) -> None:
    from django.core import mail
    from django.test import override_settings

    from tanpuhui.interfaces import mailing

    user, client, mail.outbox = _known("demo.tan"), enter(), []
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(MAILS=True, EMAIL_BACKEND=backend, URL="https://register.example"):
        assert _asked(client, "demo.tan") == _asked(client, "nobody") == _asked(client, "demo.lin")
        mailing.deliver()
        assert mail.outbox == [], "an address that was not confirmed gets nothing"
        user.email, user.email_confirmed, user.email_wanted = "tan@example.org", True, False
        user.save()
        assert _asked(client, " DEMO.TAN ") == _asked(client, "nobody")
        mailing.deliver()
    (sent,) = mail.outbox
    assert sent.to == ["tan@example.org"]
    assert "/zh/account/reset/" in sent.body
    link = next(line for line in sent.body.split() if "/en/account/reset/" in line).removeprefix(
        "https://register.example"
    )
    said = {"new_password1": "another horse and battery", "new_password2": "another horse and battery"}
    assert client.get(link).status_code == 200
    assert client.post(link, said)["Location"] == LOGIN
    assert client.get(link).status_code == client.post(link, said).status_code == 404
    user.refresh_from_db()
    assert user.check_password("another horse and battery")


def _asked(client: Any, login: str) -> str:
    page = client.post("/en/account/reset/", {"login": login})
    assert page.status_code == 200
    return str(page.content.decode().split("<main")[1].split("<footer")[0])


def test_a_reset_link_is_void_after_an_hour_and_many_are_not_sent(
    enter: Enter, real: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanpuhui.apps.notices import resetting
    from tanpuhui.apps.notices.models import Message
    from tanpuhui.interfaces import clock
    from tanpuhui.interfaces.web.login import RESET_SECONDS, _Resets, reset_link

    user = _known("demo.tan")
    assert enter().get(f"/en/{reset_link(user)}").status_code == 200
    late = timedelta(seconds=RESET_SECONDS + 60)
    with monkeypatch.context() as then:
        then.setattr(_Resets, "_now", lambda self: datetime.now() - late)  # noqa: DTZ005 - as Django's own
        old = reset_link(user)
    assert enter().get(f"/en/{old}").status_code == 404
    for second in range(9):
        resetting.ask(user, at=clock.now() + timedelta(seconds=second))
    assert Message.objects.filter(user=user, code=resetting.RESET).count() == resetting.MOST
