"""Verification bodies: who is on the register for what and until when, and who has an interest in a project."""

from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.parties.models import Membership, Organisation
from tanpuhui.apps.parties.queries import holding
from tanpuhui.apps.projects.models import Accreditation, AccreditationEvent, ConflictDeclaration, Project, Terms
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.separation import applicants_side
from tanpuhui.core.text import Text

EVENTS: dict[str, Text] = {
    "suspend": Text("暂停", "suspend"),
    "restore": Text("恢复", "restore"),
    "end": Text("终止", "end"),
}
STATES: dict[str, Text] = {
    "valid": Text("有效", "valid"),
    "not_yet": Text("尚未生效", "not valid yet"),
    "expired": Text("已到期", "expired"),
    "suspended": Text("已暂停", "suspended"),
    "ended": Text("已终止", "ended"),
}


@dataclass(frozen=True, slots=True)
class AccreditationRow:
    """An entry of the register as of a day. `state`: `valid`, `not_yet`, `expired`, `suspended`, `ended`; `body`: a code."""

    reference: str
    body: str
    scope: tuple[str, ...]
    first: date
    last: date
    state: str
    evidence: str


def accreditations(on: date, body: int | None = None) -> list[AccreditationRow]:
    """The register of verification bodies as of a day, by reference. Two statements."""
    rows = Accreditation.objects.filter(on__lte=on, **({} if body is None else {"body": body}))
    found = list(rows.select_related("body").order_by("reference"))
    last: dict[int, str] = {}
    for event in AccreditationEvent.objects.filter(accreditation__in=found, on__lte=on).order_by("pk"):
        if last.get(event.accreditation_id) != "end":
            last[event.accreditation_id] = event.act
    return [
        AccreditationRow(
            row.reference, row.body.code, tuple(row.scope), row.first, row.last, _state(row, last.get(row.pk, ""), on),
            str(row.evidence_id),
        )
        for row in found
    ]  # fmt: skip


def _state(row: Accreditation, act: str, on: date) -> str:
    if act in ("end", "suspend"):
        return "ended" if act == "end" else "suspended"
    return "not_yet" if on < row.first else "expired" if row.last < on else "valid"


def require_accredited(body: int, methodology: str, on: date) -> AccreditationRow:
    """The entry by which a body may verify under a methodology on a day.

    Refuses `verifier_not_listed`, `verifier_out_of_scope`, `verifier_not_valid` (expired, suspended, not yet, ended).
    """
    code = Organisation.objects.values_list("code", flat=True).get(pk=body)
    rows = accreditations(on, body)
    if not rows:
        raise refuse("verifier_not_listed", body=code)
    in_scope = [row for row in rows if methodology in row.scope]
    if not in_scope:
        raise refuse("verifier_out_of_scope", body=code, methodology=methodology)
    if valid := [row for row in in_scope if row.state == "valid"]:
        return valid[0]
    entry = in_scope[-1]
    facts = {"body": code, "entry": entry.reference, "first": entry.first, "last": entry.last, "on": on}
    raise refuse("verifier_not_valid", state=STATES[entry.state], **facts)


def require_no_conflict(body: int, project: Project, terms: Terms, on: date) -> None:
    """Refuse `verifier_in_conflict`, naming the organisation in which the body has an interest.

    That is: it, or any of its people by whichever user, is owner, agent or consultant of the project or a member of one;
    or it has declared a conflict with one.
    """
    side = applicants_side(project, terms, on)
    found = body if body in side else None
    if found is None:
        people = Membership.objects.filter(holding(on), organisation=body).values("user__person")
        shared = Membership.objects.filter(holding(on), organisation__in=side, user__person__in=people)
        declared = ConflictDeclaration.objects.filter(body=body, other__in=side, on__lte=on)
        found = (
            shared.values_list("organisation", flat=True).first() or declared.values_list("other", flat=True).first()
        )
    if found is not None:
        codes = dict(Organisation.objects.filter(pk__in=[body, found]).values_list("pk", "code"))
        raise refuse("verifier_in_conflict", body=codes[body], project=project.reference, organisation=codes[found])
