"""Notices by mail: to confirmed addresses of members who want it, in both languages, each once, by a real server."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.support.databases import Database
from tests.support.postbox import Postbox, postbox
from tests.web.markup import Markup

FACTS: dict[str, object] = {"job": 7, "kind": "carb", "reason": "no file"}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A mail server that the settings name as the environment would."""
    from tanpuhui.config.mail import mail

    with postbox() as box:
        for name, value in mail(f"smtp://127.0.0.1:{box.port}", "", "https://register.example").items():
            monkeypatch.setattr(settings, name, value)
        monkeypatch.setattr(settings, "MAILS", True)
        monkeypatch.setattr(settings, "URL", "https://register.example")
        yield box


def people(*, demonstration: bool = True) -> Any:
    from tests.ledger.cast import Cast

    return Cast(demonstration=demonstration)


def act(cast: Any, who: Any, deed: str, **more: Any) -> int:
    from tanpuhui.apps.notices import addresses
    from tanpuhui.apps.records.journal import JOURNAL

    done: int = getattr(addresses, deed)(**cast.write(who), journal=JOURNAL, **more)
    return done


def deliver() -> Any:
    from tanpuhui.interfaces import mailing

    return mailing.deliver()


def proof_in(box: Postbox) -> str:
    found = re.search(r"under “Notices by mail”: (\S+)\. If", box.mails[-1][1].get_content())
    assert found
    return found[1]


def confirmed(cast: Any, who: Any, email: str, box: Postbox) -> None:
    act(cast, who, "set_email", email=email)
    assert deliver().mails == 1
    act(cast, who, "confirm_email", mailed=proof_in(box))


def tell(cast: Any, key: str, **to: Any) -> None:
    from tanpuhui.apps.notices import operations
    from tests.ledger.cast import NOON

    operations.tell(code="job_failed", facts=FACTS, at=NOON, key=key, **to)


def test_members_with_a_confirmed_address_who_want_it_get_each_notice_once(db: Database, box: Postbox) -> None:
    from tanpuhui.apps.notices import operations
    from tests.ledger.cast import NOON

    cast = people()
    alice, bob = cast.people.alice, cast.people.bob
    tell(cast, "before", organisation=alice.organisation_id)
    assert (deliver().mails, box.mails) == (0, [])
    act(cast, alice, "set_email", email="Alice@example.org")
    tell(cast, "unconfirmed", organisation=alice.organisation_id)
    assert deliver().mails == 1
    act(cast, alice, "confirm_email", mailed=proof_in(box))
    confirmed(cast, bob, "bob@example.org", box)
    box.mails.clear()
    for _ in range(2):
        tell(cast, "k", organisation=alice.organisation_id)
        codes = {alice.organisation_id: "job_failed", bob.organisation_id: "job_failed"}
        operations.tell_all(codes=codes, facts=FACTS, at=NOON, key="all")
    assert [deliver().mails, deliver().mails] == [3, 0]
    assert sorted(to for to, _ in box.mails) == ["Alice@example.org", "Alice@example.org", "bob@example.org"]
    mail = box.mails[0][1]
    text = mail.get_content()
    assert "任务 7（carb）失败：no file" in text
    assert "Job 7 (carb) failed: no file" in text
    assert "https://register.example/zh/desk" in text
    assert ("演示" in text, "DEMO" in mail["Subject"], mail["From"]) == (True, True, "register@register.example")
    act(cast, alice, "switch_email", wanted=False)
    tell(cast, "off", organisation=alice.organisation_id)
    assert deliver().mails == 0
    act(cast, alice, "switch_email", wanted=True)
    tell(cast, "one's own", user=alice.user_id)
    act(cast, alice, "set_email", email="")
    assert (deliver().mails, len(box.mails)) == (0, 3)


