"""The accounts of one's organisation and of those that entrusted it, with what lies in them now."""

from collections.abc import Sequence

from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.accounting.acts import ACCOUNT_KINDS
from tanpuhui.apps.disclosure import accounts
from tanpuhui.apps.disclosure.accounts import Seen
from tanpuhui.apps.disclosure.registers.own import INSPECT, READ
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SHARED
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import MORE, Cell, Column, Grid, Way, onward, yuan

LIMIT = 50
WORDS = {
    **SHARED,
    "lead": Text("机构自己的账户，和委托给它的账户。", "The accounts of your organisation, and those entrusted to it."),
    "lead_all": Text(
        "按您的职责，可以查看登记簿的全部账户。", "By your office you may look into every account of the register."
    ),
    "words": Text("账户代码、名称或所有者代码", "Code or name of the account, or code of its owner"),
    "mine": Text("只看本机构的", "Only of my organisation"),
    "caption": Text("账户及其现有单位和资金", "Accounts, and the units and money in them now"),
    "none": Text("没有符合条件的账户。", "No account fits."),
    "none_yet": Text(
        "还没有为本机构开户；请登记簿管理员开户。",
        "No account has been opened for your organisation yet; ask the administrator of the register.",
    ),
}


def show(visit: Visit) -> Answer | HttpResponseBase:
    """Accounts by code, a page at a time; `?list=accounts&download=csv` gives them as a file."""
    if response := links.file(visit, "accounts", {}):
        return response
    by = visit.seated.actor
    words, kind, mine = visit.asked("q"), visit.asked("kind"), visit.asked("mine") == "on"
    found = accounts.page(
        by,
        after=visit.asked("after"),
        words=words[:100],
        kind=kind if kind in ACCOUNT_KINDS else "",
        mine=mine,
        limit=LIMIT + 1,
    )
    asked = bool(words or kind or mine or visit.asked("after"))
    facts: dict[str, object] = {
        "grid": _grid(visit, found, asked),
        "q": words,
        "kind": kind,
        "mine": mine,
        "kinds": ACCOUNT_KINDS.items(),
        "all": by.may(INSPECT),
        "downloads": links.files(visit, "accounts"),
    }
    return Answer(facts)


def _grid(visit: Visit, found: Sequence[Seen], asked: bool) -> Grid:
    shown = found[:LIMIT]
    held = accounts.held([one.id for one in shown])
    more = Way(MORE, onward(visit, after=shown[-1].code)) if len(found) > LIMIT else None
    columns = [
        Column(WORDS["account"]),
        Column(WORDS["kind"]),
        Column(WORDS["owner"]),
        Column(WORDS["units"], "number"),
        Column(WORDS["reserved"], "number"),
        Column(WORDS["money"], "number"),
    ]
    rows = [_row(one, held.get(one.id, [])) for one in shown]
    empty = WORDS["none"] if asked or visit.seated.actor.may(INSPECT) else WORDS["none_yet"]
    return Grid("accounts", WORDS["caption"], columns, rows, empty, more)


def _row(one: Seen, held: list[tuple[str, int, int]]) -> list[Cell]:
    by_type = " · ".join(f"{unit_type} {units:,}" for unit_type, units, _ in held)
    total, reserved = sum(units for _, units, _ in held), sum(kept for *_, kept in held)
    money = one.fen is not None
    return [
        Cell(one.name, reverse("account", args=[one.code]), one.code, WORDS["closed"] if one.closed_on else None),
        Cell(ACCOUNT_KINDS[one.kind]),
        Cell(one.owner_name, under=one.owner),
        Cell("" if money else f"{total:,}", under=by_type),
        Cell("" if money else f"{reserved:,}"),
        yuan(one.fen),
    ]


PAGE = Page(
    "accounts", ("desk/accounts",), "web/accounts.html", Text("账户", "Accounts"), WORDS, show, needs=READ, desk=20
)
