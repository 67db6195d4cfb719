"""From bytes to rows of cells: the file is checked as a whole first, so that no row of a bad file is ever given out."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tanpuhui.core.refused import shown as printable
from tanpuhui.core.text import Text
from tanpuhui.regimes.us_ca_cop.columns import NAMED, NAMELESS
from tanpuhui.regimes.us_ca_cop.refusals import refuse

MAX_CELL = 20_000  # characters; the longest published cell has 381
MAX_LINE = (len(NAMED) + NAMELESS) * (MAX_CELL + 3) * 4  # bytes; UTF-8 needs at most 4 per character
BOM = "\ufeff"
SHOWN = 6  # column names that a refusal lists before it only counts


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: the line where it begins (the header is line 1) and its cells, as many as the header has."""

    line: int
    cells: tuple[str, ...]


def rows(path: Path) -> Iterator[Row]:
    """The data rows of the table at `path`, in file order; every refusal is raised by this call, before any row.

    The file is read twice, in constant memory: once to check its form, once to give out its rows.
    """
    try:
        with path.open("rb") as file:
            count = sum(1 for _ in _data(file))
    except OSError as error:
        raise refuse("table_unreadable", path=str(path), why=error.strerror or type(error).__name__) from error
    if not count:
        raise refuse("empty_table", lines=1)
    return _again(path)


def _again(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        yield from _data(file)


def _data(file: BinaryIO) -> Iterator[Row]:
    found = _records(file)
    header = next(found, None)
    if header is None:
        raise refuse("empty_table", lines=0)
    check_header(header.cells)
    for row in found:
        if len(row.cells) != len(header.cells):
            raise _malformed(
                row.line,
                f"有 {len(row.cells)} 个单元格，应为 {len(header.cells)} 个",
                f"it has {len(row.cells)} cells instead of {len(header.cells)}",
            )
        yield row


def check_header(cells: tuple[str, ...]) -> None:
    """Refuse a header that is not CARB's: a name missing, unknown or twice, or another order."""
    nameless = cells[len(NAMED) :]
    given = cells[: len(NAMED)] if len(nameless) <= NAMELESS and not any(nameless) else cells
    missing, unknown = Counter(NAMED) - Counter(given), Counter(given) - Counter(NAMED)
    if missing or unknown:
        raise refuse("not_a_carb_table", missing=_names([*missing]), unknown=_names([*unknown.elements()]))
    for place, (found, wanted) in enumerate(zip(given, NAMED, strict=True), 1):
        if found != wanted:
            raise refuse("columns_out_of_order", place=place, wanted=wanted, found=found)


def _names(names: list[str]) -> Text:
    if not names:
        return Text("无", "none")
    shown = ", ".join(f'"{printable(name)}"' for name in names[:SHOWN])
    more = len(names) - SHOWN
    return Text(f"{shown} 及另外 {more} 列", f"{shown} and {more} more") if more > 0 else Text(shown, shown)


def _records(file: BinaryIO) -> Iterator[Row]:
    reader = csv.reader(_lines(file), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(len(cell) > MAX_CELL for cell in cells):
                raise _malformed(
                    line, f"有超过 {MAX_CELL} 个字符的单元格", f"a cell is longer than {MAX_CELL} characters"
                )
            yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _malformed(line, f"CSV 语法错误（{error}）", f"its CSV is broken ({error})") from error


def _lines(file: BinaryIO) -> Iterator[str]:
    offset, number = 0, 1
    while raw := file.readline(MAX_LINE + 1):
        if len(raw) > MAX_LINE:
            raise _malformed(number, f"超过 {MAX_LINE} 字节", f"it is longer than {MAX_LINE} bytes")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise refuse("not_utf8", line=number, offset=offset + error.start) from error
        if "\0" in text:
            raise _malformed(number, "含有空字符（NUL）", "it holds a NUL character")
        yield text.removeprefix(BOM) if number == 1 else text
        offset, number = offset + len(raw), number + 1


def _malformed(line: int, zh: str, en: str) -> Exception:
    return refuse("row_malformed", line=line, why=Text(zh, en))
