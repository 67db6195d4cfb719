"""An approved report becomes PHCER: recomputed, numbered and credited, with its remainder kept. All or nothing, by two persons.

What must hold is checked where it is known, in the one transaction: `projects` recomputes the report and compares it with
what was pinned, asks for statement, claim, crediting period, adoption and separate duties; the ledger asks for accounts,
permissions, freezes and numbers. Two switches pause all new issuance while the rest goes on: a notice in the gazette that sets
`guangdong.phcer.issuance_open` to false (so it was in the autumn of 2018), or a freeze of the act `issue`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_UP, Decimal

from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.apps.issuance.models import Issuance, IssuedVintage
from tanpuhui.apps.issuance.refusals import refuse
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.models import Account, Register
from tanpuhui.apps.ledger.posting import Batch, Creation, post
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import issuing
from tanpuhui.apps.projects.approved import ApprovedReport
from tanpuhui.apps.projects.valuesets import shipped
from tanpuhui.apps.records.approved import persons
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.core.citations import Status
from tanpuhui.core.quantities import split, tonnes_of
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.serials import segment_of
from tanpuhui.quantification import methodology_named

UNIT_TYPE = "PHCER"
OPEN = "guangdong.phcer.issuance_open"


@dataclass(frozen=True, slots=True)
class Vintage:
    """What a report comes to in one year: whole tonnes are issued, the remaining `rest` grams stay on the year."""

    year: int
    grams: int
    units: int
    rest: int


def issue_body(*, report: str, result: str, accounts: Mapping[str, str]) -> dict[str, object]:
    """The body of an issuance as the journal, a retry and the second person's approval see it."""
    return {"report": report, "result": result, "accounts": dict(accounts)}


def issue(
    *,
    report: str,
    result: str,
    accounts: Mapping[str, str],
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    approval: int | None,
) -> Answer:
    """Issues what an approved report came to. Second person; permission `ledger:issue`.

    `result`: the hash of the whole calculation that is approved for issuing; `accounts`: of each owner (code), the holding
    account that receives. Each owner gets its share of every vintage in whole tonnes, by largest remainders, of what the
    edition's contribution to the register's buffer account leaves. Returns the moves, the report and its claims. Refuses
    `issuance_paused`, `result_not_the_one_approved`, `account_for_each_owner`, `illustrative_in_real_register`,
    `nothing_to_issue`, `buffer_account_missing`, and what `projects.issuing` and the ledger refuse.
    """

    def build(desk: Desk) -> Batch:
        _check_open(on)
        approved = issuing.lock_approved(report)
        _check(approved, result, accounts, desk)
        issued = issuing.mark_issued(approved, by=by, on=on, at=at, second=persons(approval))
        vintages = vintages_of(approved)
        jurisdiction = Register.objects.values_list("jurisdiction", flat=True).get()
        creations = [
            _creation(approved, vintage.year, units, desk.account(account).id, jurisdiction)
            for vintage in vintages
            for account, units in _placed(vintage.units, approved, accounts, buffers)
            if units
        ]
        rows = [_issuance(approved, vintages), *(_row(vintage) for vintage in vintages), *issued.rows]
        return Batch(creations=creations, tells=issued.answer(), rows=rows)

    body = issue_body(report=report, result=result, accounts=accounts)
    request = Request("phcer_issue", by, on, at, key, body, approval, second_person=True)
    buffers = _buffers()
    return post(request, accounts=[*accounts.values(), *buffers], series=(), build=build)


def _buffers() -> list[str]:
    """The register's own open buffer accounts: those that mirror no other register's."""
    rows = Account.objects.filter(kind="buffer", closed_on=None).exclude(code__contains=":")
    return list(rows.order_by("code").values_list("code", flat=True))


def _placed(
    units: int, approved: ApprovedReport, accounts: Mapping[str, str], buffers: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Which account receives how many of a vintage's units: the buffer first, then the owners."""
    kept = contributed(units, methodology_named(approved.methodology).buffer)
    if kept:
        if len(buffers) != 1:
            raise refuse("buffer_account_missing", methodology=approved.methodology, count=len(buffers))
        yield buffers[0], kept
    yield from ((accounts[owner], part) for owner, part in shared(units - kept, approved).items())


def contributed(units: int, share: Decimal | None) -> int:
    """Whole units of a vintage for the buffer: its exact share rounded up, so that the buffer never lacks a part of a tonne."""
    return int((units * share).to_integral_value(ROUND_UP)) if share else 0


def _check_open(on: date) -> None:
    """Refuse `issuance_paused` on a day of which it is known that nothing new is issued; not to know it stops nobody."""
    known = shipped().with_entries(given_entries(on=on, entered_by=on, keys=[OPEN]))
    try:
        switch = known.at(OPEN, on=on)
    except Refusal as no:
        if no.code not in ("value_not_yet_known_for", "value_unknown"):
            raise
        return
    if not switch.yes:
        raise refuse("issuance_paused", on=on, rule=switch.says)


def _check(approved: ApprovedReport, result: str, accounts: Mapping[str, str], desk: Desk) -> None:
    if approved.hashes.all != result:
        raise refuse("result_not_the_one_approved", report=approved.report)
    owners = {owner.code: owner.organisation_id for owner in approved.owners}
    if owners.keys() != accounts.keys() or any(
        (desk.account(accounts[o]).owner, desk.account(accounts[o]).kind) != (owners[o], "holding") for o in owners
    ):
        raise refuse("account_for_each_owner", report=approved.report, owners=", ".join(sorted(owners)))
    if approved.status is Status.ILLUSTRATIVE and not desk.world.demonstration:
        raise refuse("illustrative_in_real_register", report=approved.report)
    if not any(vintage.units for vintage in vintages_of(approved)):
        raise refuse("nothing_to_issue", report=approved.report, grams=approved.grams)


def vintages_of(approved: ApprovedReport) -> list[Vintage]:
    """Each year's grams as whole tonnes and a remainder, in order of the years."""
    return [Vintage(year, grams, *tonnes_of(grams)) for year, grams in sorted(approved.vintages.items())]


def shared(units: int, approved: ApprovedReport) -> dict[str, int]:
    """Whole units by owner: shares rounded down, what is left one by one to the largest remainders."""
    parts = split(units, [owner.share for owner in approved.owners])
    return {owner.code: part for owner, part in zip(approved.owners, parts, strict=True)}


def _creation(approved: ApprovedReport, vintage: int, units: int, account: int, jurisdiction: str) -> Creation:
    labels = {
        "project": approved.project, "project_name": approved.title.zh, "report": approved.report, "area": approved.area,
        "verification": approved.verification, "status": approved.status.name.lower(),
    }  # fmt: skip
    return Creation(
        act="issue", target=account, quantity=units, unit_type=UNIT_TYPE, jurisdiction=jurisdiction,
        methodology=segment_of(approved.methodology, "methodology"), project=segment_of(approved.project, "project"),
        vintage=vintage, labels=labels,
    )  # fmt: skip


def _issuance(approved: ApprovedReport, vintages: list[Vintage]) -> Issuance:
    return Issuance(
        report=approved.report, result=approved.hashes.all, units=sum(vintage.units for vintage in vintages)
    )


def _row(vintage: Vintage) -> IssuedVintage:
    return IssuedVintage(vintage=vintage.year, grams=vintage.grams, units=vintage.units, rest=vintage.rest)
