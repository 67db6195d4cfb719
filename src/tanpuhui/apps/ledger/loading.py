"""What a batch reads: its accounts (locked, in order), series, freezes in force, and enough blocks to serve its lines."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from tanpuhui.accounting.blocks import Account, Block, Freeze, Line, Series, World
from tanpuhui.accounting.planning import Shelf, demand, shelf_of
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import models
from tanpuhui.apps.ledger.dialects import dialect
from tanpuhui.apps.records import prepared


@dataclass(frozen=True, slots=True)
class Desk:
    """What a batch sees once its accounts are locked."""

    accounts: dict[str, Account]
    world: World
    needs_acceptance: frozenset[int]

    def account(self, code: str) -> Account:
        """The locked account `code`; an unknown one is refused."""
        if code not in self.accounts:
            raise refuse("unknown_account", account=code[:60])
        return self.accounts[code]


def desk(codes: Sequence[str], series: Sequence[int], on: date = date.max) -> Desk:
    """Locks the accounts in order of their ids and reads series and freezes: three statements.

    `on`: the day for which is asked what is open and what is frozen.
    """
    sql = dialect()
    with prepared.cursor() as cursor:
        cursor.execute(sql.LOCK, sql.scalars(codes))
        accounts = cursor.fetchall()
        cursor.execute(sql.SERIES, sql.scalars(series))
        kinds = cursor.fetchall()
    found = [
        Account(id, code, kind, owner, closed_on is None and _day(opened_on) <= on)
        for id, code, kind, owner, opened_on, closed_on, _ in accounts
    ]
    world = World(
        accounts={account.id: account for account in found},
        series={
            id: Series(id, unit_type, bool(mirrored), register if mirrored else "")
            for id, unit_type, mirrored, register, _ in kinds
            if id is not None
        },
        freezes=freezes(on),
        demonstration=any(bool(demonstration) for *_, demonstration in kinds),
    )
    waiting = frozenset(id for id, *_, needs_acceptance in accounts if needs_acceptance)
    return Desk({account.code: account for account in found}, world, waiting)


def alone() -> None:
    """Waits until no batch is under way, and holds off those that come: what all of them read may change."""
    with prepared.cursor() as cursor:
        cursor.execute(dialect().ALONE)


def freezes(on: date) -> tuple[Freeze, ...]:
    """The freezes in force on a day, oldest first: from the day each begins on, and no longer on the day it was lifted."""
    with prepared.cursor() as cursor:
        cursor.execute(_FREEZES, [on, on])
        rows = cursor.fetchall()
    return tuple(Freeze(id, scope, target, frozenset(json.loads(acts))) for id, scope, target, acts in rows)


_FREEZES = """
SELECT id, scope, target, acts FROM ledger_freeze
WHERE (lifted_on IS NULL OR lifted_on > %s) AND since <= %s ORDER BY id"""


def blocks(lines: Iterable[Line]) -> list[Block]:
    """Enough blocks for the lines: those of their ranges and reservations, and the first free ones of their shelves."""
    lines = list(lines)
    found: dict[int, Block] = {}
    ranges = [(line.range.first, line.range.next) for line in lines if line.range]
    if ranges:
        found.update(_query(dialect().RANGES, dialect().arrays(ranges, 2)))
    by_quantity = {shelf_of(line) for line in lines if line.range is None}
    counted = demand(line for line in lines if shelf_of(line) in by_quantity)
    _fill(found, {shelf: wanted for shelf, wanted in counted.items() if shelf[2] is None})
    if marks := {shelf[2] for shelf in counted if shelf[2] is not None}:
        found.update(reserved(marks))
    return list(found.values())


def _fill(found: dict[int, Block], demands: dict[Shelf, tuple[int, int]]) -> None:
    """Loads free blocks until every shelf holds its demand or is exhausted; each round asks for more of what is short."""
    after = dict.fromkeys(demands, 0)
    have = dict.fromkeys(demands, 0)
    most = {shelf: lines + 3 for shelf, (_, lines) in demands.items()}
    short = set(demands)
    while short:
        asked = [
            (account, series, after[account, series, none], most[account, series, none])
            for account, series, none in short
        ]
        got = _query(dialect().SHELVES, dialect().shelves(asked))
        found.update(got)
        counts: dict[Shelf, int] = dict.fromkeys(short, 0)
        for block in got.values():
            shelf = (block.account, block.series, None)
            counts[shelf] += 1
            have[shelf] += block.next - block.first
            after[shelf] = max(after[shelf], block.first)
        short = {s for s in short if counts[s] >= most[s] and have[s] < demands[s][0]}
        most = {shelf: 4 * count for shelf, count in most.items()}


def reserved(reservations: Iterable[int]) -> dict[int, Block]:
    """The blocks under some reservations, by their first number."""
    rows = models.Block.objects.filter(reservation__in=list(reservations)).values_list(
        "first", "next", "series", "account", "reservation", "posting", "since"
    )
    return {row[0]: Block(*row) for row in cast("list[_Row]", list(rows))}


def _query(sql: str, parameters: list[Any]) -> dict[int, Block]:
    with prepared.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cast("list[_Row]", cursor.fetchall())
    return {row[0]: Block(*row[:6], _day(row[6])) for row in rows}


_Row = tuple[int, int, int, int, int | None, int, date]


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
