"""Reference numbers that people write on paper: `ACC-2026-000001`, without gaps for each kind and year."""

import re

from django.db import connection

from tanpuhui.core.days import checked_year

_KIND = re.compile(r"[A-Z][A-Z0-9]{1,9}")
# The row stays locked until the caller commits, so the next caller waits, and a rolled-back number is given again.
_NEXT = """
INSERT INTO records_counter (kind, year, last) VALUES (%s, %s, 1)
ON CONFLICT (kind, year) DO UPDATE SET last = records_counter.last + 1 RETURNING last
"""


def reference(kind: str, year: int) -> str:
    """The next number of `kind` (2 to 10 capitals, digits) in `year`, inside the caller's transaction. One statement.

    Take it last, and of several kinds in alphabetical order: until the transaction ends, others wait for it. Refuses
    `year_out_of_bounds`. A malformed kind, or no open transaction, is a bug.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError(f"not a kind of reference number: {kind!r}")
    if not connection.in_atomic_block:
        raise RuntimeError("a reference number is given inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind, checked_year(year)])
        (last,) = cursor.fetchone()
    return f"{kind}-{year}-{last:06d}"
