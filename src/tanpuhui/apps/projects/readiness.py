"""What still stands in the way of a move: each condition of its line, met or not, before anybody tries. Nothing is stored."""

from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import dossiers, guarding
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.reading import View
from tanpuhui.apps.records.operations import Request
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Move

AT_THE_MOVE = frozenset({"same_result"})
"""Conditions that take long to check: they are, when the move is made."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a move. `met`: None if it is checked only when the move is made; else `refusal` says what is wrong."""

    code: str
    says: Text
    met: bool | None
    refusal: Refusal | None = None


def readiness(view: View, move: Move, *, by: Actor, on: date, at: datetime) -> list[Condition]:
    """The conditions of a move that is possible for the actor, as they are on a day. Bounded statements."""
    terms = dossiers.terms_of(view.project)
    desk = Desk(view.project, view.report, terms, move, Request("readiness", by, on, at, "-", {}))
    desk.read = desk.dossier()
    return [_condition(guard, desk) for guard in move.guards]


def _condition(guard: str, desk: Desk) -> Condition:
    says = desk.table.guards[guard]
    if guard in AT_THE_MOVE:
        return Condition(guard, says, None)
    try:
        guarding.GUARDS[guard](desk)
    except Refusal as no:
        return Condition(guard, says, False, no)
    return Condition(guard, says, True)
