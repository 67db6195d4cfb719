"""Pages of cases: every seat sees the buttons of its lines of the procedure and no other, and strangers see nothing."""

from typing import TYPE_CHECKING, Any

from tests.projects.days import DAY, LATER
from tests.support.long import once
from tests.web.playing import Player

if TYPE_CHECKING:
    from tests.issuance.stage import Stage

SIDES = ("ann", "cara", "pia", "vic", "rita")
STRANGERS = ("otto", "carl", "vera")


def buttons_are_the_lines(stage: "Stage", case: str, *logins: str) -> None:
    from tanpuhui.apps.projects import queries

    for login in logins:
        shown = set(Player(login, day=LATER.isoformat()).acts(case)) - {"adopt"}
        assert shown == {move.act for move in queries.possible_moves(case, by=stage.cast.actors[login])}, (login, case)


@once("sqlite")
def test_in_every_state_of_a_project_the_buttons_are_the_lines_of_the_table(stage: "Stage") -> None:
    a = stage.cast
    project = a.open()
    a.papers(project)
    buttons_are_the_lines(stage, project, "ann", "cara")
    road: tuple[tuple[str, Any, Any], ...] = (
        ("disclose", a.ann, DAY), ("file", a.ann, LATER), ("forward", a.cara, LATER), ("return", a.pia, LATER),
        ("file", a.ann, LATER), ("reject", a.cara, LATER), ("appeal", a.ann, LATER), ("readmit", a.pia, LATER),
        ("forward", a.cara, LATER), ("register", a.pia, LATER),
    )  # fmt: skip
    for act, who, on in road:
        a.move(project, act, who, on=on)
        buttons_are_the_lines(stage, project, "ann", "cara", "pia")
    assert len(Player("ann").acts(project)) == 1  # to withdraw it


@once("sqlite")
def test_in_every_state_of_a_report_the_buttons_are_the_lines_of_the_table(stage: "Stage") -> None:
    from tests.projects.cast import WAYS

    report = stage.cast.report(stage.cast.project_at("registered"))
    for act, who in WAYS["approved"]:
        stage.cast.deed(report, act, getattr(stage.cast, who))
        if act in ("submit", "sign", "file", "preapprove", "approve"):
            buttons_are_the_lines(stage, report, *SIDES)
        elif act == "papers":
            buttons_are_the_lines(stage, report, "ann", "pia")
    for login in STRANGERS:
        stranger = Player(login, day=LATER.isoformat())
        for page in ("", "/calculation", "/check", "/terms"):
            assert stranger.get(f"desk/cases/{report}{page}").status_code == 404, (login, page)
        assert report not in stranger.text("desk/cases")


def test_what_is_missing_is_said_before_anybody_tries(stage: "Stage") -> None:
    project = stage.cast.open()

    text = Player("ann", day=LATER.isoformat()).text(f"desk/cases/{project}")

    assert "project design document, boundary (GeoJSON), proof of tenure" in text
    assert "every objection is answered met" in text
    assert "documents complete not met" in text


def test_a_file_is_there_for_those_who_may_read_it_and_for_nobody_else(stage: "Stage") -> None:
    a = stage.cast
    report = a.report(a.project_at("registered"))
    paper = a.file(b"%PDF-1.7\nof the village alone\n%%EOF\n", "tenure <b>.pdf", "application/pdf")
    a.document(report, "monitoring_report", on=LATER, evidence=paper)

    given = Player("cara", day=LATER.isoformat()).get(f"evidence/{paper}")

    assert b"".join(given.streaming_content) == b"%PDF-1.7\nof the village alone\n%%EOF\n"
    assert given["Content-Disposition"] == 'attachment; filename="tenure <b>.pdf"'
    assert (given["Content-Type"], given["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "sandbox" in given["Content-Security-Policy"]
    for login in STRANGERS:
        assert Player(login, day=LATER.isoformat()).get(f"evidence/{paper}").status_code == 404
    from django.test import Client

    assert Client(headers={"host": "127.0.0.1"}).get(f"/en/evidence/{paper}").status_code == 404


def test_a_stakeholder_sees_what_is_disclosed_and_may_object_while_it_is(stage: "Stage") -> None:
    project = stage.cast.project_at("disclosed")
    otto = Player("otto", day=DAY.isoformat())

    otto.do_act(project, "object", text="our water")
    text = otto.text(f"desk/cases/{project}")

    assert "What happened" not in text
    assert "our water" not in text
    assert "disclosure of benefit sharing" in text
    assert "proof of tenure" not in text
    ann = Player("ann", day=LATER.isoformat())
    assert "our water" in ann.text(f"desk/cases/{project}")
    ann.fill(f"desk/cases/{project}?form=objection:1", text="it is kept clean")
    ann.do_act(project, "file")
    assert otto.get(f"desk/cases/{project}").status_code == 404


def test_the_statements_of_a_list_do_not_grow_with_its_rows(stage: "Stage") -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ann = Player("ann", day=LATER.isoformat())

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert ann.get(address).status_code == 200
        return len(seen)

    stage.cast.open()
    few = statements("desk/cases")
    project = [stage.cast.open() for _ in range(5)][-1]
    assert statements("desk/cases") == few <= 30
    assert statements(f"desk/cases/{project}") <= 90
