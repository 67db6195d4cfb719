"""What of project mode is public, in one place: for lists, pages, endpoints and files alike.

A project is public from its first disclosure to the stakeholders on, a report from its first filing with the city on; what was
withdrawn before that was never anybody's business. A document is public if its applicant says so, or by its redacted copy.
Of decisions everybody sees act, day and side; of reasons those that an authority gave. What applicant, stakeholder or
verification body wrote was written to the parties of the case, and may name people. See docs/concepts/project-mode.md.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanpuhui.apps.ledger.tally import HOLDERS
from tanpuhui.apps.projects.models import Disclosure, Project, Report, Step

_EITHER = frozenset({"return", "reject", "withdraw", "appeal", "uphold", "readmit"})
ACTS = {
    "project": frozenset({"disclose", "file", "forward", "register"}) | _EITHER,
    "report": frozenset({"file", "preapprove", "approve", "issue"}) | _EITHER,
}  # fmt: skip
"""Moves that everybody may see."""
AUTHORITY = frozenset({"own_city", "province"})
"""Sides whose reasons are public."""


def is_named(account: str, kind: str) -> bool:
    """Whether everybody may know this account: the register's own, or the mirror of another register's, and nobody's holdings."""
    return kind not in HOLDERS or ":" in account


def projects() -> "QuerySet[Project]":
    """The public projects."""
    return Project.objects.filter(Exists(Disclosure.objects.filter(project=OuterRef("pk"))))


def reports() -> "QuerySet[Report]":
    """The public reports."""
    return Report.objects.filter(Exists(Step.objects.filter(report=OuterRef("pk"), act="file")))


def decisions() -> "QuerySet[Step]":
    """The public moves of public projects and reports. A verification body's return is between it and the applicant."""
    shown = Exists(Disclosure.objects.filter(project=OuterRef("project")))
    filed = Exists(Step.objects.filter(report=OuterRef("report"), act="file", number__lte=OuterRef("number")))
    of_project = Q(report=None, act__in=sorted(ACTS["project"]))
    of_report = Q(report__isnull=False, act__in=sorted(ACTS["report"])) & ~Q(who="verifier")
    return Step.objects.filter((of_project & shown) | (of_report & filed))
