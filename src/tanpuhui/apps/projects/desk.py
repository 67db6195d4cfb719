"""A case on the desk while a move is made: the project, perhaps a report of it, the line of the table, who acts and on what."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model

from tanpuhui.apps.claims.steps import Steps
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import dossiers
from tanpuhui.apps.projects.models import Calculation, Document, Engagement, Project, Report, Terms
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.operations import Request
from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.workflow import Move, Workflow
from tanpuhui.quantification import Result


@dataclass
class Desk:
    """What a move works with. `read`: the dossier that the actor says was judged; `told`: what the journal hears besides.

    `rows`: what the move makes or changes, told by its entry of the journal and stored with it.
    """

    project: Project
    report: Report | None
    terms: Terms
    move: Move
    request: Request
    read: str = ""
    reason: str = ""
    told: dict[str, object] = field(default_factory=dict)
    steps: Steps | None = None
    repeated: tuple[Calculation, Result] | None = None
    fixed: dict[str, object] = field(default_factory=dict)
    rows: list[Model] = field(default_factory=list)
    entered: dict[str, object] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """Who acts."""
        return self.request.by

    @property
    def table(self) -> Workflow:
        """The procedure that the case follows."""
        return REPORT if self.report else PROJECT

    @property
    def case(self) -> Project | Report:
        """The row that moves."""
        return self.report or self.project

    @property
    def reference(self) -> str:
        """The number of what moves."""
        return self.case.reference

    @cached_property
    def number(self) -> int:
        """The step that is being made."""
        return self.case.steps + 1

    @property
    def of_report(self) -> Report:
        """The report, where only a report can be on the desk."""
        assert self.report is not None, "a move of a report"
        return self.report

    @property
    def period(self) -> Period:
        """The report's period."""
        return Period(self.of_report.first, self.of_report.last)

    @property
    def crediting(self) -> Period:
        """The project's crediting period."""
        return Period(self.terms.first, self.terms.last)

    @cached_property
    def owners(self) -> list[int]:
        """The owners, by number."""
        return dossiers.owners_of(self.terms)

    @cached_property
    def claims(self) -> Steps:
        """The steps of this act in `claims`."""
        self.steps = Steps(self.request.on, self.request.at)
        return self.steps

    def documents(self) -> list[Document]:
        """The present documents of the case alone."""
        return dossiers.present(self.project, self.report, self.rows)

    def dossier(self) -> str:
        """The hash of all that is judged at present."""
        if self.report:
            return dossiers.hash_of_report(self.report, self.project, self.terms, self.rows)
        return dossiers.hash_of_project(self.project, self.terms, self.rows)

    def body(self) -> int | None:
        """The verification body engaged."""
        return engaged(self.of_report)

    def pinned(self) -> Calculation:
        """The calculation that counts. Refuses `nothing_calculated`."""
        kept = dossiers.pinned(self.of_report)
        if kept is None:
            raise refuse("nothing_calculated", report=self.reference)
        return kept


def engaged(report: Report) -> int | None:
    """The verification body that the applicant engaged last."""
    return Engagement.objects.filter(report=report).order_by("-pk").values_list("body", flat=True).first()


def status_of(kept: Calculation) -> Status:
    """How sure a pinned result is."""
    return Status[kept.status.upper()]
