"""The village's units are sold against payment, and some are used for good: the end of the main act."""

from datetime import date
from typing import Any

from tanpuhui.accounting.acts import PURPOSES
from tanpuhui.apps.disclosure import certificates
from tanpuhui.apps.ledger import accounts, operations, queries
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.parties import queries as parties
from tanpuhui.core.money import cost, yuan_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo.cast import Cast
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.interfaces.cli.demo.village import ACCOUNT, CASH, ISSUED

UNITS, PRICE = 3_046, 1100
"""Real (deck): 33,506 CNY for 3,046 t, which is 11.00 CNY a tonne."""
PAID_IN, SOLD, RESOLD, RETIRED = date(2021, 8, 16), date(2021, 8, 18), date(2021, 9, 6), date(2021, 9, 8)
PARTS, PART_PRICE = (("DEMO-FAIR", 200), ("DEMO-SCHOOL", 60)), 1500
"""Who buys how many of them, at an example's price in fen."""
USES = (
    (
        "DEMO-FAIR-1",
        "demo.fan",
        180,
        "carbon_neutrality",
        "2021 云帆会展（虚构） / the Yunfan fair of 2021 (fictional)",
    ),
    ("DEMO-SCHOOL-P", "demo.luo", 60, "philanthropy", "云溪村小学（虚构） / Yunxi village school (fictional)"),
)
BUYERS = (
    ("WEITAN-1", "holding", "WEITAN", Text("微碳持有账户", "Weitan's holding")),
    ("WEITAN-CASH", "cash", "WEITAN", Text("微碳资金账户", "Weitan's money")),
    ("DEMO-FAIR-1", "holding", "DEMO-FAIR", Text("会展公司持有账户", "The fair's holding")),
    ("DEMO-FAIR-CASH", "cash", "DEMO-FAIR", Text("会展公司资金账户", "The fair's money")),
    ("DEMO-SCHOOL-P", "holding", "DEMO-SCHOOL", Text("基金会持有账户（PHCER）", "The foundation's holding (PHCER)")),
    ("DEMO-SCHOOL-PCASH", "cash", "DEMO-SCHOOL", Text("基金会资金账户（PHCER）", "The foundation's money (PHCER)")),
)
TRUSTING = (("demo.tan", "ZHANKENG"), ("demo.guan", "WEITAN"), ("demo.fan", "DEMO-FAIR"), ("demo.luo", "DEMO-SCHOOL"))
"""Who entrusts the exchange with units and money: without the payer's will nobody's money moves."""
TO = {"DEMO-FAIR": ("DEMO-FAIR-1", "DEMO-FAIR-CASH"), "DEMO-SCHOOL": ("DEMO-SCHOOL-P", "DEMO-SCHOOL-PCASH")}

_PAID_IN = Text(
    "{day}：微碳经结算银行入金 {yuan} 元；买卖各方各自书面委托交易所。",
    "{day}: Weitan pays in {yuan} CNY through the settlement bank; buyers and sellers each entrust the "
    "exchange in writing.",
)
_SOLD = Text(
    "{day}：券款对付：{units} 吨换 {yuan} 元（每吨 {price} 元），同一批。村集体资金账户：{has} 元。",
    "{day}: delivery against payment: {units} t for {yuan} CNY ({price} a tonne), in one batch. The collective's "
    "money: {has} CNY.",
)
_RESOLD = Text(
    "{day}（以下为虚构）：微碳转卖 {units} 吨给 {who}，{yuan} 元（示例价）。",
    "{day} (made up from here on): Weitan sells {units} t on to {who} for {yuan} CNY (an example's price).",
)
_RETIRED = Text(
    "{day}：{who} 注销 {units} 吨，用途“{purpose}”。证书 {entry}：受益人 {whom}；{serials}；日志哈希 {hash}…。演示，不代表真实减排。",
    "{day}: {who} retires {units} t for {purpose}. Certificate {entry}: on behalf of {whom}; {serials}; hash of the "
    "entry {hash}…. "
    "A demonstration: it stands for no real reduction.",
)


def sell(cast: Cast, tell: Narrator) -> None:
    """3,046 t to Guangzhou Weitan, the money to the collective; then what fictional firms buy and retire."""
    for code, kind, owner, name in BUYERS:
        accounts.open_account(
            **cast.by("demo.lin", PAID_IN, f"open:{code}"),
            code=code,
            kind=kind,
            owner=cast.organisations[owner],
            name=name,
        )
    fen = cost(PRICE, UNITS)
    _pay_in(cast, "WEITAN-CASH", fen, PAID_IN)
    for login, owner in TRUSTING:
        cast.trust(login, owner, PAID_IN)
    tell.say(_PAID_IN, day=PAID_IN, yuan=yuan_text(fen))
    items = [Item(ACCOUNT, "WEITAN-1", row.series, row.units) for row in queries.balance(ACCOUNT, ISSUED)]
    _settle(cast, SOLD, "sale", items, ("WEITAN-CASH", CASH, fen))
    facts = {"yuan": yuan_text(fen), "price": yuan_text(PRICE), "has": yuan_text(queries.money(CASH, SOLD) or 0)}
    tell.say(_SOLD, day=SOLD, units=f"{UNITS:,}", **facts)
    _resell(cast, tell)
    for account, login, units, purpose, whom in USES:
        _retire(cast, tell, account, login, units, purpose, whom)


def _pay_in(cast: Cast, account: str, fen: int, day: date) -> None:
    operations.pay(**cast.by("demo.zhao", day, f"pay-in:{account}"), payments=[("BANK", account, fen)])


def _settle(cast: Cast, day: date, key: str, items: list[Item], payment: tuple[str, str, int]) -> None:
    operations.act(**cast.by("demo.zhao", day, f"settle:{key}"), act="transfer", items=items, payments=[payment])


def _resell(cast: Cast, tell: Narrator) -> None:
    """Parts of the newest vintage, each against payment."""
    newest = max(queries.balance("WEITAN-1", SOLD), key=lambda row: row.vintage)
    for buyer, units in PARTS:
        account, cash = TO[buyer]
        fen = cost(PART_PRICE, units)
        _pay_in(cast, cash, fen, RESOLD)
        _settle(cast, RESOLD, buyer, [Item("WEITAN-1", account, newest.series, units)], (cash, "WEITAN-CASH", fen))
        tell.say(_RESOLD, day=RESOLD, units=units, who=_name(buyer), yuan=yuan_text(fen))


def _retire(cast: Cast, tell: Narrator, account: str, login: str, units: int, purpose: str, whom: str) -> None:
    (row,) = queries.balance(account, RESOLD)
    operations.act(
        **cast.by(login, RETIRED, f"retire:{account}"), act="retire", items=[Item(account, "RETIRED", row.series, units)],
        words=Words(purpose=purpose, beneficiary=whom),
    )  # fmt: skip
    entry = next(step.journal for step in queries.statement(account, RETIRED) if step.act == "retire")
    paper = certificates.retirement(entry)
    facts: dict[str, Any] = {
        "who": _name(paper.lines[0].owner), "units": paper.units, "purpose": PURPOSES[purpose], "entry": entry,
        "whom": paper.beneficiary, "serials": ", ".join(line.serial for line in paper.lines), "hash": paper.hash[:12],
    }  # fmt: skip
    tell.say(_RETIRED, day=RETIRED, **facts)


def _name(code: str) -> Text:
    return parties.organisation(code=code).name
