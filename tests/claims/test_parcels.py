"""Parcels of different claims whose periods overlap: what is a conflict, what is noise, what is nothing."""

import pytest

from tanpuhui.apps.claims import operations, queries
from tanpuhui.apps.claims.geojson import read_outline
from tanpuhui.apps.claims.geometry import TOLERANCE_CM2, Outline, overlap_cm2
from tanpuhui.apps.claims.identity import key_of
from tanpuhui.apps.claims.models import Cell
from tanpuhui.apps.claims.models import Outline as OutlineRow
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tests.claims.cast import LAT, LON, YEAR, Cast, box, code_of, days, parcel, polygon, ring, states

FIRST = box(0, 0, 10_000, 10_000)


def strip(height: int) -> Outline:
    """A parcel that overlaps the first one by a strip of about a metre's width and `height` units."""
    return box(9_900, 0, 20_000, height)


def test_an_overlap_of_a_hundredth_of_a_hectare_is_a_conflict_and_a_square_metre_less_is_noise(cast: Cast) -> None:
    least = next(h for h in range(8_000, 10_000) if overlap_cm2(FIRST, strip(h)) >= TOLERANCE_CM2)
    assert (
        TOLERANCE_CM2 - 200 < overlap_cm2(FIRST, strip(least - 1)) < TOLERANCE_CM2 <= overlap_cm2(FIRST, strip(least))
    )
    cast.file("R1", parcel(FIRST))
    answer = cast.file("R2", parcel(strip(least - 1)), by=cast.bob)
    assert (states("R2"), answer.get("cases")) == (["reserved"], None)
    (noticed,) = operations.noticed(answer, TOLERANCE_CM2)
    assert (noticed.code, noticed.facts["hectares"]) == ("parcels_touch", "0.0099")
    cast.release("R2")
    cast.file("R3", parcel(strip(least)), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    assert (states("R3"), case.area_cm2) == (["contested"], overlap_cm2(FIRST, strip(least)))
    assert not case.same_subject


def test_the_tolerance_is_the_callers(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    cast.file("R2", parcel(strip(100)), by=cast.bob, tolerance_cm2=1)
    assert states("R2") == ["contested"]


def test_neighbours_share_a_border_and_no_case(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    around = [
        box(x, y, x + 10_000, y + 10_000)
        for x in (-10_000, 0, 10_000)
        for y in (-10_000, 0, 10_000)
        if (x, y) != (0, 0)
    ]
    answer = cast.file("R2", *map(parcel, around), by=cast.bob)
    assert states("R2") == ["reserved"] * 8
    assert operations.noticed(answer, TOLERANCE_CM2) == []


def test_the_same_parcel_may_be_claimed_for_the_days_after(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    cast.file("R2", parcel(FIRST, days("2021-01-01", "2021-12-31")), by=cast.bob)
    cast.file("R3", parcel(strip(9_999), days("2020-12-31", "2021-01-01")))
    assert (states("R2"), states("R3")) == (["reserved"], ["contested"])
    assert [case.area_cm2 > 0 for case in queries.cases(by=cast.rita)] == [True, True]
    assert OutlineRow.objects.count() == 2


def test_a_hole_is_free_for_another(cast: Cast) -> None:
    hole = ring(LON + 4_000, LAT + 4_000, LON + 6_000, LAT + 6_000)
    cast.file("R1", parcel(read_outline(polygon(ring(LON, LAT, LON + 10_000, LAT + 10_000), hole))))
    cast.file("R2", parcel(read_outline(polygon(hole))), by=cast.bob)
    cast.file("R3", parcel(box(4_000, 4_000, 6_500, 6_000)), by=cast.bob)
    assert (states("R2"), states("R3")) == (["reserved"], ["contested"])


def test_one_part_of_a_multipolygon_is_enough_for_a_conflict(cast: Cast) -> None:
    parts = [f"[{ring(LON + x, LAT, LON + x + 5_000, LAT + 5_000)}]" for x in (0, 90_000, 4_000_000)]
    many = read_outline(f'{{"type":"MultiPolygon","coordinates":[{",".join(parts)}]}}')
    cast.file("R1", parcel(many))
    cast.file("R2", parcel(box(50_000, 0, 60_000, 5_000)), by=cast.bob)
    cast.file("R3", parcel(box(4_001_000, 0, 4_002_000, 5_000)), by=cast.bob)
    assert (states("R2"), states("R3")) == (["reserved"], ["contested"])


def test_a_large_parcel_and_a_small_one_find_each_other_in_either_order(cast: Cast) -> None:
    large, small = box(0, 0, 3_000_000, 2_000_000), box(1_234_567, 1_111_111, 1_235_567, 1_112_111)
    cast.file("R1", parcel(large))
    cast.file("R2", parcel(small), by=cast.bob)
    cast.release("R1")
    cast.file("R3", parcel(large))
    assert (states("R2"), states("R3")) == (["reserved"], ["contested"])
    assert Cell.objects.count() <= 8


def test_a_released_parcel_is_out_of_the_way_and_out_of_the_index(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    cast.release("R1")
    assert (queries.conflicts(parcel(FIRST).key, YEAR, outline=FIRST), Cell.objects.count()) == ([], 0)
    cast.file("R2", parcel(FIRST), by=cast.bob)
    assert states("R2") == ["reserved"]


def test_a_certificate_and_an_outline_in_common_make_one_case(cast: Cast) -> None:
    paper = key_of("parcel", {"certificate": "粤（2019）韶关市不动产权第0012345号", "parcel": "3-1"})
    cast.file("R1", Item(paper, YEAR, FIRST))
    cast.file("R2", Item(paper, YEAR, box(0, 0, 10_000, 10_001)), by=cast.bob)
    (case,) = queries.cases(by=cast.rita)
    assert (case.same_subject, case.area_cm2) == (True, FIRST.area_cm2)
    assert verify() == []


def test_within_one_filing_nothing_may_overlap(cast: Cast) -> None:
    assert code_of(cast.file, "R1", parcel(FIRST), parcel(strip(9_999))) == "claimed_twice_here"
    assert (
        code_of(cast.file, "R1", parcel(FIRST), parcel(FIRST, days("2020-12-31", "2021-03-01"))) == "claimed_twice_here"
    )
    cast.file("R1", parcel(FIRST), parcel(strip(100)), parcel(strip(9_999), days("2021-01-01", "2021-01-31")))
    assert states("R1") == ["reserved"] * 3


def test_a_moved_boundary_is_filed_again_without_a_case_with_itself(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    cast.file("R1", parcel(box(0, 0, 10_000, 10_001)))
    assert states("R1") == ["released", "reserved"]


def test_the_outline_can_be_had_again(cast: Cast) -> None:
    cast.file("R1", parcel(FIRST))
    (row,) = queries.claims_of("R1")
    drawn = queries.outline(row.id)
    assert drawn is not None
    assert (drawn.sha256, row.area_cm2) == (FIRST.sha256, FIRST.area_cm2)


@pytest.mark.parametrize("shift", [8, 14, 20, 24])
def test_parcels_astride_the_lines_of_the_index_are_found(cast: Cast, shift: int) -> None:
    line = ((LON + 1_800_000_000) >> shift << shift) - 1_800_000_000 - LON
    cast.file("R1", parcel(box(line - 3_000, 0, line + 3_000, 9_000)))
    cast.file("R2", parcel(box(line + 1_000, 0, line + 5_000, 9_000)), by=cast.bob)
    cast.file("R3", parcel(box(line - 5_000, 0, line - 1_000, 9_000)), by=cast.bob)
    assert (states("R2"), states("R3")) == (["contested"], ["contested"])
