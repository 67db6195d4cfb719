"""Organisations: admitted, examined, closed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.parties import checks, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import DueDiligence, Membership, Organisation
from tanpuhui.apps.parties.operations.mandates import check_role, check_user
from tanpuhui.apps.parties.operations.once import once
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text


def admit_organisation(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
    code: str,
    kind: str,
    name: Text,
    area: str = "",
    credit_code: str | None = None,
    fictional: bool = False,
    first: Sequence[tuple[int, str]] = (),
) -> int:
    """Admit an organisation, open from `on`, with its `first` members (user, role), who appoint the others; its number.

    Permission `parties:admit`. Refuses `organisation_code_malformed`, `unknown_organisation_kind`, `area_missing`,
    `area_malformed`, `name_missing`, `text_malformed`, `credit_code_malformed`, `unknown_role`, `role_not_for_this_kind`,
    `duplicate_code`, `duplicate_credit_code`, `party_not_found`, `user_inactive`.
    """
    by.require("parties:admit")
    checks.organisation_code(code)
    checks.kind_and_area(kind, area)
    both = checks.name(name)
    checks.credit_code(credit_code)
    for _, role in first:
        check_role(role, kind)
    fields = {"code": code, "kind": kind, "name_zh": both.zh, "name_en": both.en, "area": area}

    def make() -> list[Model]:
        _check_new(code, credit_code)
        for user, _ in first:
            check_user(user)
        new = Organisation.objects.create(
            **fields, credit_code=credit_code, fictional=fictional, opened_on=on, created_at=at
        )
        made = {"organisation": new, "starts_on": on, "created_by_id": by.user_id, "created_at": at}
        members = Membership.objects.bulk_create(Membership(user_id=user, role=role, **made) for user, role in first)
        return [new, *members]

    body = {**fields, "credit_code": credit_code, "fictional": fictional, "first": [list(pair) for pair in first]}
    return once(journal, make, operation="admit_organisation", by=by, on=on, at=at, key=key, body=body)


def _check_new(code: str, credit_code: str | None) -> None:
    if Organisation.objects.filter(code=code).exists():
        raise refuse("duplicate_code", code=code)
    if credit_code is not None and Organisation.objects.filter(credit_code=credit_code).exists():
        raise refuse("duplicate_credit_code", code=credit_code)


def close_organisation(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, organisation: int) -> int:
    """Close an organisation from the day `on`; its number. Nobody acts for it from then on.

    Permission `parties:admit`. Refuses `party_not_found`, `organisation_closed`.
    """
    by.require("parties:admit")

    def make() -> list[Model]:
        queries.organisation(id=organisation).require_open(on)
        Organisation.objects.filter(pk=organisation, closed_on=None).update(closed_on=on)
        return [Organisation.objects.get(pk=organisation)]

    body = {"organisation": organisation}
    return once(journal, make, operation="close_organisation", by=by, on=on, at=at, key=key, body=body)


def vet(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    journal: Journal,
    organisation: int,
    evidence: str,
    outcome: str,
    expires_on: date | None = None,
    note: str = "",
) -> int:
    """Record due diligence on an organisation: `accepted` or `refused`, by the document `evidence`; the record's number.

    Permission `parties:vet`. Refuses `unknown_outcome`, `evidence_malformed`, `mandate_reversed`, `text_malformed`,
    `party_not_found`, `organisation_closed`, and `same_organisation` where the examiner is, by any user, one of its people.
    """
    by.require("parties:vet")
    if outcome not in ("accepted", "refused"):
        raise refuse("unknown_outcome", outcome=outcome[:40])
    checks.evidence(evidence)
    checks.days(on, expires_on)
    fields = {
        "outcome": outcome,
        "evidence": evidence,
        "expires_on": expires_on,
        "note": checks.text("note", note, 2000),
    }

    def make() -> list[Model]:
        place = queries.organisation(id=organisation)
        place.require_open(on)
        _check_stranger(by, place, on)
        made = {"organisation_id": organisation, "checked_by_id": by.user_id, "checked_on": on, "created_at": at}
        return [DueDiligence.objects.create(**made, **fields)]

    body = {"organisation": organisation, **fields}
    return once(journal, make, operation="vet", by=by, on=on, at=at, key=key, body=body)


def _check_stranger(by: Actor, place: queries.OrganisationRow, on: date) -> None:
    """Set-up may examine its own operator: a register begins with nobody else."""
    if by.system:
        return
    inside = by.person_id is not None and queries.belongs(person=by.person_id, organisation=place.id, on=on)
    if inside or by.organisation_id == place.id:
        raise refuse("same_organisation", first=by.name, second=place.code)
