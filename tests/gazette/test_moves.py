"""Every move of the table × every role × every organisation: allowed or refused exactly as the table says."""

from itertools import pairwise

import pytest
from django.db import transaction

from tanpuhui.apps.gazette import cases
from tanpuhui.apps.gazette.models import FilingStep
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.core.workflow import Move
from tests.gazette.cast import STATES, Cast, code_of
from tests.support.long import spread

ACTS = [act for act in FILING.acts if act != "open"]
SIDES = {
    "VILLAGE": "filer", "AGENCY": "filer", "CITY": "own_city", "PROVINCE": "province", "COMMITTEE": "committee",
}  # fmt: skip
WHY_NOT = {"not_permitted", "filing_not_now", "filing_not_theirs"}


def _may(move: Move | None, code: str, role: str) -> bool:
    """What the table says, read anew: the line is there, the side is theirs, the role has the permission."""
    if move is None or SIDES.get(code) != move.who:
        return False
    holds = ROLES[role].for_owners & {"gazette:file"} if code == "AGENCY" else ROLES[role].permissions
    return move.permission in holds


@pytest.mark.parametrize(("vendor", "state"), spread(STATES), indirect=["vendor"])
def test_each_move_is_for_whom_the_table_names_and_for_nobody_else(cast: Cast, state: str) -> None:
    filing = cast.at(state)
    cast.entrust()
    everybody = cast.everybody()
    wrong = []
    for (code, role), actor in everybody.items():
        for act in ACTS:
            move = FILING.move(state, act)
            if move is None or not _may(move, code, role):
                answer = code_of(cast.move, filing, act, actor)
                expected = WHY_NOT
            else:
                answer, expected = _undone(cast, filing, act, actor), {move.next}
            if answer not in expected:
                wrong.append((act, actor.name, answer, expected))
    assert not wrong
    assert cases.filing(filing).state == state


def _undone(cast: Cast, filing: str, act: str, actor: Actor) -> str:
    """The state an act leads to; the act is undone."""
    with transaction.atomic():
        state = cast.move(filing, act, actor)
        transaction.set_rollback(True)
    return state


def test_opening_is_for_the_filer_and_its_agent(cast: Cast) -> None:
    cast.entrust()
    for (code, role), actor in cast.everybody().items():
        may = _may(FILING.lines("open")[0], code, role)
        with transaction.atomic():
            answer = code_of(cast.open, actor)
            transaction.set_rollback(True)
        assert answer == ("" if may else "not_permitted"), actor.name


def test_the_straight_road_leads_to_publication_and_is_written_down(cast: Cast) -> None:
    filing = cast.at("published")
    steps = cases.history(filing)
    assert [step.after for step in steps][-5:] == [
        "with_city", "with_province", "with_committee", "with_committee", "published",
    ]  # fmt: skip
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert [(s.who, s.user) for s in steps][-4:] == [
        ("own_city", "cara"), ("province", "pia"), ("committee", "eva"), ("province", "pia"),
    ]  # fmt: skip
    assert all(earlier.after == later.before for earlier, later in pairwise(steps))
    assert cases.filing(filing).steps == FilingStep.objects.count() == len(steps)


@pytest.mark.parametrize(("vendor", "state"), spread(STATES), indirect=["vendor"])
def test_what_is_possible_is_told_as_it_is_done(cast: Cast, state: str) -> None:
    filing = cast.at(state)
    for login in ("fay", "otto", "cara", "carl", "pia", "sam", "eva", "vic"):
        told = {move.act for move in cases.possible_moves(filing, by=getattr(cast, login))}
        code = next(code for code, actor in cast.places.items() if actor == getattr(cast, login).organisation_id)
        expected = {
            move.act
            for move in FILING.moves
            if move.state == state and move.who == SIDES.get(code) and getattr(cast, login).may(move.permission)
        }
        assert told == expected, login


@pytest.mark.parametrize(
    "state", [s.code for s in FILING.states if s.code not in ("published", "rejected", "withdrawn")]
)
def test_the_filer_may_withdraw_until_publication(cast: Cast, state: str) -> None:
    filing = cast.at(state)
    assert cast.move(filing, "withdraw", cast.fay, reason="") == "withdrawn"


def test_a_filing_comes_back_as_often_as_needed_and_loses_nothing(cast: Cast) -> None:
    filing = cast.at("with_committee")
    cast.move(filing, "return", cast.pia, reason="the boundary")
    cast.document(filing, "design_document", evidence=cast.file(b"second design"))
    for act, who in (("file", cast.fay), ("forward", cast.cara), ("refer", cast.pia), ("opine", cast.eva)):
        cast.move(filing, act, who)
    assert cast.move(filing, "publish", cast.pia) == "published"
    designs = [row for row in cases.documents(filing) if row.kind == "design_document"]
    assert [(row.version, row.present) for row in designs] == [(1, False), (2, True)]
    spoken = cases.opinions(filing)
    assert len({row.round for row in spoken}) == len({row.dossier for row in spoken}) == 2
