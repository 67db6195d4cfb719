"""The register of verification bodies: entries, suspensions, and conflicts that a body declares."""

from collections.abc import Collection
from datetime import date, datetime

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import bodies, checks, editions
from tanpuhui.apps.projects.models import Accreditation, AccreditationEvent, ConflictDeclaration
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records import evidence as files
from tanpuhui.apps.records.numbers import reference
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.days import Period
from tanpuhui.core.refused import shown


def accredit(
    *, body: int, scope: Collection[str], valid: Period, evidence: str, by: Actor, on: date, at: datetime, key: str
) -> Answer:
    """Enters a verification body for the methodologies of `scope` and the days of `valid`, by a document.

    Permission `verification:accredit`. Returns `{"accreditation": "ACR-2026-000001"}`. Refuses `not_a_verification_body`,
    `scope_empty`, `unknown_plugin`, `evidence_not_found`, `organisation_closed`, `party_not_found`.
    """
    by.require("verification:accredit")
    place = parties.organisation(id=body)
    place.require_open(on)
    if place.kind != "verification_body":
        raise refuse("not_a_verification_body", organisation=place.code)
    if not scope:
        raise refuse("scope_empty", body=place.code)
    codes = sorted({editions.edition(code).code for code in scope})
    file = files.evidence(evidence).sha256
    asked = {"body": body, "scope": codes, "first": valid.first, "last": valid.last, "evidence": file}

    def work(write: Write) -> None:
        number = reference("ACR", on.year)
        row = Accreditation(
            **_entered(by, on, at), reference=number, body_id=body, scope=codes, first=valid.first, last=valid.last,
            evidence_id=file,
        )  # fmt: skip
        write({"accreditation": number}, [row])

    return perform(Request("verification_accredit", by, on, at, key, asked), work)


def change_accreditation(
    *, accreditation: str, act: str, reason: str, by: Actor, on: date, at: datetime, key: str
) -> Answer:
    """Suspends or restores an entry (`bodies.EVENTS`), or ends it for good, from the day `on`. Statements signed before stay.

    Permission `verification:accredit`. Refuses `unknown_accreditation`, `accreditation_act_wrong`, `text_needed`.
    """
    by.require("verification:accredit")
    number, why = checks.accreditation(accreditation), checks.said("reason", reason)

    def work(write: Write) -> None:
        row = Accreditation.objects.select_for_update().filter(reference=number).first()
        if row is None:
            raise refuse("unknown_accreditation", accreditation=number)
        last = row.events.order_by("-pk").first()
        holds = last.act if last else "restore"
        if act not in bodies.EVENTS or act == holds or holds == "end" or (last is not None and on < last.on):
            raise refuse(
                "accreditation_act_wrong", accreditation=number, act=shown(act), known=", ".join(bodies.EVENTS)
            )
        event = AccreditationEvent(**_entered(by, on, at), accreditation=row, act=act, reason=why)
        write({"accreditation": number, "act": act}, [event])

    body = {"accreditation": number, "act": act[:20], "reason": why}
    return perform(Request("verification_change", by, on, at, key, body), work)


def declare_conflict(*, other: int, reason: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """A verification body declares that it has an interest in the projects of the organisation `other`, for good.

    Permission `verification:verify`. Refuses `party_not_found`, `text_needed`.
    """
    by.require("verification:verify")
    place, why = parties.organisation(id=other), checks.said("reason", reason)

    def work(write: Write) -> None:
        row = ConflictDeclaration(**_entered(by, on, at), body_id=by.organisation_id, other_id=other, reason=why)
        write({"other": place.code}, [row])

    return perform(Request("verification_conflict", by, on, at, key, {"other": other, "reason": why}), work)


def _entered(by: Actor, on: date, at: datetime) -> dict[str, object]:
    return {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": on, "at": at}
