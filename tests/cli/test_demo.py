"""The demonstration: every part of its story, twice, in both languages, and never on a real register."""

import re
import sqlite3
import sys
from datetime import date
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tanpuhui.apps.disclosure import certificates
from tanpuhui.apps.ledger import queries as ledger
from tanpuhui.apps.ledger.models import Freeze, Posting, Retirement
from tanpuhui.apps.records.models import Approval, Journal
from tanpuhui.interfaces.cli.demo.cast import PEOPLE
from tanpuhui.interfaces.cli.demo.refused import ATTEMPTS
from tests.cli.shell import OPERATOR, ask, finish, run, start
from tests.support import stories
from tests.support.databases import Database
from tests.support.long import LONG, once
from tests.support.terminal import CTRL_C, Terminal

PARTS = {
    "zh": ("DEMO-", "导入", "守恒", "虚构", "接受", "券款对付", "预留", "注销", "冻结", "取消", "对账单", "账本无误", "什么是真的"),
    "en": ("DEMO-", "imported", "Conserved", "fictional", "accepts", "against payment", "reserves", "retires", "frozen",
           "cancelled", "Postings of account", "The ledger is sound", "What is real"),
}  # fmt: skip
BOTH = [("sqlite", "zh"), ("postgresql", "en"), *((("sqlite", "en"), ("postgresql", "zh")) if LONG else ())]
AGAIN = {"zh": "没有再过账", "en": "nothing was posted again"}


@pytest.mark.parametrize(("vendor", "lang"), BOTH, indirect=["vendor"])
def test_the_story_is_whole_and_a_second_time_adds_nothing(fresh_db: Database, lang: str) -> None:
    first = run("demo", lang=lang)
    assert first.code == 0, first.err
    assert not [part for part in PARTS[lang] if part not in first.out]
    assert not [code for code, _, _ in ATTEMPTS if f"{code}" not in first.out]
    assert AGAIN[lang] not in first.out
    assert str(fresh_db.home) in first.out or fresh_db.url
    counted = Posting.objects.count(), Journal.objects.count(), Approval.objects.count(), Freeze.objects.count()
    second = run("demo", lang=lang)
    assert second.code == 0, second.err
    assert second.out.count(AGAIN[lang]) == 10
    again = Posting.objects.count(), Journal.objects.count(), Approval.objects.count(), Freeze.objects.count()
    assert again == counted
    assert ask("ledger", "verify")["sound"]


@pytest.mark.usefixtures("demonstration")
def test_in_json_every_scene_and_refusal_is_there_and_everybody_acts_in_their_role(vendor: str) -> None:
    from tanpuhui.apps.parties import queries

    scenes = stories.answer("played", vendor)["scenes"]
    assert [scene["scene"] for scene in scenes] == list(range(1, len(scenes) + 1))
    kept = {name: scene[name] for scene in scenes for name in scene}
    assert [refusal["code"] for refusal in kept["refusals"]] == [code for code, _, _ in ATTEMPTS]
    assert all(refusal["says"] and refusal["mend"] for refusal in kept["refusals"])
    assert kept["proof"]["sound"]
    assert kept["statistics"]["conserved"]
    assert [step["act"] for step in kept["lineage"]] == ["issue", "reserve", "transfer", "transfer", "retire"]
    assert kept["search"][0]["account"] == "RETIRED"
    chen, works = queries.user(login="demo.chen"), queries.organisation(code="DEMO-CEMENT")
    actor = queries.actor(user=chen.id, organisation=works.id, on=date(2024, 12, 20))
    assert (actor.may("ledger:retire"), actor.may("ledger:freeze"), works.fictional) == (True, False, True)
    _the_village_is_paid_for_what_was_issued_and_some_of_it_is_used_for_good(scenes, kept)


