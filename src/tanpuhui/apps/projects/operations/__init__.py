"""The writes of project mode: keyword-only, one transaction, one permission, one journal entry each."""

from tanpuhui.apps.projects.operations.accrediting import accredit, change_accreditation, declare_conflict
from tanpuhui.apps.projects.operations.deciding import move_project, move_report
from tanpuhui.apps.projects.operations.documents import add_document, redact
from tanpuhui.apps.projects.operations.objections import answer_objection, object_to, record_objection
from tanpuhui.apps.projects.operations.registering import Said, disclose, open_project, revise_project
from tanpuhui.apps.projects.operations.reporting import declare, engage, open_report, revise_report, submit
from tanpuhui.apps.projects.operations.verifying import (
    Visit,
    answer_finding,
    close_finding,
    decline,
    raise_finding,
    record_visit,
    sign,
)

__all__ = [
    "Said",
    "Visit",
    "accredit",
    "add_document",
    "answer_finding",
    "answer_objection",
    "change_accreditation",
    "close_finding",
    "declare",
    "declare_conflict",
    "decline",
    "disclose",
    "engage",
    "move_project",
    "move_report",
    "object_to",
    "open_project",
    "open_report",
    "raise_finding",
    "record_objection",
    "record_visit",
    "redact",
    "revise_project",
    "revise_report",
    "sign",
    "submit",
]
