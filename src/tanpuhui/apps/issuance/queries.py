"""What may be asked about imports: everything odd that a table shows, row by row."""

from collections.abc import Iterable, Iterator, Mapping

from tanpuhui.apps.issuance.mirroring import changed, content_of
from tanpuhui.apps.issuance.models import ForeignRow
from tanpuhui.core.findings import Finding
from tanpuhui.core.registers import ForeignRegister
from tanpuhui.core.registers import ForeignRow as Row


def odd_rows(register: ForeignRegister, rows: Iterable[Row]) -> Iterator[tuple[Row, Finding]]:
    """What was found in the rows of an imported table, in their order: in each alone, and against what was read before."""
    known: dict[str, dict[str, Mapping[str, str]]] = {}
    read = ForeignRow.objects.filter(register=register.code).order_by("pk")
    for foreign_id, content, cells in read.values_list("foreign_id", "content", "cells").iterator():
        known.setdefault(foreign_id, {})[content] = cells
    for row in rows:
        yield from ((row, finding) for finding in row.findings)
        before = known.get(row.foreign_id, {})
        if row.issuance and before and content_of(row) not in before:
            yield row, changed(row, next(iter(before.values())))
