"""Zhankeng's story played by its people in the browser, on a register where nobody has done anything yet."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from tests.browser.acting import PAPER, WAYS, Person, signed
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


TURNS = [(vendor, turn) for vendor in databases.VENDORS for turn in range(4)] if LONG else [("sqlite", 0)]
"""Database, and by how many ways everybody's language and size are turned: in the long run everybody has each."""


@pytest.fixture(params=TURNS, ids=str)
def stage(request: pytest.FixtureRequest) -> Iterator[tuple[Site, int]]:
    """The cast alone, served on a database of their own."""
    databases.set_up_django()
    vendor, turn = request.param
    with site_of(stories.gathered(vendor)) as site:
        yield site, turn


def inventory() -> bytes:
    from tanpuhui.quantification import methodology_named

    return Path(methodology_named(FORESTRY).folder, "examples", "zhankeng_inventory.csv").read_bytes()


def test_a_village_comes_from_nothing_to_credits_that_are_sold_and_used_in_the_browser(
    chromium: "Browser", stage: tuple[Site, int], visit: Visit
) -> None:
    """Half of them on phones, half reading English. Every page on the way is watched."""
    site, turn = stage

    def person(login: str, way: int) -> Person:
        lang, width = WAYS[(way + turn) % 4]
        return Person(visit(f"demo.{login}", lang=lang, width=width, at=site), lang).on(BEGAN)

    lin, tan, qiu, bai = (person(login, way) for login, way in (("lin", 1), ("tan", 0), ("qiu", 2), ("bai", 3)))
    song, mei, zhou, wu = (person(login, way) for login, way in (("song", 1), ("mei", 0), ("zhou", 2), ("wu", 3)))
    guan = person("guan", 2)

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
    _registered(project, tan.on(FILED), bai.on(FILED), song.on(FILED))
    report = _reported(tan)
    _verified(tan, qiu.on(LATER), report)
    tan.on(LATER).act(report, "file")
    bai.on(LATER).act(report, "preapprove")
    wu.on(LATER)
    mei.on(LATER).act(report, "adopt")
    mei.two(wu)
    song.on(LATER).act(report, "approve")
    zhou.on(LATER).act(report, "issue")
    zhou.two(wu)

    tan.opens("desk/accounts/ZHANKENG-1")
    assert re.findall(r"PHCER (\d{4}) \w+ (\d+) 0", tan.says()) == [
        (str(2015 + n), "610" if n == 1 else "609") for n in range(5)
    ]
    tan.opens(f"desk/cases/{report}")
    assert {"zh": "已签发", "en": "issued"}[tan.lang] in tan.says()
    _sold(lin.on(LATER), tan, guan.on(LATER))


def _registered(project: str, tan: Person, bai: Person, song: Person) -> None:
    """The city returns the project once, with its reason; then it goes its way."""
    tan.act(project, "file")
    bai.act(project, "return", reason="缺少林权图 / the map of tenure lacks")
    tan.opens(f"desk/cases/{project}")
    assert "the map of tenure lacks" in tan.says()
    for each, act in ((tan, "file"), (bai, "forward"), (song, "register")):
        each.act(project, act)


def _sold(lin: Person, tan: Person, guan: Person) -> None:
    """Some units go to the buyer, who accepts and retires them; the certificate is a paper in both languages."""
    lin.do(
        "desk/do/open_account", code="WEITAN-1", kind="holding", owner="WEITAN", name__zh="微碳账户", name__en="Weitan",
        needs_acceptance="on",
    )  # fmt: skip
    tan.do(tan.way("desk/accounts/ZHANKENG-1", "transfer_units"), target="WEITAN-1", quantity="7")
    guan.do(guan.way("desk/accounts/WEITAN-1", "accept_units"))
    said = {"purpose": "philanthropy", "beneficiary": "云溪村小学"}
    guan.do(guan.way("desk/accounts/WEITAN-1", "retire_units"), quantity="5", **said)
    guan.opens(guan.way("desk/accounts/WEITAN-1", "/certificates/retirements/"))
    assert "云溪村小学" in guan.says()

    paper = guan.tab.page.request.get(guan.tab.site + guan.way("", ".pdf"))
    (page,) = pypdf.PdfReader(io.BytesIO(paper.body())).pages
    text = page.extract_text()
    assert all(words in text for words in ("云溪村小学", "Certificate", "证书", "DEMONSTRATION", "演示"))


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
    qiu.opens(f"desk/cases/{report}/calculation")
    page = qiu.tab.page
    page.locator("#own input[type=file]").set_input_files(
        {"name": "inventory.csv", "mimeType": "text/csv", "buffer": inventory()}
    )
    with page.expect_navigation(wait_until="load"):
        page.locator("#own form button").click()
    assert page.locator("#own .notice.right").count() == 1
    qiu.act(report, "raise_finding", kind="clarification", text="the survey card lacks a signature")
    tan.on(LATER).do(f"desk/cases/{report}?form=answer:1", text="已补交", evidence=PAPER)
    qiu.do(f"desk/cases/{report}?form=close:1", text="checked")
    qiu.act(report, "attach_report", evidence=PAPER, signed_by="Qiu Shi", signature=PAPER)
    qiu.act(report, "sign", said__assurance="reasonable", said__opinion="unqualified", said__text="true and complete")
