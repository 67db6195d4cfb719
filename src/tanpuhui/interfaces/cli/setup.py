"""`version`, `init`, `migrate`, `doctor`, `backup`, `restore`: a register is set up, examined, carried away and back."""

from importlib.metadata import version as version_of
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli.commands import DayOption, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.opening import Needs, founded, place
from tanpuhui.interfaces.cli.opening import home as state_folder
from tanpuhui.interfaces.cli.screen import Screen, finding_record

if TYPE_CHECKING:
    from tanpuhui.apps.records.archive import Manifest

app = typer.Typer()
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / The backup file")]
_MADE = Text("已建立：{path}", "Made: {path}")
_MIGRATED = Text("数据库已是最新，守卫已就位。", "The database is up to date and guarded.")
_ESTABLISHED = Text("登记簿已建立：{where}。", "The register is established: {where}.")
_THERE = Text("登记簿已在 {where}，没有改变。", "The register is at {where} already; nothing was changed.")
_NEXT = Text(
    "下一步：tanpuhui doctor（体检）、tanpuhui import carb 文件（导入公开表格）、tanpuhui serve（网页）。",
    "Next: `tanpuhui doctor` (examine it), `tanpuhui import carb FILE` (a public table), `tanpuhui serve` (the web pages).",
)
_SOUND = Text("一切正常。", "All is well.")
_BACKED_UP = Text(
    "备份已写入 {file}：{tables} 张表，{rows} 行。", "The backup is in {file}: {tables} tables, {rows} rows."
)
_RESTORED = Text("已从 {file} 恢复：{tables} 张表，{rows} 行。", "Restored from {file}: {tables} tables, {rows} rows.")


@command(app, "version", Text("版本", "The version"), needs=Needs.NOTHING)
def version(screen: Screen) -> None:
    """Print the versions that a report of a bug should name."""
    names = {name: version_of(name) for name in ("tanpuhui", "django")} | {"python": python_version()}
    screen.answer(names, lambda: screen.line(", ".join(f"{name} {number}" for name, number in names.items())))


@command(app, "init", Text("建立登记簿（可重复）", "Establish the register (safe to repeat)"), needs=Needs.SETTINGS)
def init(
    screen: Screen,
    operator: Annotated[str, typer.Option(metavar="CODE", help="运营方代码 / Code of the operator, such as GDEE")],
    name_zh: Annotated[str, typer.Option(help="运营方中文名 / The operator's name in Chinese")],
    name_en: Annotated[str, typer.Option(help="运营方英文名 / The operator's name in English")],
    jurisdiction: Annotated[str, typer.Option(help="序列号开头的地区 / What serials begin with")] = "GD",
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="永远是演示（DEMO-） / For ever a demonstration (DEMO-)")
    ] = False,
    on: DayOption = None,
) -> None:
    """Make the state folder, migrate, guard, and establish the register."""
    from tanpuhui.interfaces.cli import establishing

    new, day = False, day_or_today(on)

    def make() -> None:
        nonlocal new
        new = establishing.establish(
            jurisdiction=jurisdiction, demonstration=demonstration, operator=operator,
            name=Text(name_zh, name_en), on=day, at=clock.now(),
        )  # fmt: skip

    made = founded(make)

    def show() -> None:
        for path in made:
            screen.say(_MADE, path=path)
        screen.say(_ESTABLISHED if new else _THERE, where=place())
        screen.say(_NEXT)

    screen.answer({"home": state_folder(), "database": place(), "made": list(map(str, made)), "established": new}, show)


@command(
    app, "migrate", Text("升级数据库并装好守卫", "Bring the database up to date and guard it"), needs=Needs.SETTINGS
)
def migrate(screen: Screen) -> None:
    """Apply every migration. Safe to repeat."""
    founded(lambda: None)
    screen.answer({"migrated": True, "database": place()}, lambda: screen.say(_MIGRATED))


@command(
    app,
    "doctor",
    Text("体检：目录、数据库、守卫、证据", "Examine folder, database, guards, evidence"),
    needs=Needs.SETTINGS,
)
def doctor(
    screen: Screen,
    deep: Annotated[
        bool, typer.Option("--deep", help="逐一核对全部证据与日志 / Every evidence file and journal entry")
    ] = False,
) -> int:
    """Print what is not as it should be; 1 where there is an error."""
    from tanpuhui.interfaces.cli.examining import examine

    findings = examine(deep=deep)
    errors = any(finding.severity == "error" for finding in findings)

    def show() -> None:
        screen.findings(findings)
        if not findings:
            screen.say(_SOUND)

    records = [finding_record(finding) for finding in findings]
    screen.answer({"database": place(), "sound": not errors, "findings": records}, show)
    return int(errors)


@command(app, "backup", Text("把整个登记簿写入一个文件", "Write the whole register into one file"))
def backup(screen: Screen, file: FileArgument) -> None:
    """Write a backup; it never replaces a file."""
    from tanpuhui.apps.records import backup as backups

    _carried(screen, file, backups.backup(file, clock.now()), _BACKED_UP)


@command(app, "restore", Text("恢复到一个空登记簿", "Restore a backup into an empty register"), needs=Needs.SETTINGS)
def restore(screen: Screen, file: FileArgument) -> None:
    """Make folder and database where there are none, and put the backup into them."""
    from tanpuhui.apps.records import backup as backups

    told: list[Manifest] = []
    founded(lambda: told.append(backups.restore(file)))
    _carried(screen, file, told[0], _RESTORED)


def _carried(screen: Screen, file: Path, manifest: "Manifest", says: Text) -> None:
    rows = sum(table.rows for table in manifest.tables)
    facts = {"file": str(file), "tables": len(manifest.tables), "rows": rows}
    screen.answer({**facts, "at": manifest.at}, lambda: screen.say(says.fill(**facts)))
