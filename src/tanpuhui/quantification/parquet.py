"""Parquet files as rows of texts: numbers as they are, days as they are written, nothing as an empty cell."""

from collections.abc import Iterator
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from tanpuhui.core.text import Text
from tanpuhui.quantification.reading import RawRow, RawTable, plainly
from tanpuhui.quantification.refusals import refuse

_AT_ONCE = 10_000
DAMAGED = Text("无法打开", "it cannot be opened")


def parse_parquet(content: bytes, *, file: str, most_rows: int) -> RawTable:
    """The file's columns as a table; its first row is line 2, as below a header. Refused: what is no Parquet file."""
    try:
        table = pq.ParquetFile(BytesIO(content))
        if table.metadata.num_rows > most_rows:
            raise refuse("input_too_many_rows", file=file, most=most_rows)
        header = RawRow(1, tuple(map(str, table.schema_arrow.names)))
        return RawTable(file, header, tuple(_rows(table)))
    except (pa.ArrowException, ValueError, OSError) as wrong:
        raise refuse("input_parquet_damaged", file=file, why=DAMAGED) from wrong


def _rows(table: pq.ParquetFile) -> Iterator[RawRow]:
    line = 2
    for batch in table.iter_batches(batch_size=_AT_ONCE):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield RawRow(line, tuple(map(plainly, values)))
            line += 1
