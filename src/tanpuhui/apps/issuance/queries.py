"""What may be asked about imports: everything odd that a table shows, row by row."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet

from tanpuhui.apps.issuance.mirroring import changed, content_of
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.issuance.work import KIND
from tanpuhui.apps.jobs.models import Job
from tanpuhui.core.findings import Finding, Findings
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


def unfinished(register: str) -> int | None:
    """The newest import of a register's table that posted something, or may have, if it is not done; else none.

    While there is one, totals of the register are those of a part of its table.
    """
    begun = set(ForeignFile.objects.filter(register=register).values_list("sha256", flat=True))
    for job, args, state in Job.objects.filter(kind=KIND).order_by("-pk").values_list("pk", "args", "state").iterator():
        if args["register"] == register and args["sha256"] in begun:
            return None if state == "done" else int(job)
    return None


def count_unreadable(rows: QuerySet[ForeignRow]) -> int:
    """Of rows that became no units, those that an error kept from it."""
    errors = {kind.code for room in Findings.everywhere.values() for kind in room if kind.severity == "error"}
    found = rows.filter(series=None).values_list("findings", flat=True)
    return sum(1 for findings in found.iterator() if any(code in errors for code, *_ in findings))
