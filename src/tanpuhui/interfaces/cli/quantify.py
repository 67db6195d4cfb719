"""`quantify`: a methodology's calculation on tables of anybody's, its sheet in any form, and two runs compared."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, both, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.opening import Needs
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import SEVERITIES, Screen

if TYPE_CHECKING:
    from tanpuhui.parameters.values import Values
    from tanpuhui.quantification import Difference, Methodology, Result, Settings
    from tanpuhui.quantification.trials import Trial

app = typer.Typer()
CodeArgument = Annotated[
    str, typer.Argument(metavar="METHODOLOGY", help=both(Text("方法学，例如 forestry_2020", "Such as forestry_2020")))
]
ProfileOption = Annotated[
    Literal["demo"] | None,
    typer.Option(
        "--profile", help=both(Text("demo：也用未经核实的示例数值", "demo: use examples that nobody verified, too"))
    ),
]
FilesArgument = Annotated[
    list[str],
    typer.Argument(metavar="[TABLE=]FILE...", help=both(Text("CSV、XLSX 或 Parquet", "CSV, XLSX or Parquet"))),
]
PeriodOption = Annotated[
    tuple[str, str],
    typer.Option(
        "--period", metavar="FIRST LAST", help=both(Text("监测期首日和末日", "First and last day of the period"))
    ),
]
SettingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--option", metavar="NAME=CHOICE", help=both(Text("方法学的设定，可多次", "A setting; may be repeated"))
    ),
]
_TRACE = Text("列出每一步、每个取值", "Every step in full, and every value")
_MARKDOWN, _HTML = Text("以 Markdown 输出", "As Markdown"), Text("以 HTML 片段输出", "As a piece of HTML")
_IN_COLUMNS = Text("按列计算，适于百万行", "In columns, for millions of rows")
_ROWS_TO = Text("按列计算时，逐行结果写入 Parquet", "With --columns: the results of all rows, as Parquet")
_COMPARE = Text("与 --json 的结果或自己的表比较", "Compare with what --json gave, or with own tables")
_HEADS = (
    Text("符号", "Symbol"), Text("名称", "Name"), Text("公式", "Formula"), Text("代入的数", "Numbers put in"),
    Text("结果", "Result"), Text("单位", "Unit"), Text("依据", "Basis"),
)  # fmt: skip
_FAULTS = (Text("位置", "Place"), Text("程度", "Severity"), Text("问题与改法", "What is wrong, and how to mend it"))
_CHANGES = (Text("种类", "Kind"), Text("项目", "What"), Text("此前", "Before"), Text("现在", "After"))
_SAME = Text("没有差异。", "No difference.")
_DIFFERENT = Text("有 {count} 处差异：", "{count} differences:")
_MISSING = Text("还缺表：{tables}。", "Tables missing: {tables}.")
_TABLE = Text("表 {table}（{file}）：{count} 处问题", "Table {table} ({file}): {count} things found")
_ROWS = Text("{count} 行", "{count} rows")
_COLUMNS = Text(
    "按列计算：{rows}；结果 {grams} 克，最弱依据：{status}。具有法律意义的是逐步计算的结果。",
    "calculated in columns: {rows}; {grams} g, weakest basis: {status}. The legal result is that of the traced run.",
)


@command(app, "quantify", Text("按方法学计算", "Calculate by a methodology"), needs=Needs.NOTHING)
def quantify(
    screen: Screen,
    methodology: CodeArgument,
    files: FilesArgument,
    period: PeriodOption,
    on: DayOption = None,
    options: SettingOption = None,
    profile: ProfileOption = None,
    trace: Annotated[bool, typer.Option("--trace", help=both(_TRACE))] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help=both(_MARKDOWN))] = False,
    html: Annotated[bool, typer.Option("--html", help=both(_HTML))] = False,
    columns: Annotated[bool, typer.Option("--columns", help=both(_IN_COLUMNS))] = False,
    rows_to: Annotated[Path | None, typer.Option("--rows-to", metavar="FILE", help=both(_ROWS_TO))] = None,
    compare: Annotated[list[str] | None, typer.Option("--compare", metavar="FILE", help=both(_COMPARE))] = None,
) -> int:
    """Calculate on the shipped values. Exit code 1 where a table has errors, or where what is compared differs."""
    from tanpuhui.core.days import Period
    from tanpuhui.quantification import Settings, methodology_named

    wanted = methodology_named(methodology)
    chosen = dict(each.partition("=")[::2] for each in options or ())
    settings = Settings(Period.parse(*period), day_or_today(on), chosen)
    values = wanted.values(profile=profile)
    if columns:
        return _columns(screen, wanted, files, values, settings, rows_to)
    made = _tried(wanted, files, settings, values)
    if made.result is None:
        return _faults(screen, made)
    if compare:
        return _compared(screen, wanted, made.result, compare, settings, values)
    _show(screen, made.result, trace=trace, form="html" if html else "markdown" if markdown else "")
    return 0


def show_changes(screen: Screen, changes: "Sequence[Difference]") -> int:
    """Differences as a table; the exit code: 1 where there are any."""
    told = [
        {"kind": each.kind, "about": each.about, "before": each.before, "after": each.after, "says": each.says}
        for each in changes
    ]

    def show() -> None:
        screen.say(_DIFFERENT if changes else _SAME, count=len(changes))
        rows = [(each.kind_says, each.about, each.before or "–", each.after or "–") for each in changes]
        if rows:
            screen.table(_CHANGES, rows)

    screen.answer({"same": not changes, "differences": told}, show)
    return int(bool(changes))


def _tried(wanted: "Methodology", files: Sequence[str], settings: "Settings", values: "Values") -> "Trial":
    """The files calculated with. What is refused of a file that cannot be opened is refused at once."""
    from tanpuhui.quantification.reading import read_file
    from tanpuhui.quantification.trials import tried

    read = [read_file(path, table) for table, path in _named(wanted, files)]
    return tried(wanted, read, settings, values)


def _named(wanted: "Methodology", files: Sequence[str]) -> Iterator[tuple[str, Path]]:
    for given in files:
        table, equals, path = given.partition("=")
        yield (table, Path(path)) if equals and table in wanted.tables else ("", Path(given))


def _faults(screen: Screen, made: "Trial") -> int:
    """What is wrong with the tables, place by place; 1."""
    if made.refusal and not any(table.faults for table in made.tables):
        raise made.refusal
    for table in made.tables:
        if table.refusal:
            raise table.refusal
    told = [
        {
            "table": table.name, "file": table.file, "rows": table.rows, "count": table.count,
            "faults": [
                {"cell": each.cell, "line": each.line, "column": each.column, "given": each.given,
                 "severity": each.severity, "code": each.code, "says": each.says}
                for each in table.faults
            ],
        }
        for table in made.tables
    ]  # fmt: skip

    def show() -> None:
        for table in made.tables:
            if table.faults:
                screen.say(_TABLE, table=table.title, file=table.file, count=table.count)
                places = [each.cell or str(each.line) for each in table.faults]
                rows = [
                    (at, SEVERITIES[each.severity], each.says) for at, each in zip(places, table.faults, strict=True)
                ]
                screen.table(_FAULTS, rows)
        if made.missing:
            names = Text("、".join(name.zh for name in made.missing), ", ".join(name.en for name in made.missing))
            screen.say(_MISSING, tables=names)

    screen.answer({"calculated": False, "tables": told, "missing": list(made.missing)}, show)
    return 1


def _show(screen: Screen, result: "Result", *, trace: bool, form: str) -> None:
    from tanpuhui.quantification import json_bytes, lines, markdown, rendering, shown
    from tanpuhui.quantification.fragment import html

    def show() -> None:
        if form:
            screen.line(html(result, screen.lang) if form == "html" else markdown(result, screen.lang))
            return
        if trace:
            for line in lines(result, screen.lang):
                screen.line(line)
            return
        for text in rendering.opening(result):
            screen.say(text)
        screen.table(_HEADS, [_cells(line) for line in shown.lines(result)])
        for text in (*rendering.ending(result), *rendering.values(result)):
            screen.say(text)
        screen.findings(result.findings)

    screen.answer({"calculated": True, **json.loads(json_bytes(result))}, show)


def _cells(line: Any) -> tuple[object, ...]:
    key = f"{line.row}: " if line.row else ""
    many = Text("", "") if line.rows is None else _ROWS.fill(count=line.rows)
    result = line.result if line.rows is None else Text(f"{line.result}（{many.zh}）", f"{line.result} ({many.en})")
    return line.symbol, line.name, line.formula, key + line.numbers, result, line.unit, line.basis


def _compared(
    screen: Screen,
    wanted: "Methodology",
    result: "Result",
    others: Sequence[str],
    settings: "Settings",
    values: "Values",
) -> int:
    """What differs from a record that `--json` wrote, or from the run on other tables."""
    from tanpuhui.quantification import compare
    from tanpuhui.quantification.trials import Trial, compared

    if len(others) == 1 and others[0].endswith(".json"):
        kept = compared(_record(Path(others[0])), Trial((), (), result, None))
        return show_changes(screen, kept.differences)
    own = _tried(wanted, others, settings, values)
    if own.result is None:
        return _faults(screen, own)
    return show_changes(screen, compare(own.result, result))


def _record(path: Path) -> Mapping[str, Any]:
    from tanpuhui.quantification.reading import read_file
    from tanpuhui.quantification.refusals import refuse as of_tables

    try:
        found = json.loads(read_file(path).content)
    except ValueError as wrong:
        raise of_tables("record_not_understood") from wrong
    return found if isinstance(found, Mapping) else {}


def _columns(
    screen: Screen,
    wanted: "Methodology",
    files: Sequence[str],
    values: "Values",
    settings: "Settings",
    rows_to: Path | None,
) -> int:
    from tanpuhui.quantification.columns import run_columns
    from tanpuhui.quantification.files import table_called
    from tanpuhui.quantification.refusals import refuse as of_tables

    for _, path in _named(wanted, files):
        if path.suffix.lower() == ".xlsx":
            raise of_tables("input_is_workbook", file=path.name)
    named = {
        table or table_called(path.stem, wanted.tables) or path.name: path for table, path in _named(wanted, files)
    }
    if rows_to and rows_to.exists():
        raise refuse("list_file_there", file=rows_to)
    result = run_columns(wanted, named, values, settings, rows_to=rows_to)
    data = {
        "methodology": wanted.code, "grams": result.grams, "vintages": result.vintages, "summaries": result.summaries,
        "status": result.status.name.lower(), "rows": result.rows, "counts": result.counts, "hashes": result.hashes,
        "steps": [
            {"symbol": step.symbol, "name": step.name, "formula": step.formula, "unit": step.unit, "result": step.result}
            for step in result.steps
        ],
    }  # fmt: skip

    def show() -> None:
        rows = ", ".join(f"{name} {count:,}" for name, count in result.rows.items())
        screen.say(_COLUMNS, rows=rows, grams=f"{result.grams:,}", status=result.status.text)
        for year, grams in result.vintages.items():
            screen.line(f"  {year}: {grams:,} g")
        screen.findings(result.findings)

    screen.answer(data, show)
    return 0
