"""The scenes in which units and money move, each by the person whose duty it is."""

from collections.abc import Mapping
from typing import Any

from tanpuhui.accounting.acts import PURPOSES
from tanpuhui.apps.ledger import accounts, operations, queries
from tanpuhui.apps.ledger.operations import Item, Words, act_body
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.money import cost, yuan_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo.cast import HELD, Cast
from tanpuhui.interfaces.cli.demo.narrator import Narrator

FOREIGN_ID = "CAFR5437-A"
"""The issuance that the story's units are taken from: of the sample's, the one with most left."""
HANDED, SOLD, ASIDE, RESERVED, RETIRED, CANCELLED = 20_000, 5_000, 300, 2_000, 1_000, 250
PRICE = 3600
"""fen per tonne; illustrative."""
BENEFICIARY = "云溪村小学 / Yunxi village school"
ACCOUNTS = (
    ("DEMO-SCHOOL-1", "holding", "DEMO-SCHOOL", Text("基金会持有账户", "The foundation's holding"), True),
    ("DEMO-SCHOOL-CASH", "cash", "DEMO-SCHOOL", Text("基金会资金账户", "The foundation's money"), False),
    ("DEMO-CEMENT-1", "holding", "DEMO-CEMENT", Text("水泥厂持有账户", "The cement works' holding"), False),
    ("DEMO-CEMENT-2", "holding", "DEMO-CEMENT", Text("水泥厂第二账户", "The cement works' second holding"), False),
    ("DEMO-CEMENT-CASH", "cash", "DEMO-CEMENT", Text("水泥厂资金账户", "The cement works' money"), False),
)
FREEZE: dict[str, Any] = {
    "scope": "account", "target": "DEMO-CEMENT-2", "acts": (), "reason": "核对来源（示例） / origin under review (example)",
}  # fmt: skip
CANCEL_REASON = "误划转的更正（示例） / given by mistake (example)"

_OPENED = Text(
    "{day}：林静核验各机构后开立账户 {codes}。", "{day}: after due diligence, Lin Jing opens the accounts {codes}."
)
_HANDED = Text(
    "{day}：何川从镜像账户转出 {units} 吨给基金会。账本自己切开一段：留下前段，给出后段 {serial}。",
    "{day}: He Chuan hands {units} t from the mirror to the foundation. The ledger splits a run itself: it keeps the front and "
    "gives the end, {serial}.",
)
_WAITS = Text(
    "该账户要先接受：单位已预留（{mark}），谁也动不了。",
    "That account accepts first: the units wait, reserved ({mark}), for nobody else.",
)
_ACCEPTED = Text("{day}：罗云接受，单位到账。", "{day}: Luo Yun accepts; the units go over.")
_PAID_IN = Text("{day}：水泥厂入金 {yuan} 元。", "{day}: the cement works pays in {yuan} CNY.")
_SETTLED = Text(
    "{day}：买卖双方书面委托交易所；券款对付：{units} 吨换 {yuan} 元（每吨 {price} 元，示例价），同一批，要么全成，要么全不成。",
    "{day}: buyer and seller entrust the exchange in writing; delivery against payment: {units} t for {yuan} CNY "
    "({price} a tonne, an example), in one batch, both or neither.",
)
_ASIDE = Text(
    "{day}：陈岩把其中 {units} 吨移入第二账户。", "{day}: Chen Yan puts {units} t of them into a second account."
)
_RESERVED = Text(
    "{day}：罗云为一次竞价预留 {units} 吨（预留 {mark}）。",
    "{day}: Luo Yun reserves {units} t for an auction (reservation {mark}).",
)
_RETIRED = Text(
    "{day}：陈岩注销 {units} 吨，用途“{purpose}”，受益人 {who}：{serial}。此后不能再动。",
    "{day}: Chen Yan retires {units} t for {purpose}, on behalf of {who}: {serial}. They never move again.",
)
_FROZEN = Text(
    "{day}：周敏申请、吴越批准，冻结账户 {account}（冻结 {freeze}）。",
    "{day}: Zhou Min asks, Wu Yue approves: account {account} is frozen (freeze {freeze}).",
)
_CANCELLED = Text(
    "{day}：周敏申请、吴越批准，行政取消 {units} 吨。",
    "{day}: Zhou Min asks, Wu Yue approves: {units} t are cancelled by the authority.",
)


def series() -> int:
    """The series that the story's units belong to."""
    return queries.foreign_series("us-ca-cop", FOREIGN_ID)


def open_accounts(cast: Cast, tell: Narrator) -> None:
    """Accounts, by the administrator, for those who passed due diligence."""
    lin = cast.actor("demo.lin", 3)
    for code, kind, owner, name, waits in ACCOUNTS:
        accounts.open_account(
            **cast.act(lin, 3, f"open:{code}"), code=code, kind=kind, owner=cast.organisations[owner], name=name,
            needs_acceptance=waits,
        )  # fmt: skip
    tell.say(_OPENED, day=cast.day(3), codes=", ".join(account[0] for account in ACCOUNTS))


