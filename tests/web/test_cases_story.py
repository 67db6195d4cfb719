"""Zhankeng's story played in the browser's way: page by page, button by button, by its people, from nothing to issued."""

from pathlib import Path
from typing import TYPE_CHECKING

from tanpuhui.quantification import methodology_named
from tests.projects.days import DAY, LATER
from tests.support.long import once
from tests.web.playing import PDF, Player

if TYPE_CHECKING:
    from tests.issuance.stage import Stage

FORESTRY = "forestry_2020"
RIGHT = {
    "q.forest_tenure_clear": "true", "q.in_guangdong": "true", "q.benefit_not_claimed_elsewhere": "false",
    "q.not_wetland": "false",
}  # fmt: skip
FIRST, THEN = DAY.isoformat(), LATER.isoformat()
Papers = dict[str, bytes | tuple[str, bytes]]
SIGNED = {"signed_by": "Ann", "signature": PDF}
SIGNS = frozenset({"collective_decision", "benefit_sharing", "monitoring_report"})


def inventory() -> bytes:
    return Path(methodology_named(FORESTRY).folder, "examples", "zhankeng_inventory.csv").read_bytes()


@once("postgresql")
def test_a_village_comes_from_nothing_to_issued_credits_by_the_pages_of_its_people(stage: "Stage") -> None:
    from tests.issuance.stage import held

    ann, cara, pia, vic = (Player(login, day=FIRST) for login in ("ann", "cara", "pia", "vic"))
    gus, rita, sam = (Player(login, day=THEN) for login in ("gus", "rita", "sam"))
    project = prepared(ann)
    ann.on(THEN).do_act(project, "file")
    assert project in cara.on(THEN).text("desk/cases")
    for told in (cara.text(f"desk/cases/{project}"), ann.text(f"projects/{project}")):
        assert "cleaner water" in told
        assert "Is the forest land wetland? No" in told
        assert "Shaoguan" in told
    cara.do_act(project, "forward")
    pia.on(THEN).do_act(project, "register")
    report = reported(ann, project)
    verify(vic.on(THEN), ann, report)

    ann.do_act(report, "file")
    cara.do_act(report, "preapprove")
    two_persons(gus, sam, report, "adopt")
    pia.do_act(report, "approve")
    two_persons(rita, sam, report, "issue")

    assert held("V-1") == 3046
    assert "✓ Calculated again just now: the same" in rita.text(f"desk/cases/{report}/calculation")
    assert "issued" in ann.text(f"desk/cases/{report}")
    assert Player("otto", day=THEN).get(f"desk/cases/{project}").status_code == 404


def prepared(ann: Player) -> str:
    """Whether the methodology applies, who and what, the documents, the disclosure."""
    wrong = ann.text("desk/apply", methodology=FORESTRY, city="440200", **(RIGHT | {"q.not_wetland": "true"}))
    assert "the methodology does not apply: Is the forest land wetland?" in wrong
    asked = "&".join(f"{name}={value}" for name, value in RIGHT.items())
    opened = ann.fill(
        f"desk/apply?methodology={FORESTRY}&city=440200&{asked}", said__title__zh="沾坑村", said__title__en="Zhankeng",
        said__crediting__first="2015-01-01", said__crediting__last="2034-12-31",
        said__cobenefits__zh="水源更干净", said__cobenefits__en="cleaner water",
    )  # fmt: skip
    project = str(opened.request["PATH_INFO"]).rstrip("/").rpartition("/")[2]
    assert "Still missing: project design document, boundary (GeoJSON)" in ann.text(f"desk/apply/{project}")
    hand_in(ann, f"desk/apply/{project}?step=documents", project_papers())
    ann.do_act(project, "disclose")
    assert "at least 7 working days, until 2024-05-14" in ann.text(f"desk/cases/{project}")
    return project


def reported(ann: Player, project: str) -> str:
    """A wrong cell is shown where it stands; then the real table goes to the body."""
    made = ann.fill(f"desk/apply/{project}/report", period__first="2015-01-01", period__last="2019-12-31")
    report = str(made.request["PATH_INFO"]).split("/")[-2]
    bad = inventory().replace(b"masson_pine", b"mason_pine", 1)
    page = ann.client.post(f"/en/desk/cases/{report}/check", {"table.parcels": file("inventory.csv", bad)})
    assert '<td class="wrong-cell">mason_pine</td>' in page.content.decode()
    papers: Papers = {"monitoring_report": PDF, "inventory_table:parcels": ("inventory.csv", inventory())}
    hand_in(ann, f"desk/apply/{report}/report?step=documents", papers)
    assert "Submitted today it would come to 3,046.800050" in ann.text(f"desk/cases/{report}/check")
    ann.fill(ann.link(f"desk/apply/{report}/report?step=body", "Engage"))
    ann.do_act(report, "submit")
    return report


def verify(vic: Player, ann: Player, report: str) -> None:
    """Sampling, a finding and its thread in place, its own table against the pinned one, report, signature."""
    vic.do_act(
        report, "record_visit", visit__kind="sampling", visit__days__first=FIRST, visit__days__last=FIRST,
        visit__place="Zhankeng", visit__method="plots", visit__seen="trees", visit__population="14", visit__sample="5",
    )  # fmt: skip
    vic.do_act(report, "raise_finding", kind="clarification", text="the card lacks a signature")
    assert "every finding is closed not met" in vic.text(f"desk/cases/{report}")
    ann.fill(f"desk/cases/{report}?form=answer:1", text="handed in", evidence=PDF)
    vic.fill(f"desk/cases/{report}?form=close:1", text="checked")
    same = vic.client.post(f"/en/desk/cases/{report}/calculation", {"table.parcels": file("own.csv", inventory())})
    assert "Your table gives the same." in same.content.decode()
    vic.do_act(report, "attach_report", evidence=PDF, signed_by="Vic", signature=PDF)
    vic.do_act(
        report, "sign", said__assurance="reasonable", said__opinion="unqualified", said__text="true and complete"
    )


def project_papers() -> "Papers":
    from tests.projects.cast import square

    papers: Papers = dict.fromkeys(("design_document", "tenure_proof", "collective_decision", "benefit_sharing"), PDF)
    return {**papers, "boundary": ("parcel.geojson", square())}


def hand_in(who: Player, address: str, papers: "Papers") -> None:
    for kind, content in papers.items():
        signed = SIGNED if kind in SIGNS else {}
        who.fill(f"{address}&form=document:{kind}", evidence=content, **signed)


def two_persons(asker: Player, second: Player, report: str, act: str) -> None:
    """One asks, another allows, the first carries it out."""
    asker.do_act(report, act)
    number = asker.link("desk/approvals", "Adopt values" if act == "adopt" else "Issue PHCER")
    second.fill(number, allowed="on", reason="seen")
    answer = asker.client.post(number, follow=True)
    assert answer.status_code == 200, answer.content.decode()


def file(name: str, content: bytes) -> object:
    import io

    made = io.BytesIO(content)
    made.name = name
    return made
