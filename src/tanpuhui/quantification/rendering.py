"""A run for people: plain lines for a terminal, and Markdown; the canonical JSON is for machines. zh and en."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.citations import Status
from tanpuhui.core.exact import Rounding
from tanpuhui.core.quantities import tonnes_of, tonnes_text
from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification.cells import Cell, plain_text
from tanpuhui.quantification.records import both, number_text
from tanpuhui.quantification.running import Result
from tanpuhui.quantification.shapes import ColumnShape
from tanpuhui.quantification.sheet import Step

_ROUNDED = {
    Rounding.DOWN: Text("向下", "down"),
    Rounding.UP: Text("向上", "up"),
    Rounding.HALF_UP: Text("四舍五入", "to the nearest, half up"),
    Rounding.HALF_EVEN: Text("四舍六入五成双", "to the nearest, half to even"),
}
_TITLE = Text("{name}：计算表", "{name}: calculation sheet")
_PERIOD = Text("监测期 {period}；参数取自 {on}", "monitoring period {period}; values of {on}")
_STATUS = Text("最弱依据：{status}", "weakest basis: {status}")
_FORMULA = Text("公式依据：{status}。{note}", "the formula itself: {status}. {note}")
_SETTING = Text("设定 {name}：{choice}", "setting {name}: {choice}")
_ROUNDING = Text("{decimals} 位小数，{rounding}取舍", "{decimals} decimals, rounded {rounding}")
_ROW = Text("例（{key}）：", "for {key}: ")
_RESULT = Text(
    "结果：{tonnes} tCO2e，即整吨 {whole} tCO2e，余 {rest} 克",
    "result: {tonnes} tCO2e, that is {whole} whole tCO2e and {rest} g",
)
_VINTAGE = Text("减排年份 {year}：{tonnes} tCO2e", "vintage {year}: {tonnes} tCO2e")
_VALUES = Text("所用参数", "Values used")
_STEPS = Text("步骤", "Steps")
_FINDINGS = Text("提示", "Findings")
_INPUTS = Text("仅由输入得出", "from inputs only")
_SUMS = Text("按{name}汇总", "By {name}")
_HEAD = (
    Text("符号", "symbol"),
    Text("名称", "name"),
    Text("公式", "formula"),
    Text("单位", "unit"),
    Text("依据", "basis"),
)


def json_bytes(result: Result) -> bytes:
    """The record with its hashes as canonical JSON."""
    found = result.hashes
    named = {name: getattr(found, name) for name in ("inputs", "values", "formula", "result", "all")}
    return canonical_bytes({**result.record, "hashes": named, "name": both(result.methodology.name)})


def lines(result: Result, lang: Lang, *, row: int = 0) -> list[str]:
    """The sheet in plain lines; steps that lie in rows show the numbers of one `row` (0: the first)."""
    said = [*_opening(result), Text("", "")]
    for step in result.sheet.steps.values():
        said += _step(result, step, row)
    said += [Text("", ""), *_ending(result), Text("", ""), _VALUES]
    said += [Text(f"  {text.zh}", f"  {text.en}") for text in _values(result)]
    if result.findings:
        said += [Text("", ""), _FINDINGS, *(Text(f"  {f.says.zh}", f"  {f.says.en}") for f in result.findings)]
    return [text.into(lang) for text in said]


def markdown(result: Result, lang: Lang) -> str:
    """The sheet as a Markdown page: steps, every row, sums, values with their sources, findings."""
    opening, *rest = [text.into(lang) for text in _opening(result)]
    parts = [
        f"# {opening}",
        "\n".join(f"- {line}" for line in rest),
        f"## {_STEPS.into(lang)}",
        _step_table(result, lang),
    ]
    for table in dict.fromkeys(step.rows for step in result.sheet.steps.values() if step.rows):
        parts += [f"## {result.sheet.tables[table].shape.name.text.into(lang)}", _row_table(result, table, lang)]
    for column, sums in result.summaries.items():
        parts += [_sums(result, column, sums, lang)]
    parts += ["\n".join(f"- {text.into(lang)}" for text in _ending(result))]
    parts += [f"## {_VALUES.into(lang)}", "\n".join(f"- {text.into(lang)}" for text in _values(result))]
    if result.findings:
        parts += [f"## {_FINDINGS.into(lang)}", "\n".join(f"- {f.says.into(lang)}" for f in result.findings)]
    return "\n\n".join(parts) + "\n"


def _opening(result: Result) -> Iterator[Text]:
    wanted, settings = result.methodology, result.settings
    yield _TITLE.fill(name=wanted.name)
    yield _PERIOD.fill(period=settings.period, on=settings.on)
    yield _STATUS.fill(status=result.status.text)
    if wanted.status is not Status.OFFICIAL:
        yield _FORMULA.fill(status=wanted.status.text, note=wanted.shape.status_note.text)
    for option, choice in result.options.items():
        shape = wanted.shape.options[option]
        yield _SETTING.fill(name=shape.name.text, choice=shape.choices[choice].text)


def _step(result: Result, step: Step, row: int) -> Iterator[Text]:
    rounding, basis = _ROUNDING.fill(decimals=step.scale, rounding=_ROUNDED[step.rounding]), _basis(step)
    yield Text(
        f"{step.symbol}  {step.name.zh} [{step.unit}]（{rounding.zh}；{basis.zh}）",
        f"{step.symbol}  {step.name.en} [{step.unit}] ({rounding.en}; {basis.en})",
    )
    yield Text(f"  = {step.formula}", f"  = {step.formula}")
    at = row if step.rows else 0
    numbers, found = step.numbers(at), number_text(step.results[at])
    key = _ROW.fill(key=result.sheet.tables[step.rows].keys[row]) if step.rows else Text("", "")
    yield Text(f"  {key.zh}{numbers} = {found}", f"  {key.en}{numbers} = {found}")


def _basis(step: Step) -> Text:
    return _INPUTS if step.quantity.status is None else step.quantity.status.text


def _ending(result: Result) -> Iterator[Text]:
    whole, rest = tonnes_of(result.grams)
    yield _RESULT.fill(tonnes=tonnes_text(result.grams), whole=f"{whole:,}", rest=rest)
    for year, grams in result.vintages.items():
        yield _VINTAGE.fill(year=year, tonnes=tonnes_text(grams))


def _values(result: Result) -> list[Text]:
    return [value.says for value in sorted(result.sheet.used.values(), key=lambda value: value.key)]


def _step_table(result: Result, lang: Lang) -> str:
    rows = [
        (step.symbol, step.name.into(lang), f"{step.symbol} = {step.formula}", step.unit, _basis(step).into(lang))
        for step in result.sheet.steps.values()
    ]
    return _grid([head.into(lang) for head in _HEAD], rows)


def _row_table(result: Result, table: str, lang: Lang) -> str:
    steps = [step for step in result.sheet.steps.values() if step.rows == table]
    given, shape = result.sheet.tables[table].cells, result.sheet.tables[table].shape
    shown = {code: column for code, column in shape.columns.items() if column.kind in ("choice", "number")}
    head = [shape.columns[shape.key].name.text.into(lang)]
    head += [f"{column.name.text.into(lang)}{_symbol(column)}" for column in shown.values()]
    rows = []
    for n, key in enumerate(result.sheet.tables[table].keys):
        cells = (_cell(given[code][n], column, lang) for code, column in shown.items())
        rows.append((key, *cells, *(number_text(step.results[n]) for step in steps)))
    return _grid([*head, *(f"{step.symbol} ({step.unit})" for step in steps)], rows)


def _symbol(column: ColumnShape) -> str:
    return f", {column.symbol} ({column.unit})" if column.symbol else ""


def _cell(cell: Cell, column: ColumnShape, lang: Lang) -> str:
    choice = column.choices.get(str(cell))
    return choice.text.into(lang) if choice else plain_text(cell)


def _sums(result: Result, column: str, sums: Mapping[str, Decimal], lang: Lang) -> str:
    step = result.sheet.steps[result.methodology.shape.result.rows]
    assert step.rows is not None
    shape = result.sheet.tables[step.rows].shape.columns[column]
    names = {code: choice.text.into(lang) for code, choice in shape.choices.items()}
    rows = [(names.get(cell, cell), number_text(number)) for cell, number in sums.items()]
    title, head = (
        _SUMS.fill(name=shape.name.text).into(lang),
        (shape.name.text.into(lang), f"{step.symbol} ({step.unit})"),
    )
    return f"## {title}\n\n" + _grid(head, rows)


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    body = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in body)
