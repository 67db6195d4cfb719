"""Adoptions: the authority takes exactly one set of value versions, named by its hash, as good enough for a scope."""

from collections.abc import Iterable
from datetime import date, datetime

from tanpuhui.apps.gazette import checks, queries
from tanpuhui.apps.gazette.models import Adoption, AdoptionLine, AdoptionRevocation
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.numbers import reference
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.apps.records.rows import numbered
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.parameters import Value, hash_of_all

ADOPT, REVOKE = "gazette_adopt", "gazette_revoke"
_REVOKE = Text("撤销采纳", "revoke an adoption")


def scope_of(code: str, edition: str) -> str:
    """How a methodology's edition is written as the scope of an adoption."""
    return f"{code}:{edition}"


def adopt_body(*, values: Iterable[Value], hash: str, scope: str, evidence: str = "") -> dict[str, object]:
    """An adoption as the journal, a retry and the second person see it: every value with its hash, sentence and status."""
    lines = {v.hash: [v.key, v.hash, v.status.name.lower(), v.says.zh, v.says.en] for v in values}
    return {"hash": hash, "scope": scope, "evidence": evidence, "values": [lines[h] for h in sorted(lines)]}


def adopt(
    *,
    values: Iterable[Value],
    hash: str,
    scope: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    approval: int | None,
    evidence: str = "",
) -> Answer:
    """Adopts the set of `values`, whose `hash_of_all` must be `hash`, for `scope`, from the day `on`. Second person.

    `scope`: `scope_of(code, edition)` or a report's reference; `evidence`: hash of a filed document, if there is one.
    Returns `{"adoption": reference}`. Permission `gazette:adopt`. Refuses `adoption_empty`, `adoption_hash_differs`,
    `scope_malformed`, `adopted_already`, `evidence_not_found`.
    """
    by.require("gazette:adopt")
    taken = list(values)
    if not taken:
        raise refuse("adoption_empty")
    if (actual := hash_of_all(taken)) != hash:
        raise refuse("adoption_hash_differs", actual=actual, hash=shown(hash))
    checks.scope(scope)
    document = checks.document(evidence, by) if evidence else None

    def work(write: Write) -> None:
        number = reference("ADO", on.year)  # before the look: who comes second waits here, and then sees the first
        if there := queries.adopted(hash, on, scopes=[scope]):
            raise refuse("adopted_already", hash=hash, scope=scope, adoption=there.reference)
        entered = {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": on, "at": at}
        row = Adoption(reference=number, hash=hash, scope=scope, evidence_id=document, **entered)
        numbered(row)
        write({"adoption": number}, [row, *_lines(row, taken)])

    body = adopt_body(values=taken, hash=hash, scope=scope, evidence=evidence)
    return perform(Request(ADOPT, by, on, at, key, body, approval, second_person=True), work)


def _lines(row: Adoption, values: Iterable[Value]) -> list[AdoptionLine]:
    distinct = {value.hash: value for value in values}
    return AdoptionLine.objects.bulk_create(
        AdoptionLine(
            adoption=row, line=line, key=value.key, hash=value.hash, status=value.status.name.lower(),
            says_zh=value.says.zh, says_en=value.says.en,
        )
        for line, (_, value) in enumerate(sorted(distinct.items()), 1)
    )  # fmt: skip


def revoke_body(*, adoption: str, reason: str) -> dict[str, object]:
    """A revocation as the journal, a retry and the second person see it."""
    return {"adoption": adoption, "reason": reason}


def revoke(*, adoption: str, reason: str, by: Actor, on: date, at: datetime, key: str, approval: int | None) -> Answer:
    """Ends an adoption from the day `on`; what it covered before that day stays covered. Second person.

    Permission `gazette:adopt`. Refuses `unknown_adoption`, `gazette_reason_missing`, `adoption_revoked_already`,
    `revoked_before_adopted`.
    """
    by.require("gazette:adopt")
    number, why = checks.adoption(adoption), checks.reason(reason, _REVOKE)

    def work(write: Write) -> None:
        found = Adoption.objects.select_for_update().filter(reference=number).first()
        if found is None:
            raise refuse("unknown_adoption", adoption=adoption)
        if earlier := AdoptionRevocation.objects.filter(adoption=found).first():
            raise refuse("adoption_revoked_already", adoption=adoption, on=earlier.on)
        if on < found.on:
            raise refuse("revoked_before_adopted", adoption=adoption, since=found.on, on=on)
        entered = {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": on, "at": at}
        row = AdoptionRevocation(adoption=found, reason=why, **entered)
        write({"adoption": adoption, "revoked_on": on}, [row])

    body = revoke_body(adoption=adoption, reason=reason)
    return perform(Request(REVOKE, by, on, at, key, body, approval, second_person=True), work)
