"""A foreign register's table becomes mirrored series in the ledger: each row once, each day of issuance whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from tanpuhui.apps.issuance.findings import seen
from tanpuhui.apps.issuance.models import ForeignFile, ForeignRow
from tanpuhui.apps.issuance.refusals import refuse
from tanpuhui.apps.ledger import issuing
from tanpuhui.apps.ledger.models import Account
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.posting import Creation
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Request, Write, perform
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.days import legal_day
from tanpuhui.core.findings import Finding
from tanpuhui.core.registers import ForeignIssuance, ForeignRegister, ForeignUse
from tanpuhui.core.registers import ForeignRow as Row
from tanpuhui.core.serials import segment_of


@dataclass(slots=True)
class Told:
    """What an import did, counted: rows by what became of them, units issued, findings by code.

    `without_credits`: rows that say so; `unreadable`: rows that an error keeps from being issued.
    """

    rows: int = 0
    posted: int = 0
    known: int = 0
    without_credits: int = 0
    unreadable: int = 0
    changed: int = 0
    units: int = 0
    findings: dict[str, int] = field(default_factory=dict)

    def note(self, findings: Iterable[Finding]) -> None:
        """Counts findings by their code."""
        for finding in findings:
            self.findings[finding.code] = self.findings.get(finding.code, 0) + 1


def account_code(register: str, code: str) -> str:
    """The code of the account that mirrors a place of a foreign register."""
    return f"{register}:{code}"


def open_mirror(register: ForeignRegister, *, by: Actor, on: date, at: datetime) -> None:
    """Opens the accounts that mirror the register's places, for the actor's organisation, where they are not open yet."""
    places = {account_code(register.code, place.code): place for place in register.accounts}

    def work(write: Write) -> None:
        by.require("register:import")
        there = dict(Account.objects.filter(code__in=places).values_list("code", "owner"))
        for code, holder in there.items():
            if holder != by.organisation_id:
                raise refuse("mirror_account_taken", account=code, register=register.code)
        opened = Account.objects.bulk_create(
            Account(
                code=code, kind=place.kind, owner_id=by.organisation_id, name_zh=place.name.zh, name_en=place.name.en,
                opened_on=register.begins_on,
            )
            for code, place in places.items()
            if code not in there
        )  # fmt: skip
        write({"accounts": sorted(places)}, opened)

    body = {"register": register.code, "accounts": sorted(places)}
    key = digest(canonical_bytes(body))
    perform(Request("mirror_open", by, on, at, key, body), work)


def content_of(row: Row) -> str:
    """The hash a row is recognised by."""
    return digest(canonical_bytes(dict(row.cells)))


def unreadable(row: Row) -> bool:
    """Whether an error keeps a row from being issued."""
    return not row.issuance and any(finding.severity == "error" for finding in row.findings)


def sort_out(register: str, rows: Sequence[Row], told: Told) -> list[Row]:
    """The rows not read before. A credit-bearing row whose id was read with other content is reported and left alone."""
    ids = {row.foreign_id for row in rows}
    before: dict[str, dict[str, Mapping[str, str]]] = {}
    known = ForeignRow.objects.filter(register=register, foreign_id__in=ids)
    for foreign_id, content, cells in known.values_list("foreign_id", "content", "cells"):
        before.setdefault(foreign_id, {})[content] = cells
    posted = set(known.filter(series__isnull=False).values_list("foreign_id", flat=True))
    fresh: list[Row] = []
    for row in rows:
        contents = before.setdefault(row.foreign_id, {})
        content = content_of(row)
        if content in contents:
            told.known += 1
        elif row.issuance and row.foreign_id in posted:
            told.changed += 1
            told.note([changed(row, next(iter(contents.values())))])
        else:
            contents[content] = row.cells
            fresh.append(row)
    return fresh


def changed(row: Row, before: Mapping[str, str]) -> Finding:
    """The finding that a row's cells are others than `before`."""
    columns = [name for name, cell in row.cells.items() if before.get(name) != cell]
    return seen("row_changed_since", row.foreign_id, line=row.line, columns=", ".join(columns)[:300])


def batches(rows: Sequence[Row], size: int) -> list[list[Row]]:
    """The rows by day of issuance, at most `size` a batch; rows without credits come last, also by `size`."""
    days: dict[date, list[Row]] = {}
    for row in rows:
        days.setdefault(row.issuance.on if row.issuance else date.max, []).append(row)
    return [part[i : i + size] for _, part in sorted(days.items()) for i in range(0, len(part), size)]


