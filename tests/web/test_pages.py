"""Every page, in both languages, as people and their machines read it."""

from datetime import timedelta
from typing import Any

import pytest

from tanpuhui.core.text import LANGS, Lang
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import frame, languages
from tests.support.databases import Database
from tests.web.conftest import Get
from tests.web.markup import Markup

PLACES = ("", "statistics", "serials", "serials?q=1", "serials?q=none", "values", "statistics?issued_to=x", "nowhere")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_well_formed_in_both_languages(desk: Any, get: Get, lang: Lang, place: str) -> None:
    page = get(f"/{lang}/{place}")
    read = Markup(page.content.decode())

    assert read.faults == []
    assert read.all("html")[0]["lang"] == page["Content-Language"] == languages.TAGS[lang]
    assert page["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("place", PLACES)
def test_the_other_language_keeps_the_page_and_what_was_asked(desk: Any, get: Get, place: str) -> None:
    read = Markup(get(f"/en/{place}").content.decode())

    there = [link["href"] for link in read.all("a") if link.get("hreflang") == "zh-Hans"]

    assert there == [f"/zh/{place}"]


def test_every_page_of_the_menu_is_linked_from_each_and_marks_itself(desk: Any, get: Get) -> None:
    named = [page for page in frame.pages() if page.menu is not None]
    for page in named:
        read = Markup(get(f"/zh/{page.addresses[0]}").content.decode())
        links = {link["href"]: link for link in read.all("a") if "hreflang" not in link and link["href"] != "#content"}
        assert all(f"/zh/{other.addresses[0]}" in links for other in named)
        assert [a["href"] for a in read.all("a") if a.get("aria-current") == "page"] == [f"/zh/{page.addresses[0]}"]


def test_the_start_page_shows_what_was_issued_and_what_became_of_it(desk: Any, get: Get) -> None:
    text = " ".join(Markup(get("/en/").content.decode()).text.split())

    assert "MUU mirror provisional made-up · state of 2024-12-02" in text
    assert "Issued 140 2 issuances" in text
    assert "Held 80 57.1 % Retired 60 42.9 %" in text
    assert "The places add up to what was issued." in text


def test_a_demonstration_says_so_on_every_page(desk: Any, get: Get) -> None:
    for place in PLACES[:-1]:
        assert "演示登记簿" in Markup(get(f"/zh/{place}").content.decode()).text


def test_a_real_register_shows_neither_banner_nor_provisional_mark(cast: Any, get: Get) -> None:
    text = Markup(get("/en/").content.decode()).text

    assert "PHCER" in text
    assert "Demonstration" not in text
    assert "provisional" not in text


def test_an_empty_register_says_what_to_do(db: Database, get: Get) -> None:
    from tests.issuance.desk import Desk

    Desk()

    for place in ("", "statistics", "serials", "values"):
        page = get(f"/en/{place}")
        assert page.status_code == 200
        assert Markup(page.content.decode()).faults == []
    assert "tanpuhui import carb" in get("/en/").content.decode()


def test_statistics_are_those_of_the_day_that_is_asked_for(desk: Any, get: Get) -> None:
    before = get("/en/statistics", issued_to="2019-12-31")
    after = get("/en/statistics", issued_to="2020-01-01", unit_type="MUU")

    assert "No units of this type had been issued by that day." in before.content.decode()
    assert "<strong>140</strong>" in after.content.decode()
    assert len(Markup(after.content.decode()).all("table")) == 5


def test_two_types_of_unit_can_be_chosen_from(cast: Any, get: Get) -> None:
    cast.issue("A-1", 5, unit_type="CCER")

    read = Markup(get("/en/statistics", unit_type="PHCER").content.decode())

    assert [o["value"] for o in read.all("option")] == ["CCER", "PHCER"]
    assert [o["value"] for o in read.all("option") if "selected" in o] == ["PHCER"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"issued_to": "2021-13-01"}, 400, "no_such_day"),
        ({"issued_to": "31.12.2020"}, 400, "malformed_day"),
        ({"issued_to": "<b>\x01"}, 400, "malformed_day"),
        ({"issued_to": "9999-01-01"}, 400, "year_out_of_bounds"),
        ({"unit_type": "PHCER"}, 404, "unknown_unit_type"),
        ({"unit_type": "'; --"}, 404, "unknown_unit_type"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    desk: Any, get: Get, asked: dict[str, str], status: int, code: str
) -> None:
    for lang in LANGS:
        page = get(f"/{lang}/statistics", **asked)
        assert (page.status_code, Markup(page.content.decode()).faults) == (status, [])
        assert f"<code>{code}</code>" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/en/projects/%00", "/en/certificates/issuances/%00", "/en/statistics?issued_to=%00"]
)
def test_a_sign_that_no_database_keeps_is_refused_at_the_gate(desk: Any, get: Get, address: str) -> None:
    page = get(address)

    assert page.status_code == 400
    assert "request_malformed" in page.content.decode()
    assert get("/api/v1/statistics?unit_type=%00").status_code == 422


def test_a_day_that_has_not_come_is_refused(desk: Any, get: Get) -> None:
    tomorrow = clock.today() + timedelta(days=2)

    page = get("/en/statistics", issued_to=str(tomorrow))

    assert page.status_code == 400
    assert "day_not_come_yet" in page.content.decode()


def test_every_shipped_value_is_shown_with_its_citation_or_as_unknown(desk: Any, get: Get) -> None:
    from tanpuhui.parameters import load

    values = load()
    for lang in LANGS:
        read = Markup(get(f"/{lang}/values").content.decode())
        shown = " ".join(read.text.split())
        ids = {named.get("id") for _, named in read.elements}
        for key in values.keys():  # noqa: SIM118 (no mapping)
            definition = values.definition(key)
            assert key in ids
            for entry in definition.entries:
                assert " ".join(entry.period.says.into(lang).split()) in shown
                if entry.citation:
                    assert entry.citation.where.into(lang) in shown
                    assert entry.citation.status.text.into(lang) in shown
        assert {"zh": "未知", "en": "unknown"}[lang] in shown


def test_examples_are_shown_in_a_demonstration_only(cast: Any, get: Get) -> None:
    text = Markup(get("/en/values").content.decode()).text

    assert "an example, switched off" in text


def test_totals_of_an_unfinished_import_are_marked_on_both_pages(desk: Any, get: Get) -> None:
    from tanpuhui.apps.issuance.models import ForeignFile
    from tanpuhui.apps.jobs.models import Job

    for place in ("", "statistics"):
        assert "Incomplete" not in get(f"/en/{place}").content.decode()
    Job.objects.create(
        organisation_id=desk.by.organisation_id, started_by_id=desk.by.user_id, kind="foreign_import", key="made-up:1",
        args={"register": "made-up", "sha256": ForeignFile.objects.get().sha256}, state="stopped", on=clock.today(),
        created_at=clock.now(),
    )  # fmt: skip
    for place in ("", "statistics"):
        assert "Incomplete: an import has not ended" in get(f"/en/{place}").content.decode()
