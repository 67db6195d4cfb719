"""Zhankeng's story played by its people in the browser, on a register where nobody has done anything yet."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.acting import PAPER, Person, signed
from tests.browser.conftest import Site, Visit, site_of
from tests.support import databases, stories
from tests.support.long import LONG

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FORESTRY = "forestry_2020"
RIGHT = {
    "q.forest_tenure_clear": "true", "q.in_guangdong": "true", "q.benefit_not_claimed_elsewhere": "false",
    "q.not_wetland": "false",
}  # fmt: skip
OUTLINE = (
    b'{"type":"Polygon","coordinates":[[[114,24.3],[114.0125,24.3],[114.0125,24.31157],[114,24.31157],[114,24.3]]]}'
)
BEGAN, FILED, LATER = "2021-03-08", "2021-03-18", "2021-06-01"


@pytest.fixture(params=databases.VENDORS if LONG else ["sqlite"])
def stage(request: pytest.FixtureRequest) -> Iterator[Site]:
    """The cast alone, served on a database of their own."""
    databases.set_up_django()
    with site_of(stories.gathered(request.param)) as site:
        yield site


def inventory() -> bytes:
    from tanpuhui.quantification import methodology_named

    return Path(methodology_named(FORESTRY).folder, "examples", "zhankeng_inventory.csv").read_bytes()


def test_a_village_comes_from_nothing_to_issued_credits_in_the_browser(
    chromium: "Browser", stage: Site, visit: Visit
) -> None:
    """Half of them on phones, half reading English. Every page on the way is watched."""
    phone, desk = {"width": 390}, {"width": 1280}

    def person(login: str, lang: str, size: dict[str, int]) -> Person:
        return Person(visit(f"demo.{login}", lang=lang, at=stage, **size), lang).on(BEGAN)

    lin, tan, qiu = person("lin", "en", desk), person("tan", "zh", phone), person("qiu", "en", phone)
    bai, song, mei = person("bai", "zh", desk), person("song", "en", desk), person("mei", "zh", phone)
    zhou, wu = person("zhou", "en", phone), person("wu", "zh", desk)

    lin.do(
        "desk/do/open_account",
        code="ZHANKENG-1",
        kind="holding",
        owner="ZHANKENG",
        name__zh="沾坑村",
        name__en="Zhankeng",
    )
    song.do(
        "desk/do/accredit_body?body=DEMO-VERIFIER",
        scope=FORESTRY,
        valid__first="2021-01-01",
        valid__last="2023-12-31",
        evidence=PAPER,
    )
    project = _applied(tan)
    for each, act in ((tan.on(FILED), "file"), (bai.on(FILED), "forward"), (song.on(FILED), "register")):
        each.act(project, act)
    report = _reported(tan)
    _verified(tan, qiu.on(LATER), report)
    tan.on(LATER).act(report, "file")
    bai.on(LATER).act(report, "preapprove")
    _two(mei.on(LATER), wu.on(LATER), report, "adopt")
    song.on(LATER).act(report, "approve")
    _two(zhou.on(LATER), wu, report, "issue")

    tan.opens("desk/accounts/ZHANKENG-1")
    assert re.findall(r"PHCER (\d{4}) \w+ (\d+) 0", tan.says()) == [
        (str(2015 + n), "610" if n == 1 else "609") for n in range(5)
    ]
    tan.opens(f"desk/cases/{report}")
    assert "已签发" in tan.says()


def _applied(tan: Person) -> str:
    asked = "&".join(f"{name}={value}" for name, value in RIGHT.items())
    there = tan.do(
        f"desk/apply?methodology={FORESTRY}&city=440200&{asked}", said__title__zh="沾坑村", said__title__en="Zhankeng",
        said__crediting__first="2015-01-01", said__crediting__last="2034-12-31",
    )  # fmt: skip
    project = there.split("?")[0].rstrip("/").rpartition("/")[2]
    page = f"desk/apply/{project}?step=documents&form=document:"
    for kind in ("design_document", "tenure_proof"):
        tan.do(page + kind, evidence=PAPER)
    for kind in ("collective_decision", "benefit_sharing"):
        tan.do(page + kind, **signed(evidence=PAPER))
    tan.do(f"{page}boundary", evidence=("boundary.geojson", OUTLINE))
    tan.act(project, "disclose")
    return project


def _reported(tan: Person) -> str:
    project = tan.tab.page.url.split("?")[0].rpartition("/")[2]
    there = tan.do(f"desk/apply/{project}/report", period__first="2015-01-01", period__last="2019-12-31")
    report = there.split("?")[0].split("/")[-2]
    page = f"desk/apply/{report}/report?step=documents&form=document:"
    tan.do(f"{page}monitoring_report", **signed(evidence=PAPER))
    tan.do(f"{page}inventory_table:parcels", evidence=("inventory.csv", inventory()))
    tan.opens(f"desk/cases/{report}/check")
    assert "3,046.800050" in tan.says()
    tan.opens(f"desk/apply/{report}/report?step=body")
    tan.do(tan.tab.page.locator("main a[href*='engage']").first.get_attribute("href") or "")
    tan.act(report, "submit")
    return report


def _verified(tan: Person, qiu: Person, report: str) -> None:
    qiu.act(
        report, "record_visit", visit__kind="sampling", visit__days__first=LATER, visit__days__last=LATER,
        visit__place="沾坑村", visit__method="样地复测", visit__seen="与清单一致", visit__population="14", visit__sample="5",
    )  # fmt: skip
    qiu.act(report, "raise_finding", kind="clarification", text="the survey card lacks a signature")
    tan.on(LATER).do(f"desk/cases/{report}?form=answer:1", text="已补交", evidence=PAPER)
    qiu.do(f"desk/cases/{report}?form=close:1", text="checked")
    qiu.act(report, "attach_report", evidence=PAPER, signed_by="Qiu Shi", signature=PAPER)
    qiu.act(report, "sign", said__assurance="reasonable", said__opinion="unqualified", said__text="true and complete")


def _two(asker: Person, second: Person, report: str, act: str) -> None:
    """One asks, another allows, the first carries it out."""
    asker.act(report, act)
    asker.opens("desk/approvals")
    number = asker.tab.page.locator("main a[href*='/desk/approvals/']").first.get_attribute("href") or ""
    second.do(number.replace(f"/{asker.lang}/", f"/{second.lang}/"), allowed="true", reason="已核对")
    asker.opens(number)
    with asker.tab.page.expect_navigation():
        asker.tab.page.locator("main form button").first.click()
    while "/desk/prove" in asker.tab.page.url:
        with asker.tab.page.expect_navigation():
            asker.tab.page.locator("main form button").click()
        asker.opens(number)
        with asker.tab.page.expect_navigation():
            asker.tab.page.locator("main form button").first.click()
    asker.tab.look()
