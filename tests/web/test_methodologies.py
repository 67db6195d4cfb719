"""The pages of a methodology: read and tried by anybody, in both languages; what is wrong stands at its cell."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tanpuhui.core.text import LANGS
from tanpuhui.quantification import catalogue, explaining
from tests.support.databases import Database
from tests.web.markup import Markup

if TYPE_CHECKING:
    from tests.ledger.cast import Cast

ALL = catalogue()
WITH_EXAMPLE = {code: case for code, wanted in ALL.items() if (case := explaining.example(wanted))}
once = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
"""What asks the database nothing of its own needs one only."""


@pytest.fixture
def demo(db: Database) -> Iterator["Cast"]:
    """A demonstration in which nothing has happened, and nobody has tried anything."""
    from tanpuhui.interfaces.api.callers import COUNTER
    from tests.ledger.cast import Cast

    COUNTER.clear()
    yield Cast()
    COUNTER.clear()


def form(page: str) -> dict[str, str]:
    """What the form of a page would send, unchanged."""
    from tests.web.playing import _Forms

    (found,) = (each for each in _Forms(page).forms if each.values.get("_part") == "form")
    return {name: value for name, value in found.values.items() if name not in ("_more", "_as")}


def named(name: str, content: bytes) -> BytesIO:
    """A file to be sent."""
    file = BytesIO(content)
    file.name = name
    return file


def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def said(page: Any, status: int = 200) -> str:
    """What a page says; it must be well-formed."""
    read = Markup(page.content.decode())
    assert (page.status_code, read.faults) == (status, []), read.text[-1500:]
    return " ".join(read.text.split())


@once
@pytest.mark.parametrize("code", ALL)
def test_a_methodology_is_read_and_tried_in_both_languages(demo: "Cast", code: str) -> None:
    visitor = client()
    for lang in LANGS:
        page = visitor.get(f"/{lang}/methodologies/{code}")
        text = said(page)
        assert b"hreflang" in page.content, "no way into the other language"
        assert ALL[code].shape.status_note.text.into(lang) in text
        assert ALL[code].status.text.into(lang) in text
        tried = visitor.get(f"/{lang}/methodologies/{code}/try")
        said(tried)
        if code in WITH_EXAMPLE:
            result = said(visitor.post(f"/{lang}/methodologies/{code}/try", form(tried.content.decode())))
            grams = WITH_EXAMPLE[code].expected.grams or 0
            assert f"{grams // 10**6:,}.{grams % 10**6:06}" in result


def test_what_is_wrong_stands_at_its_field_and_what_was_written_stays(demo: "Cast") -> None:
    visitor, address = client(), "/en/methodologies/forestry_2020/try"
    sent = form(visitor.get(address).content.decode()) | {"parcels.1.area": "-3", "parcels.2.tenure": ""}
    page = visitor.post(address, sent)
    text, html = said(page), page.content.decode()
    assert "Nothing was calculated" in text
    assert 'id="parcels-1-area-wrong"' in html
    assert 'id="parcels-2-tenure-wrong"' in html
    assert 'value="-3"' in html
    more = visitor.post(address, sent | {"_more": "parcels"}).content.decode()
    assert 'name="rows.parcels" value="3"' in more


def test_days_that_are_none_are_refused_on_the_page(demo: "Cast") -> None:
    visitor, address = client(), "/zh/methodologies/forestry_2020/try"
    sent = form(visitor.get(address).content.decode())
    assert "malformed_day" in said(visitor.post(address, sent | {"first": "soon"}), 400)
    assert "reversed_period" in said(visitor.post(address, sent | {"last": "1999-01-01"}), 400)
    assert visitor.get("/zh/methodologies/nothing_2020").status_code == 404


def test_the_template_filled_in_comes_back_with_its_faults_by_cell_and_then_with_its_sheet(demo: "Cast") -> None:
    from openpyxl import load_workbook

    visitor, address = client(), "/en/methodologies/forestry_2020"
    book = load_workbook(BytesIO(visitor.get(f"{address}/template.xlsx").content))
    sheet = book.worksheets[0]
    cells: list[Any] = ["P1", "", "collective", "public_benefit", "masson_pine", "middle", "none", "twenty", 50.5, 80]
    for place, value in enumerate([*cells, date(2019, 1, 1), date(2019, 12, 31)], start=1):
        sheet.cell(2, place, value)

    def send(**more: Any) -> Any:
        file = BytesIO()
        book.save(file)
        days = {"first": "2019-01-01", "last": "2019-12-31", "on": "2021-06-01"}
        sent = {"_part": "files", "table.parcels": named("filled.xlsx", file.getvalue()), **days}
        return visitor.post(f"{address}/try", sent | more)

    text = said(send())
    assert "H2 area twenty" in text
    sheet.cell(2, 8, 20)
    assert "594.328980" in said(send())
    kept = send(_as="json").content
    assert "The same as the sheet chosen" in said(send(against=named("kept.json", kept)))
    sheet.cell(2, 8, 21)
    assert "input parcels P1 area" in said(send(against=named("kept.json", kept)))
    assert "record_not_understood" in said(send(against=named("kept.json", b"[]")), 400)


def test_in_a_real_register_an_example_is_no_value(db: Database) -> None:
    from tests.ledger.cast import Cast

    Cast(demonstration=False)
    visitor, address = client(), "/en/methodologies/forestry_2020/try"
    page = visitor.post(address, form(visitor.get(address).content.decode()))
    assert "value_illustrative_only" in said(page, 400)
    assert "an example, switched off" in said(visitor.get("/en/methodologies/forestry_2020"))


def test_the_sheet_is_a_file_too(demo: "Cast") -> None:
    visitor, address = client(), "/en/methodologies/forestry_2020/try"
    sent = form(visitor.get(address).content.decode())
    for kind, media in (("json", "application/json"), ("md", "text/markdown; charset=utf-8")):
        answer = visitor.post(address, sent | {"_as": kind})
        assert (answer.status_code, answer["Content-Type"]) == (200, media)
        assert f'filename="forestry_2020-sheet.{kind}"' in answer["Content-Disposition"]
        assert b"1467" in answer.content


def test_strangers_try_so_often_and_no_more(demo: "Cast", monkeypatch: pytest.MonkeyPatch) -> None:
    from tanpuhui.interfaces import tries

    monkeypatch.setattr(tries, "RATE", "1/min")
    visitor, address = client(), "/en/methodologies/forestry_2020/try"
    sent = form(visitor.get(address).content.decode())
    assert [visitor.post(address, sent).status_code for _ in range(2)] == [200, 429]
