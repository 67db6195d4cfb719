"""A stored calculation as `parts/sheet.html` draws it: symbol, name, formula, numbers put in, result, status, clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text

CAPTION = Text(
    "计算表：每一步的公式、代入的数、结果和依据",
    "Calculation sheet: formula, numbers put in, result and basis of every step",
)
ROWS = Text("{count} 行，各有结果", "{count} rows, a result each")
WORDS = {
    "sheet_step": Text("步骤", "Step"),
    "sheet_formula": Text("公式与代入的数", "Formula and numbers put in"),
    "sheet_result": Text("结果", "Result"),
    "sheet_status": Text("依据", "Basis"),
    "sheet_inputs": Text("仅由输入得出", "from inputs only"),
    "sheet_values": Text("所用取值及其出处", "Values used, and where they come from"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step. `numbers`: the formula with the numbers of the first row, which is named `row`, or of the only one."""

    symbol: str
    name: Text
    formula: str
    numbers: str
    row: str
    result: str
    unit: str
    status: str
    place: str

    @property
    def status_says(self) -> Text:
        """The status in words."""
        return Status[self.status.upper()].text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet for its page; `id`: unique there."""

    id: str
    caption: Text
    lines: tuple[Line, ...]
    values: tuple[Text, ...]


def sheet(id: str, record: Mapping[str, Any], lang: str, *, open: bool) -> Sheet:
    """A stored record as a sheet. `open`: numbers of single rows of the input tables may be shown, else sums alone."""
    lines = tuple(_line(step, lang, open) for step in record["steps"])
    return Sheet(id, CAPTION, lines, tuple(_value(value) for value in record["values"]))


def _line(step: Mapping[str, Any], lang: str, open: bool) -> Line:
    rows = step["rows"]
    key, first = next(iter(rows.items()), ("", {"numbers": "", "result": "0"}))
    inside = bool(step["table"])
    result = first["result"] if open or not inside else ""
    if inside:
        result = f"{result} {ROWS.fill(count=len(rows)).into('zh' if lang == 'zh' else 'en')}".strip()
    clause = step["clause"][lang] if step["clause"] else ""
    name = Text(step["name"]["zh"], step["name"]["en"])
    numbers = first["numbers"] if open else ""
    return Line(
        step["symbol"],
        name,
        step["formula"],
        numbers,
        key if open else "",
        result,
        step["unit"],
        step["status"] or "",
        clause,
    )


def _value(value: Mapping[str, Any]) -> Text:
    status = Status[value["status"].upper()].text
    said = f"{value['value']} {value['unit']}"
    return Text(
        f"{value['name']['zh']} = {said}（{status.zh}；{value['title']['zh']}，{value['place']}）",
        f"{value['name']['en']} = {said} ({status.en}; {value['title']['en']}, {value['place']})",
    )
