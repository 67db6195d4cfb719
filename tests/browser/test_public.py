"""Everything that anybody can see: in both languages, wide and narrow, light and dark, without a fault."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import entrances, walk
from tests.support.long import LONG


@pytest.mark.parametrize("langs", [("zh",), ("en",)] if LONG else [("zh", "en")], ids=str)
def test_every_public_page_stands_wide_and_narrow_light_and_dark(visit: Visit, langs: tuple[str, ...]) -> None:
    """Every day each in one of the languages, by turns; in the long run each in both."""
    tab = visit(lang=langs[0])

    met = 0
    for _, new in walk(tab, entrances(langs[0], seated=False), langs=langs):
        met += 1
        tab.narrow()
        if new:
            tab.darken()
    assert met >= len(entrances(langs[0], seated=False))


def test_a_page_that_is_not_there_stands_too(visit: Visit) -> None:
    for lang in ("zh", "en"):
        visit(lang=lang).go(f"/{lang}/nowhere", status=404)
