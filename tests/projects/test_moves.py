"""Every move of both tables × every role × every organisation: allowed or refused exactly as the tables say."""

from itertools import pairwise

import pytest
from django.db import transaction

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.projects import queries, standing
from tanpuhui.apps.projects.desk import engaged
from tanpuhui.apps.projects.operations import moving
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.workflow import Move, Workflow
from tests.projects.cast import PROJECT_STATES, REPORT_STATES, Cast, code_of, state_of
from tests.support.long import spread

WHY_NOT = {"not_permitted", "case_not_now", "case_not_theirs"}
ASKED = {move.permission for table in (PROJECT, REPORT) for move in table.moves}
HELD_UP = {
    ("draft", "disclose"): "nothing_to_disclose", ("draft", "file"): "case_documents_incomplete",
    ("draft", "submit"): "case_documents_incomplete", ("draft", "declare"): "case_documents_incomplete",
    ("returned", "declare"): "verifier_needed", ("submitted", "sign"): "nothing_visited",
    ("preapproved", "approve"): "values_not_adopted",
}  # fmt: skip
"""What a guard says to whom the table allows the act, as the stage is set; an answer to nothing finds nothing."""
NOTHING = {
    "answer_objection": "unknown_objection",
    "answer_finding": "unknown_finding",
    "close_finding": "unknown_finding",
}


def _side(table: Workflow, code: str, role: str) -> str:
    sides = {"VILLAGE": "applicant", "CITY": "own_city", "PROVINCE": "province", "FARCITY": ""}
    if code == "AGENCY" and role == "agent":
        return "applicant"
    if table is REPORT:
        return sides.get(code, "verifier" if code == "BODY" else "")
    return sides.get(code, "stakeholder")


def _may(table: Workflow, move: Move | None, code: str, role: str) -> bool:
    """What the table says, read anew: the line is there, the side is theirs, the role has the permission."""
    if move is None or _side(table, code, role) != move.who:
        return False
    by_agreement = _side(table, code, role) == "applicant" and code == "AGENCY"
    holds = ROLES[role].for_owners & {"projects:apply"} if by_agreement else ROLES[role].permissions
    return move.permission in holds


@pytest.mark.parametrize("table", [PROJECT, REPORT], ids=["project", "report"])
def test_each_line_is_for_whom_the_table_names_and_for_nobody_else(cast: Cast, table: Workflow) -> None:
    report = cast.report_at("submitted")
    row, at = queries.find(report)
    owners, body = [cast.places["VILLAGE"]], engaged(at) if at and table is REPORT else None
    cast.entrust()
    wrong = []
    for (code, role), actor in cast.everybody().items():
        sides = standing.stands(actor, owners, row.area, body)
        for state, act in ((state.code, act) for state in table.states for act in table.acts if act != "open"):
            move = table.move(state, act)
            answer = code_of(moving.line, table, report, state, act, actor, sides, owners, "because")
            may = _may(table, move, code, role)
            if answer not in ({""} if may else WHY_NOT):
                wrong.append((state, act, actor.name, answer))
            if may and move and move.reason:
                assert (
                    code_of(moving.line, table, report, state, act, actor, sides, owners, " ") == "case_reason_missing"
                )
    assert not wrong


def _each(cast: Cast, table: Workflow, case: str, state: str) -> None:
    """Every act of the state by its side, and by a stranger or another city, in the database; each is undone."""
    people = {
        "applicant": cast.abe, "own_city": cast.cid, "province": cast.pat, "verifier": cast.vic, "stakeholder": cast.hal,
    }  # fmt: skip
    wrong = []
    for move in (move for move in table.moves if move.state == state):
        actor = cast.rita if move.act == "issue" else people[move.who]
        expected = HELD_UP.get((state, move.act)) or NOTHING.get(move.act) or move.next
        if (answer := _undone(cast, case, move.act, actor)) != expected:
            wrong.append((move.act, actor.name, answer, expected))
        other = cast.carl if move.who == "own_city" else cast.vera if move.who == "verifier" else cast.cara
        if (answer := _undone(cast, case, move.act, other)) not in WHY_NOT:
            wrong.append((move.act, other.name, answer, "nothing"))
    assert not wrong
    assert state_of(case) == state


def _undone(cast: Cast, case: str, act: str, actor: Actor) -> str:
    """The state an act leads to, or the refusal; undone either way."""
    try:
        with transaction.atomic():
            state = cast.move(case, act, actor)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return state


@pytest.mark.parametrize(("vendor", "state"), spread(PROJECT_STATES), indirect=["vendor"])
def test_a_project_moves_as_the_table_says(cast: Cast, state: str) -> None:
    _each(cast, PROJECT, cast.project_at(state), state)


@pytest.mark.parametrize(("vendor", "state"), spread(REPORT_STATES), indirect=["vendor"])
def test_a_report_moves_as_the_table_says(cast: Cast, state: str) -> None:
    _each(cast, REPORT, cast.report_at(state), state)


def test_roles_without_a_permission_of_the_tables_have_no_line() -> None:
    lines = [move for table in (PROJECT, REPORT) for move in table.moves]
    for role in ROLES.values():
        usable = {move.act for move in lines if move.permission in role.permissions | role.for_owners}
        assert bool(usable) == bool(ASKED & (role.permissions | role.for_owners)), role.code


def test_opening_is_for_the_owners_and_their_agent(cast: Cast) -> None:
    project = cast.project_at("registered")
    cast.entrust()
    for login in ("ann", "dan", "hal", "otto", "cara", "pia", "vic"):
        may = login in ("ann", "dan")
        for deed in (cast.open, lambda by: cast.report(project, by)):
            with transaction.atomic():
                answer = code_of(deed, getattr(cast, login))
                transaction.set_rollback(True)
            assert answer == ("" if may else "not_permitted"), login


@pytest.mark.parametrize("state", ["disclosed", "forwarded", "registered"])
def test_what_is_possible_is_told_as_the_table_says(cast: Cast, state: str) -> None:
    project = cast.project_at(state)
    for code, login, role in (
        ("VILLAGE", "ann", "applicant"), ("STRANGER", "otto", "applicant"), ("CITY", "cara", "reviewer"),
        ("FARCITY", "carl", "reviewer"), ("PROVINCE", "pia", "project_officer"), ("BODY", "vic", "verifier"),
    ):  # fmt: skip
        told = {move.act for move in queries.possible_moves(project, by=getattr(cast, login))}
        lines = {move for move in PROJECT.moves if move.state == state}
        assert told == {move.act for move in lines if _may(PROJECT, move, code, role)}, login


def test_the_straight_road_is_written_down(cast: Cast) -> None:
    report = cast.report_at("issued")
    steps = queries.history(report)
    assert [(s.act, s.who, s.user) for s in steps if s.before != s.after] == [
        ("open", "applicant", "ann"), ("submit", "applicant", "ann"), ("sign", "verifier", "vic"),
        ("file", "applicant", "ann"), ("preapprove", "own_city", "cara"), ("approve", "province", "pia"),
        ("issue", "province", "rita"),
    ]  # fmt: skip
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(earlier.after == later.before for earlier, later in pairwise(steps))
