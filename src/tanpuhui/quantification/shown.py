"""The steps of a run as lines that any page, print or terminal can show: from the run itself, or from its stored record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanpuhui.core.citations import Status, read
from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification.records import number_text
from tanpuhui.quantification.running import Result
from tanpuhui.quantification.sheet import Step

ROUNDED = {
    Rounding.DOWN: Text("向下", "down"),
    Rounding.UP: Text("向上", "up"),
    Rounding.HALF_UP: Text("四舍五入", "to the nearest, half up"),
    Rounding.HALF_EVEN: Text("四舍六入五成双", "to the nearest, half to even"),
}
ROUNDING = Text("{decimals} 位小数，{rounding}取舍", "{decimals} decimals, rounded {rounding}")
INPUTS = Text("仅由输入得出", "from inputs only")
VALUE = Text(
    "{name} = {value} {unit}（{status}；{title}，{place}）", "{name} = {value} {unit} ({status}; {title}, {place})"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A step. `numbers`: its formula with the numbers of the row called `row` put in, and `result` what came of them.

    `rows`: of how many rows it has results (None: it stands alone); `status` None: it rests on inputs only; `values`: the
    keys of the values in this very formula.
    """

    symbol: str
    name: Text
    formula: str
    numbers: str
    row: str
    rows: int | None
    result: str
    unit: str
    rounding: Text
    status: Status | None
    clause: Text | None
    values: tuple[str, ...]

    @property
    def basis(self) -> Text:
        """The status in words."""
        return INPUTS if self.status is None else self.status.text


def line(step: Step, result: Result, row: int = 0) -> Line:
    """A step of a run, with the numbers of one row (0: the first)."""
    keys = result.sheet.tables[step.rows].keys if step.rows else None
    at = row if keys else 0
    return Line(
        symbol=step.symbol,
        name=step.name,
        formula=step.formula,
        numbers=step.numbers(at),
        row=keys[at] if keys else "",
        rows=len(keys) if keys else None,
        result=number_text(step.results[at]),
        unit=step.unit,
        rounding=ROUNDING.fill(decimals=step.scale, rounding=ROUNDED[step.rounding]),
        status=step.quantity.status,
        clause=step.clause,
        values=step.values,
    )


def lines(result: Result, row: int = 0) -> tuple[Line, ...]:
    """Every step of a run."""
    return tuple(line(step, result, row) for step in result.sheet.steps.values())


def recorded(step: Mapping[str, Any]) -> Line:
    """A step of a stored record, with the numbers of its first row."""
    key, first = next(iter(step["rows"].items()))
    return Line(
        symbol=step["symbol"],
        name=_text(step["name"]),
        formula=step["formula"],
        numbers=first["numbers"],
        row=key,
        rows=len(step["rows"]) if step["table"] else None,
        result=first["result"],
        unit=step["unit"],
        rounding=ROUNDING.fill(decimals=step["decimals"], rounding=ROUNDED[Rounding(step["rounding"])]),
        status=Status[step["status"].upper()] if step["status"] else None,
        clause=_text(step["clause"]) if step["clause"] else None,
        values=tuple(step["values"]),
    )


def cited(value: Mapping[str, Any]) -> Text:
    """A value of a stored record, with where it comes from."""
    said = {name: _text(value[name]) for name in ("name", "title")} | {"place": read(value["place"])}
    status = Status[value["status"].upper()].text
    return VALUE.fill(value=value["value"], unit=value["unit"], status=status, **said)


def _text(kept: Mapping[str, str]) -> Text:
    return Text(kept["zh"], kept["en"])
