"""Certificates as page and PDF: what they say, that nothing in them is read as a command, and what has none."""

import io
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pypdf
import pytest
import segno
from django.conf import settings

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.papers import content, printing
from tanpuhui.interfaces.web.papers import words as say
from tests.support.databases import Database
from tests.web.conftest import Get
from tests.web.markup import Markup

BASE = "https://register.example"
ODD = (
    '#panic("x")', "#let a = 1", "[bold *x*]", "\\u{41}\\", "`raw` $x^2$", "<label> @ref", "// comment", '"quoted" --- x',
    "/* open", "𠮷野家 𝕏 😀 ﷽", "W" * 900, "字" * 900, "e\u0301 \u202eabc", "",
)  # fmt: skip


def paper(name: str, **more: Any) -> content.Certificate:
    table = content.Table(say.SERIALS, (content.Column(say.SERIAL, mono=True, wide=True),), ((name,), ("second",)))
    fields: dict[str, Any] = {
        "title": say.RETIREMENT, "lead": Text(name, name), "operator": Text("省厅", "Department"),
        "path": "certificates/retirements/7", "on": date(2024, 1, 2), "demonstration": False, "marks": (),
        "facts": (content.Fact(say.BENEFICIARY, name), content.Fact(say.ENTRY, "7")), "tables": (table,),
    }  # fmt: skip
    return content.Certificate(**fields | more)


def read(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("name", ODD)
def test_no_name_is_read_as_a_command_and_none_is_lost(name: str) -> None:
    text = "".join(read(printing.pdf(paper(name), BASE))).replace("\u200b", "")
    if len(name) == 900:
        assert text.count(name[0]) >= 2700
    elif name.isascii():
        assert text.count("".join(name.split())) >= 3
    assert "Department" in text
    assert "second" in text


def test_the_same_data_are_the_same_bytes_and_other_data_are_not() -> None:
    first = printing.pdf(paper("a school"), BASE)
    assert printing.pdf(paper("a school"), BASE) == first
    assert printing.pdf(paper("a schoo1"), BASE) != first
    made_on = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert made_on
    assert str(made_on["/CreationDate"]).startswith("D:20240102")


def test_fonts_are_inside_and_the_code_leads_to_the_public_page() -> None:
    made = paper("a school")
    there = f"{BASE}/zh/certificates/retirements/7"
    (page,) = pypdf.PdfReader(io.BytesIO(printing.pdf(made, BASE))).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts} == {"NotoSansSC", "DejaVuSansMono"}
    assert all({"/FontFile2", "/FontFile3"} & descriptor.get_object().keys() for descriptor in inner)
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]  # type: ignore[attr-defined]
    assert set(links) == {there}
    assert printing.code(there) == segno.make_qr(there, error="m").svg_inline(border=2, scale=4, omitsize=False)


def test_a_demonstration_says_so_on_every_page_and_a_real_one_nowhere() -> None:
    rows = tuple((f"DEMO-{n}",) for n in range(200))
    table = content.Table(say.SERIALS, (content.Column(say.SERIAL, wide=True),), rows)
    marked = read(printing.pdf(paper("x", demonstration=True, marks=(say.DEMONSTRATION,), tables=(table,)), BASE))
    assert len(marked) > 2
    assert all("演示" in page and "DEMONSTRATION:withoutanyeffect" in page for page in marked)
    assert "演示" not in "".join(read(printing.pdf(paper("x", tables=(table,)), BASE)))


def test_an_issuance_has_a_page_and_a_paper_that_say_the_same(
    db: Database, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.issuance.stage import Stage

    stage = Stage()
    report = stage.cast.report_at("approved")
    there = f"certificates/issuances/{report}"
    too_early = get(f"/zh/{there}.pdf")
    assert (too_early.status_code, "not_issued" in too_early.content.decode()) == (404, True)
    stage.issue(report)
    answer = get(f"/en/{there}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = "".join(read(answer.content))
    for lang in ("zh", "en"):
        page = get(f"/{lang}/{there}")
        assert (page.status_code, Markup(page.content.decode()).faults) == (200, [])
        facts = ["".join(unescape(said).split()) for said in _facts(page.content.decode())]
        assert len(facts) == 14
        assert not [said for said in facts if said not in text], lang
    for mark in (say.DEMONSTRATION, say.ILLUSTRATIVE):
        assert "".join(mark.zh.split()) in text
        assert "".join(mark.en.split()) in text
    assert "DEMO-GD-PHCER-" in text
    assert f"http://127.0.0.1/zh/{there}" in text
    monkeypatch.setattr(settings, "URL", BASE)
    elsewhere = "".join(read(get(f"/zh/{there}.pdf").content))
    assert f"{BASE}/zh/{there}" in elsewhere
    assert "127.0.0.1" not in elsewhere


def _facts(page: str) -> Iterator[str]:
    for part in page.split("<dl")[1].split("</dl>")[0].split("<dd")[1:]:
        yield part.split(">", 1)[1].split("</dd>")[0]


def test_what_was_not_retired_or_does_not_exist_has_no_certificate(desk: Any, get: Get) -> None:
    for address, code in (
        ("issuances/REP-2024-999999", "unknown_report"),
        ("issuances/%22%3E%3Cb", "unknown_report"),
        ("retirements/1", "no_retirement"),
        ("retirements/0", "no_retirement"),
        (f"retirements/{'9' * 900}", "no_retirement"),
    ):
        for end in ("", ".pdf"):
            page = get(f"/en/certificates/{address}{end}")
            assert (page.status_code, code in page.content.decode()) == (404, True), address
    assert get("/en/certificates/retirements/-1").status_code == 404


def test_a_retirement_of_which_fewer_units_stand_now_says_so(cast: Any, get: Get) -> None:
    from tanpuhui.apps.ledger.operations import Item, Words
    from tanpuhui.core.ranges import Range
    from tests.ledger.cast import newest_entry_after

    series = cast.issue("A-1", 100)
    words = Words(purpose="philanthropy", beneficiary="<b>a</b> #school")
    entry = newest_entry_after(cast.act, "retire", Item("A-1", "RETIRED", series, 60), words=words)
    whole = get(f"/en/certificates/retirements/{entry}").content.decode()
    assert "&lt;b&gt;a&lt;/b&gt; #school" in whole
    assert "are now still retired" not in whole
    cast.act("invalidate", Item("RETIRED", "INVALIDATED", series, range=Range(151, 160)))
    page, text = get(f"/en/certificates/retirements/{entry}"), get(f"/en/certificates/retirements/{entry}.pdf")
    assert "50 of the 60 units are now still retired by this act" in page.content.decode()
    said = "".join(read(text.content))
    assert "50ofthe60unitsarenowstillretired" in said
    assert "<b>a</b>#school" in said
    assert "DEMONSTRATION" not in said
