"""Verification: findings in a thread, site visits and samplings on record, and the statement that a person signs."""

from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.parties import checks as fields
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import checks, reading
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.models import FindingMessage, Statement, VerifierFinding
from tanpuhui.apps.projects.models import Visit as VisitRow
from tanpuhui.apps.projects.operations.moving import moved
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.signing import Said, Signature, require_signed
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.apps.records.rows import numbered
from tanpuhui.core.days import Period
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

FINDINGS: dict[str, Text] = {
    "correction": Text("须改正", "correction"),
    "clarification": Text("须说明", "clarification"),
}
VISITS: dict[str, Text] = {
    "site_visit": Text("现场核查", "site visit"),
    "sampling": Text("抽样", "sampling"),
}
MOST_COUNTED = 10**9


def raise_finding(
    *, report: str, kind: str, text: str, by: Actor, on: date, at: datetime, key: str, evidence: str = ""
) -> Answer:
    """Raises a finding (`FINDINGS`), which the applicant must answer. Permission `verification:verify`.

    The answer has its number as `finding`. Refuses `unknown_finding_kind`, `text_needed`, and as `moving.moved`.
    """
    if kind not in FINDINGS:
        raise refuse("unknown_finding_kind", kind=shown(kind), known=", ".join(FINDINGS))
    said, file = checks.said("text", text), reading.optional_file(evidence, by=by)

    def first(desk: Desk) -> None:
        desk.told["finding"] = VerifierFinding.objects.filter(report=desk.of_report).count() + 1

    def then(desk: Desk) -> None:
        number = int(str(desk.told["finding"]))
        row = VerifierFinding(**desk.entered, report=desk.of_report, number=number, kind=kind)
        numbered(row)
        desk.rows.append(row)
        _say(desk, row, "raise", said, file)

    body = {"report": report[:40], "kind": kind, "text": said, "evidence": file}
    request = Request("verification_raise", by, on, at, key, body)
    return moved(case=checks.report(report), act="raise_finding", request=request, first=first, then=then)


def answer_finding(
    *, report: str, finding: int, text: str, by: Actor, on: date, at: datetime, key: str, evidence: str = ""
) -> Answer:
    """The applicant answers a finding that is open. Permission `projects:apply`.

    Refuses `unknown_finding`, `finding_closed`, `text_needed`, and as `moving.moved`.
    """
    return _thread("answer", report, finding, text, evidence, by, on, at, key)


def close_finding(
    *, report: str, finding: int, text: str, by: Actor, on: date, at: datetime, key: str, evidence: str = ""
) -> Answer:
    """The verification body closes a finding that was answered, and says why. Permission `verification:verify`.

    Refuses `finding_unanswered`, and as `answer_finding`.
    """
    return _thread("close", report, finding, text, evidence, by, on, at, key)


def _thread(
    act: str, report: str, finding: int, text: str, evidence: str, by: Actor, on: date, at: datetime, key: str
) -> Answer:
    said, file = checks.said("text", text), reading.optional_file(evidence, by=by)

    def then(desk: Desk) -> None:
        row = VerifierFinding.objects.filter(report=desk.of_report, number=finding).first()
        if row is None:
            raise refuse("unknown_finding", report=desk.reference, number=shown(finding))
        last = row.messages.order_by("-line")[0]
        if last.act == "close":
            raise refuse("finding_closed", report=desk.reference, number=finding)
        if act == "close" and last.act == "raise":
            raise refuse("finding_unanswered", report=desk.reference, number=finding)
        _say(desk, row, act, said, file)

    body = {"report": report[:40], "finding": finding, "text": said, "evidence": file}
    request = Request(f"verification_{act}", by, on, at, key, body)
    return moved(case=checks.report(report), act=f"{act}_finding", request=request, then=then)


