"""Statistics as people see them, beside the figures that were published elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from tanpuhui import parameters
from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS
from tanpuhui.apps.disclosure.statistics import Share, Statistics, statistics, unit_types
from tanpuhui.apps.ledger import tally
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.plugged import regime
from tanpuhui.interfaces.cli.screen import Screen, plain_amount

_NOTHING = Text("登记簿中还没有单位。", "There are no units in the register yet.")
_HEAD = Text(
    "{unit_type}：签发截至 {on}，位置截至 {placed_on}",
    "{unit_type}: issued to {on}, where they lay at the end of {placed_on}",
)
_STATE = Text(
    "外部登记簿的镜像，表格状态日 {day}：使用发生的日子不详，均记在该日。",
    "A mirror of another register, state of {day}: when each use happened is not told, so all uses bear that day.",
)
_INCOMPLETE = Text(
    "！不完整：导入尚未结束，以下只是表格的一部分。",
    "! INCOMPLETE: an import has not ended; these are the totals of a part of the table.",
)
_PUBLISHED = Text("公布的数字，以资对照：", "Published figures, to compare with:")
_CONSERVED = Text("守恒：签发 {issued} = 各处合计 {held}  ✓", "Conserved: issued {issued} = in all places {held}  ✓")
_NOT_CONSERVED = Text(
    "不守恒：签发 {issued}，各处合计 {held}！", "NOT conserved: issued {issued}, in all places {held}!"
)
_TOTALS = {
    "issued": Text("签发（吨）", "issued (tonnes)"),
    "series": Text("系列（批次）", "series (issuances)"),
    "projects": Text("项目", "projects"),
    "registry_projects": Text("项目（按最初登记处编号）", "projects by id of the first registry"),
    "rows": Text("表格行数", "rows of the table"),
    "rows_without_credits": Text("其中不含信用", "of these without credits"),
    "rows_unreadable": Text("其中有错误而未签发", "of these not issued for an error"),
}
_LABELS = {
    "kind": Text("履约 COP / 早期行动 EA", "compliance COP / early action EA"),
    "project_type": Text("项目类型", "project type"),
    "debs": Text("对本州的直接环境效益", "direct environmental benefits in the state"),
    "invalidation_timeframe": Text("可认定失效期", "invalidation window"),
}
_VINTAGE, _METHODOLOGY = Text("年份", "vintage"), Text("方法学", "methodology")
_TYPE_KIND = Text("类型 / 种类", "type / kind")
_SHARES = (Text("吨", "tonnes"), Text("批次", "issuances"), Text("项目", "projects"))
_COUNTED = (Text("总计", "Total"), Text("数量", "Number"))
_PLACES = (Text("账户", "Account"), Text("种类", "Kind"), Text("名称", "Name"), Text("吨", "Tonnes"))
_MOVED = (Text("操作", "Act"), Text("累计吨数", "Tonnes, added up"))
_CELLS = (Text("列", "Column"), Text("单元格", "Cell"), Text("行", "Rows"))


@dataclass(frozen=True, slots=True)
class Totals:
    """The statistics of a type of unit and the figures that were published for that day."""

    told: Statistics
    figures: tuple[parameters.Value, ...]

    def record(self) -> dict[str, object]:
        """As JSON."""
        figures = {
            value.key: {"value": plain_amount(value.amount), "unit": value.unit.code, "says": value.says}
            for value in self.figures
        }
        held = sum(place.units for place in self.told.places)
        more = {"mirrored": self.told.mirrored, "held": held, "conserved": self.told.conserved}
        return {**asdict(self.told), **more, "published": figures}


def gather(issued_to: date | None, placed_on: date | None) -> list[Totals]:
    """The totals of each type of unit; without days, up to the last day on which such units moved."""
    found = []
    for unit_type in unit_types():
        last = tally.last_day(unit_type) or date.min
        told = statistics(unit_type, issued_to or last, placed_on or last, accounts=True)
        found.append(Totals(told, tuple(_figures(told))))
    return found


def _figures(told: Statistics) -> Iterator[parameters.Value]:
    """The values `<short name of the register>.figures.*` for exactly the day up to which is counted."""
    values = parameters.load() if told.registers else None
    for register in told.registers:
        for name in regime(register).short_names:
            for key in values.keys() if values else ():
                if values and key.startswith(f"{name}.figures."):
                    yield from (v for v in values.known(key) if v.period.first == v.period.last == told.on)


def show(screen: Screen, found: Sequence[Totals]) -> None:
    """As tables."""
    if not found:
        screen.say(_NOTHING)
    for totals in found:
        _show(screen, totals)


def _show(screen: Screen, totals: Totals) -> None:
    told = totals.told
    screen.say(_HEAD, "bold", unit_type=told.unit_type, on=told.on, placed_on=told.placed_on)
    if not told.complete:
        screen.say(_INCOMPLETE, "bold red")
    if told.state_on:
        screen.say(_STATE, day=told.state_on)
    screen.table(_COUNTED, [(says, getattr(told, name)) for name, says in _TOTALS.items()])
    if totals.figures:
        screen.say(_PUBLISHED)
        for value in totals.figures:
            screen.line(f"  {screen.into(value.says)}" + (f" {screen.into(value.note)}" if value.note else ""))
    _shares(screen, _TYPE_KIND, told.by_type_and_kind)
    for label, shares in told.by_label.items():
        if [share.value for share in shares] != ["–"]:
            _shares(screen, _LABELS[label], shares)
    _shares(screen, _METHODOLOGY, told.by_methodology)
    _shares(screen, _VINTAGE, told.by_vintage)
    cells = [(column, cell, n) for column, counts in told.by_cell.items() for cell, n in counts.items()]
    if cells:
        screen.table(_CELLS, cells)
    show_places(screen, told)


def show_places(screen: Screen, told: Statistics) -> None:
    """What moved, where the units lie, and whether that is all of them."""
    screen.table(_MOVED, [(ACTS[act].text, units) for act, units in told.moved.items()])
    places = [(p.account, ACCOUNT_KINDS[p.kind], Text(p.name_zh, p.name_en), p.units) for p in told.places]
    screen.table(_PLACES, places)
    held = sum(place.units for place in told.places)
    says, style = (_CONSERVED, "green") if told.conserved else (_NOT_CONSERVED, "red")
    screen.say(says, style, issued=f"{told.issued:,}", held=f"{held:,}")


def _shares(screen: Screen, what: Text, shares: Sequence[Share]) -> None:
    screen.table((what, *_SHARES), [(share.value, share.units, share.series, share.projects) for share in shares])
