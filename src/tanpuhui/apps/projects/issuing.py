"""What the room that issues does with an approved report, within its own transaction: lock it, and mark it issued."""

from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects.approved import ApprovedReport
from tanpuhui.apps.records.operations import Answer


@dataclass(slots=True)
class Issuing:
    """A report that is being issued. `answer` goes into the journal's entry, `record` follows with the entry's number."""

    approved: ApprovedReport

    def answer(self) -> Answer:
        """For the journal: the report, its new state, and what became of its claims."""
        raise NotImplementedError

    def record(self, journal: int) -> None:
        """Writes the step and the histories of the claims, by the number of the journal's entry. Once."""
        raise NotImplementedError


def lock_approved(report: str) -> ApprovedReport:
    """Locks a report and its project, in the transaction that will issue it, and tells all about it.

    Refuses `unknown_report`, and `report_not_approved` in any other state than `approved`.
    """
    raise NotImplementedError


def mark_issued(approved: ApprovedReport, *, by: Actor, on: date, at: datetime) -> Issuing:
    """The report is issued: every guard of the line `issue` is held, its claims are confirmed for good.

    `issued = mark_issued(…)`, `journal = write({…, **issued.answer()})`, `issued.record(journal)`, all within one `perform`
    with a second person. Permission `ledger:issue`.
    """
    raise NotImplementedError
