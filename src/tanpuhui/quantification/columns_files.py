"""A large CSV or Parquet file as a relation of its cells, as they stand in it, with the line of each row.

DuckDB reads a CSV file that is regular (UTF-8, one row on a line, as many cells as the header has). Any other goes row by row
through Python's reader, which says what is wrong with it, and is put aside as a file again, so that memory stays small.
"""

import csv
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table as Relation

from tanpuhui.core.findings import Finding
from tanpuhui.quantification.cells import Place
from tanpuhui.quantification.columns_duckdb import UNREADABLE, Store
from tanpuhui.quantification.parquet import DAMAGED
from tanpuhui.quantification.reading import NOTE, PARQUET, RawRow, decoded, first_row, malformed
from tanpuhui.quantification.refusals import refuse

MOST_BYTES = 4 * 1024**3
_CHUNK = 1 << 24
_HEAD = 1 << 20
_AT_ONCE = 20_000


@dataclass(slots=True)
class RawRelation:
    """The file's header, and its rows as `c0`, `c1`, … and `line`; what was found and passed over on the way.

    `count` is how many rows there must be. If DuckDB sees another number, the file is not regular: `again` reads it otherwise.
    """

    file: str
    header: RawRow
    rows: Relation
    count: int | None = None
    again: "Callable[[], RawRelation] | None" = None
    found: list[Finding] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)


def raw_relation(store: Store, path: Path, name: str) -> RawRelation:
    """The file at `path` for the table `name`. Refused: what cannot be read, or is neither CSV nor Parquet."""
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise refuse("input_file_too_large", file=path.name, size=size, most=MOST_BYTES)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refuse("input_file_unreadable", file=path.name, why=why) from error
    return _parquet(store, path) if head.startswith(PARQUET) else _csv(store, path, name, head)


def _parquet(store: Store, path: Path) -> RawRelation:
    try:
        return RawRelation(path.name, RawRow(1, tuple(pq.read_schema(path).names)), store.parquet(path))
    except (pa.ArrowException, ValueError, OSError, *UNREADABLE) as error:
        raise refuse("input_parquet_damaged", file=path.name, why=DAMAGED) from error


def _csv(store: Store, path: Path, name: str, head: bytes) -> RawRelation:
    whole = head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1]
    header = first_row(whole, file=path.name)
    lines, again = _lines(path), partial(_streamed, store, path, name, header)
    if lines is None or "\n" in "".join(header.cells):
        return again()
    rows = store.csv(path, skip=header.line, width=len(header.cells), line=header.line + 1)
    return RawRelation(path.name, header, rows, lines - header.line, again)


def _lines(path: Path) -> int | None:
    """How many lines the file has, if they end alike and are text without a sign that readers take differently."""
    decoder = getincrementaldecoder("utf-8")()
    ends = returns = pairs = 0
    last = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                decoded(path.read_bytes(), path.name)
            seam = last + chunk[:1] == b"\r\n"
            ends, returns = ends + chunk.count(b"\n"), returns + chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + seam
            if b"\0" in chunk:
                return None
            last = chunk[-1:]
    if returns and not returns == pairs == ends:
        return None
    return ends + (last not in (b"", b"\n"))


def _streamed(store: Store, path: Path, name: str, header: RawRow) -> RawRelation:
    target, width = store.folder / f"{name}.parquet", len(header.cells)
    schema = pa.schema([*((f"c{n}", pa.string()) for n in range(width)), ("line", pa.int64())])
    found, empty = list[Finding](), list[int]()
    with pq.ParquetWriter(target, schema) as writer:
        rows = _sound(_rows(path), width, name, found, empty)
        while some := list(islice(rows, _AT_ONCE)):
            writer.write_table(_arrow(some, schema))
    return RawRelation(path.name, header, store.own(target), found=found, empty=empty)


def _arrow(rows: Sequence[RawRow], schema: pa.Schema) -> pa.Table:
    columns = [*zip(*(row.cells for row in rows), strict=True), [row.line for row in rows]]
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema=schema)


def _sound(rows: Iterator[RawRow], width: int, name: str, found: list[Finding], empty: list[int]) -> Iterator[RawRow]:
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            empty.append(row.line)
        elif len(row.cells) != width:
            place = Place(name, row.line, "-")
            found.append(place.found("input_row_length", count=len(row.cells), wanted=width))
        else:
            yield row


def _rows(path: Path) -> Iterator[RawRow]:
    """The rows below the header, read strictly, one after the other."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        notes = 0
        while (start := file.readline()).startswith(NOTE):
            notes += 1
        reader = csv.reader(_from(start, file), strict=True)
        next(reader)
        line = notes + reader.line_num + 1
        try:
            for cells in reader:
                yield RawRow(line, tuple(cells))
                line = notes + reader.line_num + 1
        except csv.Error as error:
            raise malformed(str(error), path.name, line) from error


def _from(start: str, file: Iterator[str]) -> Iterator[str]:
    yield start
    yield from file
