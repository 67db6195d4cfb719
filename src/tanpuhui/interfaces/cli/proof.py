"""`ledger verify` as people see it: each check with its name, a tick, or what it found."""

from collections.abc import Sequence

from tanpuhui.apps.claims.verify import verify as claims
from tanpuhui.apps.issuance.verify import CHECKS as ISSUANCE
from tanpuhui.apps.ledger.verify import CHECKS as LEDGER
from tanpuhui.apps.ledger.verify import Check, run
from tanpuhui.core.findings import Finding
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.screen import Screen, finding_record

CHECKS: dict[str, Check] = {
    **{check.__name__: check for check in (*LEDGER, *ISSUANCE)},
    "claims": lambda: iter(claims()),
}
NAMES = {
    "origins": Text(
        "每个单位都出自已审定的报告、转换或外部登记簿的行",
        "Every unit came from an approved report, a conversion, or a foreign register's row",
    ),
    "foreign_rows": Text("外部登记簿的行如读入时一样", "The rows of foreign registers are as they were read"),
    "claims": Text("每项减排量申报都如其历史所记，没有重复", "Every claim is as its history tells, and none is double"),
    "database_guards": Text("数据库守卫和约束都在", "The database's guards and constraints stand"),
    "chain": Text("编号线无缝无重叠", "The number line has no gap and no overlap"),
    "blocks": Text("每个区块都在其最后过账所到之处", "Each block lies where its last posting put it"),
    "postings": Text(
        "每笔过账都承接前一笔，一个单位不少", "Each posting follows from the one before, and no unit is lost"
    ),
    "acts": Text("每项操作只在允许的账户之间", "Each act joins only the accounts it may"),
    "series": Text(
        "每个系列整体签发，签发等于各处合计", "Each series was issued whole; issued equals what is in all places"
    ),
    "reservations": Text("只有有效的预留标记着区块", "Only open reservations mark blocks"),
    "totals": Text("留存的合计等于所含过账之和", "The kept totals are what the postings in them add up to"),
    "money": Text("资金余额等于收付之差", "Each balance of money is what came in less what went out"),
    "approvals": Text(
        "须第二人批准的都获批准，且所移动的正是所要求的",
        "What needs a second person was allowed by one, and what moved is what was asked for",
    ),
    "rows": Text(
        "账户、所有人、系列、冻结、预留和批准均如日志所记",
        "Accounts, owners, series, freezes, reservations and approvals are as the journal tells them",
    ),
    "journal": Text("日志未被改动，且与过账一致", "The journal was not altered and tells exactly the postings"),
}
_SOUND = Text("账本无误：{count} 项核对全部通过。", "The ledger is sound: all {count} checks passed.")
_WRONG = Text(
    "账本有误。请勿继续过账，先查明原因。", "The ledger is wrong. Post nothing more before the cause is known."
)
Checked = Sequence[tuple[str, Sequence[Finding]]]


def prove(screen: Screen) -> Checked:
    """Run every check of the ledger, telling each as it ends."""
    checked = []
    for name, check in CHECKS.items():
        findings = run(name, check)
        checked.append((name, findings))
        if not screen.json:
            said = screen.into(NAMES[name])
            screen.line(f"  {'✗' if findings else '✓'} {said}", "red" if findings else "green")
            screen.findings(findings)
    return checked


def record(checked: Checked) -> dict[str, object]:
    """The proof as JSON."""
    checks = [
        {"check": name, "sound": not findings, "findings": [finding_record(finding) for finding in findings]}
        for name, findings in checked
    ]
    return {"sound": not any(findings for _, findings in checked), "checks": checks}


def conclude(screen: Screen, *, sound: bool) -> None:
    """The last sentence."""
    screen.say(_SOUND.fill(count=len(CHECKS)) if sound else _WRONG, "bold green" if sound else "bold red")
