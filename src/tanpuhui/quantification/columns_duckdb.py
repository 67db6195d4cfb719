"""What only DuckDB is asked for, in one place: files read and written, whole division, sums beyond 64 bits, its memory.

Another engine of Ibis expressions needs another file like this one, and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa
from ibis import udf
from ibis.expr import datatypes as kinds

from tanpuhui.core.exact import MOST

if TYPE_CHECKING:
    from ibis.expr.types import IntegerColumn, IntegerValue, StringValue, Table

_AT_ONCE = 2_000
_SHORT = 18
"""Digits of a decimal that DuckDB keeps in 64 bits."""
UNREADABLE = (duckdb.Error,)
"""What is raised where a file cannot be read."""


@udf.scalar.builtin(name="divide")  # type: ignore[untyped-decorator]
def whole_quotient(above: int, below: int) -> int:  # type: ignore[empty-body]
    """Whole numbers divided, towards zero. (`//` would go through a float and lose a gram above 2**53.)"""


@udf.scalar.builtin(name="trim")  # type: ignore[untyped-decorator]
def _trim(text: str, signs: str) -> str:  # type: ignore[empty-body]
    """Without these signs at both ends."""


@udf.scalar.builtin(name="hash", signature=((kinds.string,), kinds.uint64))  # type: ignore[untyped-decorator]
def fingerprint(text: Any) -> Any:
    """Equal for equal texts, and seldom for others."""


class Store:
    """A database in memory for one run, with the relations that the run needs more than once."""

    def __init__(self, folder: str, memory: str) -> None:
        self.folder = Path(folder)
        self._engine = ibis.duckdb.connect(memory_limit=memory, temp_directory=folder)
        self._engine.raw_sql("SET enable_progress_bar = false")

    def csv(self, path: Path, *, skip: int, width: int, line: int) -> "Table":
        """A regular CSV file as columns of texts `c0`, `c1`, …; the first row after `skip` lines is on `line`."""
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(width))
        rules = "header = false, delim = ',', quote = '\"', escape = '\"', auto_detect = false, strict_mode = true"
        source = f"read_csv('{_quoted(path)}', skip = {skip}, columns = {{{columns}}}, {rules})"
        return self._engine.sql(f"SELECT *, row_number() OVER () + {line - 1} AS line FROM {source}")  # noqa: S608

    def parquet(self, path: Path) -> "Table":
        """A Parquet file as columns `c0`, `c1`, … of its own types; its first row is line 2."""
        found = self._engine.sql(f"SELECT * FROM read_parquet('{_quoted(path)}', file_row_number = true)")  # noqa: S608
        *names, row = found.columns
        return found.select(**{f"c{n}": found[name] for n, name in enumerate(names)}, line=found[row].cast("int64") + 2)

    def own(self, path: Path) -> "Table":
        """A Parquet file that this run wrote."""
        return self._engine.sql(f"SELECT * FROM read_parquet('{_quoted(path)}')")  # noqa: S608

    def arrow(self, name: str, rows: pa.Table) -> "Table":
        """Rows that Python made."""
        return self._engine.create_table(name, rows, overwrite=True)

    def keep(self, name: str, rows: "Table") -> "Table":
        """The rows computed and held under `name`."""
        with _in_layers():
            return self._engine.create_table(name, rows, overwrite=True)

    def fetch(self, rows: "Table") -> list[dict[str, Any]]:
        """The few rows of a small answer."""
        return list(self.each(rows))

    def each(self, rows: "Table") -> Iterator[dict[str, Any]]:
        """The rows, one after the other."""
        asked = self._engine.con.cursor().execute(self.sql(rows))
        names = [column[0] for column in asked.description]
        while some := asked.fetchmany(_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in some)

    def write(self, rows: "Table", path: Path) -> None:
        """The rows as a Parquet file."""
        with _in_layers():
            self._engine.to_parquet(rows, path, compression="zstd")

    def sql(self, rows: "Table") -> str:
        """What the engine is asked."""
        with _in_layers():
            return str(self._engine.compile(rows))

    def close(self) -> None:
        """Forget everything."""
        self._engine.disconnect()


@contextmanager
def opened(memory: str) -> Iterator[Store]:
    """A store for one run."""
    with TemporaryDirectory() as folder:
        store = Store(folder, memory)
        try:
            yield store
        finally:
            store.close()


def without_blanks(text: "StringValue") -> "StringValue":
    """Without blanks at both ends, and plain blanks alone: a tab or a blank of another kind stays, and is found."""
    return _trim(text, " ")


def whole(number: int) -> Any:
    """A number in 64 bits: SQL takes a small one for 32, and would not hold the product of two."""
    assert -MOST <= number <= MOST
    return ibis.literal(number).cast("int64")


def exact_sum(numbers: "IntegerColumn") -> Any:
    """The sum of whole numbers, beyond 64 bits where it must be: DuckDB adds in 128."""
    return numbers.sum().cast("decimal(38, 0)")


def units_of(number: Any, digits: int, places: int) -> Any:
    """A decimal of so many digits, `places` of them decimals, as whole units of its last decimal.

    The product is declared no wider than it can be: with a 64-bit factor DuckDB would reckon in 128. Where 18 digits do not
    hold it, it must.
    """
    if digits + places + 1 > _SHORT:
        digits = max(digits, _SHORT + 1)
        number = number.cast(kinds.Decimal(digits, places))
    given, ten = kinds.Decimal(digits, places), kinds.Decimal(places + 1, 0)
    made = kinds.Decimal(digits + places + 1, places)
    multiply = udf.scalar.builtin(lambda number, ten: None, name="multiply", signature=((given, ten), made))
    return multiply(number, ibis.literal(Decimal(10**places), type=ten)).cast("int64")


def exact_decimal(units: "IntegerValue", scale: int) -> Any:
    """So many units of the last of `scale` decimals, as a decimal number. (`/` would go through a float.)"""
    given, one, made = kinds.Decimal(19, 0), kinds.Decimal(scale + 1, scale), kinds.Decimal(38, scale)
    multiply = udf.scalar.builtin(lambda units, one: None, name="multiply", signature=((given, one), made))
    return multiply(units.cast(given), ibis.literal(Decimal(1).scaleb(-scale), type=one))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def _in_layers() -> Iterator[None]:
    """Each step stays a query of its own inside the next: written into each other they would be computed many times."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before
