"""The tables of one account: what lies in it, by series and run; what came and went; what waits; and what may be done."""

from datetime import date
from typing import Any

from django.urls import reverse

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.disclosure import accounts, authority
from tanpuhui.apps.disclosure.accounts import Seen
from tanpuhui.apps.disclosure.authority import DutyOpen
from tanpuhui.apps.disclosure.registers import own
from tanpuhui.apps.disclosure.registers.asked import Asked
from tanpuhui.apps.ledger import queries
from tanpuhui.apps.ledger.queries import BalanceRow
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.lists.columns import RESERVED
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SHARED
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.grid import DASH, MORE, Cell, Column, Grid, Way, day, onward, paged, said_in_yuan, units

LIMIT = 25
WORDS = {
    **SHARED,
    "held": Text("各签发批次", "By series"),
    "held_caption": Text("{day} 结束时账户中的单位，按签发批次", "Units in the account at the end of {day}, by series"),
    "nothing": Text("账户中没有单位。", "There are no units in the account."),
    "series": Text("签发批次", "Series"),
    "project": Text("项目", "Project"),
    "vintage": Text("年份", "Vintage"),
    "free": Text("可用", "Free"),
    "runs_caption": Text("现在的各段编号", "The runs of numbers as they lie now"),
    "serial": Text("序列号", "Serial"),
    "since": Text("起始日", "Since"),
    "is_reserved": Text("已预留", "reserved"),
    "statement_caption": Text("截至 {day} 的收付，最近的在前", "What came and went up to {day}, the newest first"),
    "no_postings": Text("到这一天为止没有任何收付。", "Nothing had come or gone by that day."),
    "act": Text("事项", "Act"),
    "change": Text("增减", "Change"),
    "other": Text("对方账户", "Other account"),
    "entry": Text("日志", "Entry"),
    "certificate": Text("证书", "Certificate"),
    "payments_caption": Text("截至 {day} 的收付款，最近的在前", "Payments up to {day}, the newest first"),
    "amount": Text("金额（元）", "Amount (yuan)"),
    "waiting_caption": Text("有效的预留和待接受的转让", "Reservations that hold, and transfers that wait"),
    "none_waits": Text("没有预留，也没有待接受的转让。", "Nothing is reserved, and no transfer waits."),
    "reservation": Text("预留", "Reservation"),
    "from_to": Text("从 {source} 到 {target}", "from {source} to {target}"),
    "reason": Text("理由", "Reason"),
    "until": Text("有效至", "Until"),
    "accept": Text("接受", "Accept"),
    "decline": Text("拒绝", "Decline"),
    "release": Text("解除", "Release"),
    "lapse": Text("使其失效", "Let it lapse"),
    "by_authority": Text("依职权解除", "Release by authority"),
    "transfer": Text("转让", "Transfer"),
    "retire": Text("注销（使用）", "Retire"),
    "hold": Text("预留", "Reserve"),
    "deposit": Text("存入履约账户", "Set aside for compliance"),
    "withdraw": Text("撤回", "Withdraw"),
    "surrender": Text("清缴", "Surrender"),
    "cancel": Text("取消", "Cancel"),
    "invalidate": Text("宣告失效", "Invalidate"),
    "expire": Text("到期", "Expire"),
    "buffer_in": Text("存入缓冲", "Into the buffer"),
    "buffer_out": Text("从缓冲释放", "Out of the buffer"),
    "replace": Text("履行替换义务 {number}", "Meet duty {number}"),
}

DEEDS = {
    "transfer": "transfer_units",
    "retire": "retire_units",
    "deposit": "deposit_units",
    "withdraw": "withdraw_units",
    "surrender": "surrender_units",
    "hold": "hold_units",
    "cancel": "cancel_units",
    "invalidate": "invalidate_units",
    "expire": "expire_units",
    "buffer_in": "buffer_units",
    "buffer_out": "release_buffer",
}
"""What may be done with units of an account: word → deed. The act of the ledger has the same name but for `hold`."""
TAKES_RESERVED = frozenset({"cancel", "invalidate", "expire"})


def may_do(visit: Visit, account: Seen) -> list[str]:
    """What this visitor may do with units of this account, by its kind and their permissions."""
    if account.closed_on:
        return []
    by, found = visit.seated.actor, []
    for name in DEEDS:
        act = ACTS["reserve" if name == "hold" else name]
        if account.kind in act.sources and by.may(act.permission, account.owner_id):
            found.append(name)
    return found


