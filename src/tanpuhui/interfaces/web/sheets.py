"""A calculation as `parts/sheet.html` draws it: every step with formula, numbers put in, result, status, clause; every row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from tanpuhui.core.citations import Status
from tanpuhui.core.quantities import tonnes_of
from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification import Methodology, Result, Step

MOST_ROWS = 200
"""Rows of a table that are shown; the file has all."""
MOST_KEPT = 2000
_MATH: dict[tuple[str, str, Lang], SafeString] = {}

CAPTION = Text(
    "计算表：每一步的公式、代入的数、结果和依据",
    "Calculation sheet: formula, numbers put in, result and basis of every step",
)
ROWS = Text("{count} 行，各有结果", "{count} rows, a result each")
BY = Text("按{name}", "By {name}")
YEAR = Text("减排年份", "vintage year")
WORDS = {
    "sheet_step": Text("步骤", "Step"),
    "sheet_formula": Text("公式与代入的数", "Formula and numbers put in"),
    "sheet_result": Text("结果", "Result"),
    "sheet_status": Text("依据", "Basis"),
    "sheet_inputs": Text("仅由输入得出", "from inputs only"),
    "sheet_values": Text("所用取值及其出处", "Values used, and where they come from"),
    "sheet_rows": Text("{table}：逐行结果", "{table}: row by row"),
    "sheet_row": Text("行", "Row"),
    "sheet_some": Text(
        "共 {all} 行，这里列出前 {shown} 行；文件中有全部。",
        "{all} rows; these are the first {shown}, the file has all.",
    ),
    "sheet_sums": Text("汇总（tCO₂e）", "Sums (tCO₂e)"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step. `numbers`: the formula with the numbers of the first row, which is named `row`, or of the only one.

    `math`: the formula in the notation of mathematics, where its tree is at hand.
    """

    symbol: str
    name: Text
    formula: str
    numbers: str
    row: str
    result: str
    unit: str
    status: str
    place: str
    math: SafeString | None = None

    @property
    def status_says(self) -> Text:
        """The status in words."""
        return Status[self.status.upper()].text


@dataclass(frozen=True, slots=True)
class Rows:
    """The results of the rows of one table: `head` has symbol and unit of each step, `rows` a key and numbers."""

    title: Text
    head: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    all: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The result summed by what stands in a column, or by year: each with its name and tonnes."""

    title: Text
    lines: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet for its page; `id`: unique there. `tables`: row by row, where rows may be shown."""

    id: str
    caption: Text
    lines: tuple[Line, ...]
    values: tuple[Text, ...]
    tables: tuple[Rows, ...] = ()


def tonnes(grams: int) -> str:
    """Grams as tonnes with all their decimals, thousands apart."""
    whole, rest = tonnes_of(grams)
    return f"{whole:,}.{rest:06}"


def sheet(id: str, record: Mapping[str, Any], lang: str, *, open: bool) -> Sheet:
    """A record as a sheet. `open`: numbers of single rows of the input tables may be shown, else sums alone."""
    lines = tuple(_line(step, lang, open) for step in record["steps"])
    return Sheet(id, CAPTION, lines, tuple(_value(value) for value in record["values"]))


def whole(id: str, result: Result, lang: Lang) -> Sheet:
    """A run as a sheet with all its rows, and its formulas in the notation of mathematics."""
    record = result.record
    named = [(name, table.shape.name.text) for name, table in result.sheet.tables.items()]
    tables = tuple(rows for name, title in named if (rows := _rows(title, name, record["steps"])))
    drawn = sheet(id, record, lang, open=True)
    steps = result.sheet.steps
    lines = tuple(replace(line, math=math(steps[line.symbol], lang)) for line in drawn.lines)
    return Sheet(id, drawn.caption, lines, drawn.values, tables)


def math(step: Step, lang: Lang) -> SafeString:
    """A step's formula in MathML, kept: printing it takes a few hundredths of a second."""
    from tanpuhui.quantification import notation  # loads libraries that only formulas need

    key = (step.symbol, step.formula, lang)
    if key not in _MATH:
        if len(_MATH) >= MOST_KEPT:
            _MATH.clear()
        said = f"{notation.latex_of(step.symbol)} = {notation.latex(step.node, lang)}"
        _MATH[key] = mark_safe(notation.mathml(said))  # noqa: S308 (made of our own tree)
    return _MATH[key]


def sums(result: Result) -> tuple[Sums, ...]:
    """The result by vintage year, then by each column that the methodology names."""
    years = tuple((Text(str(year), str(year)), tonnes(grams)) for year, grams in result.vintages.items())
    found = [Sums(BY.fill(name=YEAR), years)]
    for column, by_cell in result.summaries.items():
        lines = tuple((_cell(result.methodology, column, cell), f"{number:,f}") for cell, number in by_cell.items())
        if 0 < len(lines) <= MOST_ROWS:
            found.append(Sums(BY.fill(name=_column(result.methodology, column)), lines))
    return tuple(found)


def _column(methodology: Methodology, column: str) -> Text:
    shapes = (table.columns[column] for table in methodology.tables.values() if column in table.columns)
    return next((shape.name.text for shape in shapes), Text(column, column))


def _cell(methodology: Methodology, column: str, cell: str) -> Text:
    choices = (table.columns[column].choices for table in methodology.tables.values() if column in table.columns)
    return next((each[cell].text for each in choices if cell in each), Text(cell, cell))


def _rows(title: Text, name: str, steps: list[dict[str, Any]]) -> Rows | None:
    mine = [step for step in steps if step["table"] == name]
    if not mine:
        return None
    keys = list(mine[0]["rows"])
    rows = tuple((key, tuple(step["rows"][key]["result"] for step in mine)) for key in islice(keys, MOST_ROWS))
    return Rows(title, tuple((step["symbol"], step["unit"]) for step in mine), rows, len(keys))


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
