"""Nothing appeared from nothing: what must hold between issuances, foreign rows and the ledger."""

from collections.abc import Hashable, Iterator
from typing import TypeVar

from django.db import connection
from django.db.models import F, Sum

from tanpuhui.apps.issuance.findings import seen
from tanpuhui.apps.issuance.models import ForeignRow, Issuance, IssuedVintage
from tanpuhui.apps.ledger.models import Posting
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.findings import Finding

K = TypeVar("K", bound=Hashable)
MADE_BY = ("phcer_issue", "ledger_convert", "register_import")
"""The operations by which units come into being: from an approved report, from other units, from a foreign register's row."""


def origins() -> Iterator[Finding]:
    """Each series came into being by an approved report, a conversion, or a row of a foreign register, as many as it says."""
    made = Posting.objects.filter(source=None).exclude(journal__operation__in=MADE_BY)
    yield from (seen("series_from_nothing", str(pk)) for pk in made.values_list("series", flat=True))
    posted = Posting.objects.filter(source=None, journal__operation="phcer_issue").values("journal", "series__vintage")
    units = {
        (row["journal"], row["series__vintage"]): int(row["units"])
        for row in posted.annotate(units=Sum(F("next") - F("first"))).order_by()
    }
    told = {(y.journal_id, y.vintage): y.units for y in IssuedVintage.objects.filter(units__gt=0)}
    yield from (seen("issuance_not_as_posted", f"{entry} {year}") for entry, year in _differing(units, told))
    sums: dict[int, int] = {}
    for (entry, _), count in told.items():
        sums[entry] = sums.get(entry, 0) + count
    wholes = dict(Issuance.objects.values_list("journal", "units"))
    yield from (seen("issuance_not_as_posted", str(entry)) for entry in _differing(wholes, sums))


def foreign_rows() -> Iterator[Finding]:
    """Each foreign row is as it was read, and each mirrored series has the row it came from."""
    rows = ForeignRow.objects.order_by("pk").values_list(
        "pk", "content", "cells", "register", "foreign_id", "series__register", "series__foreign_id"
    )
    for pk, content, cells, register, foreign_id, held_by, held_id in rows.iterator():
        of_it = held_id is None or (held_by, held_id) == (register, foreign_id)
        if not of_it or digest(canonical_bytes(cells)) != content:
            yield seen("foreign_row_altered", str(pk))
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT s.id FROM ledger_series s LEFT JOIN issuance_foreignrow r ON r.series_id = s.id
               WHERE s.mirrored GROUP BY s.id HAVING count(r.id) <> 1"""
        )
        yield from (seen("mirror_without_row", str(pk)) for (pk,) in cursor.fetchall())


def _differing(one: dict[K, int], other: dict[K, int]) -> list[K]:
    return [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]


CHECKS = (origins, foreign_rows)
