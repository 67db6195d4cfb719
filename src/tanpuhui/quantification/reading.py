"""A file as rows of texts. CSV in strict UTF-8 here; `workbooks` and `parquet` make the same `RawTable` of theirs."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from numbers import Real
from pathlib import Path

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.quantification.refusals import refuse

MOST_BYTES = 256 * 1024 * 1024
WORKBOOK, OLD_WORKBOOK, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
"""How files begin that are no text."""
_BOM = "\ufeff"
NOTE = "#"
"""How a line before the header begins that is a note for people."""
_WHY = {
    "end of data": Text("引号没有闭合", "a quote is not closed"),
    "expected after": Text("引号后有多余文字", "text follows a closing quote"),
}
_OTHER = Text("无法按 CSV 读取", "it cannot be read as CSV")
_SEPARATOR = Text("分隔符不是逗号", "the separator is no comma")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of texts and the line where it begins (the first line of the file is 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A header and its rows, nothing understood yet. `file` is its name in messages.

    Empty rows are passed over; `empty` is the line of the first and their count. `merged`: the first cell of every group of
    cells that a spreadsheet joined.
    """

    file: str
    header: RawRow
    rows: tuple[RawRow, ...]
    empty: tuple[int, int] | None = None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: its name, its bytes, and the `table` it is meant for, if somebody said."""

    name: str
    content: bytes
    table: str = ""


def read_file(path: Path, table: str = "") -> File:
    """The file at `path`. Refused: what cannot be read, or is too large."""
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise refuse("input_file_too_large", file=path.name, size=size, most=MOST_BYTES)
        return File(path.name, path.read_bytes(), table)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refuse("input_file_unreadable", file=path.name, why=why) from error


def plainly(value: object) -> str:
    """A typed cell as a person would write it. A binary number is its shortest decimal, which is what was typed."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str() | int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode(errors="replace")
        case Real():
            return format(Decimal(repr(value)), "f").removesuffix(".0")
        case _:
            return str(value)


def read_csv(path: Path, *, most_rows: int) -> RawTable:
    """The CSV file at `path`. Lines before the header that begin with # are notes for people and are passed over."""
    return parse_csv(read_file(path).content, file=path.name, most_rows=most_rows)


def parse_csv(content: bytes, *, file: str, most_rows: int) -> RawTable:
    """As `read_csv`, from bytes."""
    rows = _rows(decoded(content, file), file)
    header = _header(rows, file)
    body, first, empty = list[RawRow](), 0, 0
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            first, empty = first or row.line, empty + 1
        elif len(body) == most_rows:
            raise refuse("input_too_many_rows", file=file, most=most_rows)
        else:
            body.append(row)
    return RawTable(file, header, tuple(body), empty=(first, empty) if empty else None)


def first_row(content: bytes, *, file: str) -> RawRow:
    """The header of a CSV file of which `content` is the beginning, in whole lines."""
    return _header(_rows(decoded(content, file), file), file)


def _header(rows: Iterator[RawRow], file: str) -> RawRow:
    header = next(rows, None)
    if header is None:
        raise refuse("input_without_rows", file=file)
    if len(header.cells) == 1 and any(sign in header.cells[0] for sign in ";\t"):
        raise refuse("input_not_csv", file=file, line=header.line, why=_SEPARATOR)
    return header


def decoded(content: bytes, file: str) -> str:
    """The bytes as text. Refused: a workbook, and what is not UTF-8."""
    if content.startswith((WORKBOOK, OLD_WORKBOOK)):
        raise refuse("input_is_workbook", file=file)
    try:
        return content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse("input_in_gbk" if _is_gbk(content) else "input_not_utf8", file=file, line=line) from error


def _is_gbk(content: bytes) -> bool:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _rows(text: str, file: str) -> Iterator[RawRow]:
    lines = list(StringIO(text, newline=""))
    notes = next((n for n, line in enumerate(lines) if not line.startswith(NOTE)), len(lines))
    reader, line = csv.reader(iter(lines[notes:]), strict=True), notes + 1
    try:
        for cells in reader:
            yield RawRow(line, tuple(cells))
            line = notes + reader.line_num + 1
    except csv.Error as error:
        raise malformed(str(error), file, line) from error


def malformed(error: str, file: str, line: int) -> Refusal:
    """What Python's reader of CSV said about a row, as a refusal."""
    if "field limit" in error:
        return refuse("input_cell_too_large", file=file, line=line, most=csv.field_size_limit())
    why = next((text for words, text in _WHY.items() if words in error), _OTHER)
    return refuse("input_not_csv", file=file, line=line, why=why)
