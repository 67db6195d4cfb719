"""Forms as people use them: faults at their fields, done once, proof anew, files, a second person, and the desk."""

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tanpuhui.core.text import LANGS
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.web.forms.tree import tree
from tests.support.databases import Database
from tests.web.markup import Markup
from tests.web.test_forms import sensible

if TYPE_CHECKING:
    from django.test import Client

    from tests.ledger.cast import Cast

PASSWORD = "a long enough password"
Enter = Callable[..., "Client"]


@pytest.fixture
def enter() -> Enter:
    """Logs somebody in, who has a password."""
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth.hashers import make_password
    from django.http import HttpRequest
    from django.test import Client

    from tanpuhui.apps.parties.models import User

    def enter(login: str, password: str | None = PASSWORD) -> Client:
        User.objects.filter(login=login).update(password=make_password(password))
        client = Client(headers={"host": "127.0.0.1"})
        user = User.objects.get(login=login)
        client.force_login(user)
        request = HttpRequest()
        request.session, request.user = client.session, user
        record_authentication(request, user, method="mfa", type="totp")  # as staff of a real register log in
        request.session.save()
        return client

    return enter


def read(page: Any) -> Markup:
    markup = Markup(page.content.decode())
    assert markup.faults == []
    return markup


def words(page: Any) -> str:
    return " ".join(read(page).text.split())


def hidden(page: Any) -> dict[str, str]:
    """What a form sends of itself."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def send(client: "Client", code: str, lang: str = "en", **said: Any) -> Any:
    """Opens the form of a deed, fills it in, and sends it."""
    address = f"/{lang}/desk/do/{code}"
    return client.post(address, hidden(client.get(address)) | said)


def prove(client: "Client", page: Any) -> Any:
    """Gives the password that is asked for; where that leads."""
    assert page["Location"].endswith("/account/reauthenticate/"), page["Location"]
    return client.post(page["Location"], {"password": PASSWORD})


def moved(account: str) -> int:
    from tanpuhui.apps.ledger import queries
    from tanpuhui.interfaces import clock

    return sum(row.units for row in queries.balance(account, clock.today()))


def transfer(quantity: str = "5", **more: str) -> dict[str, str]:
    from tanpuhui.apps.ledger.models import Series

    row = {"items.0.source": "A-1", "items.0.target": "B-2", "items.0.series": str(Series.objects.get().pk)}
    return {"act": "transfer", **row, "items.0.quantity": quantity, **more}


def hold(quantity: str) -> dict[str, str]:
    said = transfer(quantity) | {"items.0.target": "A-1", "reason": "kept"}
    del said["act"]
    return said


def test_every_deed_has_a_form_in_both_languages_with_an_input_for_all_it_reads(
    db: Database, cast: "Cast", enter: Enter
) -> None:
    alice = enter("alice")
    for number, deed in enumerate(deeds().values()):
        lang = LANGS[(number + (db.vendor == "sqlite")) % 2]  # the other language on the other database
        wanted = {name for node in tree(deed) for name, _ in sensible(node, node.place, all=False) if ".1" not in name}
        shown = read(alice.get(f"/{lang}/desk/do/{deed.code}"))
        named = {
            field["name"] for tag in ("input", "select", "textarea") for field in shown.all(tag) if "name" in field
        }
        assert wanted - named <= set(deed.fills), (deed.code, lang)
        assert deed.title.into(lang) in shown.text


def test_a_faulty_form_comes_back_with_what_was_typed_and_each_fault_at_its_field(cast: "Cast", enter: Enter) -> None:
    odd = '"><script>alert(1)</script>'
    page = send(enter("alice"), "reserve_units", reason=odd, **{"items.3.source": odd, "items.3.quantity": "1,5"})
    shown = read(page)
    fields = {field["name"]: field for field in shown.all("input") if "name" in field}

    assert page.status_code == 400
    assert fields["items.0.source"]["value"] == odd
    assert fields["items.0.quantity"]["value"] == "1,5"
    assert fields["items.0.quantity"]["aria-invalid"] == "true"
    assert f"{fields['items.0.quantity']['id']}-wrong" in fields["items.0.quantity"]["aria-describedby"]
    assert "Quantity (tonnes): it should be a whole number" in " ".join(shown.text.split())
    assert b"<script>alert" not in page.content


def test_what_an_operation_refuses_stands_above_the_form_which_keeps_what_was_typed(cast: "Cast", enter: Enter) -> None:
    page = send(enter("alice"), "reserve_units", **hold("70000"))

    assert page.status_code == 400
    assert "insufficient_units" in words(page)
    assert "70000" in [field.get("value") for field in read(page).all("input")]


def test_a_form_that_is_sent_twice_is_done_once_and_another_form_is_another_act(cast: "Cast", enter: Enter) -> None:
    from tanpuhui.apps.ledger.models import Reservation

    alice, before = enter("alice"), Reservation.objects.count()
    said, form = hold("1"), hidden(alice.get("/en/desk/do/reserve_units"))
    first, again = (alice.post("/en/desk/do/reserve_units", form | said) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    assert Reservation.objects.count() == before + 1
    assert "Reserve units: done." in words(alice.get(first["Location"]))
    assert "key_reused" in words(alice.post("/en/desk/do/reserve_units", form | said | {"reason": "other"}))
    assert send(alice, "reserve_units", **said).status_code == 302
    assert Reservation.objects.count() == before + 2


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site_when_a_form_is_done(cast: "Cast", enter: Enter, then: str) -> None:
    done = send(enter("alice"), "reserve_units", _then=then, **hold("1"))

    assert (done.status_code, done["Location"]) == (302, "/en/desk/done")


def test_a_row_more_needs_no_script_and_loses_nothing(cast: "Cast", enter: Enter) -> None:
    page = send(enter("alice"), "pay", note="for wood", _more="payments", **{"payments.0.source": "A-P"})
    fields = {field.get("name"): field for field in read(page).all("input")}

    assert page.status_code == 200
    assert {"payments.0.source", "payments.1.source"} <= fields.keys()
    assert "payments.2.source" not in fields
    assert "for wood" in page.content.decode()


def test_a_form_says_of_no_more_fields_than_there_are_that_they_are_fixed(cast: "Cast", enter: Enter) -> None:
    many = ",".join(f"x{number}" for number in range(60_000))  # each is held against each field
    page = send(enter("alice"), "pay", _more="payments", _fixed=many, _only="", note="for wood")

    assert page.status_code == 200
    (kept,) = [field["value"] for field in read(page).all("input") if field.get("name") == "_fixed"]
    assert len(kept.split(",")) == 400


def test_signing_asks_for_the_password_anew_and_then_for_the_same_form_once_more(cast: "Cast", enter: Enter) -> None:
    alice = enter("alice")
    asked = send(alice, "move_units", **transfer())
    assert moved("B-2") == 0
    assert alice.post(asked["Location"], {"password": "wrong"}).status_code == 200

    proven = prove(alice, asked)
    form = alice.get(proven["Location"])
    done = alice.post("/en/desk/do/move_units", hidden(form) | transfer())

    assert "5" in [field.get("value") for field in read(form).all("input")]
    assert done.status_code == 302
    assert moved("B-2") == 5
    assert send(alice, "move_units", **transfer("1")).status_code == 302  # a short while it holds


def test_who_has_no_way_to_prove_it_signs_nothing_in_a_real_register(cast: "Cast", enter: Enter) -> None:
    page = send(enter("alice", password=None), "move_units", **transfer())

    assert moved("B-2") == 0
    assert "no_way_to_prove" in words(page)


def test_a_file_is_judged_by_its_content_filed_once_and_kept_while_other_faults_are_mended(
    cast: "Cast", enter: Enter
) -> None:
    from tanpuhui.apps.records.models import Evidence

    def upload(content: bytes) -> Any:
        return send(ada, "vet_organisation", evidence=SimpleUploadedFile("paper.pdf", content, "application/pdf"))

    ada = enter("ada")
    assert "upload_is_program" in words(upload(b"MZ\x90\x00"))
    assert "upload_empty" in words(upload(b""))
    faulty = upload(b"%PDF-1.7 paper %%EOF")
    filed = Evidence.objects.get(name="paper.pdf")
    kept = hidden(faulty)
    as_a_browser = {"evidence": [kept["evidence"], ""], "organisation": "ALICE", "outcome": "accepted"}
    done = ada.post("/en/desk/do/vet_organisation", kept | as_a_browser)  # the input of the file is there, and empty

    assert (faulty.status_code, filed.media_type) == (400, "application/pdf")
    assert kept["evidence"] == filed.sha256
    assert done.status_code == 302
    upload(b"%PDF-1.7 paper %%EOF")
    assert Evidence.objects.filter(name="paper.pdf").count() == 1


FREEZE: dict[str, Any] = {"scope": "account", "target": "A-1", "reason": "to look <b>into</b> it", "acts": ["transfer"]}


def asked_to_freeze(rita: "Client") -> str:
    proven = prove(rita, send(rita, "freeze", **FREEZE))
    waits = rita.post("/en/desk/do/freeze", hidden(rita.get(proven["Location"])) | FREEZE)
    assert waits["Location"] == "/en/desk/approvals"
    (number,) = set(re.findall(r"/en/desk/approvals/(\d+)", rita.get(waits["Location"]).content.decode()))
    return f"/en/desk/approvals/{number}"


def decide(client: "Client", address: str, allowed: str) -> Any:
    said = hidden(client.get(address)) | {"allowed": allowed, "reason": "looked at"}
    proven = prove(client, client.post("/en/desk/do/decide_approval", said))
    return client.post("/en/desk/do/decide_approval", hidden(client.get(proven["Location"])) | said)


def test_a_second_person_reads_and_allows_and_who_asked_does_exactly_that_once(cast: "Cast", enter: Enter) -> None:
    from tanpuhui.apps.ledger.models import Freeze

    rita, sam, alice = enter("rita"), enter("sam"), enter("alice")
    address = asked_to_freeze(rita)

    assert "You asked for this yourself" in words(rita.get(address))
    assert alice.get(address).status_code == 404
    assert "to look <b>into</b> it" in words(sam.get(address))
    assert "冻结" in words(sam.get(address.replace("/en/", "/zh/")))
    assert rita.post(address).status_code == 403
    assert decide(sam, address, "true")["Location"] == address
    assert sam.post(address).status_code == 403
    assert Freeze.objects.count() == 0
    assert [rita.post(address).status_code for _ in range(2)] == [302, 302]
    assert Freeze.objects.get().reason == FREEZE["reason"]
    assert "carried out" in words(sam.get("/en/desk/approvals"))


def test_what_is_denied_is_not_done(cast: "Cast", enter: Enter) -> None:
    from tanpuhui.apps.ledger.models import Freeze

    rita, sam = enter("rita"), enter("sam")
    address = asked_to_freeze(rita)
    decide(sam, address, "false")

    assert "denied" in words(rita.get(address))
    assert rita.post(address).status_code == 403
    assert Freeze.objects.count() == 0


def test_the_desk_says_what_waits_in_as_many_statements_however_much_it_is(cast: "Cast", enter: Enter) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tanpuhui.apps.ledger.models import Series
    from tanpuhui.apps.ledger.operations import Item

    bob, counts, page = enter("bob"), list[int](), None
    for _ in range(2):
        for _ in range(3):
            cast.act("transfer", Item("A-1", "B-W", Series.objects.get().pk, 1))
        bob.get("/en/desk")
        with CaptureQueriesContext(connection) as statements:
            page = bob.get("/en/desk")
        counts.append(len(statements))

    assert words(page).count("1 units from A-1 wait to be accepted into B-W") == 6
    assert counts[0] == counts[1] <= 22
    assert "Transfer units" in words(page)
    assert "Convert units" not in words(page)
