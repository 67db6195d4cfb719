"""Seven working days for the stakeholders, from the day on which the rule is in force; objections in time, and answered."""

from datetime import date, timedelta
from typing import Any

from tanpuhui.apps.projects import operations, papers, queries, valuesets
from tanpuhui.apps.projects.disclosure import rule
from tests.projects.cast import Cast, code_of, state_of
from tests.projects.days import DAY, LAST, LATER


def test_the_clock_counts_working_days_make_up_saturdays_too(cast: Cast) -> None:
    project = cast.project_at("disclosed")
    shown = papers.disclosed(project, on=LAST)[-1]
    assert (shown.days, shown.until, shown.passed.count, shown.provisional) == (7, LAST, 7, False)
    for on in (DAY, LAST):
        assert code_of(cast.move, project, "file", cast.ann, on=on) == "disclosed_too_briefly"
    assert cast.move(project, "file", cast.ann, on=LAST + timedelta(days=1)) == "filed"
    assert queries.waiting(project, on=LATER + timedelta(days=1)).passed.count == 1
    assert queries.waiting(project, on=LATER).deadline is None


def test_before_the_measures_no_time_is_known_and_none_is_invented(cast: Cast) -> None:
    known = valuesets.shipped()
    assert rule(known, date(2021, 6, 1)).days is None
    assert rule(known, date(2022, 5, 6)).days == 7
    assert "not known" in rule(known, date(2028, 1, 1)).says.en


def test_what_changed_after_the_disclosure_is_disclosed_again(cast: Cast) -> None:
    project = cast.project_at("disclosed")
    cast.document(project, "benefit_sharing", evidence=cast.pdf("half each"), on=LATER)
    assert code_of(cast.move, project, "file", cast.ann) == "not_disclosed"
    cast.move(project, "disclose", cast.ann)
    assert code_of(cast.move, project, "file", cast.ann) == "disclosed_too_briefly"
    assert len(papers.disclosed(project, on=LATER)) == 2


def test_what_was_never_disclosed_is_not_filed(cast: Cast) -> None:
    project = cast.open()
    assert code_of(cast.move, project, "disclose", cast.ann) == "nothing_to_disclose"
    assert code_of(cast.move, project, "file", cast.ann) == "case_documents_incomplete"
    cast.papers(project)
    assert code_of(cast.move, project, "file", cast.ann) == "not_disclosed"
    cast.document(project, "benefit_sharing", visibility="private", on=LATER)
    assert code_of(cast.move, project, "disclose", cast.ann) == "disclosure_hidden"
    copy: dict[str, Any] = {"case": project, "kind": "benefit_sharing", "evidence": cast.pdf("names blacked out")}
    operations.redact(**cast.write(cast.ann, LATER), **copy)
    assert cast.move(project, "disclose", cast.ann) == "disclosed"


def test_objections_come_in_time_and_are_answered(cast: Cast) -> None:
    project = cast.project_at("disclosed")
    cast.move(project, "object", cast.hal, text="our hill")
    given: dict[str, Any] = {"project": project, "raised_by": "Old Chen", "text": "our graves", "received_on": LAST}
    operations.record_objection(**given, **cast.write(cast.cara, LATER))  # it came in time, and was entered later
    late = given | {"received_on": LATER}
    assert code_of(operations.record_objection, **late, **cast.write(cast.cara, LATER)) == "objection_too_late"
    assert (
        code_of(operations.object_to, project=project, text="too late", **cast.write(cast.hal, LATER))
        == "objection_too_late"
    )
    future = given | {"received_on": LATER + timedelta(days=1)}
    assert code_of(operations.record_objection, **future, **cast.write(cast.cara, LATER)) == "paper_from_the_future"
    assert code_of(cast.move, project, "file", cast.ann) == "objections_unanswered"
    cast.move(project, "answer_objection", cast.ann, objection=1)
    assert code_of(cast.move, project, "answer_objection", cast.ann, objection=3) == "unknown_objection"
    assert code_of(cast.move, project, "file", cast.ann) == "objections_unanswered"
    cast.move(project, "answer_objection", cast.ann, objection=2)
    assert cast.move(project, "file", cast.ann) == "filed"
    rows = papers.objections(project)
    assert [(row.raised_by, len(row.answers)) for row in rows] == [("hal @ HAMLET", 1), ("Old Chen", 1)]
    assert cast.move(project, "forward", cast.cara) == "forwarded"  # to enter a paper is to take no side


def test_an_agent_needs_the_agreement_in_the_dossier(cast: Cast) -> None:
    dan = cast.entrust()
    project = cast.open(dan)
    cast.papers(project, dan)
    cast.move(project, "disclose", dan, on=DAY)
    assert cast.move(project, "file", dan) == "filed"
    other = cast.project_at("disclosed")
    assert code_of(cast.move, other, "file", dan) == "case_documents_incomplete"
    assert state_of(other) == "disclosed"
