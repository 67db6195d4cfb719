"""`values list | show` and `plugins`: what the register knows from documents, and what was plugged into it."""

from typing import Annotated, Any

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, both, command, group
from tanpuhui.interfaces.cli.days import day_or_none
from tanpuhui.interfaces.cli.opening import Needs
from tanpuhui.interfaces.cli.plugged import ROOMS, plugged
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen, plain_amount

app = group(Text("有日期、有出处的参数", "Dated, cited values"))
single = typer.Typer()
ExamplesOption = Annotated[
    bool, typer.Option("--examples", help=both(Text("也用未经核实的示例数值", "Examples that nobody verified, too")))
]
_HEADS = (Text("键", "Key"), Text("名称", "Name"), Text("单位", "Unit"), Text("按", "By"), Text("已知", "Known"))
_UNKNOWN = Text("（{period}：未知）{note}", "({period}: unknown) {note}")
_PLUGINS = (
    Text("文件夹", "Folder"), Text("种类", "Kind"), Text("代码", "Code"), Text("简称", "Short names"), Text("来自", "From"),
    Text("外部登记簿", "Foreign register"),
)  # fmt: skip


@command(app, "list", Text("全部参数的键", "The keys of all values"), needs=Needs.NOTHING)
def list_values(screen: Screen, examples: ExamplesOption = False) -> None:
    """Print every key, what it stands for and how many of its values are known."""
    from tanpuhui.parameters.periods import AXIS_NAMES

    values = _load(examples)
    found = [(values.definition(key), len(values.known(key))) for key in values.keys()]  # noqa: SIM118 (no mapping)
    records = [
        {
            "key": d.key, "name": d.name, "unit": d.unit.code, "axis": d.axis, "known": known,
            "entries": len(d.entries),
        }
        for d, known in found
    ]  # fmt: skip
    rows = [(d.key, d.name, d.unit.name, AXIS_NAMES[d.axis], f"{known} / {len(d.entries)}") for d, known in found]
    screen.answer({"values": records}, lambda: screen.table(_HEADS, rows))


@command(app, "show", Text("一个参数，连同出处", "One value, with where it comes from"), needs=Needs.NOTHING)
def show(
    screen: Screen,
    key: Annotated[str, typer.Argument(metavar="KEY", help="参数的键 / The value's key")],
    on: DayOption = None,
    data_year: Annotated[int | None, typer.Option(metavar="YEAR", help="数据年度 / Data year")] = None,
    examples: ExamplesOption = False,
) -> None:
    """Print the value of a day or data year, or every known one, each with its citation."""
    from tanpuhui.parameters.periods import AXIS_NAMES

    values, day = _load(examples), day_or_none(on)
    definition = values.definition(key)
    if day and data_year is not None:
        raise refuse("day_or_year", key=key, axis=AXIS_NAMES[definition.axis])
    asked = day is not None or data_year is not None
    found = [values.at(key, on=day, data_year=data_year)] if asked else list(values.known(key))
    unknown = [] if asked else [entry for entry in definition.entries if entry.amount is None]

    def print_all() -> None:
        for value in found:
            screen.say(value.says)
            if value.note:
                screen.line(f"  {screen.into(value.note)}")
        for entry in unknown:
            screen.say(_UNKNOWN, period=entry.period.says, note=entry.note or Text("", ""))

    records = [_record(value) for value in found]
    screen.answer({"key": key, "name": definition.name, "values": records, "unknown": len(unknown)}, print_all)


def _load(examples: bool) -> Any:
    from tanpuhui import parameters

    return parameters.load(profile="demo" if examples else None)


def _record(value: Any) -> dict[str, object]:
    cited = value.citation
    return {
        "value": plain_amount(value.amount), "unit": value.unit.code,
        "axis": value.period.axis, "from": value.period.first, "to": value.period.last,
        "source": cited.source, "place": cited.place, "status": value.status.name.lower(),
        "checked_on": cited.checked_on, "hash": value.hash, "says": value.says,
    }  # fmt: skip


@command(
    single,
    "plugins",
    Text("插件", "What is plugged in"),
    needs=Needs.NOTHING,
)
def plugins(screen: Screen) -> None:
    """Print every plug-in folder that was found."""
    found = list(_plugins())
    rows = [
        (p["name"], p["room"], p["code"], ", ".join(p["short_names"]), p["origin"], p["register"] or "") for p in found
    ]
    screen.answer({"plugins": found}, lambda: screen.table(_PLUGINS, rows))


def _plugins() -> Any:
    for room in ROOMS:
        for plugin in plugged(room).values():
            register = plugin.load("register").REGISTER.name if plugin.has("register") else None
            yield {
                "name": plugin.name, "room": room, "code": plugin.code, "short_names": plugin.short_names,
                "origin": plugin.origin, "register": register,
            }  # fmt: skip
