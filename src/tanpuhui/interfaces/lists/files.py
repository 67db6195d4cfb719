"""Lists as files: written row by row in the formats people use, and read back to the same rows."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain, islice
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.listing import Column, Listing, Query, Value
from tanpuhui.interfaces.lists.refusals import refuse

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
GEOJSON = "geojson"
_BOM = "\ufeff"
_COMMAND = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell begins that a spreadsheet would run: it is written behind an apostrophe, which is taken away again."""
_ARROW = {
    "text": pa.string(), "code": pa.string(), "units": pa.int64(), "day": pa.date32(), "flag": pa.bool_(),
    "instant": pa.timestamp("us", tz="UTC"),
}  # fmt: skip
_AT_ONCE = 1000
_A_PAGE = 200
Rows = Iterable[Sequence[Value]]


def formats(listing: Listing) -> dict[str, str]:
    """The formats of a list, with their media types."""
    return FORMATS | ({GEOJSON: "application/geo+json"} if listing.shapes else {})


def download(listing: Listing, query: Query, format: str) -> HttpResponseBase:
    """The whole list as a file that streams. Refuses `format_unknown`, and as `Listing.page`."""
    if format not in (known := formats(listing)):
        raise refuse("format_unknown", format=shown(format), known=", ".join(known))
    if format == GEOJSON:
        listing.check(query)
        response = StreamingHttpResponse(geojson_lines(listing, query), content_type=known[GEOJSON])
        response["Content-Disposition"] = f'attachment; filename="{listing.code}.{GEOJSON}"'
        return response
    rows = iter(listing.all(query))
    first = next(rows, None)  # what is refused is refused before anything is sent
    rows = chain([first] if first is not None else [], rows)
    if format == "csv":
        response = StreamingHttpResponse(csv_lines(listing.columns, rows), content_type=FORMATS[format])
        response["Content-Disposition"] = f'attachment; filename="{listing.code}.csv"'
        return response
    file = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115  # the response closes it
    WRITERS[format](listing.columns, rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{listing.code}.{format}", content_type=FORMATS[format])


def write(listing: Listing, query: Query, format: str, file: IO[bytes]) -> None:
    """The whole list into an open file. Refuses as `download`."""
    if format not in (known := formats(listing)):
        raise refuse("format_unknown", format=shown(format), known=", ".join(known))
    if format in WRITERS:
        WRITERS[format](listing.columns, listing.all(query), file)
        return
    listing.check(query)
    lines = geojson_lines(listing, query) if format == GEOJSON else csv_lines(listing.columns, listing.all(query))
    for line in lines:
        file.write(line.encode())


def geojson_lines(listing: Listing, query: Query) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), a feature a line, page by page."""
    assert listing.shapes, "a list of things that lie somewhere"
    yield '{"type":"FeatureCollection","features":['
    after, between = query.after, "\n"
    while True:
        page = replace(query, after=after, limit=_A_PAGE)
        for feature in listing.shapes(page):
            yield between + feature
            between = ",\n"
        if (next := listing.page(page).next) is None:
            break
        after = next
    yield "\n]}\n"


def csv_lines(columns: Sequence[Column], rows: Rows) -> Iterator[str]:
    """CSV as spreadsheets of both languages read it: UTF-8 with its mark, names of the columns first."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow([_BOM + columns[0].name, *(one.name for one in columns[1:])])
    for number, row in enumerate(rows):
        writer.writerow([_written(value) for value in row])
        if number % _AT_ONCE == 0:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def write_xlsx(columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> None:
    """One sheet; texts are texts and never formulas, whole numbers above 10^15 too, which Excel would round."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([one.name for one in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def write_parquet(columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> None:
    """Typed columns, in groups of rows."""
    schema = pa.schema([(one.name, _ARROW[one.kind]) for one in columns])
    rows = iter(rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(rows, 10 * _AT_ONCE)):
            parts = [
                pa.array(list(values), type=schema.field(n).type) for n, values in enumerate(zip(*some, strict=True))
            ]
            writer.write_batch(pa.record_batch(parts, schema=schema))


WRITERS: dict[str, Callable[[Sequence[Column], Rows, IO[bytes]], None]] = {
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}


def read_back(listing: Listing, format: str, file: IO[bytes]) -> Iterator[list[Value]]:
    """The rows of a download, as they were. Refuses `table_not_ours` and `format_unknown`."""
    if format not in FORMATS:
        raise refuse("format_unknown", format=shown(format), known=", ".join(FORMATS))
    try:
        rows = READERS[format](file)
        names = [str(name).removeprefix(_BOM) for name in next(rows, ())]
        if names != [one.name for one in listing.columns]:
            raise _not_ours(listing, Text("列名不同", "its columns are others"))
        for row in rows:
            told = row if format == "parquet" else [_typed(*both) for both in zip(listing.columns, row, strict=True)]
            yield list(cast("Iterable[Value]", told))
    except (ValueError, KeyError, OSError, pa.ArrowException) as wrong:
        raise _not_ours(listing, Text("内容无法读取", "its content cannot be read")) from wrong


def _not_ours(listing: Listing, why: Text) -> Exception:
    return refuse("table_not_ours", list=listing.title, why=why)


def _csv_rows(file: IO[bytes]) -> Iterator[Sequence[object]]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        yield from csv.reader(text)
    finally:
        text.detach()  # the file is its opener's to close


def _xlsx_rows(file: IO[bytes]) -> Iterator[Sequence[object]]:
    book = load_workbook(file, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = next(rows, ())
    yield names
    for row in rows:  # empty cells at the end of a row are not in the file
        yield [*row, *[None] * (len(names) - len(row))]


def _parquet_rows(file: IO[bytes]) -> Iterator[Sequence[object]]:
    table = pq.ParquetFile(file)
    yield table.schema_arrow.names
    for batch in table.iter_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


READERS: dict[str, Callable[[IO[bytes]], Iterator[Sequence[object]]]] = {
    "csv": _csv_rows, "xlsx": _xlsx_rows, "parquet": _parquet_rows,
}  # fmt: skip


def _written(value: Value) -> str:
    """A cell of CSV. Nothing (no value) is an empty cell; an empty text is an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if not value or value.startswith(_COMMAND) else value


def _cell(sheet: Any, value: Value) -> Any:
    said = _written(value)
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**15):
        return value
    cell = WriteOnlyCell(sheet, said)
    cell.data_type = "s"
    return cell


def _typed(column: Column, value: object) -> Value:
    """The value that was written, from what was read."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return cast(Value, value)
    if column.kind == "units":
        return int(value)
    if column.kind == "day":
        return date.fromisoformat(value)
    if column.kind == "instant":
        return datetime.fromisoformat(value)
    if column.kind == "flag":
        return {"true": True, "false": False}[value]
    return value.removeprefix("'")