def import_batch(register: ForeignRegister, rows: Sequence[Row], *, file: int, by: Actor, at: datetime) -> None:
    """Posts rows of one day of issuance (or rows without credits), with their uses, in one transaction."""
    with transaction.atomic():
        new = [(row, row.issuance) for row in rows if row.issuance]
        ids = _issue(register, new, by, at) if new else {}
        _use(register, [(ids[row.foreign_id], issuance) for row, issuance in new], by, at)
        _keep(
            [
                ForeignRow(
                    register=register.code, file_id=file, line=row.line, foreign_id=row.foreign_id,
                    content=content_of(row), cells=dict(row.cells), series_id=ids.get(row.foreign_id),
                    findings=[[f.code, f.about, {k: str(v) for k, v in f.facts.items()}] for f in row.findings],
                )
                for row in rows
            ],
            file, by, at,
        )  # fmt: skip


def _keep(rows: Sequence[ForeignRow], file: int, by: Actor, at: datetime) -> None:
    """Stores rows as they were read, told by an entry of the journal."""

    def work(write: Write) -> None:
        by.require("register:import")
        write({"file": file, "rows": len(rows)}, ForeignRow.objects.bulk_create(rows))

    body = {"file": file, "rows": [row.content for row in rows]}
    key = digest(canonical_bytes(body))
    perform(Request("register_rows", by, legal_day(at), at, key, body, elsewhere=True), work)


def _issue(
    register: ForeignRegister, new: Sequence[tuple[Row, ForeignIssuance]], by: Actor, at: datetime
) -> Mapping[str, int]:
    account = account_code(register.code, register.issuance_account)
    creations = [(account, _creation(register, row, issuance)) for row, issuance in new]
    key = digest(canonical_bytes({"rows": [content_of(row) for row, _ in new]}))
    answer = issuing.mirror(series=creations, by=by, on=new[0][1].on, at=at, key=key)
    moves = answer["moves"]
    assert isinstance(moves, list)
    return {row.foreign_id: int(move[2]) for (row, _), move in zip(new, moves, strict=True)}


def _creation(register: ForeignRegister, row: Row, issuance: ForeignIssuance) -> Creation:
    return Creation(
        act="issue", target=0, quantity=issuance.quantity, unit_type=issuance.unit_type,
        jurisdiction=register.jurisdiction, methodology=segment_of(issuance.methodology, "methodology"),
        project=segment_of(row.foreign_id, "project"), vintage=issuance.vintage, register=register.code,
        foreign_id=row.foreign_id, mirrored=True, labels={**issuance.labels, "project": issuance.project,
                                                          "project_name": issuance.project_name},
    )  # fmt: skip


def _use(register: ForeignRegister, series: Sequence[tuple[int, ForeignIssuance]], by: Actor, at: datetime) -> None:
    """Posts the uses in their order. What one batch receives it cannot spend, so a use of a use goes into the next."""
    waves: dict[tuple[int, date], list[tuple[str, Item, Words]]] = {}
    for id, issuance in series:
        filled_in: dict[str, int] = {}
        for use in issuance.uses:
            wave = filled_in.get(use.source, 0)
            filled_in[use.target] = max(filled_in.get(use.target, 0), wave + 1)
            waves.setdefault((wave, use.on), []).append(_item(register.code, id, use))
    for (wave, on), items in sorted(waves.items()):
        key = digest(canonical_bytes({"wave": wave, "uses": [[a, i.body(), w.body()] for a, i, w in items]}))
        issuing.mirror_uses(items=items, by=by, on=on, at=at, key=key)


def _item(register: str, series: int, use: ForeignUse) -> tuple[str, Item, Words]:
    source, target = account_code(register, use.source), account_code(register, use.target)
    return use.act, Item(source, target, series, use.quantity), Words(purpose=use.purpose)


def import_file(
    register: ForeignRegister, rows: Sequence[Row], *, sha256: str, name: str, by: Actor, on: date, at: datetime
) -> tuple[int, Told, list[list[Row]]]:
    """Registers the file and its accounts; returns its number, the count so far, and the batches still to be posted."""
    with transaction.atomic():
        open_mirror(register, by=by, on=on, at=at)
        file = _file(register, sha256, name, by=by, on=on, at=at)
    told = Told(rows=len(rows))
    for row in rows:
        told.note(row.findings)
    told.unreadable = sum(1 for row in rows if unreadable(row))
    told.without_credits = sum(1 for row in rows if not row.issuance) - told.unreadable
    fresh = sort_out(register.code, rows, told)
    return file, told, batches(fresh, 200)


def _file(register: ForeignRegister, sha256: str, name: str, *, by: Actor, on: date, at: datetime) -> int:
    """The number of a file, kept and told by the journal once, under whatever name it comes again."""
    known = ForeignFile.objects.filter(register=register.code, sha256=sha256)

    def work(write: Write) -> None:
        by.require("register:import")
        file = ForeignFile.objects.create(
            register=register.code, sha256=sha256, name=name[:200], state_on=register.state_on,
            counted=list(register.counted), read_at=at,
        )  # fmt: skip
        write({"file": file.pk}, [file])

    if not known.exists():
        body = {"register": register.code, "sha256": sha256}
        perform(Request("register_file", by, on, at, digest(canonical_bytes(body)), body), work)
    return known.values_list("pk", flat=True).get()
