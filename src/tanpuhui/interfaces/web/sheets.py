"""A calculation as `parts/sheet.html` draws it: steps and values as every print has them, then row by row, and sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from tanpuhui.core.quantities import tonnes_of
from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification import Methodology, Result, fragment, shown

MOST_ROWS = 200
"""Rows of a table that are shown; the file has all."""

BY = Text("按{name}", "By {name}")
YEAR = Text("减排年份", "vintage year")
WORDS = {
    "sheet_rows": Text("{table}：逐行结果", "{table}: row by row"),
    "sheet_row": Text("行", "Row"),
    "sheet_some": Text(
        "共 {all} 行，这里列出前 {shown} 行；文件中有全部。",
        "{all} rows; these are the first {shown}, the file has all.",
    ),
}


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
    """A sheet for its page: the steps and values as `quantification.fragment` writes them, and `tables` row by row."""

    html: SafeString
    tables: tuple[Rows, ...] = ()


def tonnes(grams: int) -> str:
    """Grams as tonnes with all their decimals, thousands apart."""
    whole, rest = tonnes_of(grams)
    return f"{whole:,}.{rest:06}"


def sheet(id: str, record: Mapping[str, Any], lang: Lang, *, open: bool) -> Sheet:
    """A record as a sheet; `id`: unique on its page. `open`: numbers of single rows may be shown, else sums alone."""
    steps = fragment.steps(map(shown.recorded, record["steps"]), lang, id=id, open=open)
    return Sheet(ours(steps + fragment.cited(map(shown.cited, record["values"]), lang)))


def whole(id: str, result: Result, lang: Lang) -> Sheet:
    """A run as a sheet with all its rows, and its formulas in the notation of mathematics."""
    record = result.record
    named = [(name, table.shape.name.text) for name, table in result.sheet.tables.items()]
    tables = tuple(rows for name, title in named if (rows := _rows(title, name, record["steps"])))
    return Sheet(ours(fragment.html(result, lang, id=id)), tables)


def ours(html: str) -> SafeString:
    """What `quantification.fragment` wrote, as markup: it escapes all that is not of the house."""
    said: SafeString = mark_safe(html)  # noqa: S308 (as said)
    return said


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
