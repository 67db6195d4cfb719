"""Everything that anybody can see: in both languages, wide and narrow, light and dark, without a fault."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import entrances, walk
from tests.support.long import LONG


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_public_page_stands_wide_and_narrow_light_and_dark(visit: Visit, lang: str) -> None:
    tab = visit(lang=lang)

    met = 0
    for _, new in walk(tab, entrances(lang, seated=False)):
        met += 1
        tab.narrow()
        if new and (LONG or lang == "en"):
            tab.darken()
    assert met >= len(entrances(lang, seated=False))


def test_a_page_that_is_not_there_stands_too(visit: Visit) -> None:
    for lang in ("zh", "en"):
        visit(lang=lang).go(f"/{lang}/nowhere", status=404)
