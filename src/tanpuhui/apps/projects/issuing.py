"""What the room that issues does with an approved report, within its own transaction: lock it, and mark it issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import claiming, guarding, queries
from tanpuhui.apps.projects.approved import ApprovedReport
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.operations import moving
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import REPORT
from tanpuhui.apps.records.operations import Request


@dataclass(slots=True)
class Issuing:
    """A report that is being issued. `answer` and `rows` go into the journal's entry."""

    approved: ApprovedReport
    _desk: Desk

    def answer(self) -> dict[str, object]:
        """For the journal: the report, its new state, and what became of its claims."""
        desk = self._desk
        told = {"report": desk.reference, "state": desk.move.next, "step": desk.number}
        return told | (desk.steps.answer() if desk.steps else {})

    @property
    def rows(self) -> list[Model]:
        """The step, the run that was repeated, the report and its claims: told by the entry, and stored with it."""
        return [*self._desk.rows, *(self._desk.steps.rows() if self._desk.steps else ())]


def lock_approved(report: str) -> ApprovedReport:
    """Locks a report and its project, in the transaction that will issue it, and tells all about it.

    Refuses `unknown_report`, and `report_not_approved` in any other state than `approved`.
    """
    _, row = moving.lock(report)
    if row is None:
        raise refuse("unknown_report", report=report)
    if row.state != "approved":
        raise refuse("report_not_approved", report=report, state=REPORT.state(row.state).says)
    return queries.approved(report)


def mark_issued(
    approved: ApprovedReport, *, by: Actor, on: date, at: datetime, second: Iterable[Actor] = ()
) -> Issuing:
    """The report is issued: every guard of the line `issue` is held, its claims are confirmed for good.

    `issued = mark_issued(…)`, `write({…, **issued.answer()}, issued.rows)`, in one `perform` with a second person.
    `second`: who asked for and gave that approval; their duties are separate too. Permission `ledger:issue`.
    Refuses as `moving.moved`, and what the guards refuse, among them `calculation_differs`, `statement_void`,
    `reduction_not_claimed`, `reduction_contested`, `values_not_adopted`.
    """
    request = Request("projects_report_issue", by, on, at, approved.report, {"report": approved.report})
    desk = moving.on_desk(approved.report, "issue", request)
    guarding.hold(desk)
    guarding.require_apart(desk, second)
    claiming.confirm(desk.of_report, desk.claims)
    moving.take(desk)
    return Issuing(approved, desk)
