"""What a command shows: sentences and tables in one language, or one JSON document and nothing else."""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text

WIDE = 160
"""Columns of a line where no terminal says how many there are."""
SEVERITIES = {
    "note": Text("提示", "note"),
    "warning": Text("注意", "warning"),
    "error": Text("错误", "error"),
}
_REFUSED = Text("被拒绝（{code}）：", "Refused ({code}): ")


def language(asked: Lang | None) -> Lang:
    """The language asked for; else that of TANPUHUI_LANG, else of the environment; English where none is Chinese."""
    if asked:
        return asked
    said = (os.environ.get(name, "") for name in ("TANPUHUI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, said), "").lower().startswith("zh") else "en"


class Screen:
    """Where a command speaks. With `json`, standard output carries the answer's JSON alone."""

    def __init__(self, lang: Lang, *, json: bool) -> None:
        self.lang, self.json = lang, json

    @cached_property
    def out(self) -> Console:
        """Standard output."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Standard error: progress, and why something was refused."""
        return _console(stderr=True)

    def into(self, text: Text, **facts: object) -> str:
        """A text in the language of this screen, its fields filled in."""
        return text.fill(**facts).into(self.lang) if facts else text.into(self.lang)

    def answer(self, data: Mapping[str, object], show: Callable[[], None]) -> None:
        """The answer of a command: its JSON, or what `show` prints for people."""
        if self.json:
            self.out.out(json.dumps(data, ensure_ascii=False, indent=2, default=plain), highlight=False)
        else:
            show()

    def say(self, text: Text, style: str | None = None, **facts: object) -> None:
        """Print a sentence."""
        self.line(self.into(text, **facts), style)

    def line(self, line: str = "", style: str | None = None) -> None:
        """Print a line as it is."""
        self.out.print(line, style=style, soft_wrap=True, markup=False, highlight=False)

    def table(self, heads: Sequence[Text], rows: Iterable[Sequence[object]], title: Text | None = None) -> None:
        """Print a table; whole numbers get their thousands apart and stand on the right."""
        cells = [list(row) for row in rows]
        table = Table(title=self.into(title) if title else None, title_justify="left", header_style="bold")
        for place, head in enumerate(heads):
            numbers = bool(cells) and all(isinstance(row[place], int) for row in cells)
            table.add_column(self.into(head), justify="right" if numbers else "left", overflow="fold")
        for row in cells:
            table.add_row(*(self.cell(value) for value in row))
        self.out.print(table, markup=False, highlight=False)

    def cell(self, value: object) -> str:
        """A value as a table shows it."""
        if isinstance(value, Text):
            return value.into(self.lang)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        return "" if value is None else str(value)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Print findings, a line each."""
        for finding in findings:
            self.line(f"  {self.into(SEVERITIES[finding.severity])} [{finding.code}] {self.into(finding.says)}")

    def refused(self, no: Refusal) -> None:
        """Tell a refusal: its code, what and why, what to do."""
        if self.json:
            self.answer({"error": refusal_record(no)}, lambda: None)
            return
        self._remark(self.into(_REFUSED, code=no.code) + self.into(no.says))
        self._remark(f"→ {self.into(no.mend)}")

    def lost(self, no: Refusal) -> None:
        """Tell on one line of standard error why there is no answer, also with `--json`; if nobody hears it, so be it."""
        with suppress(OSError):
            self._remark(self.into(_REFUSED, code=no.code) + no.sentence(self.lang))

    def note(self, text: Text, **facts: object) -> None:
        """A remark beside the answer, on standard error."""
        self._remark(self.into(text, **facts))

    def _remark(self, line: str) -> None:
        self.err.print(line, soft_wrap=True, markup=False, highlight=False)


def _console(*, stderr: bool) -> Console:
    # A colon on either side of a word is what somebody wrote, and no picture.
    console = Console(stderr=stderr, emoji=False)
    return console if console.is_terminal else Console(stderr=stderr, width=WIDE, emoji=False)


def refusal_record(no: Refusal) -> dict[str, object]:
    """A refusal as JSON: its stable code, what it says and how to mend it in both languages, the facts in it."""
    return {"code": no.code, "says": no.says, "mend": no.mend, "facts": no.facts}


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding as JSON, in both languages."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "about": finding.about,
        "says": finding.says,
    }


def plain_amount(amount: object) -> object:
    """A dated value's amount as JSON: whole numbers and yes or no as they are, anything else exactly as written."""
    return amount if isinstance(amount, (bool, int)) else str(amount)


def plain(value: object) -> object:
    """What JSON does not know by itself: days, instants, numbers and paths as strings, a text in both its languages."""
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
