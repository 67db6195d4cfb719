"""Every endpoint as each role: what the tables allow and nothing else, generated from the catalogues."""

import json
from collections import defaultdict
from typing import Any

import pytest

from tanpuhui.interfaces.api.examples import body_of
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.lists.catalogue import listings
from tests.api.world import API, ROLES, Program, World, content
from tests.support.long import counts

STRANGERS = ("otto", "vera", "carl")
"""Another firm's applicant, a verification body that nobody engaged, the bureau of another city."""
THEIR_OWN = {"open_project", "declare_conflict", "object_to_project", "issue_token"}
"""Writes that are about the stranger's own house, or open to every stakeholder."""


def filled(path: str, world: World) -> str:
    """A path about the village's own things."""
    named = {
        "project": world.project, "report": world.checked, "case": world.draft, "code": "V-1", "organisation": "VILLAGE",
        "owner": "VILLAGE", "filing": "FIL-2024-000001", "accreditation": world.cast.entry, "adoption": "ADO-2024-000001",
    }  # fmt: skip
    return path.format_map(defaultdict(lambda: "1", named))


def body(code: str, document: Any, world: World) -> Any:
    """The example of a write, about the village's own things."""
    (operation,) = (o["post"] for o in document["paths"].values() if o.get("post", {}).get("operationId") == code)
    if "requestBody" not in operation:
        return {}
    said = json.dumps(body_of(code, operation["requestBody"]["content"]["application/json"]["schema"], document))
    for example, ours in (
        ("ZHANKENG-1", "V-1"), ("DEMO-FAIR-1", "H-1"), ("ZHANKENG", "VILLAGE"), ("DEMO-VERIFIER", "BODY"),
        ("REP-2021-000001", world.checked), ("PRJ-2021-000001", world.project),
    ):  # fmt: skip
        said = said.replace(example, ours)
    return json.loads(said)


def test_every_kept_list_asks_for_its_permission_and_every_public_one_for_nothing(world: World, api: Program) -> None:
    for listing in listings().values():
        path = listing.code + ("?account=V-1" if listing.code in ("postings", "payments") else "")
        assert api.get(path).status_code == (401 if listing.needs else 200), listing.code
        if not listing.needs:
            continue
        for login in ROLES:
            may, no = listing.needs in world.actor(login).permissions, 403
            if listing.code in ("postings", "payments"):
                may, no = login in ("ann", "vmgr", "rita", "sam"), 404 if may else 403
            assert api.get(path, login).status_code == (200 if may else no), (listing.code, login)
            csv = path.replace(listing.code, f"{listing.code}.csv")
            assert api.get(csv, login).status_code == (200 if may else no), (listing.code, login)


def test_without_a_token_nothing_is_written(world: World, api: Program, document: Any) -> None:
    before = world.newest()
    for deed in deeds().values():
        assert api.post(filled(deed.path, world), body(deed.code, document, world)).status_code == 401, deed.code
    assert world.newest() == before


def test_a_token_without_the_scope_writes_nothing(world: World, api: Program, document: Any) -> None:
    for login in ("ann", "vmgr", "rita", "pia"):
        api.tokens = {**api.tokens, f"{login}, bare": world.token(world.actor(login), "accounts:read")}
    before = world.newest()
    for deed in deeds().values():
        for login in ("ann", "vmgr", "rita", "pia"):
            said = api.post(filled(deed.path, world), body(deed.code, document, world), f"{login}, bare")
            assert 400 <= said.status_code < 500, (deed.code, login, said.content)
    assert world.newest() == before


def test_a_stranger_writes_nothing_about_what_is_not_theirs(world: World, api: Program, document: Any) -> None:
    for deed in deeds().values():
        for login in STRANGERS:
            said = api.post(filled(deed.path, world), body(deed.code, document, world), login)
            assert said.status_code >= 400 or deed.code in THEIR_OWN or deed.path.startswith("me/"), (
                deed.code,
                login,
                said.content,
            )
            assert said.status_code < 500, (deed.code, login, said.content)


