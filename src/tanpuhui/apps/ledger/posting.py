"""The only writer of units and money: one batch, all or nothing, in a bounded number of statements however many lines it has."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from tanpuhui.accounting.acts import ACTS
from tanpuhui.accounting.blocks import Line, Move, Piece, Plan, World
from tanpuhui.accounting.checks import (
    Flow,
    account_of,
    act_of,
    check_amounts,
    check_batch,
    check_flows,
    check_quantity,
    flow_of,
)  # fmt: skip
from tanpuhui.accounting.planning import plan
from tanpuhui.apps.ledger import loading, money
from tanpuhui.apps.ledger.dialects import dialect
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.models import Series
from tanpuhui.apps.ledger.money import Pay
from tanpuhui.apps.records import prepared
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.ranges import Range
from tanpuhui.core.serials import Serial


@dataclass(frozen=True, slots=True)
class Creation:
    """Units that come into being: a new series of `quantity` units, put into account `target` (its id) by `act`."""

    act: str
    target: int
    quantity: int
    unit_type: str
    jurisdiction: str
    methodology: str
    project: str
    vintage: int
    register: str = ""
    foreign_id: str = ""
    mirrored: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """What is to be posted, what else the answer should tell, and who must be allowed what.

    `permits`: (permission, owner) pairs; none: what each act asks for the owner of the account that gives.
    `asked`: the lines as asked for, where `lines` carry them out otherwise (what waits for acceptance): these are judged.
    `rows`: what else the batch made or changed, told by its entry; `record` makes more of them from the plan, to be stored
    with it. `may_be_empty`: it may move nothing.
    """

    lines: list[Line] = field(default_factory=list)
    creations: list[Creation] = field(default_factory=list)
    pays: list[Pay] = field(default_factory=list)
    tells: dict[str, object] = field(default_factory=dict)
    permits: set[tuple[str, int | None]] | None = None
    asked: Sequence[Line] | None = None
    rows: Sequence[Model] = ()
    record: Callable[[Plan], Sequence[Model]] | None = None
    may_be_empty: bool = False


def post(
    request: Request,
    *,
    accounts: Iterable[str],
    series: Iterable[int],
    build: Callable[[Desk], Batch],
    importing: bool = False,
) -> Answer:
    """Posts one batch.

    `accounts`: codes of all accounts it touches, `series`: ids of all series; `build` turns the locked desk into lines.
    Returns `{"moves": [[line, act, series, first, last, source, target, reservation], …], "pays": […], …}`.
    Refuses with the first that holds of the closed list in `accounting.refusals`; then nothing is stored.
    """
    codes, ids = sorted(set(accounts)), sorted(set(series))
    desk: list[Desk] = []

    def lock() -> None:
        desk.append(loading.desk(codes, ids, request.on))

    def work(write: Write) -> None:
        batch, world = build(desk[0]), desk[0].world
        check(batch)
        _permit(request, batch, world)
        check_flows(_flows(batch, world), world, importer=request.by.organisation_id if importing else None)
        planned = plan(batch.lines, loading.blocks(batch.lines), world, request.on)
        balances = money.check(batch.pays, world, request.on)
        made = _create(batch.creations, planned, len(batch.lines), request.on)
        more = batch.record(planned) if batch.record else ()
        journal = write(_answer(planned, batch), [*batch.rows, *made, *more])
        store(journal, request.on, planned)
        money.store(journal, request.on, batch.pays, balances)

    return perform(request, work, lock=lock)


def check(batch: Batch) -> None:
    """What can be said of a batch by itself: it has neither too many lines nor none, and every amount is within bounds."""
    if not batch.may_be_empty:
        check_batch([*batch.lines, *batch.creations, *batch.pays])
    check_amounts(batch.lines)
    for new in batch.creations:  # what could not be printed must not come into being
        Serial(new.jurisdiction, new.unit_type, new.methodology, new.project, new.vintage, Range(1, 1))
    counted = [*(new.quantity for new in batch.creations), *(pay.fen for pay in batch.pays)]
    for number, amount in enumerate(counted, len(batch.lines) + 1):
        check_quantity(number, amount)


def _flows(batch: Batch, world: World) -> list[Flow]:
    asked = batch.lines if batch.asked is None else batch.asked
    alike = {(line.act, line.source, line.target, line.series): line for line in asked}  # few, in most batches
    lines = [flow_of(line, world) for line in alike.values()]
    new = [
        Flow(
            act_of(new.act), None, account_of(world, new.target), None, new.unit_type, new.register if new.mirrored else ""
        )
        for new in batch.creations
    ]  # fmt: skip
    pays = [Flow(ACTS["pay"], account_of(world, p.source), account_of(world, p.target)) for p in batch.pays]
    return [*lines, *new, *pays]


def _permit(request: Request, batch: Batch, world: World) -> None:
    permits = batch.permits
    if permits is None:
        permits = {(act_of(line.act).permission, account_of(world, line.source).owner) for line in batch.lines}
        permits |= {(act_of(new.act).permission, account_of(world, new.target).owner) for new in batch.creations}
        permits |= money.permits(batch.pays, world)
    for permission, owner in permits:
        request.by.require(permission, owner)


def _answer(planned: Plan, batch: Batch) -> dict[str, object]:
    moves = [[m.line, m.act, m.series, m.first, m.next - 1, m.source, m.target, m.reservation] for m in planned.moves]
    pays = [[p.source, p.target, p.fen] for p in batch.pays]
    return {"moves": moves, **({"pays": pays} if pays else {}), **batch.tells}


def store(journal: int, on: date, planned: Plan) -> None:
    """Writes the plan: its postings, then the blocks that shrink or change hands, then the new blocks."""
    if not planned.moves:
        return
    sql = dialect()
    with prepared.cursor() as cursor:
        cursor.execute(sql.POST, [journal, on, *sql.arrays([_row(i, m) for i, m in enumerate(planned.moves)], 9)])
        posting = {line: id for id, line in cursor.fetchall()}
        if all(piece.move is None for piece in planned.changed):
            sql.write(cursor, sql.SHRINK, [(piece.first, piece.next) for piece in planned.changed])
        else:
            sql.write(cursor, sql.CHANGE, [_placed(piece, posting) for piece in planned.changed])
        sql.write(cursor, sql.ADD, [_placed(piece, posting) for piece in planned.added])


def _row(number: int, move: Move) -> tuple[object, ...]:
    return (
        number, move.act, move.series, move.first, move.next,
        move.source, move.target, move.reservation, move.previous,
    )  # fmt: skip


def _placed(piece: Piece, posting: dict[int, int]) -> tuple[object, ...]:
    by = piece.posting if piece.move is None else posting[piece.move]
    return piece.first, piece.next, piece.series, piece.account, piece.reservation, by, piece.since


def _create(creations: Sequence[Creation], planned: Plan, lines: int, on: date) -> list[Series]:
    """Gives every creation its numbers and its series, adds its move and its block to the plan; returns the series."""
    if not creations:
        return []
    firsts = _grow([new.quantity for new in creations])
    made = [_series(new, first, on) for new, first in zip(creations, firsts, strict=True)]
    with prepared.cursor() as cursor:
        cursor.execute(dialect().SERIAL, dialect().arrays([_series_row(row) for row in made], 12))
        ids = dict(cursor.fetchall())
    for number, (new, row) in enumerate(zip(creations, made, strict=True), lines + 1):
        row.pk = ids[row.first]
        planned.moves.append(Move(number, new.act, row.pk, row.first, row.next, None, new.target, None, None))
        planned.added.append(Piece(row.first, row.next, row.pk, new.target, None, len(planned.moves) - 1, 0, on))
    return made


def _series(new: Creation, first: int, on: date) -> Series:
    return Series(
        unit_type=new.unit_type, jurisdiction=new.jurisdiction, methodology=new.methodology, project=new.project,
        vintage=new.vintage, first=first, next=first + new.quantity, issued_on=on, register=new.register,
        foreign_id=new.foreign_id, mirrored=new.mirrored, labels=dict(new.labels),
    )  # fmt: skip


def _series_row(row: Series) -> tuple[object, ...]:
    return (
        row.unit_type, row.jurisdiction, row.methodology, row.project, row.vintage, row.first, row.next, row.issued_on,
        row.register, row.foreign_id, row.mirrored, json.dumps(row.labels, ensure_ascii=False),
    )  # fmt: skip


def _grow(quantities: Sequence[int]) -> list[int]:
    """Takes `quantities` new numbers from the end of the number line; returns the first number of each."""
    total = sum(quantities)
    with prepared.cursor() as cursor:
        cursor.execute(dialect().GROW, [total])
        ((end,),) = cursor.fetchall()
    firsts, at = [], end - total
    for quantity in quantities:
        firsts.append(at)
        at += quantity
    return firsts
