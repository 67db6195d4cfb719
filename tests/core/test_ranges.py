"""Runs of numbers: counts, cuts and joints, from their edges inwards."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.ranges import LAST, Faults, Range, faults, merged, require_partition
from tanpuhui.core.refusals import Refusal


@st.composite
def some_ranges(draw: st.DrawFn, most: int = 60) -> Range:
    """A small range, so that pairs of them often touch."""
    first = draw(st.integers(1, most))
    return Range(first, draw(st.integers(first, most)))


@st.composite
def cut_up(draw: st.DrawFn) -> tuple[Range, list[Range]]:
    """A range, and the same range cut into consecutive parts, shuffled."""
    parent = draw(some_ranges())
    cuts = sorted(draw(st.sets(st.integers(parent.first, parent.last).filter(lambda n: n > parent.first))))
    edges = [parent.first, *cuts, parent.next]
    parts = [Range.half_open(a, b) for a, b in pairwise(edges)]
    return parent, draw(st.permutations(parts))


def numbers(one: Range) -> set[int]:
    """Every number of a small range."""
    return set(range(one.first, one.next))


def test_one_number_is_a_range_of_one() -> None:
    assert Range(7, 7).count == 1
    assert Range(7, 7).next == 8


def test_the_largest_range_still_has_a_next_number_in_64_bits() -> None:
    assert LAST == 2**63 - 2
    assert Range(1, LAST).next == 2**63 - 1
    assert Range(1, LAST).count == LAST


def test_a_cut_at_the_first_number_would_leave_nothing_and_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        Range(3, 9).split_at(3)
    assert refusal.value.code == "not_in_range"
    assert Range(3, 9).split_at(4) == (Range(3, 3), Range(4, 9))
    assert Range(3, 9).split_at(9) == (Range(3, 8), Range(9, 9))


def test_taking_all_leaves_the_owner_nothing() -> None:
    assert Range(3, 9).take_last(7) == (None, Range(3, 9))
    assert Range(3, 9).take_last(1) == (Range(3, 8), Range(9, 9))


@given(st.data(), st.integers(1, LAST), st.integers(1, LAST))
def test_a_split_keeps_numbers_count_and_order(data: st.DataObject, one: int, other: int) -> None:
    whole = Range(min(one, other), max(one, other))
    wanted = data.draw(st.integers(1, whole.count))
    kept, given_ = whole.take_last(wanted)
    assert given_.count == wanted
    assert given_.last == whole.last
    if kept is None:
        assert wanted == whole.count
    else:
        assert kept.first == whole.first
        assert kept.next == given_.first
        assert kept.count + given_.count == whole.count
        assert kept.join(given_) == given_.join(kept) == whole


@given(some_ranges(), some_ranges())
def test_ranges_agree_with_sets_of_numbers(one: Range, other: Range) -> None:
    a, b = numbers(one), numbers(other)
    common = one.intersection(other)
    assert (numbers(common) if common else set()) == a & b
    assert set().union(*map(numbers, one.difference(other))) == a - b
    assert one.overlaps(other) == other.overlaps(one) == bool(a & b)
    assert one.covers(other) == (b <= a)
    assert one.adjacent(other) == (not a & b and len(merged([one, other])) == 1)
    assert all(one.contains(n) == (n in a) for n in range(62))


@given(st.lists(some_ranges(), max_size=8))
def test_gaps_and_overlaps_are_told_exactly(ranges: list[Range]) -> None:
    told = faults(ranges)
    counted = [n for one in ranges for n in numbers(one)]
    twice = {n for n in counted if counted.count(n) > 1}
    span = set(range(min(counted), max(counted) + 1)) if counted else set()
    assert set().union(*map(numbers, told.overlaps)) == twice
    assert set().union(*map(numbers, told.gaps)) == span - set(counted)
    assert bool(told) == bool(twice or span - set(counted))


@given(cut_up())
def test_parts_of_a_cut_range_are_a_partition_and_join_again(case: tuple[Range, list[Range]]) -> None:
    parent, parts = case
    assert require_partition(parent, parts) == tuple(sorted(parts))
    assert merged(parts) == (parent,)
    assert faults(parts) == Faults((), ())


@given(cut_up(), st.data())
def test_a_partition_with_a_part_missing_twice_or_too_long_is_refused(
    case: tuple[Range, list[Range]], data: st.DataObject
) -> None:
    parent, parts = case
    at = data.draw(st.integers(0, len(parts) - 1))
    one = parts[at]
    with pytest.raises(Refusal):
        require_partition(parent, parts[:at] + parts[at + 1 :])
    with pytest.raises(Refusal):
        require_partition(parent, [*parts, one])
    with pytest.raises(Refusal):
        require_partition(parent, [*parts[:at], Range(one.first, one.last + 1), *parts[at + 1 :]])


def test_nothing_has_no_faults_and_merges_to_nothing() -> None:
    assert not faults([])
    assert merged([]) == ()


def test_a_refused_partition_names_what_is_missing() -> None:
    with pytest.raises(Refusal) as refusal:
        require_partition(Range(1, 100), [Range(n, n) for n in range(2, 100, 2)])
    assert refusal.value.code == "not_a_partition"
    assert "1-1, 3-3, 5-5 … (50)" in refusal.value.sentence("en")