def test_no_role_does_what_the_table_of_roles_does_not_give_it(world: World, api: Program, document: Any) -> None:
    for number, deed in enumerate(deeds().values()):
        lacking = [login for login in ROLES if deed.permission not in world.actor(login).permissions]
        for login in [lacking[(number + step) % len(lacking)] for step in range(counts(2, 11)) if lacking]:
            said = api.post(filled(deed.path, world), body(deed.code, document, world), login)
            allowed = _also(deed.code, login)
            assert said.status_code >= 400 or allowed, (deed.code, login, said.content)


def _also(code: str, login: str) -> bool:
    """Whether a deed serves several sides, each with a permission of its own, and this is one of them."""
    return code in ("move_units", "add_document") and login in ("ann", "vmgr")


THINGS = {
    "reports/{checked}": {"ann", "vmgr", "vic", "cara", "pia", "rita", "sam", "gus"},
    "reports/{checked}/calculation": {"ann", "vmgr", "vic", "cara", "pia", "rita", "sam", "gus"},
    "reports/{checked}/statement": {"ann", "vmgr", "vic", "cara", "pia", "rita", "sam", "gus"},
    "projects/{draft}": {"ann", "vmgr", "cara", "pia", "rita", "sam", "gus"},
    "accounts/V-1/balance": {"ann", "vmgr", "rita", "sam"},
    "projects/{project}": {*ROLES, ""}, "reports/{report}": {*ROLES, ""}, "certificates/issuances/{report}": {*ROLES, ""},
}  # fmt: skip


@pytest.mark.parametrize("path", THINGS)
def test_one_thing_is_told_to_its_readers_only(world: World, api: Program, path: str) -> None:
    asked = path.format(**vars(world))
    for login in ("", *ROLES):
        said = api.get(asked, login)
        assert (said.status_code == 200) == (login in THINGS[path]), (login, said.status_code, said.content[:200])
        assert said.status_code in (200, 401, 403, 404)


def test_a_file_is_given_to_who_may_read_it(world: World, api: Program) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = SimpleUploadedFile("图 1.pdf", b"%PDF-1.7 new", "application/pdf")
    head = api.head("ann", **{"idempotency-key": "file 1"})
    filed = api.client.post(f"{API}evidence", {"file": paper}, headers=head)
    sha256 = json.loads(filed.content)["sha256"]
    assert content(api.get(f"evidence/{sha256}", "ann")) == b"%PDF-1.7 new"
    for login in ("", "otto", "carl", "pia"):
        assert api.get(f"evidence/{sha256}", login).status_code == 404, login
    given = api.get(f"evidence/{sha256}", "ann")
    assert content(given).startswith(b"%PDF")
    assert given["Content-Disposition"].startswith("attachment"), "what somebody filed is never shown in place"
    assert api.client.post(f"{API}evidence", {"file": paper}, headers=api.head("")).status_code == 401


def test_a_file_that_is_the_body_itself_is_filed_as_it_is(world: World, api: Program) -> None:
    def send(content: bytes, who: str, key: str, name: str = "图 2.pdf") -> Any:
        head = api.head(who, **{"idempotency-key": key})
        return api.client.post(f"{API}evidence/raw?name={name}", content, content_type="application/pdf", headers=head)

    given = b"%PDF-1.7 \x00\xff raw"
    filed = send(given, "ann", "raw 1")
    sha256 = json.loads(filed.content)["sha256"]
    back = api.get(f"evidence/{sha256}", "ann")
    assert (content(back), back["Content-Type"]) == (given, "application/pdf")
    assert json.loads(send(given, "ann", "raw 1").content)["sha256"] == sha256
    assert send(given, "", "raw 2").status_code == 401
    assert send(given, "ann", "raw 3", "").status_code == 422


def test_an_account_of_somebody_elses_is_answered_as_one_that_is_not_there(world: World, api: Program) -> None:
    for path in ("accounts/{}/balance", "postings?account={}", "payments?account={}", "postings.csv?account={}"):
        theirs, nobodys = (api.get(path.format(code), "otto") for code in ("V-1", "V-9"))
        assert (theirs.status_code, nobodys.status_code) == (404, 404), path
        assert theirs.content.replace(b"V-1", b"V-9") == nobodys.content, path
