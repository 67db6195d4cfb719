"""Short ways that one role goes by itself: into the register with a code, for somebody else, a notice, a foreign table.

Every day each is gone once, half of them on a phone, half in Chinese; in the long run each in both languages at both sizes.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.acting import PAPER, WAYS, Person
from tests.browser.conftest import Site, Visit, site_of
from tests.support import databases, stories
from tests.support.long import LONG

PASSWORD = "a password that nobody else has 8"
DAY = "2024-12-20"
WORDS = {
    "zh": {"invite": "发出邀请", "make": "生成链接", "save": "保存并登录", "settings": "密码与两步验证", "activate": "激活", "out": "退出"},
    "en": {
        "invite": "Invite", "make": "Make the link", "save": "Save and log in", "settings": "Password and second step",
        "activate": "Activate", "out": "Log out",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Iterator[Site]:
    """The cast alone, on a register of their own; each journey brings new names."""
    databases.set_up_django()
    with site_of(stories.gathered("sqlite")) as site:
        yield site


def ways(usual: int) -> pytest.MarkDecorator:
    """The language and the width: every day this one, in the long run all."""
    return pytest.mark.parametrize("way", WAYS if LONG else WAYS[usual : usual + 1], ids=str)


@ways(0)
def test_a_new_house_is_admitted_its_manager_comes_in_with_a_code_and_signs_with_one_for_an_agent_who_applies(
    stage: Site, visit: Visit, way: tuple[str, int]
) -> None:
    lang, width = way
    code, login, say = f"ROOF-{lang}-{width}".upper(), f"wang.{lang}.{width}", WORDS[lang]
    lin = Person(visit("demo.lin", lang=lang, width=width, at=stage), lang)
    lin.do(
        "desk/do/found_organisation", code=code, kind="village_collective", name__zh="向阳村", name__en="Xiangyang",
        person_name="王芳 Wang Fang", login=login,
    )  # fmt: skip
    lin.opens(f"desk/admin/organisations/{code}")
    lin.tab.follow(say["invite"]).press(say["make"])
    link = lin.tab.page.locator("#link").inner_text()

    wang = Person(visit(lang=lang, width=width, at=stage), lang)
    _comes_in(wang, link.removeprefix(stage.address), say)
    wang.do(
        f"desk/do/entrust?owner={code}",
        agent="DEMO-AGENT",
        permissions=["projects:apply", "accounts:read"],
        agreement=PAPER,
    )
    wang.opens("desk/organisation")
    assert "DEMO-AGENT" in wang.says()
    wang.tab.press(say["out"])
    _logs_in(wang, login)

    ning = Person(visit("demo.ning", lang=lang, width=width, at=stage), lang)
    right = "q.forest_tenure_clear=true&q.in_guangdong=true&q.benefit_not_claimed_elsewhere=false&q.not_wetland=false"
    ning.do(
        f"desk/apply?methodology=forestry_2020&city=440200&{right}", applicant=code, said__owners__0__name=code,
        said__owners__0__value="1", said__title__zh="向阳村", said__title__en="Xiangyang",
        said__crediting__first="2015-01-01", said__crediting__last="2034-12-31",
    )  # fmt: skip
    wang.opens("desk/cases")
    assert ("向阳村" if lang == "zh" else "Xiangyang") in wang.says()


def _comes_in(wang: Person, link: str, say: dict[str, str]) -> None:
    page = wang.tab.go(link).page
    page.locator("[name=new_password1]").fill(PASSWORD)
    page.locator("[name=new_password2]").fill(PASSWORD)
    wang.tab.press(say["save"]).follow(say["settings"]).follow(say["activate"])
    wang.password = PASSWORD
    wang.proves(page.url)
    wang.secret = page.locator("main input[readonly]").input_value()
    page.locator("[name=code]").fill("000000")
    wang.tab.press(say["activate"])
    assert page.locator("[role=alert]").count()
    page.locator("[name=code]").fill(wang.code())
    wang.used.clear()  # setting it up does not use the code up
    wang.tab.press(say["activate"])


def _logs_in(wang: Person, login: str) -> None:
    page = wang.opens("account/login/").page
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    wang.sends("main form button")
    assert not page.url.endswith("/desk"), "a password alone is not enough"
    page.locator("[name=code]").fill(wang.code())
    wang.sends("main form button")
    assert page.url.endswith("/desk")


@ways(1)
def test_a_notice_entered_by_one_and_allowed_by_another_changes_a_value_that_everybody_reads(
    stage: Site, visit: Visit, way: tuple[str, int]
) -> None:
    lang, width = way
    mei = Person(visit("demo.mei", lang=lang, width=width, at=stage), lang).on(DAY)
    wu = Person(visit("demo.wu", lang=lang, width=width, at=stage), lang).on(DAY)
    reference = f"粤环函〔2024〕{WAYS.index(way) + 1}号"
    mei.opens("desk/gazette")
    mei.do(
        mei.tab.page.locator("main a[href*=publish_notice]").first.get_attribute("href") or "", ["notice.values"],
        notice__reference=reference, notice__title__zh="暂停签发", notice__title__en="Issuance is paused",
        notice__issuer__zh="省厅", notice__issuer__en="The department", notice__document=PAPER,
        notice__published_on="2024-12-18", notice__in_force_from="2024-12-19",
        notice__values__0__key="guangdong.phcer.issuance_open", notice__values__0__value="false",
        notice__values__0__place="1",
    )  # fmt: skip
    mei.two(wu)

    anybody = Person(visit(lang=lang, width=width, at=stage), lang)
    anybody.opens("notices").follow({"zh": "暂停签发", "en": "Issuance is paused"}[lang])
    assert reference in anybody.says()
    anybody.opens("values")
    assert reference in anybody.says()


@ways(2)
def test_a_table_of_another_register_is_read_with_a_bar_that_moves_and_its_units_are_seen_by_everybody(
    stage: Site, visit: Visit, way: tuple[str, int]
) -> None:
    from tanpuhui.regimes import us_ca_cop

    lang, width = way
    table = Path(us_ca_cop.__file__).with_name("data") / "issuance_sample.csv"
    kong = Person(visit("demo.kong", lang=lang, width=width, at=stage), lang)
    kong.do("desk/admin/jobs", register="us_ca_cop", table=(table.name, table.read_bytes()))
    page = kong.tab.page
    kong.opens(page.locator("#jobs tbody a").first.get_attribute("href") or "")
    bar = page.locator("#job progress")
    bar.wait_for()
    page.locator("#job:not([hx-get])").wait_for()
    kong.tab.examine()
    assert bar.get_attribute("value") == bar.get_attribute("max")

    anybody = Person(visit(lang=lang, width=width, at=stage), lang)
    anybody.opens("statistics?unit_type=ARBOC")
    assert "144,504,922" in anybody.says()
