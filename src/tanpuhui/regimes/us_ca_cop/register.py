"""CARB's register of offset credits as a foreign register: `REGISTER.read(path)` streams its public table."""

from collections.abc import Iterator
from pathlib import Path

from tanpuhui.core.findings import Finding
from tanpuhui.core.foreign_serials.arb import ArbIssuance
from tanpuhui.core.registers import ForeignRegister, ForeignRow
from tanpuhui.core.text import Text
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.accounts import ACCOUNTS, BEGINS_ON, HELD, STATE_ON
from tanpuhui.regimes.us_ca_cop.findings import seen
from tanpuhui.regimes.us_ca_cop.identifiers import read_id
from tanpuhui.regimes.us_ca_cop.rows import UNIT_TYPE, read_row
from tanpuhui.regimes.us_ca_cop.table import Row, rows


class CarbRegister:
    """The California Air Resources Board's table of ARB offset credits issued, edition of November 2024."""

    code = "us-ca-cop"
    name = Text("加州空气资源委员会抵消信用签发表", "CARB table of ARB offset credits issued")
    unit_type = UNIT_TYPE
    jurisdiction = "US_CA"
    issuance_account = HELD
    begins_on = BEGINS_ON
    state_on = STATE_ON
    accounts = ACCOUNTS
    counted: tuple[str, ...] = (col.PROJECT_TYPE, col.KIND, col.DEBS, col.WINDOW)

    def read(self, path: Path) -> Iterator[ForeignRow]:
        """Every row of the table at `path`, in file order, in memory that grows only with the number of distinct ids.

        Raises a refusal of room `us_ca_cop`, before the first row, if the file as a whole is not such a table.
        """
        return _read(rows(path))


def _read(table: Iterator[Row]) -> Iterator[ForeignRow]:
    ids: set[str] = set()
    for row in table:
        cells = _cells(row)
        name = cells[col.ID]
        issuance, odd = read_row(cells)
        if name in ids:
            odd = (*odd, *_repeated(name))
            issuance = None
        ids.add(name)
        yield ForeignRow(row.line, name, cells, issuance, odd)


def _cells(row: Row) -> dict[str, str]:
    named = dict(zip(col.NAMED, row.cells, strict=False))
    extra = row.cells[len(col.NAMED) :]
    return named | {f"nameless {n}": text for n, text in enumerate(extra, 1) if text}


def _repeated(name: str) -> Iterator[Finding]:
    known = read_id(name)
    if known:
        yield seen("credit_id_repeated" if isinstance(known, ArbIssuance) else "row_id_repeated", name)


REGISTER: ForeignRegister = CarbRegister()
