"""`methodology list | show | template | new | check | compare`: what the catalogue holds, and a folder of one's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import both, command, group
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.opening import Needs
from tanpuhui.interfaces.cli.quantify import CodeArgument, ProfileOption, show_changes
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen

if TYPE_CHECKING:
    from tanpuhui.parameters.values import Values
    from tanpuhui.quantification import Methodology
    from tanpuhui.quantification.explaining import Formulas

app = group(Text("核算方法学", "Methodologies"))
_LIST = (
    Text("代码", "Code"),
    Text("名称", "Name"),
    Text("公式依据", "Formula"),
    Text("第三方核证", "Verifier"),
    Text("来自", "From"),
)
_STEPS = (Text("符号", "Symbol"), Text("公式", "Formula"), Text("单位", "Unit"), Text("名称", "Name"))
_COLUMNS = (Text("列", "Column"), Text("问题", "Question"), Text("填法", "What goes in"))
_VALUES = (Text("参数", "Value"), Text("已知", "Known"))
_CASES = (Text("案例", "Case"), Text("结果", "Outcome"))
_VERIFIER = {
    "needed": Text("需要", "needed"), "not_needed": Text("不需要", "not needed"), "unknown": Text("未知", "not known"),
}  # fmt: skip
_FORMULA = Text("公式依据：{status}。{note}", "The formula itself: {status}. {note}")
_SETTING = Text("设定 {option}={choice}（{says}）时：", "with the setting {option}={choice} ({says}):")
_TABLE = Text("表 {code}：{name}", "Table {code}: {name}")
_UNKNOWN = Text("未知", "not known")
_WRITTEN = Text("已写入 {file}。", "Written to {file}.")
_BEGUN = Text(
    "已建立 {folder}。改写其中的文件，并运行：tanpuhui methodology check {folder}",
    "Made {folder}. Rewrite its files, and run: tanpuhui methodology check {folder}",
)
_AGREES, _NO_CASES = Text("一致", "as expected"), Text("没有案例", "no cases")


@command(app, "list", Text("全部方法学", "All methodologies"), needs=Needs.NOTHING)
def list_methodologies(screen: Screen) -> None:
    """Print every methodology that was found, also those of other installed packages."""
    from tanpuhui.quantification import catalogue

    found = list(catalogue().values())
    told = [
        {
            "code": each.code, "name": each.name, "edition": each.shape.edition.text, "status": each.status.name.lower(),
            "verifier": each.shape.verifier, "tables": list(each.tables), "origin": each.plugin.origin,
        }
        for each in found
    ]  # fmt: skip
    rows = [(m.code, m.name, m.status.text, _VERIFIER[m.shape.verifier], m.plugin.origin) for m in found]
    screen.answer({"methodologies": told}, lambda: screen.table(_LIST, rows))


@command(app, "show", Text("一个方法学", "One methodology"), needs=Needs.NOTHING)
def show(
    screen: Screen,
    methodology: CodeArgument,
    latex: Annotated[bool, typer.Option("--latex", help=both(Text("公式写作 LaTeX", "Formulas in LaTeX")))] = False,
    profile: ProfileOption = None,
) -> None:
    """Print its formulas by setting, what its tables ask, and its values with their sources; what is not known too."""
    from tanpuhui.quantification import explaining, methodology_named

    wanted = methodology_named(methodology)
    values, formulas = wanted.values(profile=profile), explaining.formulas(wanted)
    keys = [key for key in explaining.used(wanted) if key in values]
    data = {
        "code": wanted.code, "name": wanted.name, "edition": wanted.shape.edition.text,
        "status": wanted.status.name.lower(), "status_note": wanted.shape.status_note.text,
        "verifier": wanted.shape.verifier, "sources": wanted.shape.sources, "folder": wanted.folder,
        "formulas": [_formula(each) for each in formulas], "tables": wanted.shape.model_dump(mode="json")["tables"],
        "values": {key: [value.says for value in values.known(key)] for key in keys},
    }  # fmt: skip
    screen.answer(data, lambda: _print(screen, wanted, formulas, values, keys, latex))


@command(app, "template", Text("填报模板（XLSX）", "A workbook to fill in (XLSX)"), needs=Needs.NOTHING)
def template(
    screen: Screen,
    methodology: CodeArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=both(Text("文件", "The file")))] = None,
) -> None:
    """Write the workbook, headed in the language of the screen; a file that is there is never replaced."""
    from tanpuhui.quantification import methodology_named
    from tanpuhui.quantification.templates import template_of

    wanted = methodology_named(methodology)
    file, content = out or Path(f"{wanted.code}.xlsx"), template_of(wanted, screen.lang)
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError as no:
        raise refuse("list_file_there", file=file) from no
    except OSError as no:
        raise refuse("list_file_unwritable", file=file, why=no.strerror or type(no).__name__) from no
    screen.answer({"methodology": wanted.code, "file": file}, lambda: screen.say(_WRITTEN, file=file))


@command(app, "new", Text("建立一个新的方法学文件夹", "Begin a methodology of your own"), needs=Needs.NOTHING)
def new(
    screen: Screen,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=both(Text("名称和年份", "Words and a year, as in heat_recovery_2025")))
    ],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help=both(Text("位置", "Where")))] = Path(),
) -> None:
    """Write a small folder that runs and has cases, to be rewritten."""
    from tanpuhui.quantification.beginning import begin

    folder = begin(name, into)
    files = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    screen.answer({"folder": folder, "files": files}, lambda: screen.say(_BEGUN, folder=folder))


@command(app, "check", Text("运行方法学的全部案例", "Run all cases of a methodology"), needs=Needs.NOTHING)
def check(
    screen: Screen,
    methodology: Annotated[
        str,
        typer.Argument(metavar="METHODOLOGY|FOLDER", help=both(Text("方法学或文件夹", "A methodology, or a folder"))),
    ],
) -> int:
    """Run every case and compare to the digit; 1 where one comes out otherwise, or there is none."""
    from tanpuhui.quantification import methodology_named
    from tanpuhui.quantification.beginning import in_folder
    from tanpuhui.quantification.cases import read_cases, run_case

    folder = Path(methodology)
    wanted = in_folder(folder) if folder.is_dir() else methodology_named(methodology)
    found = {name: run_case(wanted, case) for name, case in read_cases(wanted).items()}
    rows = [(name, "; ".join(faults) if faults else _AGREES) for name, faults in found.items()]
    told = {"methodology": wanted.code, "cases": found}
    screen.answer(told, lambda: screen.table(_CASES, rows) if rows else screen.say(_NO_CASES))
    return int(not found or any(found.values()))


@command(
    app, "compare", Text("两个版本或两日的取值有何不同", "What changed between editions, or days"), needs=Needs.NOTHING
)
def compare(
    screen: Screen,
    methodology: CodeArgument,
    other: Annotated[
        str | None, typer.Argument(metavar="OTHER", help=both(Text("另一个版本", "The other edition")))
    ] = None,
    days: Annotated[
        tuple[str, str] | None,
        typer.Option("--days", metavar="DAY DAY", help=both(Text("比较两日的取值", "Compare the values of two days"))),
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples", help=both(Text("示例取值带来什么", "What examples that nobody verified add")))
    ] = False,
) -> int:
    """Print what changed; 1 where something did. Give another edition, or two days, or --examples."""
    from tanpuhui.quantification import editions, methodology_named

    wanted = methodology_named(methodology)
    if sum((other is not None, days is not None, examples)) != 1:
        raise refuse("compare_with_what")
    if other is not None:
        return show_changes(screen, editions.edition_changes(wanted, methodology_named(other)))
    if examples:
        sets = (wanted.values(), wanted.values(profile="demo"))
        return show_changes(screen, editions.value_changes(wanted, *sets))
    assert days is not None
    return show_changes(screen, editions.day_changes(wanted, wanted.values(), *map(day_or_today, days)))


def _formula(each: "Formulas") -> dict[str, Any]:
    from tanpuhui.quantification.notation import latex

    steps = [
        {
            "symbol": s.symbol,
            "name": s.name,
            "formula": s.formula,
            "latex": latex(s.node),
            "unit": s.unit,
            "clause": s.clause,
        }
        for s in each.steps
    ]
    return {"option": each.option, "choice": each.choice, "steps": steps}


def _print(
    screen: Screen,
    wanted: "Methodology",
    formulas: "tuple[Formulas, ...]",
    values: "Values",
    keys: list[str],
    latex: bool,
) -> None:
    from tanpuhui.quantification.templates import entry

    screen.say(wanted.name)
    screen.say(_FORMULA, status=wanted.status.text, note=wanted.shape.status_note.text)
    for each in formulas:
        if each.option:
            screen.say(_SETTING, option=each.option, choice=each.choice, says=each.says)
        screen.table(_STEPS, list(_rows(screen, each, latex)))
    for code, table in wanted.tables.items():
        screen.say(_TABLE, code=code, name=table.name.text)
        asked = [(name, each.question.text, entry(each, dict(wanted.tables))) for name, each in table.columns.items()]
        screen.table(_COLUMNS, asked)
    known = {key: [value.says for value in values.known(key)] or [_UNKNOWN] for key in keys}
    screen.table(_VALUES, [(key, says) for key, found in known.items() for says in found])


def _rows(screen: Screen, each: "Formulas", latex: bool) -> Iterator[tuple[object, ...]]:
    for step in each.steps:
        said = step.formula
        if latex:
            from tanpuhui.quantification import notation

            said = notation.latex(step.node, screen.lang)
        yield step.symbol, said, step.unit, step.name
