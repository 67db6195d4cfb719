"""Accounts are opened for owners who passed due diligence, and closed when empty; freezes stop what they name."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, MONEY_KINDS
from tanpuhui.accounting.checks import act_of, check_words
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import loading
from tanpuhui.apps.ledger.models import Account, Balance, Block, Freeze, Payment, Posting, Series
from tanpuhui.apps.ledger.opening import OWN_ACCOUNTS
from tanpuhui.apps.parties import checks
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, Write, check_texts, perform
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

OPENABLE = {kind: says for kind, says in ACCOUNT_KINDS.items() if kind != "bank"}
"""Kinds that may be opened: of the one account that may be overdrawn, the register keeps its own."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,59}")
_CODE_OF_ANY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,59}")  # a colon: what mirrors a foreign register
_OF_REGISTER = frozenset(kind.upper() for kind in OWN_ACCOUNTS)
_ID = re.compile(r"[1-9][0-9]{0,17}")
_UNIT_TYPE = re.compile(r"[A-Z0-9][A-Z0-9_]{0,15}")


def open_account(
    *,
    code: str,
    kind: str,
    owner: int,
    name: Text,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    needs_acceptance: bool = False,
) -> Answer:
    """Opens an account for organisation `owner`, which must have passed due diligence. Returns `{"account": code}`.

    Refuses besides the list of `accounting` a malformed `name` and an `owner` that is unknown or was not vetted.
    """
    if not _CODE.fullmatch(code):
        raise refuse("account_code_malformed", account=shown(code))
    if kind not in OPENABLE:
        raise refuse("unknown_account_kind", kind=shown(kind), kinds=", ".join(OPENABLE))
    name = checks.name(name)

    def work(write: Write) -> None:
        by.require("accounts:open")
        parties.require_vetted(parties.organisation(id=owner).id, on)
        if Account.objects.filter(code=code).exists():
            raise refuse("account_exists", account=code[:60])
        row = Account.objects.create(
            code=code, kind=kind, owner_id=owner, name_zh=name.zh, name_en=name.en,
            needs_acceptance=needs_acceptance, opened_on=on,
        )  # fmt: skip
        if kind in MONEY_KINDS:
            Balance.objects.create(account=row, fen=0, overdraft=kind == "bank")
        write({"account": code}, [row])

    body = {
        "code": code, "kind": kind, "owner": owner, "zh": name.zh, "en": name.en, "needs_acceptance": needs_acceptance,
    }  # fmt: skip
    return perform(Request("account_open", by, on, at, key, body), work)


def close_account(*, code: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Closes an account for every new act, on a day not before its last movement.

    It holds neither units nor money, none wait for it, and it is none of those that the register keeps for itself: of what
    is final, of its bank, and of what mirrors a foreign register.
    """

    def work(write: Write) -> None:
        by.require("accounts:close")
        row = Account.objects.select_for_update().filter(code=code, closed_on=None).first()
        if row is None:
            raise refuse("unknown_account", account=shown(code))
        if code in _OF_REGISTER or ":" in code:
            raise refuse("account_of_register", account=code)
        if Block.objects.filter(account=row).exists() or Balance.objects.filter(account=row).exclude(fen=0).exists():
            raise refuse("account_not_empty", account=code)
        if waits := Block.objects.filter(reservation__favour=row).values_list("reservation", flat=True).first():
            raise refuse("account_awaited", account=code, reservation=waits)
        if on < row.opened_on:
            raise refuse("account_closed", account=code)
        if since := _moved_after(row.pk, on):
            raise refuse("day_before_holding", on=on, since=since)
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        write({"account": code, "closed_on": on}, [row])

    return perform(Request("account_close", by, on, at, key, {"code": code}), work)


def _moved_after(account: int, on: date) -> date | None:
    """The day of a movement of the account after the day `on`, if there was one."""
    either = Q(source=account) | Q(target=account)
    for rows in (Posting.objects, Payment.objects):
        if later := rows.filter(either, on__gt=on).values_list("on", flat=True).first():
            return later
    return None


def freeze_body(*, scope: str, target: str, acts: Sequence[str], reason: str) -> dict[str, object]:
    """The body of a freeze as a second person's approval sees it."""
    return {"scope": scope, "target": target, "acts": sorted(acts), "reason": reason}


def freeze(
    *,
    scope: str,
    target: str = "",
    acts: Sequence[str] = (),
    reason: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    approval: int | None,
) -> Answer:
    """Stops `acts` (none named: all) for an account (code), a series (id), a unit type, or everything. Second person."""
    for code in acts:
        act_of(code)
    check_words(ACTS["cancel"], "", "", reason)
    check_texts(reason=reason)
    exists = {
        "everything": lambda: target == "",
        "account": lambda: _CODE_OF_ANY.fullmatch(target) is not None and Account.objects.filter(code=target).exists(),
        "series": lambda: _ID.fullmatch(target) is not None and Series.objects.filter(pk=int(target)).exists(),
        "unit_type": lambda: _UNIT_TYPE.fullmatch(target) is not None,
    }
    if scope not in exists or not exists[scope]():
        raise refuse("unknown_freeze_scope", scope=shown(scope), target=shown(target))

    def work(write: Write) -> None:
        by.require("ledger:freeze")
        row = Freeze.objects.create(scope=scope, target=target, acts=sorted(acts), reason=reason, since=on)
        write({"freeze": row.pk}, [row])

    body: Mapping[str, object] = freeze_body(scope=scope, target=target, acts=acts, reason=reason)
    request = Request("ledger_freeze", by, on, at, key, body, approval, second_person=True)
    return perform(request, work, lock=loading.alone)


def lift(*, freeze: int, by: Actor, on: date, at: datetime, key: str, approval: int | None) -> Answer:
    """Ends a freeze from the day `on`: it goes on stopping acts dated before, since the day it began. Second person."""

    def work(write: Write) -> None:
        by.require("ledger:freeze")
        row = Freeze.objects.select_for_update().filter(pk=freeze, lifted_on=None).first()
        if row is None:
            raise refuse("unknown_freeze", freeze=shown(freeze))
        if on < row.since:
            raise refuse("lifted_before_frozen", freeze=freeze, since=row.since, on=on)
        row.lifted_on = on
        row.save(update_fields=["lifted_on"])
        write({"freeze": freeze, "lifted_on": on}, [row])

    return perform(Request("ledger_lift", by, on, at, key, {"freeze": freeze}, approval, second_person=True), work)
