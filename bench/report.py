"""The figures as tables for people; each line says what was compared with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.rounds import Spread

TITLES = {
    "share": "Postings a second, beside raw SQL that writes the same rows under the same guards",
    "growth": "Cost as the register grows (milliseconds; transfers: each)",
    "bare": "Beside bare double entry (no aim: a register does more)",
    "web": "Calls of the API and of pages a second, and what 95 of 100 stay below, as the register grows",
    "web-share": "Beside an endpoint of the same stack that only does raw SQL",
    "quantify": "Rows a second of a methodology on columns, beside the same query written by hand",
    "memory": "Memory of a run on columns",
    "traced": "A sheet with all its workings (no database)",
    "proof": "Proof",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison: what was `measured` in `unit`, and the `ratio` of what `compared` says.

    `aim`: what the ratio should reach (`more`) or not exceed; none: printed for information.
    """

    section: str
    database: str
    what: str
    unit: str
    measured: Mapping[str, Spread]
    ratio: Spread | None
    compared: str
    aim: float | None = None
    more: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached, where there is one."""
        if self.aim is None or self.ratio is None:
            return None
        return self.ratio.median >= self.aim if self.more else self.ratio.median <= self.aim


def brief(line: Line) -> str:
    """The line in one sentence, shown while the bench runs."""
    ratio = f": {_range(line.ratio)}" if line.ratio else f": {line.measured['findings'].median:.0f} findings"
    return f"{line.database}, {line.what}{ratio} ({line.compared})"


def show(lines: Sequence[Line], facts: Mapping[str, str], console: Console) -> None:
    """Prints a table for each section; medians, and from the least to the most."""
    for about, fact in facts.items():
        console.print(f"{about}: {fact}", highlight=False)
    console.print("Medians of rounds in turns; in brackets the least and the most. Ratios are taken within a round.\n")
    for section, title in TITLES.items():
        chosen = [line for line in lines if line.section == section]
        if chosen:
            console.print(_table(title, chosen))


def _table(title: str, lines: Sequence[Line]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    columns = list(dict.fromkeys(name for line in lines for name in line.measured))
    table.add_column("database")
    table.add_column("what")
    for name in columns:
        table.add_column(name, justify="right")
    if any(line.ratio for line in lines):
        table.add_column("ratio", justify="right")
        table.add_column("aim", justify="right")
    for line in lines:
        cells = [_range(line.measured[name]) if name in line.measured else "" for name in columns]
        verdict = [_range(line.ratio), _aim(line)] if line.ratio else []
        table.add_row(line.database, line.what, *cells, *verdict)
    table.caption = "; ".join(dict.fromkeys(line.compared for line in lines))
    return table


def _aim(line: Line) -> str:
    if line.aim is None:
        return ""
    mark = "[green]reached[/green]" if line.reached else "[red]missed[/red]"
    return f"{'≥' if line.more else '≤'} {line.aim:g} {mark}"


def _range(spread: Spread) -> str:
    if spread.least == spread.most:
        return _number(spread.median)
    return f"{_number(spread.median)} [dim]({_number(spread.least)}–{_number(spread.most)})[/dim]"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
