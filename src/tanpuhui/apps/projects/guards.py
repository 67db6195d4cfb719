"""All tables of this room are append-only; of a project and a report only where it stands moves on, and none is deleted."""

from tanpuhui.apps.records.guards import Guard

_KEPT = (
    "accreditation", "accreditationevent", "calculation", "conflictdeclaration", "consultant", "disclosure", "document",
    "engagement", "findingmessage", "objection", "objectionanswer", "owner", "recalculation", "redaction", "statement",
    "step", "terms", "verifierfinding", "visit", "wish",
)  # fmt: skip
GUARDS = (
    Guard("projects_project", ("delete",)),
    Guard("projects_report", ("delete",)),
    *(Guard(f"projects_{table}") for table in _KEPT),
)
TOLD = tuple(f"projects.{table}" for table in ("project", "report", *_KEPT))
