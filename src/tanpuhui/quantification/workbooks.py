"""Workbooks (.xlsx) as rows of texts: every cell as it stands, never computed, and a finding where a person must mend it."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tanpuhui.core.text import Text
from tanpuhui.quantification.reading import NOTE, RawRow, RawTable, plainly
from tanpuhui.quantification.refusals import refuse

READ_ME = ("说明", "read me", "选项", "choices")
"""Names of sheets that hold no table."""
MOST_UNPACKED = 1 << 30
MOST_ROWS = 100_000
"""To read a workbook takes ten times as long as CSV; a larger table is to be handed in as CSV or Parquet."""
MOST_LINES, MOST_COLUMNS = 1 << 20, 256
"""A sheet has no more lines; no table has as many columns."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7}"')
_PIECE = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, zlib.error, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, NotImplementedError, RuntimeError, SyntaxError,
)  # fmt: skip
"""What the libraries below raise on a file that is no sound workbook (SyntaxError: XML that is none)."""
_DAMAGED, _TOO_MUCH = Text("无法打开", "it cannot be opened"), Text("解压后过大", "it unfolds to too much")
_NO_BOOK = Text("不是 .xlsx 工作簿", "it is no .xlsx workbook")


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a workbook as a table; `name`: what stands on its tab. `table` is None where nothing stands on the sheet."""

    name: str
    table: RawTable | None


def parse_xlsx(content: bytes, *, file: str, most_rows: int) -> list[Tab]:
    """The sheets of a workbook in order, but those that only explain. Refused: what is no workbook, or unfolds to too much."""
    _refuse_bomb(content, file)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # of what a workbook has and nobody reads
            book = load_workbook(BytesIO(content), read_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.title.strip().lower() not in READ_ME]
            return [Tab(sheet.title.strip(), _table(sheet, file, most_rows)) for sheet in sheets]
    except _BROKEN as wrong:
        raise refuse("input_workbook_damaged", file=file, why=_DAMAGED) from wrong


def _refuse_bomb(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise refuse("input_workbook_damaged", file=file, why=_NO_BOOK)
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise refuse("input_workbook_damaged", file=file, why=_TOO_MUCH)
    except zipfile.BadZipFile as wrong:
        raise refuse("input_workbook_damaged", file=file, why=_DAMAGED) from wrong


def _table(sheet: Any, file: str, most_rows: int) -> RawTable | None:
    rows = _filled(sheet)
    header = next((row for row in rows if not row.cells[0].startswith(NOTE)), None)
    if header is None:
        return None
    width, body, empty, expected = len(header.cells), list[RawRow](), (0, 0), header.line + 1
    for row in rows:
        if len(body) == most_rows:
            raise refuse("input_too_many_rows", file=file, most=most_rows)
        if len(body) == MOST_ROWS:
            raise refuse("input_workbook_too_long", file=file, most=MOST_ROWS)
        # Empty rows between the data are said; those behind it are a spreadsheet's way.
        if row.line > expected:
            empty = (empty[0] or expected, empty[1] + row.line - expected)
        expected = row.line + 1
        body.append(RawRow(row.line, (*row.cells, *[""] * (width - len(row.cells)))))
    return RawTable(file, header, tuple(body), empty if empty[1] else None, tuple(_merged(sheet)))


def _filled(sheet: Any) -> Iterator[RawRow]:
    """The rows with anything in them, empty cells at their ends cut off."""
    sheet.reset_dimensions()  # what a sheet says of its own size may be a lie
    rows = sheet.iter_rows(values_only=True, max_row=MOST_LINES, max_col=MOST_COLUMNS)
    for line, values in enumerate(rows, start=1):
        if values.count(None) < len(values):  # a million empty rows are passed over quickly
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield RawRow(line, tuple(cells))


def _text(value: object) -> str:
    if hasattr(value, "ref"):  # a formula over several cells, or of a data table
        return f"={getattr(value, 'text', None) or '…'}"
    return plainly(value)


def _merged(sheet: Any) -> Iterator[str]:
    """The first cell of each group of merged ones. They stand behind the rows, and reading row by row passes over them."""
    kept = b""
    with sheet._get_source() as part:
        while piece := part.read(_PIECE):
            kept += piece
            for found in _MERGED.finditer(kept):
                yield found[1].decode()
            kept = kept[kept.rfind(b"<") :]