def move(cast: Cast, tell: Narrator) -> None:
    """A transfer that waits for acceptance, a sale against payment, a split, a reservation, a retirement."""
    handed = _hand_over(cast, cast.actor("demo.he", 4), HANDED)
    (mark,) = _list(handed, "waiting")
    tell.say(_HANDED, day=cast.day(4), units=f"{HANDED:,}", serial=_serial(handed))
    tell.say(_WAITS, mark=mark)
    operations.accept(**cast.act(cast.actor("demo.luo", 5), 5, "accept"), reservation=mark)
    tell.say(_ACCEPTED, day=cast.day(5))
    _sell(cast, tell)
    chen, luo = cast.actor("demo.chen", 8), cast.actor("demo.luo", 8)
    _transfer(cast, chen, 8, "aside", "DEMO-CEMENT-1", "DEMO-CEMENT-2", ASIDE)
    tell.say(_ASIDE, day=cast.day(8), units=ASIDE)
    kept = operations.reserve(
        **cast.act(luo, 8, "reserve"), items=[Item("DEMO-SCHOOL-1", "DEMO-SCHOOL-1", series(), RESERVED)],
        reason="竞价（示例） / an auction (example)", until=cast.day(60),
    )  # fmt: skip
    tell.say(_RESERVED, day=cast.day(8), units=f"{RESERVED:,}", mark=kept["reservation"])
    words = Words(purpose="philanthropy", beneficiary=BENEFICIARY)
    retired = operations.act(
        **cast.act(chen, 9, "retire"), act="retire", words=words,
        items=[Item("DEMO-CEMENT-1", "RETIRED", series(), RETIRED)],
    )  # fmt: skip
    facts = {"purpose": PURPOSES["philanthropy"], "who": BENEFICIARY, "serial": _serial(retired)}
    tell.say(_RETIRED, day=cast.day(9), units=f"{RETIRED:,}", **facts)


def _hand_over(cast: Cast, by: Actor, units: int) -> Mapping[str, object]:
    return _transfer(cast, by, 4, "hand-over", HELD, "DEMO-SCHOOL-1", units)


def again_with_other_content(cast: Cast) -> object:
    """The key of the first transfer once more, for more units."""
    return _hand_over(cast, cast.actor("demo.he", 4), HANDED + 1)


def _transfer(cast: Cast, by: Actor, day: int, key: str, source: str, target: str, units: int) -> Mapping[str, object]:
    return operations.act(**cast.act(by, day, key), act="transfer", items=[Item(source, target, series(), units)])


def _sell(cast: Cast, tell: Narrator) -> None:
    """Money comes in through the bank; then units and money change hands in one batch, by the entrusted exchange."""
    zhao = cast.actor("demo.zhao", 6)
    fen = cost(PRICE, SOLD)
    operations.pay(**cast.act(zhao, 6, "pay-in"), payments=[("BANK", "DEMO-CEMENT-CASH", fen)])
    tell.say(_PAID_IN, day=cast.day(6), yuan=yuan_text(fen))
    for login, owner in (("demo.luo", "DEMO-SCHOOL"), ("demo.chen", "DEMO-CEMENT")):
        cast.trust(login, owner, 6)
    operations.act(
        **cast.act(cast.actor("demo.zhao", 7), 7, "settle"), act="transfer",
        items=[Item("DEMO-SCHOOL-1", "DEMO-CEMENT-1", series(), SOLD)],
        payments=[("DEMO-CEMENT-CASH", "DEMO-SCHOOL-CASH", fen)],
    )  # fmt: skip
    tell.say(_SETTLED, day=cast.day(7), units=f"{SOLD:,}", yuan=yuan_text(fen), price=yuan_text(PRICE))


def second_person(cast: Cast, tell: Narrator) -> None:
    """A freeze and a cancellation: one registrar asks and acts, another person allows it."""
    zhou = cast.actor("demo.zhou", 10)
    allowed = cast.allowed("ledger_freeze", accounts.freeze_body(**FREEZE), 10)
    frozen = accounts.freeze(**cast.act(zhou, 10, "freeze"), **FREEZE, approval=allowed)
    tell.say(_FROZEN, day=cast.day(10), account=FREEZE["target"], freeze=frozen["freeze"])
    items, words = [Item("DEMO-CEMENT-1", "CANCELLED", series(), CANCELLED)], Words(reason=CANCEL_REASON)
    allowed = cast.allowed("ledger_cancel", act_body(items, words), 11)
    operations.act(**cast.act(zhou, 11, "cancel"), act="cancel", items=items, words=words, approval=allowed)
    tell.say(_CANCELLED, day=cast.day(11), units=CANCELLED)


def _list(answer: Mapping[str, object], name: str) -> list[Any]:
    found = answer[name]
    assert isinstance(found, list)
    return found


def _serial(answer: Mapping[str, object]) -> str:
    _, _, series_id, first, last, *_ = _list(answer, "moves")[-1]
    return queries.serial_of(series_id, first, last)
