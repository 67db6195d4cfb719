"""Lists of accounts: those of one's own organisation and of owners who entrusted it; all, for who may look into any."""

from tanpuhui.apps.disclosure.registers import own
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists import columns as c
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import Filter, listed

_READ = "accounts:read"
_ACCOUNT = Filter("account", Text("账户", "Account"), needed=True)

LISTS = (
    listed(
        "accounts",
        Text("账户", "Accounts"),
        Text("账户及其中现有的单位和资金。", "Accounts, with the units and the money that lie in them now."),
        own.accounts,
        columns("code kind owner name_zh name_en units fen needs_acceptance opened_on closed_on", kind=c.ACCOUNTS),
        *narrow("kind owner", kind=c.ACCOUNTS),
        needs=_READ,
    ),
    listed(
        "balances",
        Text("余额", "Balances"),
        Text("每个账户按批次现有的单位，其中多少已预留。", "Units in each account by series as they lie now, and how many are reserved."),
        own.balances,
        columns("account series unit_type project methodology vintage units reserved"),
        *narrow("account unit_type vintage"),
        key="key", order="text", needs=_READ,
    ),
    listed(
        "postings",
        Text("对账单", "Statement of an account"),
        Text("一个账户的每笔进出，截至某日，按先后。", "What came to an account and left it, up to a day, in order."),
        own.postings,
        columns("posting on act serial units change source target reservation journal", act=c.POSTED),
        _ACCOUNT, *narrow("until act", act=c.POSTED),
        needs=_READ,
    ),
    listed(
        "payments",
        Text("资金对账单", "Money statement of an account"),
        Text("一个资金账户的每笔收付，截至某日，按先后；付出的为负数。", "What was paid into a cash account and out of it (below zero), in order."),
        own.payments,
        columns("payment on fen source target journal"),
        _ACCOUNT, *narrow("until"),
        needs=_READ,
    ),
    listed(
        "holdings",
        Text("持有的单位", "Holdings"),
        Text("账户里现有的每一段单位及其序列号。", "Every run of units that lies in an account now, with its serial."),
        own.holdings,
        columns("first_number last_number units serial account owner unit_type vintage reservation since"),
        *narrow("account unit_type vintage"),
        needs=_READ,
    ),
    listed(
        "reservations",
        Text("预留", "Reservations"),
        Text("账户中的预留、质押和待接受的转入。", "Holds, pledges, and incoming transfers that wait to be accepted."),
        own.reservations,
        columns("reservation account favour kind reason units since until ended_on ended_by", kind=lambda: c.RESERVED),
        *narrow("open account kind", kind=lambda: c.RESERVED),
        needs=_READ,
    ),
)  # fmt: skip
