"""The run on columns: a methodology's own formula on tables of millions of rows, by DuckDB, equal to the traced run to the gram.

The traced run is the legal result. This one is for a province: it keeps no row's workings, and says what it did in sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.citations import Status
from tanpuhui.core.findings import Finding
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Value, Values, hash_of_all
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.running import Settings, refuse_other_tables

MOST_GROUPS = 10_000
"""Different cells of a column by which the rows are summed; with more of them the sums are left out."""
MEMORY = "1GB"
"""What the database holds at once; what is more, it puts aside in a temporary folder."""


@dataclass(frozen=True, slots=True)
class ColumnStep:
    """A step as text. `result` is its number where it stands alone; `rows` the table in whose rows it lies, otherwise."""

    symbol: str
    name: Text
    formula: str
    unit: str
    rows: str | None
    result: Decimal | None
    status: Status | None
    clause: Text | None


@dataclass(frozen=True, slots=True)
class ColumnsResult:
    """What came out: as `Result`, without the rows, which are in the file that was asked for (`rows_to`).

    `findings` are the first of each code and table, `counts` how many there are; `rows`: how many each table has.
    """

    methodology: Methodology
    settings: Settings
    options: Mapping[str, str]
    grams: int
    vintages: Mapping[int, int]
    summaries: Mapping[str, Mapping[str, Decimal]]
    steps: tuple[ColumnStep, ...]
    values: tuple[Value, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    rows: Mapping[str, int]
    asked: str = field(repr=False)

    @property
    def status(self) -> Status:
        """The weakest of the formula's own status and those of all values used."""
        return min((self.methodology.status, *(value.status for value in self.values)))

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of the values and of the formula, the same as those of a traced run."""
        formula = digest(canonical_bytes(dict(self.methodology.sources)))
        return {"values": hash_of_all(self.values), "formula": formula}


def run_columns(
    wanted: Methodology,
    files: Mapping[str, Path],
    values: Values,
    settings: Settings,
    *,
    rows_to: Path | None = None,
    memory: str = MEMORY,
) -> ColumnsResult:
    """The run on the CSV or Parquet `files` (by table); the results of all rows go as Parquet to `rows_to`, if it is given.

    Refused: what `read_tables` and `run` refuse, in the same words. `memory` is what the database may hold at once.
    """
    # Ibis and DuckDB take a second to load, which a page or a command that needs neither should not wait for.
    from tanpuhui.quantification.columns_running import ran

    refuse_other_tables(wanted, files)
    return ran(wanted, files, values, settings, rows_to, memory)