def do(visit: Visit, names: list[str], account: Seen, **fixed: Any) -> tuple[Way, ...]:
    """The ways to the forms of these deeds, with the account and `fixed` filled in."""
    said = {name: value for name, value in fixed.items() if value is not None}
    ways = [links.deed(visit, DEEDS[name], WORDS[name], source=account.code, **said) for name in names]
    return tuple(way for each in ways for way in each)


def held(visit: Visit, account: Seen, on: date, names: list[str]) -> Grid:
    """What lay in the account at the end of a day, by series; today with what may be done."""
    found, more = _balance(visit, account, on)
    owed = _owed(visit, account)
    serials, rows = accounts.wholes([row.series for row in found]), []
    for row in found:
        free = row.units - row.reserved
        ways = do(visit, names, account, serial=serials[row.series]) if free > 0 and on == visit.today else ()
        for duty in owed if ways else ():
            ways += _meet(visit, account, serials[row.series], duty) if duty.unit_type == row.unit_type else ()
        rows.append(
            [
                Cell(
                    f"{row.unit_type} {row.vintage}", reverse("serials", args=[serials[row.series]]), under=row.project
                ),
                units(row.units),
                units(row.reserved),
                units(free),
                Cell(ways=ways),
            ]
        )
    columns = [
        Column(WORDS["series"]),
        Column(WORDS["units"], "number"),
        Column(WORDS["reserved"], "number"),
        Column(WORDS["free"], "number"),
        Column(WORDS["actions"]),
    ]
    return Grid("held", WORDS["held_caption"].fill(day=on), columns, rows, WORDS["nothing"], more)


def _balance(visit: Visit, account: Seen, on: date) -> tuple[list[BalanceRow], Way | None]:
    """A page of what lay in the account: now by the units that lie there, at the end of an earlier day by what came and went."""
    after = _number(visit, "held")
    if on >= clock.today():  # the day of the visit may be an earlier one, in a demonstration
        asked = Asked(on, LIMIT + 1, f"{account.code} {after}", {"account": account.code}, visit.seated.actor)
        names = BalanceRow.__slots__
        found = [BalanceRow(**{name: row[name] for name in names}) for row in own.balances(asked)]
    else:
        found = [row for row in queries.balance(account.code, on) if row.series > after][: LIMIT + 1]
    more = Way(MORE, onward(visit, held=found[LIMIT - 1].series)) if len(found) > LIMIT else None
    return found[:LIMIT], more


def _owed(visit: Visit, account: Seen) -> list[DutyOpen]:
    """The duties to replace that the visitor may meet from this account."""
    if account.kind != "holding" or not visit.seated.actor.may("ledger:retire", account.owner_id):
        return []
    return authority.duties(debtor=account.owner_id, limit=5)


def _meet(visit: Visit, account: Seen, serial: str, duty: DutyOpen) -> tuple[Way, ...]:
    says = WORDS["replace"].fill(number=duty.id)
    return links.deed(visit, "meet_duty", says, duty=duty.id, source=account.code, serial=serial)


def runs(visit: Visit, account: Seen, names: list[str]) -> Grid:
    """The runs of numbers that lie in the account now, a page at a time."""
    found, more = paged(
        visit, "runs", accounts.runs(account.id, after=_number(visit, "runs"), limit=LIMIT + 1), LIMIT, "key"
    )
    rows = []
    for row in found:
        taken = [name for name in names if name in TAKES_RESERVED] if row["reservation"] else names[:3]
        ways = do(visit, taken, account, serial=row["serial"], held_under=row["reservation"])
        rows.append(
            [
                Cell(
                    row["serial"],
                    reverse("serials", args=[row["serial"]]),
                    mark=WORDS["is_reserved"] if row["reservation"] else None,
                ),
                units(row["units"]),
                day(row["since"]),
                Cell(ways=ways),
            ]
        )
    columns = [
        Column(WORDS["serial"], "code"),
        Column(WORDS["units"], "number"),
        Column(WORDS["since"], "day"),
        Column(WORDS["actions"]),
    ]
    return Grid("runs", WORDS["runs_caption"], columns, rows, WORDS["nothing"], more)


