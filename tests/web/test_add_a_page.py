"""The guide to a new page is followed to the letter, as a package of its own: the page is there, in both languages."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import override_settings
from django.urls import clear_url_caches, include, path
from django.urls.resolvers import URLResolver

from tanpuhui.core.text import LANGS
from tanpuhui.interfaces.web import frame, login
from tanpuhui.interfaces.web.languages import Prefix
from tests.web.conftest import Get
from tests.web.markup import Markup

GUIDE = Path(__file__).parents[2] / "docs/guides/add-a-page.md"


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The guide's files as an installed package, and the site with its page."""
    package, told = tmp_path / "tanpuhui_cities", tmp_path / "tanpuhui_cities-1.dist-info"
    for folder in (package, told):
        folder.mkdir()
    (package / "__init__.py").write_text(_blocks("python")[0], "utf-8")
    (package / "cities.html").write_text(_blocks("html")[0], "utf-8")
    group, entry = re.findall(r'entry-points\."(.*?)"\]\n(.*)', _blocks("toml")[0])[0]
    (told / "entry_points.txt").write_text(f"[{group}]\n{entry.replace(chr(34), '')}\n", "utf-8")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: tanpuhui-cities\nVersion: 1\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    frame.pages.cache_clear()
    site = ModuleType("site_with_cities")
    below: list[Any] = [*frame.addresses(), path("account/", include(login.ADDRESSES))]
    site.urlpatterns = [URLResolver(Prefix(), below)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, site.__name__, site)
    with override_settings(ROOT_URLCONF=site.__name__):
        yield
    monkeypatch.delitem(sys.modules, "tanpuhui_cities", raising=False)
    monkeypatch.undo()
    frame.pages.cache_clear()
    clear_url_caches()


def test_the_guide_makes_a_page_without_an_edit_of_the_frame(desk: Any, installed: None, get: Get) -> None:
    for lang in LANGS:
        page = get(f"/{lang}/cities")
        read = Markup(page.content.decode())
        assert (page.status_code, read.faults) == (200, [])
        assert {"zh": "各城市的公开项目数。", "en": "How many public projects each city has."}[lang] in read.text
        assert f"/{lang}/cities" in {link.get("href") for link in Markup(get(f"/{lang}/").content.decode()).all("a")}
