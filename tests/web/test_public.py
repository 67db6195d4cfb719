"""What everybody may see: in both languages, well formed, at a bounded cost; drafts are not there, and no name becomes markup."""

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.core.text import LANGS, Lang
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.web import frame
from tests.web.conftest import Get
from tests.web.markup import Markup

if TYPE_CHECKING:
    from tests.issuance.stage import Stage
    from tests.projects.cast import Cast

EVIL = "<img src=x onerror=alert(1)>{{7*7}}</script>"
PUBLIC = ("projects", "issuances", "retirements", "cancellations", "decisions", "freezes", "organisations", "style", "glossary",
          "verification_bodies", "methodologies", "mechanisms",
          "sources", "downloads", "values?q=cap", "values?q=zz")  # fmt: skip


@pytest.fixture
def stage(standing: "Stage") -> "Cast":
    """Everybody of a case, in an open register."""
    return standing.cast


@pytest.mark.parametrize("lang", LANGS)
def test_every_public_page_is_well_formed_in_both_languages(desk: Any, get: Get, lang: Lang) -> None:
    for place in PUBLIC:
        page = get(f"/{lang}/{place}")
        assert (place, page.status_code, Markup(page.content.decode()).faults) == (place, 200, [])


def test_every_public_list_has_a_page_and_every_kept_one_asks_who_is_there(desk: Any, get: Get) -> None:
    for listing in listings().values():
        page, file = get(f"/zh/lists/{listing.code}"), get(f"/zh/lists/{listing.code}.csv")
        if listing.needs:
            assert (page.status_code, file.status_code) == (302, 302), listing.code
            assert "/login/" in page["Location"]
        else:
            assert (page.status_code, file.status_code) == (200, 200), listing.code
            assert Markup(page.content.decode()).faults == [], listing.code
            assert b"".join(file.streaming_content).startswith(f"\ufeff{listing.columns[0].name}".encode())


def test_a_list_refuses_what_it_does_not_have(desk: Any, get: Get) -> None:
    assert b"<code>unknown_list</code>" in get("/en/lists/secrets").content
    assert b"<code>filter_choice_unknown</code>" in get("/en/lists/projects", state="haunted").content
    assert b"<code>cursor_malformed</code>" in get("/en/lists/issuances", after="<b>").content
    assert b"<code>format_unknown</code>" in get("/en/lists/projects.exe").content


def test_a_list_goes_on_page_by_page_and_shows_each_row_once(desk: Any, get: Get) -> None:
    from tests.issuance.desk import row

    desk.import_rows([row(n, f"C{n}", 100) for n in range(4, 64)])
    seen: list[str] = []
    address = "/en/lists/series"
    while address:
        read = Markup(get(address).content.decode())
        seen += [link["href"] for link in read.all("a") if "/serials/" in link["href"]]
        further = [link["href"].split("#")[0] for link in read.all("a") if "after=" in link["href"]]
        address = next(
            (to for to in further if "lists/series?" in to and "hreflang" not in to and to.startswith("/en/")), ""
        )
    assert len(seen) == len(set(seen)) == 62


def test_a_draft_is_nowhere_and_a_project_that_was_disclosed_is(stage: "Cast", get: Get) -> None:
    draft, shown = stage.project_at("draft"), stage.project_at("disclosed")

    assert get(f"/en/projects/{draft}").status_code == 404
    assert get(f"/en/projects/{shown}").status_code == 200
    for place in ("projects", "lists/projects", "decisions", "lists/documents", ""):
        assert draft not in get(f"/en/{place}").content.decode(), place
    assert shown in get("/en/projects").content.decode()


def test_no_name_and_no_property_of_a_map_becomes_markup(stage: "Cast", get: Get) -> None:
    import json

    from tanpuhui.core.text import Text
    from tests.projects.cast import square

    outline = {"type": "Feature", "properties": {"name": EVIL, "title": EVIL}, "geometry": json.loads(square())}
    project = stage.project_at("draft", title=Text(f"林{EVIL}", f"Wood {EVIL}"))
    stage.papers(project)
    drawn = stage.file(json.dumps(outline).encode(), "evil.geojson")
    stage.document(project, "boundary", evidence=drawn, visibility="public", name="open")
    stage.move(project, "disclose", stage.ann)
    for place in (f"projects/{project}", "projects", "lists/projects", "lists/documents"):
        page = get(f"/en/{place}").content.decode()
        assert Markup(page).faults == [], place
        assert "<img src=x" not in page
        assert "{{7*7}}" in page or "documents" in place
    assert 'data-map="outline' in get(f"/en/projects/{project}").content.decode()


def test_the_sheet_of_an_approved_report_is_public_with_statuses_and_without_rows_that_are_not(
    stage: "Cast", get: Get
) -> None:
    report = stage.report_at("approved")
    page = get("/en/decisions").content.decode()
    project = page.split("/en/projects/")[1].split('"')[0].split("#")[0]
    text = Markup(get(f"/en/projects/{project}").content.decode()).text

    assert report in text
    assert "Calculation sheet" in text
    assert "so formulas and totals are shown and no single rows" in text
    assert "50.5" not in text
    assert "the applicant says nothing of them" in text


@pytest.mark.parametrize("place", ["projects", "issuances", "retirements", "decisions", "statistics", "mechanisms", ""])
def test_a_public_page_costs_the_same_however_much_there_is(desk: Any, get: Get, place: str) -> None:
    from tanpuhui.interfaces.web import figures
    from tests.issuance.desk import row, use

    def cost() -> int:
        figures.kept.cache_clear()  # what was summed before does not count
        with CaptureQueriesContext(connection) as asked:
            assert get(f"/en/{place}").status_code == 200
        return len(asked)

    before = cost()
    desk.import_rows([row(n, f"D{n}", 100, use("retire", "held", "used", 3)) for n in range(4, 24)])
    assert cost() == before <= 32


def test_every_page_says_as_of_when_it_speaks(desk: Any, get: Get) -> None:
    from tanpuhui.apps.records.models import Journal

    newest = Journal.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for place in ("", "projects", "glossary", "serials"):
        assert f"when entry {newest} was the newest" in get(f"/en/{place}").content.decode()


def test_menus_are_short_and_every_page_of_the_footer_is_there(desk: Any, get: Get) -> None:
    assert [page.name for page in frame.pages() if page.menu is not None] == [
        "start",
        "projects",
        "serials",
        "statistics",
    ]
    read = Markup(get("/en/").content.decode())
    for page in frame.pages():
        if page.more is not None:
            assert f"/en/{page.addresses[0]}" in {link.get("href") for link in read.all("a")}
