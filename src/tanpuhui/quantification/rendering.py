"""A run for people: plain lines for a terminal, Markdown, an HTML fragment; the canonical JSON is for machines. zh and en."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.citations import Status
from tanpuhui.core.quantities import tonnes_of, tonnes_text
from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification import shown
from tanpuhui.quantification.cells import Cell, plain_text
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.records import both, number_text
from tanpuhui.quantification.running import Result
from tanpuhui.quantification.shapes import ColumnShape
from tanpuhui.quantification.shown import Line

_TITLE = Text("{name}：计算表", "{name}: calculation sheet")
_PERIOD = Text("监测期 {period}；参数取自 {on}", "monitoring period {period}; values of {on}")
_STATUS = Text("最弱依据：{status}", "weakest basis: {status}")
_FORMULA = Text("公式依据：{status}。{note}", "the formula itself: {status}. {note}")
_SETTING = Text("设定 {name}：{choice}", "setting {name}: {choice}")
_ROW = Text("例（{key}）：", "for {key}: ")
_RESULT = Text(
    "结果：{tonnes} tCO2e，即整吨 {whole} tCO2e，余 {rest} 克",
    "result: {tonnes} tCO2e, that is {whole} whole tCO2e and {rest} g",
)
_VINTAGE = Text("减排年份 {year}：{tonnes} tCO2e", "vintage {year}: {tonnes} tCO2e")
_VALUES = Text("所用参数", "Values used")
_STEPS = Text("步骤", "Steps")
_FINDINGS = Text("提示", "Findings")
_DECLARED = {
    "uncertainty_deduction": Text("不确定性扣减", "deduction for uncertainty"),
    "leakage": Text("泄漏", "leakage"),
    "buffer": Text("缓冲", "buffer"),
}
_NONE, _AT_STEP = Text("{what}：无", "{what}: none"), Text("{what}：见步骤 {step}", "{what}: step {step}")
_SHARE = Text("{what}：各年份的 {share}", "{what}: {share} of each vintage")
_SUMS = Text("按{name}汇总", "By {name}")
_HEAD = (
    Text("符号", "symbol"),
    Text("名称", "name"),
    Text("公式", "formula"),
    Text("代入的数", "numbers put in"),
    Text("结果", "result"),
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
    said = [*opening(result), Text("", "")]
    for line in shown.lines(result, row):
        said += _step(line)
    said += [Text("", ""), *ending(result), Text("", ""), _VALUES]
    said += [Text(f"  {text.zh}", f"  {text.en}") for text in values(result)]
    if result.findings:
        said += [Text("", ""), _FINDINGS, *(Text(f"  {f.says.zh}", f"  {f.says.en}") for f in result.findings)]
    return [text.into(lang) for text in said]


def markdown(result: Result, lang: Lang) -> str:
    """The sheet as a Markdown page: steps, every row, sums, values with their sources, findings."""
    title, *rest = [text.into(lang) for text in opening(result)]
    parts = [
        f"# {title}",
        "\n".join(f"- {line}" for line in rest),
        f"## {_STEPS.into(lang)}",
        _step_table(result, lang),
    ]
    for table in dict.fromkeys(step.rows for step in result.sheet.steps.values() if step.rows):
        parts += [f"## {result.sheet.tables[table].shape.name.text.into(lang)}", _row_table(result, table, lang)]
    for column, sums in result.summaries.items():
        parts += [_sums(result, column, sums, lang)]
    parts += ["\n".join(f"- {text.into(lang)}" for text in ending(result))]
    parts += [f"## {_VALUES.into(lang)}", "\n".join(f"- {text.into(lang)}" for text in values(result))]
    if result.findings:
        parts += [f"## {_FINDINGS.into(lang)}", "\n".join(f"- {f.says.into(lang)}" for f in result.findings)]
    return "\n\n".join(parts) + "\n"


def opening(result: Result) -> Iterator[Text]:
    """What was calculated, for when, and on which basis."""
    wanted, settings = result.methodology, result.settings
    yield _TITLE.fill(name=wanted.name)
    yield _PERIOD.fill(period=settings.period, on=settings.on)
    yield _STATUS.fill(status=result.status.text)
    if wanted.status is not Status.OFFICIAL:
        yield _FORMULA.fill(status=wanted.status.text, note=wanted.shape.status_note.text)
    for option, choice in result.options.items():
        shape = wanted.shape.options[option]
        yield _SETTING.fill(name=shape.name.text, choice=shape.choices[choice].text)


def _step(line: Line) -> Iterator[Text]:
    yield Text(
        f"{line.symbol}  {line.name.zh} [{line.unit}]（{line.rounding.zh}；{line.basis.zh}）",
        f"{line.symbol}  {line.name.en} [{line.unit}] ({line.rounding.en}; {line.basis.en})",
    )
    key = _ROW.fill(key=line.row) if line.row else Text("", "")
    yield _same(f"  = {line.formula}")
    yield Text(f"  {key.zh}{line.numbers} = {line.result}", f"  {key.en}{line.numbers} = {line.result}")
    if line.values:
        yield _same(f"  ← {', '.join(line.values)}")
    if line.clause:
        yield Text(f"  {line.clause.zh}", f"  {line.clause.en}")


def _same(line: str) -> Text:
    return Text(line, line)


def _declared(wanted: Methodology) -> Iterator[Text]:
    """What a methodology may take off the result: at which step it does, or that it takes off nothing."""
    for name, what in _DECLARED.items():
        said = getattr(wanted.shape, name)
        if said == "off":
            yield _NONE.fill(what=what)
        elif said.step:
            yield _AT_STEP.fill(what=what, step=said.step)
        else:
            yield _SHARE.fill(what=what, share=said.share)


def ending(result: Result) -> Iterator[Text]:
    """What came out, in all and by vintage, and what was taken off."""
    whole, rest = tonnes_of(result.grams)
    yield _RESULT.fill(tonnes=tonnes_text(result.grams), whole=f"{whole:,}", rest=rest)
    for year, grams in result.vintages.items():
        yield _VINTAGE.fill(year=year, tonnes=tonnes_text(grams))
    yield from _declared(result.methodology)


def values(result: Result) -> list[Text]:
    """The values that were used, each with where it comes from."""
    return [value.says for value in sorted(result.sheet.used.values(), key=lambda value: value.key)]


def _step_table(result: Result, lang: Lang) -> str:
    from tanpuhui.quantification.notation import latex, latex_of

    rows = [
        (
            line.symbol,
            line.name.into(lang),
            f"${latex_of(line.symbol)} = {latex(result.sheet.steps[line.symbol].node, lang)}$",
            f"{line.row}: {line.numbers}" if line.row else line.numbers,
            line.result,
            line.unit,
            line.basis.into(lang),
        )
        for line in shown.lines(result)
    ]
    return _grid([head.into(lang) for head in _HEAD], rows)


def _row_table(result: Result, table: str, lang: Lang) -> str:
    steps = [step for step in result.sheet.steps.values() if step.rows == table]
    given, shape = result.sheet.tables[table].cells, result.sheet.tables[table].shape
    given_columns = {code: column for code, column in shape.columns.items() if column.kind in ("choice", "number")}
    head = [shape.columns[shape.key].name.text.into(lang)]
    head += [f"{column.name.text.into(lang)}{_symbol(column)}" for column in given_columns.values()]
    rows = []
    for n, key in enumerate(result.sheet.tables[table].keys):
        cells = (_cell(given[code][n], column, lang) for code, column in given_columns.items())
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
