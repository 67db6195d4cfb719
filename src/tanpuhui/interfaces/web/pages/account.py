"""One account for those who may see it: holdings, balance and statement as of a day, money, what waits, what may be done."""

from datetime import date

from django.http.response import HttpResponseBase

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, MONEY_KINDS
from tanpuhui.apps.disclosure import accounts
from tanpuhui.apps.disclosure.accounts import Seen
from tanpuhui.apps.disclosure.registers.own import READ
from tanpuhui.core.days import parse_day
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import account as desk
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SCOPES
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Way, said_in_yuan
from tanpuhui.interfaces.web.refusals import refuse

WORDS = {
    **desk.WORDS,
    "on": Text("截至哪一天（含）", "As of the end of"),
    "opened": Text("开户日", "Opened on"),
    "acceptance": Text("转入", "Incoming transfers"),
    "must_accept": Text("须经接受", "must be accepted"),
    "at_once": Text("直接入账", "arrive at once"),
    "holdings": Text("持有的单位", "Units held"),
    "runs": Text("序列号", "Serial numbers"),
    "statement": Text("对账单", "Statement"),
    "waits": Text("预留与转入", "Reservations and incoming transfers"),
    "frozen": Text("冻结", "Frozen"),
    "frozen_says": Text("{scope}自 {day} 起冻结（{acts}）：{reason}", "Frozen since {day} ({scope}; {acts}): {reason}"),
    "all_acts": Text("全部事项", "every act"),
    "pay": Text("付款", "Pay"),
    "receive": Text("收款", "Receive money"),
    "close": Text("销户", "Close the account"),
    "all_accounts": Text("全部账户", "All accounts"),
}  # fmt: skip


def show(visit: Visit) -> Answer | HttpResponseBase:
    """The account as of a day. Refuses `unknown_account`, whether there is none or it is not the visitor's."""
    seen, on = accounts.seen(visit.asked("code"), visit.seated.actor), _day(visit)
    if response := _file(visit, seen, on):
        return response
    money = seen.kind in MONEY_KINDS
    names = desk.may_do(visit, seen)
    facts: dict[str, object] = {
        "account": seen, "kind": ACCOUNT_KINDS[seen.kind], "on": on, "today": visit.today, "freezes": _freezes(visit, seen),
        "is_money": money, "ways": _ways(visit, seen),
    }  # fmt: skip
    if money:
        facts |= {"payment_files": links.files(visit, "payments")}
        return Answer(
            facts | {"payments": desk.payments(visit, seen, on), "yuan": said_in_yuan(desk.money_on(seen, on))}
        )
    held = desk.held(visit, seen, on, names)
    facts |= {
        "held": held, "runs": desk.runs(visit, seen, names) if on == visit.today else None,
        "statement": desk.statement(visit, seen, on), "waits": desk.waiting(visit, seen),
        "statement_files": links.files(visit, "postings"), "runs_files": links.files(visit, "holdings"),
    }  # fmt: skip
    return Answer(facts)


def _day(visit: Visit) -> date:
    on = parse_day(visit.asked("day")) if visit.asked("day") else visit.today
    if on > visit.today:
        raise refuse("day_not_come_yet", day=on, today=visit.today)
    return on


def _file(visit: Visit, seen: Seen, on: date) -> HttpResponseBase | None:
    """The statement of units or money up to the day, or the runs as they lie now, where the address asks for a file."""
    until = {"account": seen.code, "until": on.isoformat()}
    for code, filters in (("postings", until), ("payments", until), ("holdings", {"account": seen.code})):
        if response := links.file(visit, code, filters):
            return response
    return None


def _freezes(visit: Visit, seen: Seen) -> list[Text]:
    return [
        WORDS["frozen_says"].fill(
            scope=SCOPES[row.scope], day=row.since, reason=row.reason,
            acts=_listed([ACTS[code].text for code in row.acts]) if row.acts else WORDS["all_acts"],
        )
        for row in accounts.freezes(seen.code)
    ]  # fmt: skip


def _listed(texts: list[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _ways(visit: Visit, seen: Seen) -> tuple[Way, ...]:
    ways: tuple[Way, ...] = ()
    if seen.closed_on:
        return ways
    if seen.kind in MONEY_KINDS:
        ways += links.deed(visit, "pay_yuan", WORDS["pay"], needs="ledger:settle", source=seen.code)
        ways += links.deed(visit, "pay_yuan", WORDS["receive"], needs="ledger:settle", target=seen.code)
    return ways + links.deed(visit, "close_account", WORDS["close"], needs="accounts:close", code=seen.code)


PAGE = Page(
    "account", ("desk/accounts/<path:code>",), "web/account.html", Text("账户", "Account"), WORDS, show, needs=READ
)
