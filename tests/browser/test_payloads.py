"""Scripts in data: every free text of the whole register is turned into an attack, and every page is looked at in a browser.

The texts are written past the operations, into the tables: what is shown safely must not depend on who let it in.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Site, site_of
from tests.browser.walking import entrances, walk
from tests.browser.watching import Watched
from tests.support import databases, stories
from tests.support.long import LONG

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ATTACK = (
    """'"><script>window.hurt=1</script><img src=x onerror="window.hurt=1"><svg onload=window.hurt=1>"""
    "{{7*7}}</title></textarea>"
)
LIVE = "main script:not([type*=json]), [onerror], [onload], img[src=x]"
"""What would be there if some of it had become part of a page."""
FREE = re.compile(r"\s|[\u4e00-\u9fff]")
"""What people wrote holds a blank or a Chinese character; codes, hashes and days hold none."""
KEPT = {"records_journal", "django_session", "django_migrations"}
NOT_FREE = {"login", "code", "kind", "state", "digest", "password", "act", "body", "row", "rows"}
SEATS = ("", "demo.tan", *(("demo.zhou", "demo.qiu", "demo.lin", "demo.mei", "demo.guan") if LONG else ()))


@pytest.fixture
def poisoned() -> Iterator[Site]:
    """The demonstration whose every free text attacks, served."""
    databases.set_up_django()
    database = stories.played("sqlite")
    with databases.using(database):
        assert _poison() > 100
    with site_of(database) as site:
        yield site


def _poison() -> int:
    """Turns every free text of every table into an attack; how many there were. The guards are taken off for it."""
    from django.apps import apps
    from django.db import connection, models, transaction

    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    with transaction.atomic():
        for model in (m for m in apps.get_models() if m._meta.db_table not in KEPT):
            fields = [
                f
                for f in model._meta.concrete_fields
                if isinstance(f, models.CharField | models.TextField | models.JSONField) and f.name not in NOT_FREE
            ]
            for row in model._default_manager.all():
                more = {f.name: said for f in fields if (said := _attack(getattr(row, f.name))) != getattr(row, f.name)}
                if more:
                    model._default_manager.filter(pk=row.pk).update(**more)
                    count += len(more)
    return count


def _attack(said: Any) -> Any:
    """The same with an attack at the end of every free text in it."""
    if isinstance(said, str):
        return f"{said}{ATTACK}" if FREE.search(said) and len(said) < 2000 and not said.startswith("{") else said
    if isinstance(said, dict):
        return {name: _attack(value) for name, value in said.items()}
    return [_attack(value) for value in said] if isinstance(said, list) else said


def test_no_text_of_the_register_is_ever_taken_for_markup_or_a_script(chromium: "Browser", poisoned: Site) -> None:
    hurt: list[str] = []
    shown = 0
    for login in SEATS:
        context = chromium.new_context(base_url=poisoned.address)
        context.set_default_timeout(30_000)
        if login:
            assert context.request.get(poisoned.sign_in_link(login)).ok
        tab = Watched(context.new_page(), poisoned.address, set())
        tab.look = lambda tab=tab: tab  # type: ignore[method-assign,misc]  # how it looks is tried elsewhere
        for address, _ in walk(tab, entrances("en", seated=bool(login)) if not login else ["/en/desk"], 1):
            page = tab.page
            shown += page.content().count("window.hurt=1&lt;/script") + page.content().count("&lt;svg onload")
            if page.evaluate(f"window.hurt || document.querySelector('{LIVE}')"):
                hurt.append(address)
        faults = [
            fault
            for fault in tab.faults
            if "Content Security Policy" in fault or "dialog" in fault or "script failed" in fault
        ]
        hurt += [json.dumps(fault) for fault in faults]
        context.close()

    assert hurt == []
    assert shown > 50
