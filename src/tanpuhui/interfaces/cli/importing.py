"""An import as people see it: a bar while it runs, then what became of the rows, and what is odd about them."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tanpuhui.apps.issuance.operations import start_import
from tanpuhui.apps.issuance.queries import odd_rows
from tanpuhui.apps.issuance.work import foreign_register
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.core.findings import Finding
from tanpuhui.core.registers import ForeignRegister
from tanpuhui.core.spreadsheets import harmless
from tanpuhui.core.text import LANGS, Lang, Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import SEVERITIES, Screen
from tanpuhui.interfaces.cli.working import carry_on

_TITLE = Text("“{register}”，状态日 {state_on}，任务 {job}", "{register}, state of {state_on}, job {job}")
COUNTS = {
    "rows": Text("读取的行", "rows read"),
    "posted": Text("本次入账的行", "rows posted now"),
    "known": Text("先前已读的行", "rows known before"),
    "without_credits": Text("不含信用的行", "rows without credits"),
    "unreadable": Text("有错误、未签发的行", "rows not issued for an error"),
    "changed": Text("与先前不同、未再入账的行", "rows that changed, not posted again"),
    "units": Text("本次入账的单位（吨）", "units posted now (tonnes)"),
}
_COUNT_HEADS = (Text("这张表", "The table"), Text("数量", "Number"))
_HEADS = (Text("程度", "Severity"), Text("代码", "Code"), Text("行数", "Rows"), Text("例如", "For example"))
_ODD = Text("发现的异常（只报告，不丢弃，不修改）：", "What is odd (reported; nothing was dropped or mended):")
_CLEAN = Text("没有发现异常。", "Nothing odd was found.")
_REPORT = Text("全部发现已写入 {file}。", "Every finding is in {file}.")


@dataclass(frozen=True, slots=True)
class Odd:
    """A finding and the line and id of its row."""

    line: int
    id: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    register: ForeignRegister
    job: int
    result: dict[str, Any]
    odd: tuple[Odd, ...]

    def record(self) -> dict[str, object]:
        """As JSON: the counts, and each kind of finding with how often it was seen and an example."""
        kinds = [
            {"code": code, "severity": odd[0].finding.severity, "rows": len(odd), "example": _example(odd[0])}
            for code, odd in self.by_code().items()
        ]
        counts = {name: self.result[name] for name in COUNTS}
        return {
            "register": self.register.code, "state_on": self.register.state_on, "job": self.job, **counts, "findings": kinds
        }  # fmt: skip

    def by_code(self) -> dict[str, list[Odd]]:
        """The findings by their code, the gravest first."""
        found: dict[str, list[Odd]] = {}
        for odd in self.odd:
            found.setdefault(odd.finding.code, []).append(odd)
        order = list(reversed(SEVERITIES))
        return dict(sorted(found.items(), key=lambda item: (order.index(item[1][0].finding.severity), -len(item[1]))))

    def show(self, screen: Screen, report: Path | None = None) -> None:
        """As tables."""
        register = self.register
        screen.say(_TITLE, "bold", register=register.name, state_on=register.state_on, job=self.job)
        screen.table(_COUNT_HEADS, [(says, self.result[name]) for name, says in COUNTS.items()])
        kinds = self.by_code()
        screen.say(_ODD if kinds else _CLEAN)
        if kinds:
            screen.table(_HEADS, [_row(code, odd, screen.lang) for code, odd in kinds.items()])
        if report:
            screen.say(_REPORT, file=report)


def _row(code: str, odd: list[Odd], lang: Lang) -> tuple[object, ...]:
    return SEVERITIES[odd[0].finding.severity], code, len(odd), odd[0].finding.says.into(lang)


def _example(odd: Odd) -> dict[str, object]:
    return {"line": odd.line, "id": odd.id, "says": odd.finding.says}


def run(screen: Screen, register: str, file: Path, *, on: date) -> Imported:
    """Import the table at `file`: a new job, or the unfinished one of this table, run to its end here."""
    job = start_import(register=register, path=file, by=system_actor(on=on), on=on, at=clock.now())
    row = carry_on(screen, job)
    reader = foreign_register(register)
    odd = tuple(Odd(r.line, r.foreign_id, finding) for r, finding in odd_rows(reader, reader.read(file)))
    return Imported(reader, job, row.result or dict.fromkeys(COUNTS, 0), odd)


def write_report(told: Imported, file: Path) -> None:
    """Every finding as a row of a table, sentences in both languages. Refuses `report_unwritable`."""
    try:
        with file.open("x", encoding="utf-8-sig", newline="") as out:  # the mark lets spreadsheets read Chinese
            table = csv.writer(out)  # what a spreadsheet would run is defused
            table.writerow(["line", "id", "severity", "code", *LANGS])
            for odd in told.odd:
                finding = odd.finding
                says = [finding.says.into(lang) for lang in LANGS]
                table.writerow([odd.line, harmless(odd.id), finding.severity, finding.code, *map(harmless, says)])
    except OSError as no:
        raise refuse("report_unwritable", file=file, why=no.strerror or type(no).__name__) from no
