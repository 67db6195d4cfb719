"""The scene of refusals: what people try by mistake, and the sentence each of them gets. Nothing of it is stored."""

from collections.abc import Callable

from tanpuhui.apps.ledger import accounts, operations, queries
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.records import approvals
from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.demo import trade
from tanpuhui.interfaces.cli.demo.cast import HELD, Cast
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.interfaces.cli.demo.trade import CANCEL_REASON, FREEZE, series

DAY = 12
Attempt = Callable[[Cast], object]


def _transfer(cast: Cast, who: str, key: str, item: Item, *, day: int = DAY) -> object:
    return operations.act(**cast.act(cast.actor(who, day), day, f"refused:{key}"), act="transfer", items=[item])


def _too_many(cast: Cast) -> object:
    return _transfer(cast, "demo.chen", "too-many", Item("DEMO-CEMENT-1", "DEMO-SCHOOL-1", series(), 1_000_000))


def _frozen(cast: Cast) -> object:
    return _transfer(cast, "demo.chen", "frozen", Item("DEMO-CEMENT-2", "DEMO-CEMENT-1", series(), 10))


def _reserved(cast: Cast) -> object:
    first = next(p.serial for p in queries.serials("DEMO-SCHOOL-1") if p.reservation is not None)
    _, units = queries.series_of(first)
    return _transfer(
        cast,
        "demo.luo",
        "reserved",
        Item("DEMO-SCHOOL-1", "DEMO-CEMENT-1", series(), range=Range(units.first, units.first + 9)),
    )


def _not_mine(cast: Cast) -> object:
    return _transfer(cast, "demo.chen", "not-mine", Item("DEMO-SCHOOL-1", "DEMO-CEMENT-1", series(), 10))


def _too_early(cast: Cast) -> object:
    return _transfer(cast, "demo.luo", "too-early", Item("DEMO-SCHOOL-1", "DEMO-CEMENT-1", series(), 10), day=4)


def _self_approved(cast: Cast) -> object:
    wu = cast.actor("demo.wu", DAY)
    body = accounts.freeze_body(**{**FREEZE, "target": HELD})
    number = approvals.ask(**cast.act(wu, DAY, "refused:self"), operation="ledger_freeze", body=body)
    approvals.decide(**cast.act(wu, DAY, "refused:self"), approval=number, allowed=True, reason="")
    return number


def _alone(cast: Cast) -> object:
    items = [Item("DEMO-CEMENT-1", "CANCELLED", series(), 1)]
    return operations.act(
        **cast.act(cast.actor("demo.zhou", DAY), DAY, "refused:alone"), act="cancel", items=items,
        words=Words(reason=CANCEL_REASON),
    )  # fmt: skip


def _for_nobody(cast: Cast) -> object:
    return operations.act(
        **cast.act(cast.actor("demo.chen", DAY), DAY, "refused:nobody"), act="retire",
        items=[Item("DEMO-CEMENT-1", "RETIRED", series(), 10)], words=Words(purpose="philanthropy"),
    )  # fmt: skip


def _no_money(cast: Cast) -> object:
    return operations.act(
        **cast.act(cast.actor("demo.zhao", DAY), DAY, "refused:no-money"), act="transfer",
        items=[Item("DEMO-SCHOOL-1", "DEMO-CEMENT-1", series(), 10)],
        payments=[("DEMO-CEMENT-CASH", "DEMO-SCHOOL-CASH", 36_000)],
    )  # fmt: skip


def _no_serial(_: Cast) -> object:
    return queries.locate("DEMO-US_CA-ARBOC-FR-NaN-undefined")


def _final(cast: Cast) -> object:
    return _transfer(cast, "demo.he", "final", Item("RETIRED", "DEMO-CEMENT-1", series(), 1))


ATTEMPTS: tuple[tuple[str, Text, Attempt], ...] = (
    ("insufficient_units", Text("陈岩转出一百万吨", "Chen Yan transfers a million tonnes"), _too_many),
    ("account_frozen", Text("陈岩从冻结账户转出", "Chen Yan transfers out of the frozen account"), _frozen),
    ("units_reserved", Text("罗云转出已预留的单位", "Luo Yun transfers units that are reserved"), _reserved),
    ("not_permitted", Text("陈岩动用基金会的单位", "Chen Yan moves the foundation's units"), _not_mine),
    ("key_reused", Text("何川用同一个键再转，但数量不同", "He Chuan repeats his first transfer under its key, with another quantity"),
     trade.again_with_other_content),
    ("self_approval", Text("吴越批准自己的申请", "Wu Yue approves his own request"), _self_approved),
    ("approval_missing", Text("周敏未经第二人批准就取消单位", "Zhou Min cancels without a second person"), _alone),
    ("beneficiary_missing", Text("陈岩注销而不写受益人", "Chen Yan retires for nobody"), _for_nobody),
    ("insufficient_money", Text("没有钱的买方要交割", "A sale to a buyer without money"), _no_money),
    ("day_before_holding", Text("罗云把日期写早了", "Luo Yun dates a transfer too early"), _too_early),
    ("not_permitted_between", Text("何川把已注销的单位转回来", "He Chuan moves retired units back"), _final),
    ("malformed_serial", Text("查询一个坏了的序列号", "Somebody looks up a broken serial"), _no_serial),
)  # fmt: skip
"""The code that is expected, what is tried, and the attempt itself."""


def play(cast: Cast, tell: Narrator) -> None:
    """Every attempt; one that is not refused as expected is a bug."""
    for code, tried, attempt in ATTEMPTS:
        try:
            attempt(cast)
        except Refusal as no:
            if no.code != code:
                raise
            tell.refused(tried, no)
        else:
            raise AssertionError(f"{code} was expected")