def _say(desk: Desk, row: VerifierFinding, act: str, text: str, file: str | None) -> None:
    line = row.messages.count() + 1
    desk.rows.append(FindingMessage(**desk.entered, finding=row, line=line, act=act, text=text, evidence_id=file))


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit or sampling (`VISITS`): its days, place, method, what was seen; of a sampling how many of how many."""

    kind: str
    days: Period
    place: str
    method: str
    seen: str
    population: int | None = None
    sample: int | None = None
    evidence: str = ""


def record_visit(*, report: str, visit: Visit, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Puts a site visit or a sampling on record. Permission `verification:verify`.

    Refuses `unknown_visit_kind`, `visit_in_the_future`, `sample_wrong`, `text_needed`, `text_malformed`, as `moving.moved`.
    """
    if visit.kind not in VISITS:
        raise refuse("unknown_visit_kind", kind=shown(visit.kind), known=", ".join(VISITS))
    if visit.days.last > on:
        raise refuse("visit_in_the_future", days=visit.days, on=on)
    _check_sample(visit)
    kept = {
        "kind": visit.kind, "first": visit.days.first, "last": visit.days.last,
        "place": fields.text("place", visit.place, 200), "method": checks.said("method", visit.method),
        "population": visit.population, "sample": visit.sample, "seen": checks.said("seen", visit.seen),
        "evidence_id": reading.optional_file(visit.evidence, by=by),
    }  # fmt: skip

    def then(desk: Desk) -> None:
        desk.rows.append(VisitRow(**desk.entered, **kept, report=desk.of_report))

    request = Request("verification_visit", by, on, at, key, {"report": report[:40], **kept})
    return moved(case=checks.report(report), act="record_visit", request=request, then=then)


def _check_sample(visit: Visit) -> None:
    """A sampling says how many of how many; a visit may."""
    both = (visit.sample, visit.population)
    fits = all(type(n) is int and 0 < n <= MOST_COUNTED for n in both) and (visit.sample or 0) <= (
        visit.population or 0
    )
    if not fits and (visit.kind == "sampling" or both != (None, None)):
        raise refuse("sample_wrong", sample=shown(visit.sample), population=shown(visit.population))


def sign(*, said: Said, signature: Signature | None, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Signs a statement in favour of a report, over its dossier and calculation; the calculation is run again here.

    Permission `verification:verify`. Refuses `unknown_assurance`, `unknown_opinion`, `text_needed`, `statement_unsigned`,
    `signature_differs`, `statement_of_another_run`, and what the guards refuse: `verifier_…`, `findings_open`,
    `nothing_visited`, `verification_report_missing`, `dossier_not_the_one_read`, `calculation_differs`.
    """
    return _state("sign", frozenset({"unqualified", "qualified"}), said, signature, by, on, at, key)


def decline(*, said: Said, signature: Signature | None, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Signs an adverse opinion: the report goes back to the applicant. Permission `verification:verify`. Refuses as `sign`."""
    return _state("decline", frozenset({"adverse"}), said, signature, by, on, at, key)


def _state(
    act: str,
    opinions: frozenset[str],
    said: Said,
    signature: Signature | None,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    said.check(opinions)
    text = checks.said("text", said.text)
    signed = require_signed(said, signature, user=by.user_id, organisation=by.organisation_id, on=on, at=at)
    assert signature is not None, "a missing one is refused"
    person = by.person_id
    method = fields.required("method", signature.method, 40)

    def look(desk: Desk) -> None:
        if said.calculation != desk.pinned().all_hash:
            raise refuse("statement_of_another_run", report=desk.reference, pinned=desk.pinned().all_hash)

    def then(desk: Desk) -> None:
        assert person is not None, "the guard `separate` asks for a natural person"
        row = Statement(
            **desk.entered, report=desk.of_report, number=Statement.objects.filter(report=desk.of_report).count() + 1,
            body_id=by.organisation_id, person_id=person, assurance=said.assurance, opinion=said.opinion,
            text=said.text, dossier=said.dossier, calculation=said.calculation, signed=signed, method=method,
            proved_at=signature.at,
        )  # fmt: skip
        desk.rows.append(row)

    body = {
        "report": said.report[:40],
        "signed": signed,
        "assurance": said.assurance,
        "opinion": said.opinion,
        "text": text,
    }
    request = Request(f"verification_{act}", by, on, at, key, body)
    return moved(
        case=checks.report(said.report), act=act, request=request, reason=text, read=said.dossier, look=look, then=then
    )
