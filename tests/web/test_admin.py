"""Organisations and their operator: people, invitations, tokens shown once, examinations, accounts, the register's health."""

import re
from typing import Any

from tests.web.conftest import Get
from tests.web.sitting import Sitter, entrust, join

ADMIN = ("desk/admin/organisations", "desk/admin/organisations/ALICE", "desk/admin/health")


def test_the_operator_alone_has_the_operators_pages_and_a_stranger_none(cast: Any, get: Get) -> None:
    alice, ada = Sitter("alice"), Sitter("ada")
    for page in (*ADMIN, "desk/admin/jobs"):
        assert alice.get(page).status_code == 403
        assert ada.text(page)
    for page in (*ADMIN, "desk/admin/jobs", "desk/organisation", "desk/organisation/token"):
        assert "/account/login/" in get(f"/en/{page}")["Location"]


def test_the_operator_admits_examines_and_opens_an_account(cast: Any) -> None:
    ada = Sitter("ada")
    fields = {"code": "VILLAGE", "kind": "village_collective", "name.zh": "村", "name.en": "The village"}
    ada.done("found_organisation", person_name="Vera", login="vera", **fields)
    ways = ada.ways("desk/admin/organisations/VILLAGE")
    assert "Open an account" not in ways

    vetted = ada.client.post(
        "/en/desk/do/vet_organisation",
        {"_key": "vet", "_then": "/en/desk", "organisation": "VILLAGE", "outcome": "accepted", "evidence": _paper()},
    )
    assert vetted.status_code == 302, vetted.content.decode()
    account = {"code": "V-1", "kind": "holding", "owner": "VILLAGE", "name.zh": "村账户", "name.en": "The village's"}
    ada.done("open_account", **account)

    text = ada.text("desk/admin/organisations/VILLAGE")
    assert "passed due diligence" in text
    assert "The village's V-1 holding account" in text
    assert "Vera no password yet vera manager of the organisation" in text


def _paper() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("examination.pdf", b"%PDF-1.7 examined", "application/pdf")


def test_nobody_gets_in_without_an_invitation_and_an_invitation_works_once(cast: Any) -> None:
    from django.test import Client

    join(cast, "mona", "ALICE", "organisation_manager")
    mona = Sitter("mona")
    mona.done("add_person", organisation="ALICE", person_name="Nora", login="nora", role="account_viewer")
    way = mona.ways("desk/organisation")["Invite"]
    assert mona.client.get(way).status_code == 200

    page = mona.client.post("/en/desk/organisation/ALICE/invitation", {"login": "nora"}).content.decode()
    link = re.search(r'id="link">http://[^/]+(/[^<]+)<', page)[1]  # type: ignore[index]
    browser = Client(headers={"host": "127.0.0.1"})
    assert not browser.login(login="nora", password="")
    word = {"new_password1": "a long enough word 1", "new_password2": "a long enough word 1"}
    assert browser.post(link, word)["Location"] == "/en/desk"
    assert browser.get(link).status_code == 404


def test_who_has_a_role_elsewhere_or_a_password_cannot_be_invited_to_act_as_somebody(cast: Any) -> None:
    from tanpuhui.apps.parties.models import User

    join(cast, "mona", "ALICE", "organisation_manager")
    Sitter("mona").done("appoint", organisation="ALICE", user="rita", role="account_viewer")
    sam = User.objects.get(login="sam")
    sam.set_password("chosen by sam himself")
    sam.save()

    assert "not_invitable" not in Sitter("mona").text("desk/organisation")
    for who, where, login in (("mona", "ALICE", "rita"), ("mona", "PROVINCE", "sam"), ("ada", "PROVINCE", "sam")):
        refused = Sitter(who).client.post(f"/en/desk/organisation/{where}/invitation", {"login": login})
        assert refused.status_code == 403


def test_a_token_is_shown_once_its_secret_is_nowhere_kept_and_it_works(cast: Any) -> None:
    from django.test import Client

    from tanpuhui.apps.parties.models import Token

    alice = Sitter("alice")
    form = alice.get("desk/organisation/token").content.decode()
    assert "ledger:transfer" in form
    assert "ledger:freeze" not in form
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', form)[1]  # type: ignore[index]
    alice.done("issue_token", label="books", scopes="accounts:read", digest=digest, ends_on="2027-01-01")

    page = alice.get("desk/organisation/token", made="1")
    assert page["Cache-Control"] == "private, no-store"
    secret = re.search(r'id="secret">([^<]+)<', page.content.decode())[1]  # type: ignore[index]
    assert 'id="secret"' not in alice.get("desk/organisation/token", made="1").content.decode()
    assert secret not in str(list(Token.objects.values())) + str(dict(alice.client.session))

    called = Client().get("/api/v1/accounts", headers={"authorization": f"Bearer {secret}", "host": "127.0.0.1"})
    assert called.status_code == 200
    assert "A-1" in called.content.decode()
    assert "books" in alice.text("desk/organisation")


def test_an_organisation_shows_its_own_people_and_no_others(cast: Any) -> None:
    entrust(cast, "ALICE", "EXCHANGE", "accounts:read")

    alice, bob = Sitter("alice").text("desk/organisation"), Sitter("bob").text("desk/organisation")

    assert "Anna no password yet anna account approver" in alice
    assert "entrusted to EXCHANGE" in alice
    assert "Anna" not in bob
    assert "entrusted" not in bob
    assert "entrusted by ALICE" in Sitter("eve").text("desk/organisation")


def test_a_job_shows_how_far_it_is_and_is_stopped_and_resumed_by_its_own_organisation(cast: Any) -> None:
    from tanpuhui.apps.jobs import operations
    from tests.ledger.cast import DAY, NOON, actor

    work = {"register": "us-ca-cop", "path": "/nowhere", "sha256": "0" * 64}
    job = operations.start(by=actor("ada", "KEEPER"), on=DAY, at=NOON, key="a table", kind="foreign_import", args=work)
    ada = Sitter("ada")

    assert "queued" in ada.text(f"desk/admin/jobs/{job}")
    assert 'hx-trigger="every 2s"' in ada.get(f"desk/admin/jobs/{job}/progress").content.decode()
    assert 'action="/en/desk/do/stop_job"' in ada.get(f"desk/admin/jobs/{job}").content.decode()
    ada.done("stop_job", job=job)
    assert "stopped" in ada.text(f"desk/admin/jobs/{job}")
    assert "hx-trigger" not in ada.get(f"desk/admin/jobs/{job}/progress").content.decode()
    ada.done("resume_job", job=job)
    assert "queued" in ada.text(f"desk/admin/jobs/{job}")

    from tests.web.sitting import join as appoint

    appoint(cast, "otto", "PROVINCE", "importer")
    assert Sitter("otto").get(f"desk/admin/jobs/{job}").status_code in (400, 404)
    assert "Import a table" in Sitter("otto").text("desk/admin/jobs")