def test_a_mail_that_is_not_taken_waits_and_a_server_that_is_not_there_counts_as_nobodys_try(
    db: Database, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanpuhui.apps.notices.models import Message
    from tanpuhui.interfaces import clock

    cast = people()
    confirmed(cast, cast.people.alice, "alice@example.org", box)
    confirmed(cast, cast.people.bob, "bob@example.org", box)
    box.mails.clear()
    box.refuses = "alice@example.org"
    for who in (cast.people.alice, cast.people.bob):
        tell(cast, "k", organisation=who.organisation_id)
    assert (deliver().mails, [to for to, _ in box.mails]) == (1, ["bob@example.org"])
    (waits,) = Message.objects.filter(channel="email", delivered_at=None)
    assert (waits.failure, waits.attempts) == ("SMTPRecipientsRefused", 1)
    box.refuses = ""
    assert deliver().mails == 0
    now = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: now)
    with monkeypatch.context() as away:
        away.setattr(settings, "EMAIL_PORT", 1)
        assert deliver().failure == "ConnectionRefusedError"
    waits.refresh_from_db()
    assert waits.attempts == 1
    assert deliver().mails == 1


def test_without_a_server_a_real_register_keeps_mails_as_files_and_a_demonstration_prints_them(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tanpuhui.interfaces import mailing

    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
    for demonstration, files, mails in ((False, 1, 0), (True, 0, 1)):
        with db.scratch():
            cast = people(demonstration=demonstration)
            act(cast, cast.people.alice, "set_email", email="alice@example.org")
            assert mailing.kept() is not demonstration
            sent = deliver()
            assert (sent.files, sent.mails, sent.failure) == (files, mails, "")
    (file,) = (tmp_path / "outbox").iterdir()
    assert '"address": "alice@example.org"' in file.read_text()
    said = capsys.readouterr()
    assert ("alice@example.org" in said.err, said.out) == (True, "")


def test_an_address_is_confirmed_only_by_its_user_with_its_own_code_in_time(db: Database, box: Postbox) -> None:
    from tests.ledger.cast import code_of

    cast = people()
    alice, bob = cast.people.alice, cast.people.bob
    for wrong in ("alice", "a@b", "a b@c.de", "a@b.de\nBcc: x@y.zz", "a@b.de, c@d.ef", "x" * 65 + "@b.de"):
        assert code_of(act, cast, alice, "set_email", email=wrong) == "email_malformed"
    act(cast, alice, "set_email", email="alice@example.org")
    deliver()
    proof = proof_in(box)
    act(cast, bob, "set_email", email="alice@example.org")
    late = {**cast.write(alice, date(2024, 1, 10))}
    from tanpuhui.apps.notices import addresses
    from tanpuhui.apps.records.journal import JOURNAL

    assert code_of(addresses.confirm_email, **late, journal=JOURNAL, mailed=proof) == "proof_not_valid"
    for who, said in ((bob, proof), (alice, proof[:-1]), (alice, ""), (alice, "x:y")):
        assert code_of(act, cast, who, "confirm_email", mailed=said) == "proof_not_valid"
    act(cast, alice, "set_email", email="other@example.org")
    assert code_of(act, cast, alice, "confirm_email", mailed=proof) == "proof_not_valid"
    for number in range(3):
        act(cast, alice, "set_email", email=f"a{number}@example.org")
    assert code_of(act, cast, alice, "set_email", email="one-more@example.org") == "too_many_addresses"


def test_the_page_sets_confirms_and_switches(db: Database, box: Postbox) -> None:
    from tanpuhui.apps.notices import recipients
    from tests.web.test_entering import link

    cast = people()
    client = Client(headers={"host": "127.0.0.1"})
    client.get(link("alice"))

    def do(code: str, **said: str) -> str:
        """Fills in the form of a deed on the page and sends it."""
        page = client.get("/en/desk/notices").content.decode()
        form = next(part for part in page.split("<form")[1:] if f"/do/{code}" in part).split("</form>")[0]
        inputs = [dict(attributes) for tag, attributes in Markup(f"<form{form}</form>").elements if tag == "input"]
        held = {each["name"]: each.get("value", "") for each in inputs if "name" in each} | said
        answer = client.post(form.split('action="')[1].split('"')[0], held)
        assert (answer.status_code, answer["Location"]) == (302, "/en/desk/notices"), answer.content.decode()
        return client.get("/en/desk/notices").content.decode()

    user = cast.people.alice.user_id
    assert "not confirmed yet" in do("set_email", email="alice@example.org")
    assert deliver().mails == 1
    assert "Notices are mailed there." in do("confirm_email", mailed=proof_in(box))
    assert recipients.address(user).reached
    assert "switched off" in do("switch_email")
    assert not recipients.address(user).reached
    page = Markup(do("switch_email"))
    assert (page.faults, "Notices are mailed there." in page.text) == ([], True)
