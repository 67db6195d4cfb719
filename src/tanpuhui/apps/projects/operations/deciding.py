"""The moves that say nothing but why: filing, forwarding, registering, approving, returning, rejecting, withdrawing, appeals."""

from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.checks import text
from tanpuhui.apps.projects import checks, claiming, dossiers
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.operations.moving import Deed, moved
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT, RELEASING, REPORT
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.core.refused import shown
from tanpuhui.core.workflow import Workflow

_ENDING = frozenset({"return", "reject", "withdraw", "appeal", "uphold", "readmit"})
PROJECT_ACTS = frozenset({"file", "forward", "register"}) | _ENDING
REPORT_ACTS = frozenset({"recall", "file", "preapprove", "approve"}) | _ENDING
"""Acts without an operation of their own."""


def move_project(
    *, project: str, act: str, by: Actor, on: date, at: datetime, key: str, reason: str = "", dossier: str = ""
) -> Answer:
    """Files, forwards, registers, returns, rejects, withdraws a project; appeals against a rejection, and decides on that.

    `dossier`: hash of what was judged (`queries.dossier`), where the line asks for it. Permission: that of the line.
    Refuses `case_act_unknown`, and as `moving.moved` and the line's guards.
    """
    request = _request(PROJECT, PROJECT_ACTS, "projects", act, by, on, at, key, project, reason, dossier)
    return moved(case=checks.project(project), act=act, request=request, reason=reason, read=dossier)


def move_report(
    *, report: str, act: str, by: Actor, on: date, at: datetime, key: str, reason: str = "", dossier: str = ""
) -> Answer:
    """Takes back, files, pre-approves, approves, returns, rejects, withdraws a report; appeals, and decides on that.

    Rejecting and withdrawing set its claims free; granting an appeal claims anew. As `move_project`.
    """
    request = _request(REPORT, REPORT_ACTS, "projects_report", act, by, on, at, key, report, reason, dossier)
    first: Deed | None = _claim_anew if act == "readmit" else None
    if act in RELEASING:
        first = _release
    return moved(case=checks.report(report), act=act, request=request, reason=reason, read=dossier, first=first)


def _request(
    table: Workflow, acts: frozenset[str], room: str, act: str, by: Actor, on: date, at: datetime, key: str,
    case: str, reason: str, dossier: str,
) -> Request:  # fmt: skip
    if act not in acts:
        known = ", ".join(code for code in table.acts if code in acts)
        raise refuse("case_act_unknown", act=shown(act), known=known)
    why = text("reason", reason, checks.LONGEST)
    body = {"case": case[:40], "reason": why, "dossier": dossier if checks.is_hash(dossier) else ""}
    return Request(f"{room}_{act}", by, on, at, key, body)


def _release(desk: Desk) -> None:
    claiming.release(desk.of_report, desk.move.next, desk.claims)


def _claim_anew(desk: Desk) -> None:
    """What a rejected report had claimed; a case is opened where somebody else came in."""
    kept = dossiers.pinned(desk.of_report)
    items = claiming.again(kept, desk.project) if kept is not None else []
    if items:
        claiming.claim(desk.of_report, desk.project, items, desk.claims)