def _the_village_is_paid_for_what_was_issued_and_some_of_it_is_used_for_good(scenes: Any, kept: Any) -> None:
    """The known figures of the deck: 3,046 t and 33,506 CNY, all to the collective."""
    issued = [(row["units"], row["tonnes"]) for scene in scenes for row in scene.get("issued", ())]
    assert issued == [(3046, "3046.800050"), (93, "94.245476")]
    assert any("DEMO-GD-PHCER-FORESTRY_2020-" in str(says) for scene in scenes for says in scene["says"])
    assert (ledger.money("ZHANKENG-CASH", date(2021, 9, 1)), held("ZHANKENG-1", date(2021, 9, 1))) == (3_350_600, 0)
    assert held("ZHANKENG-1", date(2021, 8, 17)) == held("WEITAN-1", date(2021, 9, 1)) == 3046
    retired = [certificates.retirement(row.pk) for row in Retirement.objects.filter(journal__on=date(2021, 9, 8))]
    assert [(paper.units, paper.purpose, paper.demonstration) for paper in retired] == [
        (180, "carbon_neutrality", True),
        (60, "philanthropy", True),
    ]


def held(account: str, on: date) -> int:
    return sum(row.units for row in ledger.balance(account, on))


@once("sqlite")
def test_on_a_register_that_init_opened_by_then_it_begins_on_the_day_it_is_told_and_stays_there(
    fresh_db: Database,
) -> None:
    ask("init", *OPERATOR, "--demonstration", "--on", "2021-03-01")
    assert run("demo", "--on", "2024-11-27", "--json").error == "demo_too_early"
    assert ask("demo", "--on", "2025-03-01")["begins"] == "2025-03-01"
    assert ask("demo", "--on", "2026-01-01")["begins"] == "2025-03-01"


def test_it_never_touches_a_real_register(register: Database) -> None:
    told = run("demo", "--json")
    assert (told.code, told.error) == (1, "demo_on_real_register")
    assert Posting.objects.count() == 0


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_it_refuses_a_home_with_a_real_register_even_beside_another_database(fresh_db: Database) -> None:
    file = fresh_db.home / "register.sqlite3"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE ledger_register (demonstration bool)")
        other.execute("INSERT INTO ledger_register VALUES (0)")
    other.close()
    assert run("demo", "--json").error == "demo_on_real_register"


@once("sqlite")
def test_on_a_terminal_it_ends_by_serving_with_a_way_in_for_everybody(fresh_db: Database, tmp_path: Path) -> None:
    """Alone in a new home: the key with which links are signed is made by the same run."""
    env = fresh_db.environment | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "TANPUHUI_LANG": "en"}
    env = {name: value for name, value in env.items() if name not in ("DJANGO_SETTINGS_MODULE", "TANPUHUI_SECRET_KEY")}
    home = tmp_path / "data" / "tanpuhui-demo"
    if fresh_db.vendor == "sqlite":
        env["TANPUHUI_HOME"] = ""
    with Terminal([sys.executable, "-m", "tanpuhui.interfaces.cli", "demo", "--port", "0"], env) as terminal:
        terminal.wait_for("stop with Ctrl-C")
        links = re.findall(r"(http://127\.0\.0\.1:\d+/en/account/enter/\S+)", terminal.said)
        assert len(links) == len(PEOPLE)
        assert not [person.login for person in PEOPLE if person.login not in terminal.said]
        with _browser().open(links[0]) as desk:
            assert (desk.status, desk.url.endswith("/en/desk")) == (200, True)
        with pytest.raises(HTTPError, match="404"):
            _browser().open(links[0])
        if fresh_db.vendor == "sqlite":
            env["TANPUHUI_HOME"] = str(home)
        again = finish(start(env, "links", "--json"))
        assert {link["login"] for link in again.json["links"]} == {person.login for person in PEOPLE}
        terminal.press(CTRL_C)
        assert terminal.finish() == 0, terminal.said
        assert terminal.left() == []
        assert "Traceback" not in terminal.said
    if fresh_db.vendor == "sqlite":
        assert f"TANPUHUI_HOME={home}" in terminal.said
        assert (home / "register.sqlite3").exists()
        assert not (tmp_path / "data" / "tanpuhui").exists()


def _browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def test_a_real_register_has_no_links(register: Database) -> None:
    assert run("links", "--json").error == "links_for_demonstrations_only"


def test_a_demonstration_opened_after_the_story_begins_is_left_alone(fresh_db: Database) -> None:
    ask("init", *OPERATOR, "--demonstration", "--on", "2024-11-28")
    assert run("demo", "--json").error == "demo_register_too_young"
