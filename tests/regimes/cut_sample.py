"""Cut the issuance sample that the package carries: whole lines of the full table, chosen by the rules below.

From the repository's root:

    PYTHONPATH=src python tests/regimes/cut_sample.py tests/regimes/data/california_arboc_issuance.csv \
        src/tanpuhui/regimes/us_ca_cop/data/issuance_sample.csv
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tanpuhui.core.registers import ForeignRow
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.register import REGISTER

ODD_PROJECTS = ("CALS5021", "CALS5040", "CALS5123", "CAFR0042", "CAOD0018", "CAFR5003", "CAFR5242")
BIGGEST_PER_TYPE = 14  # of each type and kind, by credits issued
BIGGEST_QUEBEC = 30
BIGGEST_BUFFER_RETIRED = 12


def choose(rows: list[ForeignRow]) -> list[ForeignRow]:
    """The rows of the sample, in file order: odd ones, rare uses, some whole projects, the biggest of each kind."""
    lines = {r.line for r in rows if r.findings}
    lines |= {r.line for r in rows if any(_tonnes(r, at) for at in (col.VOLUNTARY, col.REVERSAL))}
    lines |= {r.line for r in rows if r.cells[col.DEBS_PAPER] != "–"}
    lines |= {r.line for r in rows if r.foreign_id[-1:].isdigit()}
    lines |= {r.line for r in rows if r.foreign_id.startswith(ODD_PROJECTS)}
    groups: dict[tuple[str, str], list[ForeignRow]] = {}
    for r in rows:
        groups.setdefault((r.cells[col.PROJECT_TYPE], r.cells[col.KIND]), []).append(r)
    for group in groups.values():
        lines |= _biggest(group, BIGGEST_PER_TYPE, lambda r: _tonnes(r, col.ISSUED))
    lines |= _biggest(rows, BIGGEST_QUEBEC, lambda r: _tonnes(r, col.QUEBEC))
    lines |= _biggest(rows, BIGGEST_BUFFER_RETIRED, lambda r: _tonnes(r, col.BUFFER_RETIRED))
    return [r for r in rows if r.line in lines]


def cut(source: Path) -> bytes:
    """The sample of the full table at `source`: its header and the chosen lines, byte for byte."""
    lines = source.read_bytes().splitlines(keepends=True)
    rows = list(REGISTER.read(source))
    if len(lines) != len(rows) + 1:
        raise ValueError("a row of the table spans several lines; cutting by lines would break it")
    return b"".join([lines[0], *(lines[row.line - 1] for row in choose(rows))])


def _biggest(rows: list[ForeignRow], count: int, size: Callable[[ForeignRow], int]) -> set[int]:
    return {row.line for row in sorted(rows, key=lambda row: (-size(row), row.line))[:count]}


def _tonnes(row: ForeignRow, column: str) -> int:
    return int(row.cells[column]) if row.cells[column].isdigit() else 0


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(cut(Path(sys.argv[1])))
