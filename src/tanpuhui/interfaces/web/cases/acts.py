"""What a seat can do with a case now: each line of the table that is open to it, as a button to the form of its deed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from tanpuhui.apps.projects import assurance, queries, readiness, standing
from tanpuhui.apps.projects.operations.deciding import PROJECT_ACTS, REPORT_ACTS
from tanpuhui.apps.projects.readiness import Condition
from tanpuhui.apps.projects.reading import View
from tanpuhui.apps.projects.workflow import ENDED, PROJECT, REPORT
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Move, Workflow
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.frame import Visit

ONWARD = frozenset(
    {
        "disclose",
        "file",
        "forward",
        "register",
        "readmit",
        "submit",
        "declare",
        "sign",
        "preapprove",
        "approve",
        "issue",
    }
)
"""Acts that bring a case further: their conditions are told beforehand."""
HERE = {
    "add_document": "documents", "answer_objection": "objections", "engage": "body", "answer_finding": "findings",
    "close_finding": "findings",
}  # fmt: skip
"""Acts with a form in place → the part of the page where it stands."""
_DEEDS = {
    "disclose": "disclose_project", "object": "object_to_project", "record_objection": "record_objection",
    "submit": "submit_report", "declare": "declare_report", "raise_finding": "raise_finding", "record_visit": "record_visit",
}  # fmt: skip
_PAGES = {"revise": "case_terms", "issue": "case_issue"}


@dataclass(frozen=True, slots=True)
class Action:
    """A move as a button: `onward` ones bring the case further, and tell their conditions; `where` the form is."""

    act: str
    says: Text
    where: str
    onward: bool
    reason: bool
    second: bool
    conditions: tuple[Condition, ...] = ()

    @property
    def missing(self) -> list[Condition]:
        """The conditions that are not met."""
        return [each for each in self.conditions if each.met is False]


def reference(view: View) -> str:
    """The number of the case."""
    return (view.report or view.project).reference


def table(view: View) -> Workflow:
    """The procedure that it follows."""
    return REPORT if view.report else PROJECT


def moves(view: View, visit: Visit) -> tuple[Move, ...]:
    """What this seat could do next, conditions aside; as `queries.possible_moves`."""
    return queries.possible_moves(reference(view), by=visit.seated.actor)


def actions(view: View, visit: Visit) -> list[Action]:
    """A button for each move that is possible for the seat, the onward ones first."""
    made = [_action(move, view, visit) for move in moves(view, visit)]
    return sorted(made, key=lambda action: not action.onward)


def _action(move: Move, view: View, visit: Visit) -> Action:
    onward, seat = move.act in ONWARD, visit.seated
    told: list[Condition] = []
    if onward:
        told = readiness.readiness(view, move, by=seat.actor, on=seat.on, at=clock.now())
    says = table(view).acts[move.act]
    return Action(move.act, says, where(move, view), onward, move.reason, move.second_person, tuple(told))


def where(move: Move, view: View) -> str:
    """The address of the form by which the move is made, with what is known already fixed in it."""
    case = reference(view)
    if move.act in HERE:
        return f"#{HERE[move.act]}"
    if move.act in _PAGES:
        return reverse(_PAGES[move.act], args=[case])
    code, fixed = _deed(move.act, view, case)
    return forms.address(code, then=reverse("case", args=[case]), **fixed)


def _deed(act: str, view: View, case: str) -> tuple[str, dict[str, object]]:
    name = "report" if view.report else "project"
    if act in (REPORT_ACTS if view.report else PROJECT_ACTS):
        return f"move_{name}", {name: case, "act": act, "dossier": queries.dossier(case)}
    if act == "attach_report":
        return "add_document", {"case": case, "kind": "verification_report"}
    if act in ("sign", "decline"):
        said = dict(_said(case))
        return (
            ("sign_statement", said) if act == "sign" else ("sign_adverse_opinion", {**said, "said.opinion": "adverse"})
        )
    return _DEEDS[act], {name: case}


def _said(report: str) -> Iterator[tuple[str, object]]:
    """What a statement is over: the dossier and the calculation as they are."""
    yield "said.report", report
    yield "said.dossier", queries.dossier(report)
    yield "said.calculation", assurance.pinned(report).hashes.all


def may_open_report(view: View, visit: Visit) -> bool:
    """Whether the seat could open a report of this project."""
    by, line = visit.seated.actor, REPORT.lines("open")[0]
    alive = view.project.state not in (*ENDED, "rejected", "appealed")
    return alive and line.who in view.sides and standing.may(by, line, view.owners)
