"""A register with the cast of project mode and accounts: everything that it takes to issue from a report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.ledger import accounts, opening, queries
from tanpuhui.apps.parties import operations as parties
from tanpuhui.apps.projects import assurance
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.text import Text
from tests.projects.cast import PAPER, Cast
from tests.projects.days import LATER

OWNER = {"VILLAGE": "V-1"}


class Stage:
    """A register with the cast of project mode, and an account for each owner."""

    def __init__(self, *, demonstration: bool = True) -> None:
        self.cast = cast = Cast()
        opening.open_register(
            jurisdiction="GD", demonstration=demonstration, **{k: v for k, v in cast.write(cast.system).items() if k != "key"}
        )  # fmt: skip
        for owner, code in (("VILLAGE", "V-1"), ("HAMLET", "H-1")):
            self._vet(owner)
            accounts.open_account(
                **cast.write(cast.system), code=code, kind="holding", owner=cast.places[owner], name=Text("账户", code)
            )

    def _vet(self, owner: str) -> None:
        cast = self.cast
        parties.vet(
            **cast.write(cast.system),
            journal=JOURNAL,
            organisation=cast.places[owner],
            evidence=PAPER,
            outcome="accepted",
        )

    def approved(self, operation: str, body: Mapping[str, object], on: date = LATER) -> int:
        """Asked for by Rita, allowed by Sam."""
        cast = self.cast
        asked = approvals.ask(operation=operation, body=body, **cast.write(cast.rita, on))
        approvals.decide(approval=asked, allowed=True, reason="seen", **cast.write(cast.sam, on))
        return asked

    def issue(self, report: str, accounts: Mapping[str, str] = OWNER, *, on: date = LATER, **more: Any) -> Any:
        said: dict[str, Any] = {
            "report": report, "result": assurance.pinned(report).hashes.all, "accounts": dict(accounts),
        }  # fmt: skip
        said |= {name: more.pop(name) for name in ("result",) if name in more}
        approval = more.pop("approval", 0) or self.approved("phcer_issue", phcer.issue_body(**said), on)
        by = more.pop("by", self.cast.rita)
        return phcer.issue(**said, **(self.cast.write(by, on) | more), approval=approval)


def approved() -> tuple[Stage, str]:
    """A stage, and a report that has come all the way to its approval."""
    stage = Stage()
    return stage, stage.cast.report_at("approved")


def held(account: str) -> int:
    return sum(row.units for row in queries.balance(account, LATER))
