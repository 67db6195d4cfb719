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
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, Write, check_texts, perform
from tanpuhui.apps.records.refusals import refuse as records
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

OPENABLE = {kind: says for kind, says in ACCOUNT_KINDS.items() if kind != "bank"}
"""Kinds that may be opened: of the one account that may be overdrawn, the register keeps its own."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,59}")
_ID = re.compile(r"[1-9][0-9]{0,17}")
_UNIT_TYPE = re.compile(r"[A-Z0-9][A-Z0-9_]{0,15}")
MAX_NAME = 200


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
    """Opens an account for organisation `owner`, which must have passed due diligence. Returns `{"account": code}`."""
    if not _CODE.fullmatch(code):
        raise refuse("account_code_malformed", account=shown(code))
    if kind not in OPENABLE:
        raise refuse("unknown_account_kind", kind=shown(kind), kinds=", ".join(OPENABLE))
    for field, text in (("name_zh", name.zh), ("name_en", name.en)):
        if len(text) > MAX_NAME:
            raise records("field_too_long", field=field, length=len(text), limit=MAX_NAME)

    def work(write: Write) -> None:
        by.require("accounts:open")
        parties.require_vetted(owner, on)
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
    """Closes an account that holds neither units nor money, on a day not before its last movement."""

    def work(write: Write) -> None:
        by.require("accounts:close")
        row = Account.objects.select_for_update().filter(code=code, closed_on=None).first()
        if row is None:
            raise refuse("unknown_account", account=code[:60])
        if Block.objects.filter(account=row).exists() or Balance.objects.filter(account=row).exclude(fen=0).exists():
            raise refuse("account_not_empty", account=code)
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
        "account": lambda: _CODE.fullmatch(target) is not None and Account.objects.filter(code=target).exists(),
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
    """Ends a freeze. Second person."""

    def work(write: Write) -> None:
        by.require("ledger:freeze")
        if not Freeze.objects.filter(pk=freeze, lifted_on=None).update(lifted_on=on):
            raise refuse("unknown_freeze", freeze=freeze)
        write({"freeze": freeze, "lifted_on": on}, [Freeze.objects.get(pk=freeze)])

    return perform(Request("ledger_lift", by, on, at, key, {"freeze": freeze}, approval, second_person=True), work)
