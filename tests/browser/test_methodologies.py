"""A methodology in the browser: read, tried, its template filled in with a mistake and mended; a verifier compares own tables."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.browser.conftest import Visit
from tests.support.long import LONG

if TYPE_CHECKING:
    from tests.browser.watching import Watched

WORDS = {
    "en": {"try": "Try it", "calculate": "Calculate", "files": "Calculate from the tables", "compare": "Compare"},
    "zh": {"try": "试算", "calculate": "计算", "files": "照表计算", "compare": "比较"},
}
SEEN = {
    "en": {"marked": "rests on illustrative values", "wrong": "Nothing was calculated", "differs": "It differs in"},
    "zh": {"marked": "用到示例取值", "wrong": "没有计算", "differs": "结果不同"},
}
METHODS = ("forestry_2020", "pv_2017", "cycling_2021") if LONG else ("pv_2017",)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = ("P1", "", "collective", "public_benefit", "masson_pine", "middle", "none", 20, 50.5, 80)


def shown(tab: "Watched") -> str:
    return " ".join(tab.page.locator("main").inner_text().split())


def hands_in(tab: "Watched", lang: str, name: str, content: bytes) -> str:
    """Uploads the table of parcels and calculates; what is shown then."""
    page, field = tab.page, tab.page.locator("#table-parcels")
    for place, day in (("first", "2019-01-01"), ("last", "2019-12-31"), ("on", "2021-06-01")):
        page.locator(f"#files-{place}").fill(day)
    field.set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    tab.press(WORDS[lang]["files"])
    return shown(tab)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", METHODS)
def test_anybody_reads_a_methodology_and_tries_it(visit: Visit, code: str, lang: str) -> None:
    tab = visit(lang=lang, width=390 if lang == "zh" else 1280).go(f"/{lang}/methodologies/{code}")
    assert tab.page.locator("math").count() > 1
    tab.follow(WORDS[lang]["try"]).press(WORDS[lang]["calculate"])
    assert SEEN[lang]["marked"] in shown(tab)
    assert tab.page.locator("table.sheet math").count() > 1


@pytest.mark.parametrize("lang", ["zh", "en"] if LONG else ["en"])
def test_a_template_is_filled_in_with_a_mistake_and_mended(visit: Visit, lang: str) -> None:
    tab = visit(lang=lang).go(f"/{lang}/methodologies/forestry_2020/try")
    answer = tab.page.context.request.get(f"{tab.site}/{lang}/methodologies/forestry_2020/template.xlsx")
    book = load_workbook(BytesIO(answer.body()))
    cells: tuple[Any, ...] = (*ROW, "2019-01-01", "2019-12-31")
    for place, value in enumerate(cells, start=1):
        book.worksheets[0].cell(2, place, value)

    def filled(area: Any) -> bytes:
        book.worksheets[0].cell(2, 8, area)
        made = BytesIO()
        book.save(made)
        return made.getvalue()

    text = hands_in(tab, lang, "mine.xlsx", filled("20 mu"))
    assert SEEN[lang]["wrong"] in text
    assert "H2" in text
    assert "594.328980" in hands_in(tab, lang, "mine.xlsx", filled(20))


@pytest.mark.parametrize("lang", ["zh", "en"] if LONG else ["zh"])
def test_a_verifier_s_own_table_is_compared_line_by_line(visit: Visit, lang: str) -> None:
    from tanpuhui.quantification import methodology_named

    filed = Path(methodology_named("forestry_2020").folder, "examples", "zhankeng_inventory.csv").read_text("utf-8")
    tab = visit("demo.qiu", lang=lang).go(f"/{lang}/desk/cases/REP-2021-000001/calculation")
    header, first, *rest = [line for line in filed.splitlines() if not line.startswith("#")]
    own = "\n".join((header, *rest)).encode()
    tab.page.locator("#table-parcels").set_input_files({"name": "own.csv", "mimeType": "text/csv", "buffer": own})
    tab.press(WORDS[lang]["compare"])
    assert SEEN[lang]["differs"] in shown(tab)
    assert first.split(",")[0] in shown(tab)
