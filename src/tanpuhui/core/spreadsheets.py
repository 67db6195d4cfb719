"""Cells of tables that people open in a spreadsheet, where a text may be taken for a formula and run."""

import re

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]+)*|[.,][0-9]+)([eE][+-]?[0-9]+)?%?")


def harmless(cell: str) -> str:
    """The cell as it may stand in a table: what a spreadsheet would run begins with an apostrophe, all else is as it was."""
    runs = cell.startswith(_RUN) and len(cell) > 1 and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell
