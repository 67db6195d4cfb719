"""One cell, one meaning: whole tonnes, a day, a year. What is not exactly that is reported, never mended."""

import re
from datetime import date

from tanpuhui.regimes.us_ca_cop.columns import INVALIDATED, NOTHING

# Nine digits are under a gigatonne, far above any issuance. ASCII only; no leading zero, sign, comma or point.
_QUANTITY = re.compile(r"0|[1-9][0-9]{0,8}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def quantity(cell: str) -> int | None:
    """Whole tonnes ≥ 0; None if the cell is anything else."""
    return int(cell) if _QUANTITY.fullmatch(cell) else None


def used(cell: str) -> int | None:
    """Whole tonnes ≥ 0 of a use column, where `n/a` means that there is none; None if the cell is anything else."""
    return 0 if cell == NOTHING else quantity(cell)


def year(cell: str) -> int | None:
    """A year from 1900 to 2099; None if the cell is anything else."""
    return int(cell) if _YEAR.fullmatch(cell) else None


def day(cell: str) -> date | None:
    """A day written `YYYY-MM-DD` that exists; None if the cell is anything else."""
    if not _DAY.fullmatch(cell):
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def window_day(cell: str) -> bool:
    """Whether a cell of the invalidation window is in order: a day, `n/a`, or marked as invalidated."""
    return cell == NOTHING or cell in INVALIDATED or day(cell) is not None
