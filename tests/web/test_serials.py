"""The serial search: where units lie, their life, and a sentence for everything that is no serial."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tanpuhui.apps.ledger import queries
from tests.issuance.desk import row
from tests.support.databases import Database
from tests.web.conftest import Get
from tests.web.markup import Markup

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def _text(page: Any) -> str:
    read = Markup(page.content.decode())
    assert read.faults == []
    return " ".join(read.text.split())


WHOLE = "DEMO-XX-MUU-ANY-B2-2019-140-140"


@pytest.mark.parametrize("asked", ["100", " 100 ", "DEMO-XX-MUU-ANY-A1-2019-100-100"])
def test_a_single_unit_is_found_by_its_number_and_by_its_serial(desk: Any, get: Get, asked: str) -> None:
    text = _text(get("/en/serials", q=asked))

    assert "DEMO-XX-MUU-ANY-A1-2019-100-100" in text
    assert "Part of the issuance DEMO-XX-MUU-ANY-A1-2019-1-100" in text
    assert "2020-01-01 issuance into held" in text
    assert "2024-12-02 retirement from held to used" in text


def test_a_run_of_units_is_found_block_by_block(desk: Any, get: Get) -> None:
    text = _text(get("/zh/serials", q="DEMO-XX-MUU-ANY-A1-2019-30-70"))

    assert [part in text for part in ("2019-30-40", "2019-41-60", "2019-61-70")] == [True] * 3
    assert "已注销" in text
    assert "持有" in text


def test_an_id_of_the_register_of_origin_leads_to_the_serial(desk: Any, get: Get) -> None:
    assert "DEMO-XX-MUU-ANY-B2-2019-101-140" in _text(get("/en/serials", q="B-2"))


def test_a_serial_has_an_address_of_its_own(desk: Any, get: Get) -> None:
    asked = get("/en/serials", q="140").content.decode()

    (address,) = {a["href"] for a in Markup(asked).all("a") if a["href"].endswith("-140-140")}

    there, here = (_text(page).split("Read at")[0] for page in (get(address), get("/en/serials", q=WHOLE)))
    assert there == here


def test_transfers_and_reservations_are_told(cast: Any, get: Get) -> None:
    text = _text(get("/en/serials", q="GD-PHCER-FORESTRY-SG1-2019-1-100"))
    life = _text(get("/en/serials", q="100"))

    assert "reserved" in text
    assert "transfer from holding account to holding account" in life
    assert "reservation in holding account" in life


def test_who_holds_units_is_on_no_public_page_and_what_kind_of_account_is(cast: Any, get: Get) -> None:
    from tanpuhui.apps.ledger.operations import Item

    series, _ = queries.series_of(next(queries.serials("B-1")).serial)
    cast.act("retire", Item("B-1", "RETIRED", series, 5))
    names = {"A-1", "ALICE", "B-1", "BOB"}
    for lang, held in (("zh", "持有"), ("en", "Held")):
        for address in ("statistics", "serials?q=GD-PHCER-FORESTRY-SG1-2019-1-100", "serials?q=100", ""):
            text = _text(get(f"/{lang}/{address}"))
            assert not names & set(text.split()), address
        statistics = _text(get(f"/{lang}/statistics"))
        assert f"{held} 95" in statistics
        assert "RETIRED" in statistics


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("0", 404, "unknown_serial"),
        ("141", 404, "unknown_serial"),
        ("9999999999999999999", 404, "unknown_serial"),
        ("DEMO-XX-MUU-ANY-A1-2019-1-101", 404, "unknown_serial"),
        ("XX-MUU-ANY-A1-2019-1-1", 404, "unknown_serial"),
        ("99999999999999999999", 400, "malformed_serial"),
        ("-1", 400, "malformed_serial"),
        ("１", 400, "malformed_serial"),
        ("DEMO-XX-MUU-ANY-A1-2019-0-1", 400, "malformed_serial"),
        ("DEMO-XX-MUU-ANY-A1-2019-2-1", 400, "reversed_range"),
        ("a\x00b", 400, "request_malformed"),
        (HOSTILE, 400, "malformed_serial"),
        ("x" * 300, 400, "text_too_long"),
        ("x" * 1_000_000, 400, "address_too_long"),
        ("9" * 1_000_000, 400, "address_too_long"),
    ],
)
def test_what_is_no_serial_meets_a_sentence(desk: Any, get: Get, asked: str, status: int, code: str) -> None:
    for lang in ("zh", "en"):
        page = get(f"/{lang}/serials", q=asked)
        assert (page.status_code, len(page.content) < 10_000) == (status, True)
        assert f"({code})" in _text(page).replace(" ", "").replace(code, f"({code})")
        assert "<img src=x" not in page.content.decode()


def test_names_from_foreign_tables_cannot_write_the_page(db: Database, get: Get) -> None:
    from tanpuhui.apps.ledger.models import Account
    from tests.issuance.desk import Desk

    named = row(2, "A1", 10)
    assert named.issuance
    labels = {"kind": HOSTILE, "project_type": HOSTILE}
    Desk().import_rows([replace(named, issuance=replace(named.issuance, project_name=HOSTILE, labels=labels))])

    Account.objects.filter(code="made-up:held").update(name_en=HOSTILE)

    for address in ("/en/serials?q=1", "/en/statistics"):
        page = get(address)
        assert _text(page).count(HOSTILE) >= 2
        assert not re.search(r"&amp;(#|quot|lt|gt)", page.content.decode()), "escaped twice"


def test_a_hostile_address_is_quoted_wherever_it_stands(desk: Any, get: Get) -> None:
    for address in (
        "/en/serials/%22%3E%3Cscript%3E",
        "/en/%22%3E%3Cscript%3E?%22%3E%3Cscript%3E",
        "/zh//evil.example/",
    ):
        page = get(address)
        assert page.status_code in (400, 404)
        assert Markup(page.content.decode()).faults == []
        assert all(link["href"].startswith(("/zh/", "/en/", "#")) for link in Markup(page.content.decode()).all("a"))
