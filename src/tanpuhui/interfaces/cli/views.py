"""The ledger's answers as tables."""

from collections.abc import Sequence
from datetime import date

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS
from tanpuhui.apps.ledger.queries import AccountRow, BalanceRow, Place, Step
from tanpuhui.core.money import yuan_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.screen import Screen

_DAY, _ACT, _SERIAL = Text("日期", "Day"), Text("操作", "Act"), Text("序列号", "Serial")
_TONNES, _FROM, _TO = Text("吨", "Tonnes"), Text("转出", "From"), Text("转入", "To")
_ACCOUNT, _KIND, _OWNER = Text("账户", "Account"), Text("种类", "Kind"), Text("所有者", "Owner")
_CHANGE, _RESERVED = Text("增减", "Change"), Text("其中预留", "Of these reserved")
_STATEMENT = Text("账户 {account} 截至 {on} 的过账", "Postings of account {account} up to {on}")
_BALANCE = Text("账户 {account} 在 {on} 终了时：{units} 吨，其中预留 {reserved} 吨",
                "Account {account} at the end of {on}: {units} tonnes, {reserved} of them reserved")  # fmt: skip
_MONEY = Text("资金 {yuan} 元", "money: {yuan} CNY")
_LINEAGE = Text("{serial} 首个单位的经历", "The life of the first unit of {serial}")
_PLACES = Text("{serial} 现在何处", "Where {serial} lies now")
_MORE = Text("还有更多：加上 --after {after}", "There is more: add --after {after}")
_EMPTY = Text("没有过账。", "No postings.")


def show_statement(screen: Screen, account: str, on: date, steps: Sequence[Step], more: int | None) -> None:
    """A statement: what came is above zero, what left below, what was only marked is zero."""
    rows = [(str(s.posting), s.on, ACTS[s.act].text, s.serial, _change(s, account), s.source, s.target) for s in steps]
    heads = (Text("过账", "Posting"), _DAY, _ACT, _SERIAL, _CHANGE, _FROM, _TO)
    if rows:
        screen.table(heads, rows, title=_STATEMENT.fill(account=account, on=on))
    else:
        screen.say(_EMPTY)
    if more:
        screen.say(_MORE, after=more)


def _change(step: Step, account: str) -> int:
    return step.units * ((step.target == account) - (step.source == account))


def show_balance(screen: Screen, account: str, on: date, rows: Sequence[BalanceRow], fen: int) -> None:
    """A balance, in a sentence and by series."""
    units, reserved = sum(row.units for row in rows), sum(row.reserved for row in rows)
    screen.say(_BALANCE, account=account, on=on, units=f"{units:,}", reserved=f"{reserved:,}")
    if fen:
        screen.say(_MONEY, yuan=yuan_text(fen))
    heads = (
        Text("系列", "Series"),
        Text("单位", "Unit"),
        Text("项目", "Project"),
        Text("年份", "Vintage"),
        _TONNES,
        _RESERVED,
    )
    if rows:
        cells = [(str(r.series), r.unit_type, r.project, str(r.vintage), r.units, r.reserved) for r in rows]
        screen.table(heads, cells)


def show_lineage(screen: Screen, serial: str, steps: Sequence[Step]) -> None:
    """A life, from issuance on."""
    rows = [(s.on, ACTS[s.act].text, s.serial, s.units, s.source, s.target) for s in steps]
    screen.table((_DAY, _ACT, _SERIAL, _TONNES, _FROM, _TO), rows, title=_LINEAGE.fill(serial=serial))


def show_places(screen: Screen, serial: str, places: Sequence[Place]) -> None:
    """Where units lie now."""
    rows = [
        (p.serial, p.units, p.account, ACCOUNT_KINDS[p.kind], p.owner, p.since, str(p.reservation or ""))
        for p in places
    ]  # fmt: skip
    heads = (_SERIAL, _TONNES, _ACCOUNT, _KIND, _OWNER, Text("自", "Since"), Text("预留", "Reservation"))
    screen.table(heads, rows, title=_PLACES.fill(serial=serial))


def show_accounts(screen: Screen, rows: Sequence[AccountRow], more: str | None) -> None:
    """Accounts and what lies in them."""
    heads = (
        _ACCOUNT,
        _KIND,
        _OWNER,
        Text("名称", "Name"),
        _TONNES,
        Text("资金（元）", "Money (CNY)"),
        Text("开户", "Opened"),
    )
    cells = [
        (r.code, ACCOUNT_KINDS[r.kind], r.owner, r.name, r.units, "" if r.fen is None else yuan_text(r.fen), r.opened_on)
        for r in rows
    ]  # fmt: skip
    screen.table(heads, cells)
    if more:
        screen.say(_MORE, after=more)
