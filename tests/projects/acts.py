"""Every move of both tables as a test asks for it: with what it needs, and with whatever the test says otherwise."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import operations, queries
from tanpuhui.apps.projects.issuing import lock_approved, mark_issued
from tanpuhui.apps.projects.operations import Visit
from tanpuhui.apps.records.operations import Request, Write, perform
from tanpuhui.core.days import Period
from tests.projects.days import DAY, LAST, YEAR

if TYPE_CHECKING:
    from tests.projects.cast import Cast

More = dict[str, Any]
Made = Any


def plain(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    asked: More = {"reason": "because", "dossier": queries.dossier(case)} | more
    if case.startswith("REP-"):
        return operations.move_report(report=case, act=act, **a.write(by, on), **asked)
    return operations.move_project(project=case, act=act, **a.write(by, on), **asked)


def _document(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    kind = "verification_report" if act == "attach_report" else "other"
    a.document(case, kind, by, on, **more)
    row = queries.report(case) if case.startswith("REP-") else queries.project(case)
    return {"state": row.state}


def _revise(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    if case.startswith("REP-"):
        asked: More = {"period": YEAR, "profile": "demo"} | more
        return operations.revise_report(report=case, **a.write(by, on), **asked)
    return operations.revise_project(project=case, said=a.said(**more), **a.write(by, on))


def _objection(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    on = on if act == "answer_objection" else min(on, LAST)
    if act == "object":
        return operations.object_to(project=case, **a.write(by, on), **_with({"text": "no"}, more))
    if act == "record_objection":
        asked: More = {"raised_by": "a neighbour", "text": "no", "received_on": DAY} | more
        return operations.record_objection(project=case, **a.write(by, on), **asked)
    asked = _with({"objection": 1, "text": "yes"}, more)
    return operations.answer_objection(project=case, **a.write(by, on), **asked)


def _thread(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    if act == "raise_finding":
        asked: More = {"kind": "correction", "text": "the area"} | more
        return operations.raise_finding(report=case, **a.write(by, on), **asked)
    deed = operations.answer_finding if act == "answer_finding" else operations.close_finding
    return deed(report=case, **a.write(by, on), **_with({"finding": 1, "text": "done"}, more))


def _sign(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    usual: More = {} if act == "sign" else {"opinion": "adverse"}
    said, signature = a.statement(case, by, on, **(usual | more))
    deed = operations.sign if act == "sign" else operations.decline
    return deed(said=said, signature=signature, **a.write(by, on))


def _visit(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    usual: More = {
        "kind": "sampling", "days": Period(DAY, DAY), "place": "the hill", "method": "plots", "seen": "trees",
        "population": 10, "sample": 3,
    }  # fmt: skip
    return operations.record_visit(report=case, visit=Visit(**(usual | more)), **a.write(by, on))


def _engage(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    return operations.engage(report=case, **a.write(by, on), **_with({"body": a.places["BODY"]}, more))


def _fix(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    return (operations.submit if act == "submit" else operations.declare)(report=case, **a.write(by, on))


def _disclose(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    return operations.disclose(project=case, **a.write(by, on))


def _issue(a: "Cast", case: str, act: str, by: Actor, on: date, more: More) -> Made:
    """As the room above does, in an operation of its own."""
    given = a.write(by, on)

    def work(write: Write) -> None:
        issued = mark_issued(lock_approved(case), by=given["by"], on=on, at=given["at"])
        write(issued.answer(), issued.rows)

    return perform(Request("test_issue", body={"report": case}, **given), work)


def _with(usual: More, more: More) -> More:
    return usual | more


ACTS: dict[str, Callable[["Cast", str, str, Actor, date, More], Made]] = {
    "add_document": _document, "attach_report": _document, "revise": _revise, "object": _objection,
    "record_objection": _objection, "answer_objection": _objection, "raise_finding": _thread, "answer_finding": _thread,
    "close_finding": _thread, "sign": _sign, "decline": _sign, "record_visit": _visit, "engage": _engage, "submit": _fix,
    "declare": _fix, "disclose": _disclose, "issue": _issue,
}  # fmt: skip
