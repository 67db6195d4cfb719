"""Errors seen in other registers and libraries, kept so that nobody bends this code to a wrong oracle."""

from decimal import Decimal

import pytest

from tanpuhui.core.foreign_serials import CercarbonoBlock, GoldStandardSerial, recognise
from tanpuhui.core.quantities import share
from tanpuhui.core.ranges import Range, faults, merged, require_partition
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.serials import parse_serial


# granular-certificate registry: a split sets the child's end to start + size, one too many; its own test asserts it.
def test_the_end_of_a_split_is_start_plus_size_minus_one() -> None:
    kept, given = Range(1, 1000).take_last(400)
    assert kept == Range(1, 600)
    assert given == Range(601, 601 + 400 - 1)


# Climate Action Data Trust, fixture and pull request 380 of cadt: an inclusive count that is off by one.
def test_an_inclusive_count_includes_both_ends() -> None:
    assert Range(1, 1).count == 1
    assert Range(1234, 2233).count == 1000


# CAD Trust data model 2.0.2, example: the end is 1234022 in one place and 1234023 in another, for a count of 1000.
def test_of_two_printed_ends_only_one_makes_a_thousand_and_the_count_is_never_an_input() -> None:
    assert Range(1233023, 1234022).count == 1000
    assert Range(1233023, 1234023).count == 1001
    with pytest.raises(TypeError):
        Range(1233023, 1234023, 1000)  # type: ignore[call-arg]


# cadt `split`: checks only that the counts add up; no contiguity, overlap or range check.
@pytest.mark.parametrize(
    "parts",
    [
        [Range(1, 50), Range(1, 50)],
        [Range(1, 50), Range(52, 101)],
        [Range(101, 150), Range(151, 200)],
        [Range(1, 60), Range(41, 80)],
    ],
)
def test_parts_whose_counts_add_up_are_still_refused_unless_they_cover_the_parent(parts: list[Range]) -> None:
    assert sum(part.count for part in parts) == 100
    with pytest.raises(Refusal) as refusal:
        require_partition(Range(1, 100), parts)
    assert refusal.value.code in {"ranges_overlap", "not_a_partition"}


# A published Gold Standard row: quantity 9,039 for a block of 3,150 numbers. The block says what there is.
def test_a_published_quantity_does_not_change_the_count_of_a_block() -> None:
    block = GoldStandardSerial.parse("GS1-1-UG-GS11236-16-2024-30307-1-3150")
    assert block.units.count == 3_150


# UNDP carbon registry, pull request 360: NaN and undefined inside a serial.
@pytest.mark.parametrize("hole", ["NaN", "undefined", "null", "None", "", "0", "-1", "1.0", "1e3"])
@pytest.mark.parametrize("at", [4, 5, 6])
def test_a_hole_in_a_serial_is_refused(hole: str, at: int) -> None:
    parts = ["GD", "PHCER", "FORESTRY_2020", "SG0001", "2019", "1", "5000"]
    parts[at] = hole
    with pytest.raises(Refusal):
        parse_serial("-".join(parts))


# UNDP carbon registry, two transfers at once: 600 and 300 of 1,000 left 1,600 units, 401-1000 and 701-1000 among them.
def test_blocks_of_a_lost_update_are_seen_as_overlapping() -> None:
    told = faults([Range(1, 700), Range(401, 1000), Range(701, 1000)])
    assert told.overlaps == (Range(401, 1000),)
    with pytest.raises(Refusal) as refusal:
        merged([Range(401, 1000), Range(701, 1000)])
    assert refusal.value.code == "ranges_overlap"


# CAD Trust's example of an ITMO id is an older block format of another system, not the form of decision 6/CMA.4.
def test_an_older_block_format_is_not_an_itmo_id() -> None:
    assert recognise("CA0004-VU-CH-356-1-3000-2023") == ()


# Cercarbono's early retirements number their units from 0: read as 1-based, one unit of each block would be lost.
def test_a_block_that_begins_at_zero_keeps_its_count() -> None:
    assert CercarbonoBlock.parse("CDC_2_1_1_321_14_1", "0", "9515").count == 9_516


# Guardian issue 4065: rounding to nearest issues a tonne that was never reduced.
def test_a_share_is_rounded_down_unless_told_otherwise() -> None:
    assert share(199, "0.005") == 0
    assert share(1_999_999, "0.000001") == 1


# Carbon calculators in binary floats: 0.1 + 0.2, or 0.29 × 100 = 28.999999999999996, floored to one too few.
def test_an_exact_rate_gives_the_whole_it_stands_for() -> None:
    assert int(0.29 * 100) == 28
    assert share(100, "0.29") == share(100, Decimal("0.29")) == 29
