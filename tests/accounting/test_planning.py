"""Which units a batch moves: borders first, then any batch on any chain of blocks."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.accounting.blocks import Block, Line, Plan
from tanpuhui.accounting.planning import demand
from tanpuhui.core.ranges import Range
from tests.accounting.worlds import COMPLIANCE, DAY, OURS, RETIRED, A, B, block, code_of, line, moved, planned


def test_the_owner_keeps_the_front_and_the_receiver_gets_the_last() -> None:
    result = planned([block(1, 100)], line(10))
    assert moved(result) == [(91, 100)]
    kept, gone = result.changed[0], result.added[0]
    assert (kept.first, kept.next, kept.account) == (1, 91, A)
    assert (gone.first, gone.next, gone.account) == (91, 101, B)


def test_a_single_unit_of_a_single_unit() -> None:
    result = planned([block(7, 7)], line(1))
    assert (moved(result), len(result.changed), result.added) == ([(7, 7)], 1, [])


def test_several_lines_of_a_batch_share_a_block_from_the_back() -> None:
    assert moved(planned([block(1, 100)], line(10), line(20), line(70))) == [(91, 100), (71, 90), (1, 70)]


def test_whole_blocks_go_first_and_of_the_last_its_end() -> None:
    blocks = [block(1, 10), block(21, 30), block(41, 50)]
    assert moved(planned(blocks, line(25))) == [(1, 10), (21, 30), (46, 50)]


def test_a_range_in_the_middle_leaves_both_ends() -> None:
    result = planned([block(1, 100)], line((41, 60)))
    assert moved(result) == [(41, 60)]
    assert [(p.first, p.next - 1, p.account) for p in result.changed + result.added] == [
        (1, 40, A), (41, 60, B), (61, 100, A),
    ]  # fmt: skip


def test_a_range_over_adjacent_blocks_is_one_move_for_each() -> None:
    blocks = [block(1, 10), block(11, 20), block(21, 30)]
    assert moved(planned(blocks, line((5, 25)))) == [(5, 10), (11, 20), (21, 25)]


def test_a_range_over_a_gap_or_a_foreign_block_is_refused() -> None:
    for middle in ([], [block(11, 20, B)], [block(11, 20, A, series=2)]):
        assert code_of(planned, [block(1, 10), *middle, block(21, 30)], line((5, 25))) == "units_not_in_account"


def test_ranges_and_quantities_share_a_shelf() -> None:
    result = planned([block(1, 100)], line((90, 95)), line(10), line((1, 1)), line(3))
    assert moved(result) == [(90, 95), (80, 89), (1, 1), (77, 79)]
    assert moved(planned([block(1, 100)], line((1, 50)), line(50))) == [(1, 50), (51, 100)]


def test_the_same_range_twice_is_refused_and_so_is_what_a_quantity_took() -> None:
    assert code_of(planned, [block(1, 100)], line((5, 10)), line((10, 12))) == "units_not_in_account"
    assert code_of(planned, [block(1, 100)], line(10), line((91, 91))) == "units_not_in_account"


def test_what_a_batch_receives_it_cannot_spend() -> None:
    blocks = [block(1, 10), block(11, 20, B)]
    assert code_of(planned, blocks, line(10), line(11, B, A)) == "insufficient_units"
    assert code_of(planned, blocks, line((1, 10)), line((1, 10), B, A)) == "units_not_in_account"
    assert moved(planned(blocks, line(10), line(10, B, A))) == [(1, 10), (11, 20)]


def test_reserved_units_are_on_another_shelf() -> None:
    blocks = [block(1, 10), block(11, 20, held=7)]
    assert code_of(planned, blocks, line(11)) == "insufficient_units"
    assert code_of(planned, blocks, line((5, 15))) == "units_reserved"
    assert code_of(planned, blocks, line((5, 15), held_under=7)) == "units_not_in_account"
    assert moved(planned(blocks, line(10, held_under=7))) == [(11, 20)]
    assert moved(planned(blocks, line((12, 13), held_under=7))) == [(12, 13)]


def test_a_range_partly_elsewhere_and_partly_reserved_is_not_in_the_account() -> None:
    blocks = [block(1, 10), block(11, 20, held=7), block(21, 30, B)]
    assert code_of(planned, blocks, line((5, 25))) == "units_not_in_account"


def test_units_do_not_move_before_the_day_they_came() -> None:
    came = date(2024, 2, 1)
    blocks = [block(1, 10, since=came)]
    assert code_of(planned, blocks, line(1), on=date(2024, 1, 31)) == "day_before_holding"
    assert moved(planned(blocks, line(1), on=came)) == [(10, 10)]
    old_first = [block(1, 5), block(11, 20, since=came)]
    assert moved(planned(old_first, line(5), on=DAY)) == [(1, 5)]


def test_where_units_came_from_and_what_marks_them_is_kept() -> None:
    result = planned([block(1, 10), block(21, 30)], line(12, A, A, "reserve", into=9), on=date(2024, 5, 1))
    assert [(m.previous, m.reservation) for m in result.moves] == [(1, 9), (21, 9)]
    kept = next(p for p in result.changed if p.first == 21)
    assert (kept.posting, kept.since, kept.reservation) == (21, DAY, None)


def test_demand_adds_up_by_shelf() -> None:
    lines = [line(3), line((1, 4)), line(5, B), line(2, held_under=7)]
    assert demand(lines) == {(A, OURS, None): (7, 2), (B, OURS, None): (5, 1), (A, OURS, 7): (2, 1)}


def test_thousands_of_ranges_of_one_block_in_any_order_stay_quick() -> None:
    order = [(n * 7919) % 10_000 for n in range(10_000)]
    result = planned([block(1, 20_000)], *(line((2 * n + 1, 2 * n + 1)) for n in order))
    assert (len(result.moves), len(result.changed) + len(result.added)) == (10_000, 20_000)


# Any batch on any chain

PLACES = st.tuples(st.sampled_from([A, B, COMPLIANCE]), st.sampled_from([None, None, 7]), st.integers(1, 9))


@st.composite
def chains(draw: st.DrawFn) -> list[Block]:
    """Blocks that follow one another without a gap, from 1."""
    blocks, at = [], 1
    for account, held, size in draw(st.lists(PLACES, min_size=1, max_size=12)):
        blocks.append(block(at, at + size - 1, account, held=held))
        at += size
    return blocks


@st.composite
def lines_for(draw: st.DrawFn, blocks: list[Block]) -> list[Line]:
    end = blocks[-1].next - 1
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        source, held = draw(st.sampled_from([A, B, COMPLIANCE])), draw(st.sampled_from([None, None, 7]))
        first = draw(st.integers(1, end))
        amount = draw(st.one_of(st.integers(1, 12), st.just((first, min(end, first + draw(st.integers(0, 9)))))))
        lines.append(line(amount, source, RETIRED, "retire", held_under=held))
    return lines


@st.composite
def batches(draw: st.DrawFn) -> tuple[list[Block], list[Line]]:
    blocks = draw(chains())
    return blocks, draw(lines_for(blocks))


def _tried(blocks: list[Block], lines: list[Line]) -> Plan | None:
    results: list[Plan] = []
    code_of(lambda: results.append(planned(blocks, *lines)))
    return results[0] if results else None


@given(batches())
def test_a_plan_parts_every_block_it_touches_exactly(batch: tuple[list[Block], list[Line]]) -> None:
    blocks, lines = batch
    result = _tried(blocks, lines)
    if result is None:
        return
    pieces = sorted(result.changed + result.added)
    touched = {piece.first for piece in result.changed}
    for old in blocks:
        parts = [piece for piece in pieces if old.first <= piece.first < old.next]
        assert bool(parts) == (old.first in touched)
        if parts:
            assert (parts[0].first, parts[-1].next) == (old.first, old.next)
            assert all(left.next == right.first for left, right in pairwise(parts))
            assert all(part.first < part.next for part in parts)
            stayed = [part for part in parts if part.move is None]
            assert all(
                (p.account, p.reservation, p.posting) == (old.account, old.reservation, old.posting) for p in stayed
            )


@given(batches())
def test_moves_are_disjoint_come_from_their_shelf_and_add_up(batch: tuple[list[Block], list[Line]]) -> None:
    blocks, lines = batch
    result = _tried(blocks, lines)
    if result is None:
        return
    units = [unit for move in result.moves for unit in range(move.first, move.next)]
    assert len(units) == len(set(units)) == sum(one.wanted for one in lines)
    where = {unit: old for old in blocks for unit in range(old.first, old.next)}
    for number, one in enumerate(lines, 1):
        mine = [unit for move in result.moves if move.line == number for unit in range(move.first, move.next)]
        assert len(mine) == one.wanted
        assert {(where[u].account, where[u].reservation) for u in mine} == {(one.source, one.held_under)}
        if one.range:
            assert mine == list(range(one.range.first, one.range.next))


@given(batches())
def test_a_batch_is_refused_only_if_some_line_lacks_units(batch: tuple[list[Block], list[Line]]) -> None:
    """Told apart by a second, naive planner over single units."""
    blocks, lines = batch
    free = {unit: (old.account, old.reservation, old.first) for old in blocks for unit in range(old.first, old.next)}
    served = True
    for one in lines:
        shelf = [unit for unit, place in free.items() if place[:2] == (one.source, one.held_under)]
        wanted = list(range(one.range.first, one.range.next)) if one.range else _naive(shelf, free, one.wanted)
        served = bool(wanted) and set(wanted) <= set(shelf)
        if not served:
            break
        for unit in wanted:
            del free[unit]
    assert (_tried(blocks, lines) is not None) == served


def _naive(shelf: list[int], free: dict[int, tuple[int, int | None, int]], wanted: int) -> list[int]:
    """Runs of free units in order, whole; of the last its end."""
    taken: list[int] = []
    runs: list[list[int]] = []
    for unit in sorted(shelf):
        if runs and runs[-1][-1] == unit - 1 and free[unit][2] == free[unit - 1][2]:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    for run in runs:
        missing = wanted - len(taken)
        taken += run if len(run) <= missing else run[len(run) - missing :]
    return taken if len(taken) == wanted else []


def test_wanted_is_what_a_line_asks_for() -> None:
    assert (line(5).wanted, line((3, 9)).wanted) == (5, Range(3, 9).count)