def statement(visit: Visit, account: Seen, on: date) -> Grid:
    """What came and went up to the end of a day, the newest first, a page at a time."""
    asked = accounts.statement(account.id, on, before=_number(visit, "postings") or None, limit=LIMIT + 1)
    found, more = paged(visit, "postings", asked, LIMIT, "key")
    rows = [
        [
            day(row["on"]),
            Cell(ACTS[row["act"]].text, ways=_certificate(row)),
            Cell(row["serial"], reverse("serials", args=[row["serial"]])),
            Cell(f"{_SIGNS[row['sign']]}{row['units']:,}"),
            Cell(row["other"] or DASH),
            Cell(str(row["journal"])),
        ]
        for row in found
    ]
    columns = [
        Column(WORDS["day"], "day"),
        Column(WORDS["act"]),
        Column(WORDS["serial"], "code"),
        Column(WORDS["change"], "number"),
        Column(WORDS["other"]),
        Column(WORDS["entry"], "number"),
    ]
    return Grid("postings", WORDS["statement_caption"].fill(day=on), columns, rows, WORDS["no_postings"], more)


_SIGNS = {1: "+", 0: "", -1: "−"}


def _certificate(row: dict[str, Any]) -> tuple[Way, ...]:
    address = links.to("certificate_retirement", row["journal"]) if row["act"] == "retire" else ""
    return (Way(WORDS["certificate"], address),) if address else ()


def payments(visit: Visit, account: Seen, on: date) -> Grid:
    """What was paid and received up to the end of a day, the newest first, a page at a time."""
    asked = accounts.payments(account.id, on, before=_number(visit, "payments") or None, limit=LIMIT + 1)
    found, more = paged(visit, "payments", asked, LIMIT, "key")
    rows = [
        [
            day(row["on"]),
            Cell(f"{'+' * (row['fen'] > 0)}{said_in_yuan(row['fen'])}"),
            Cell(row["other"]),
            Cell(str(row["journal"])),
        ]
        for row in found
    ]
    columns = [
        Column(WORDS["day"], "day"),
        Column(WORDS["amount"], "number"),
        Column(WORDS["other"]),
        Column(WORDS["entry"], "number"),
    ]
    return Grid("payments", WORDS["payments_caption"].fill(day=on), columns, rows, WORDS["no_postings"], more)


def waiting(visit: Visit, account: Seen) -> Grid:
    """Reservations that hold here or in the account's favour, with what the visitor may do about each."""
    asked = accounts.waiting(account.id, after=_number(visit, "waits"), limit=LIMIT + 1)
    found, more = paged(visit, "waits", asked, LIMIT, "key")
    rows = []
    for row in found:
        where = (
            WORDS["from_to"].fill(source=row["account"], target=row["favour"])
            if row["favour"]
            else Text(row["account"], row["account"])
        )
        rows.append(
            [
                Cell(RESERVED[row["kind"]], under=where),
                units(row["units"]),
                Cell(row["reason"] or DASH),
                day(row["since"]),
                day(row["until"]),
                Cell(ways=_ends(visit, account, row)),
            ]
        )
    columns = [
        Column(WORDS["reservation"]),
        Column(WORDS["units"], "number"),
        Column(WORDS["reason"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["until"], "day"),
        Column(WORDS["actions"]),
    ]
    return Grid("waits", WORDS["waiting_caption"], columns, rows, WORDS["none_waits"], more)


def _ends(visit: Visit, account: Seen, row: dict[str, Any]) -> tuple[Way, ...]:
    """A transfer is accepted or declined by who receives, a hold released by its holder, a pledge by who is favoured."""

    def way(code: str, word: str, permission: str) -> tuple[Way, ...]:
        owner = None if permission in ("ledger:lapse", "ledger:release") else account.owner_id
        return links.deed(visit, code, WORDS[word], needs=permission, whose=owner, reservation=row["key"])

    kind, incoming = row["kind"], row["incoming"]
    ways: tuple[Way, ...] = ()
    if incoming:
        ways += way("accept_units", "accept", "ledger:accept")
        ways += (
            way("decline_units", "decline", "ledger:accept")
            if kind == "transfer"
            else way("release_units", "release", "ledger:accept")
        )
    elif kind == "hold":
        ways += way("release_units", "release", "ledger:reserve")
    if row["until"] and row["until"] < visit.today:
        ways += way("lapse_reservation", "lapse", "ledger:lapse")
    return ways + way("release_by_authority", "by_authority", "ledger:release")


def _number(visit: Visit, name: str) -> int:
    said = visit.asked(name)
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def money_on(account: Seen, on: date) -> int:
    """The money in the account at the end of a day, in fen."""
    return account.fen or 0 if on >= clock.today() else queries.money(account.code, on)
