"""What happened, step by step, as `web/parts/timeline.html` shows it; and the steps that a procedure's record tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.gazette import cases as gazette
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import queries as projects
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Workflow

FINE = Text("{user} · 日志 {number} · 卷宗 {hash}…", "{user} · journal entry {number} · dossier {hash}…")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what was done on a day, the state it led to (`mark`), by whom, why, and a finer line below."""

    on: date
    says: Text
    mark: Text | None = None
    who: Text | None = None
    reason: str = ""
    fine: Text | None = None


Kept = projects.StepRow | gazette.StepRow


def steps(table: Workflow, rows: Sequence[Kept]) -> list[Step]:
    """Every move of a procedure, the newest first."""
    names = parties.names({row.organisation for row in rows})
    return [
        Step(
            row.on, table.acts[row.act], table.state(row.after).says if row.before != row.after else None,
            names.get(row.organisation), row.reason,
            FINE.fill(user=row.user, number=row.journal, hash=row.dossier[:12]),
        )
        for row in reversed(rows)
    ]  # fmt: skip
