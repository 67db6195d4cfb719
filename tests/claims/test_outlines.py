"""The strict reader of parcels, and what areas and overlaps it leads to."""

import json
from decimal import Decimal
from math import cos, pi, radians, sin
from typing import Any

import pytest
import shapely

from tanpuhui.apps.claims.cells import Box, count_tiles, cover, inside, search, tiles
from tanpuhui.apps.claims.geojson import CHINA, GUANGDONG, WORLD, read_outline
from tanpuhui.apps.claims.geometry import Outline, hectares, meeting, overlap_cm2
from tanpuhui.core.refusals import Refusal
from tests.claims.cast import LAT, LON, box, degrees, polygon, ring

SQUARE = ring(LON, LAT, LON + 10_000, LAT + 10_000)
HOLE = ring(LON + 4_000, LAT + 4_000, LON + 6_000, LAT + 6_000)


def shape(kind: str, coordinates: object, **more: Any) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates, **more})


def corners(*places: tuple[float, float]) -> list[list[float]]:
    return [[113.5 + x, 24 + y] for x, y in (*places, places[0])]


def refused(content: str | bytes, **more: Any) -> str:
    with pytest.raises(Refusal) as no:
        read_outline(content, **more)
    return no.value.code


SQUARE_LIST = corners((0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001))
OTHER_DATUMS = ("EPSG:4610", "urn:ogc:def:crs:EPSG::4214", "EPSG:4544", "EPSG:3857", "GCJ-02", "", 4326, None)
WRONG_CRS: list[object] = [{"type": "name", "properties": {"name": name}} for name in OTHER_DATUMS]
WRONG_CRS += ["EPSG:4326", {}, [], {"properties": 1}, False]
BOWTIE = shape("Polygon", [corners((0, 0), (0.001, 0.001), (0.001, 0), (0, 0.001))])
BAD: dict[str, list[str | bytes]] = {
    "geometry_not_json": ["", "{", b"\xff\xfe{}", "[" * 100_000, "碳".encode("gbk"), '{"type":"Polygon"}}'],
    "geometry_not_polygons": [
        "[]", "1", "null", '"Polygon"', "{}", shape("Point", [113.5, 24]), shape("LineString", SQUARE_LIST),
        '{"type":"GeometryCollection","geometries":[]}', '{"type":["Polygon"]}',
        '{"type":"Feature","geometry":{"type":"Feature"}}', '{"type":"Feature","geometry":[1]}',
    ],
    "geometry_empty": [
        shape("Polygon", []), shape("MultiPolygon", []), shape("MultiPolygon", [[]]), '{"type":"Polygon"}',
        '{"type":"Feature","geometry":null}', shape("Polygon", None), shape("Polygon", 5),
    ],
    "several_features": [
        '{"type":"FeatureCollection","features":[]}', '{"type":"FeatureCollection"}',
        json.dumps({"type": "FeatureCollection", "features": [{}, {}]}),
    ],
    "position_malformed": [
        polygon("[[113.5,24],[NaN,24],[113.6,25],[113.5,24]]"), polygon("[[113.5,24],[Infinity,24],[113.6,25],[113.5,24]]"),
        polygon("[[113.5,24],[-Infinity,24],[113.6,25],[113.5,24]]"), polygon("[[113.5],[113.6,24],[113.6,25],[113.5]]"),
        polygon('[["113.5","24"],["113.6","24"],["113.6","25"],["113.5","24"]]'), shape("Polygon", [[[True, False]] * 4]),
        shape("Polygon", [[[113.5, 24, 1, 1]] * 4]), shape("Polygon", [[113.5, 24]]), shape("Polygon", [5]),
        shape("Polygon", [[None] * 4]), polygon(f"[[1e{'9' * 30},24]]"),
    ],
    "coordinates_swapped": [
        shape("Polygon", [[[y, x] for x, y in SQUARE_LIST]]),
        shape("MultiPolygon", [[SQUARE_LIST], [[[y, x] for x, y in SQUARE_LIST]]]),
    ],
    "coordinates_out_of_bounds": [
        shape("Polygon", [corners((10, 10), (10.1, 10), (10.1, 10.1))]),
        shape("Polygon", [[[38400000.5, 2750000.5], [38400100, 2750000], [38400100, 2750100], [38400000.5, 2750000.5]]]),
        polygon("[[1e30,24],[1e30,25],[1e30,26],[1e30,24]]"), polygon("[[0,0],[1,0],[1,1],[0,0]]"),
    ],
    "antimeridian_not_split": [
        polygon("[[179,24],[181,24],[181,25],[179,25],[179,24]]"), polygon("[[-181,24],[-179,24],[-179,25],[-181,24]]"),
    ],
    "ring_not_closed": [
        polygon(SQUARE[: SQUARE.rindex(",[")] + "]"), shape("Polygon", [[]]), polygon(SQUARE, HOLE[: HOLE.rindex(",[")] + "]"),
        polygon(SQUARE.replace("113.5010000,24.0000000", "113.501,24").removesuffix("[113.5000000,24.0000000]]")
                + "[113.5000001,24]]"),
    ],
    "ring_too_short": [shape("Polygon", [SQUARE_LIST[:2] + SQUARE_LIST[-1:]]), shape("Polygon", [[SQUARE_LIST[0]] * 2])],
    "ring_self_intersects": [
        shape("MultiPolygon", [[SQUARE_LIST], [SQUARE_LIST]]), shape("Polygon", [SQUARE_LIST, SQUARE_LIST]),
        BOWTIE,
        shape("MultiPolygon", [[SQUARE_LIST], [corners((0.0005, 0.0005), (0.002, 0.0005), (0.002, 0.002), (0.0005, 0.002))]]),
        shape("Polygon", [corners((0, 0), (0.001, 0), (0.0005, 0.0005), (0.001, 0.001), (0, 0.001), (0.0005, 0.0005))]),
    ],
    "polygon_malformed": [
        shape("Polygon", [SQUARE_LIST, corners((0.002, 0.002), (0.003, 0.002), (0.003, 0.003))]),
        shape("Polygon", [[SQUARE_LIST[0]] * 4]),
        polygon(SQUARE, HOLE, ring(LON + 4500, LAT + 4500, LON + 5500, LAT + 5500)),
        shape("MultiPolygon", [[SQUARE_LIST], [corners((0.0002, 0.0002), (0.0004, 0.0002), (0.0004, 0.0004))]]),
        polygon("[[113.5,24],[113.50000001,24],[113.50000001,24.00000001],[113.5,24]]"),
    ],
    "crs_not_wgs84": [
        shape("Polygon", [SQUARE_LIST], crs=crs) for crs in WRONG_CRS
    ],
    "too_many_vertices": [shape("MultiPolygon", [[SQUARE_LIST]] * 501), shape("Polygon", [[[113.5, 24]] * 20_001])],
    "geometry_too_large": [polygon(SQUARE) + " " * (4 << 20)],
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_what_is_no_sound_outline_is_refused_by_its_name(code: str) -> None:
    assert [refused(content) for content in BAD[code]] == [code] * len(BAD[code])


def test_latitude_above_ninety_gives_swapped_axes_away_anywhere_in_the_world() -> None:
    swapped = polygon(ring(LAT, LON, LAT + 10_000, LON + 10_000))
    assert [refused(swapped, bounds=bounds) for bounds in (GUANGDONG, CHINA, WORLD)] == ["coordinates_swapped"] * 3
    assert read_outline(polygon(ring(240_000_000, 240_000_000, 240_010_000, 240_010_000)), bounds=WORLD).area_cm2 > 0


def test_a_parcel_of_another_province_lies_outside_guangdong_and_inside_china() -> None:
    beijing = polygon(ring(1_163_000_000, 399_000_000, 1_163_010_000, 399_010_000))
    assert refused(beijing) == "coordinates_out_of_bounds"
    assert read_outline(beijing, bounds=CHINA).area_cm2 > 0


def test_refusals_say_where_the_fault_is() -> None:
    with pytest.raises(Refusal) as no:
        read_outline(BOWTIE)
    assert "113.5005, 24.0005" in no.value.says.en
    with pytest.raises(Refusal) as no:
        read_outline(polygon(SQUARE, HOLE[: HOLE.rindex(",[")] + "]"))
    assert "1.2" in no.value.says.en


@pytest.mark.parametrize(
    "crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490", "OGC:CRS84"]
)
def test_a_file_that_names_wgs84_or_cgcs2000_is_read_with_a_note(crs: str) -> None:
    named = shape("Polygon", [SQUARE_LIST], crs={"type": "name", "properties": {"name": crs}})
    assert [f.code for f in read_outline(named).findings] == ["crs_named", "datum_not_provable"]


def test_what_can_be_read_safely_is_tolerated_and_said() -> None:
    high = [[*place, 123.4] for place in reversed(SQUARE_LIST)]
    high[1][0] = 113.50000000001
    seen = {f.code: f for f in read_outline(shape("Polygon", [high]), about="R1").findings}
    assert list(seen) == ["height_left_out", "digits_rounded", "ring_wound_the_old_way", "datum_not_provable"]
    assert "5 positions" in seen["height_left_out"].says.en
    assert "GCJ-02" in seen["datum_not_provable"].says.zh


def test_one_outline_has_one_spelling_however_it_is_drawn() -> None:
    turned = SQUARE_LIST[2:-1] + SQUARE_LIST[:3]
    ways: list[str | bytes] = [
        polygon(SQUARE), shape("Polygon", [SQUARE_LIST]), shape("Polygon", [SQUARE_LIST[::-1]]), shape("Polygon", [turned]),
        shape("MultiPolygon", [[SQUARE_LIST]]), b"\xef\xbb\xbf" + polygon(SQUARE).encode(),
        json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": json.loads(polygon(SQUARE))}]}),
    ]  # fmt: skip
    outlines = [read_outline(way) for way in ways]
    assert len({outline.sha256 for outline in outlines}) == 1
    assert read_outline(outlines[0].geojson).geojson == outlines[0].geojson
    assert outlines[0].geojson.startswith('{"type":"Polygon","coordinates":[[[113.5,24],')


def test_the_area_is_that_of_the_ellipsoid() -> None:
    """Against the closed formula of a quadrangle on WGS 84, by the radii of curvature at its middle."""
    middle, angle = radians(24.0005), 0.001 * pi / 180
    squared = 0.00669437999014
    under = 1 - squared * sin(middle) ** 2
    metres = (6378137 * (1 - squared) / under**1.5 * angle) * (6378137 / under**0.5 * cos(middle) * angle)
    assert abs(box(0, 0, 10_000, 10_000).area_cm2 - metres * 10_000) < 10_000 * 0.001


def test_a_long_edge_is_straight_on_the_map_and_not_a_great_circle() -> None:
    wide = box(0, 0, 10_000_000, 100_000)
    slices = sum(box(x, 0, x + 100_000, 100_000).area_cm2 for x in range(0, 10_000_000, 100_000))
    assert abs(wide.area_cm2 - slices) < slices // 10**7


def test_a_hole_is_no_area_and_a_parcel_in_the_hole_overlaps_nothing() -> None:
    whole, ringed = read_outline(polygon(SQUARE)), read_outline(polygon(SQUARE, HOLE))
    inner = read_outline(polygon(HOLE))
    assert abs(whole.area_cm2 - ringed.area_cm2 - inner.area_cm2) <= 2
    assert (overlap_cm2(ringed, inner), overlap_cm2(whole, inner)) == (0, inner.area_cm2)


def test_the_parts_of_a_multipolygon_count_each_and_wind_either_way() -> None:
    parts = [[SQUARE_LIST], [corners((0.01, 0), (0.01, 0.001), (0.011, 0.001), (0.011, 0))]]
    both = read_outline(shape("MultiPolygon", parts))
    assert abs(both.area_cm2 - sum(read_outline(shape("Polygon", part)).area_cm2 for part in parts)) <= 1
    assert len(both.boxes) == 2


def test_a_parcel_split_at_the_antimeridian_is_measured_and_compared_on_both_sides() -> None:
    east, west = (
        ring(1_799_990_000, LAT, 1_800_000_000, LAT + 10_000),
        ring(-1_800_000_000, LAT, -1_799_990_000, LAT + 10_000),
    )
    split = read_outline(f'{{"type":"MultiPolygon","coordinates":[[{east}],[{west}]]}}', bounds=WORLD)
    half = read_outline(polygon(west), bounds=WORLD)
    assert overlap_cm2(split, half) == half.area_cm2
    assert abs(split.area_cm2 - 2 * half.area_cm2) <= 1


def test_a_border_in_common_is_no_overlap_also_where_its_corners_differ() -> None:
    one = box(0, 0, 10_000, 10_000)
    assert overlap_cm2(one, box(10_000, 0, 20_000, 10_000)) == 0
    assert overlap_cm2(one, box(10_000, 3_333, 20_000, 7_777)) == 0
    assert overlap_cm2(one, box(10_000, 10_000, 20_000, 20_000)) == 0


def test_a_million_characters_are_answered() -> None:
    steps = 9_000
    top = [[113.5 + i / 10**5, 24.01 + (i % 2) / 10**4] for i in range(steps, -1, -1)]
    comb = [[113.5, 24], [113.5 + steps / 10**5, 24], *top, [113.5, 24]]
    text = shape("Polygon", [[[f"{x:.60f}", f"{y:.60f}"] for x, y in comb]]).replace('"1', "1").replace('"2', "2")
    text = text.replace('0"', "0")
    assert len(text) > 10**6
    assert read_outline(text).area_cm2 > 0


def test_a_parcel_that_reaches_across_the_country_is_refused() -> None:
    assert (
        refused(polygon(ring(800_000_000, 300_000_000, 1_200_000_000, 400_000_000)), bounds=CHINA) == "parcel_too_wide"
    )


def test_hectares_are_written_to_the_square_metre_below() -> None:
    assert [hectares(n) for n in (0, 9_999, 10**4, 10**6 - 1, 10**6, 162_8 * 10**7)] == [
        "0.0000", "0.0000", "0.0001", "0.0099", "0.0100", "162.8000",
    ]  # fmt: skip


def test_meeting_names_each_pair_once() -> None:
    outlines = [box(0, 0, 10, 10), box(20, 0, 30, 10), box(5, 0, 25, 10)]
    assert list(meeting(outlines)) == [(0, 2), (1, 2)]


def test_squares_cover_a_box_by_four_at_most_and_find_every_box_that_meets_it() -> None:
    boxes = [
        Box(LON + x, LAT + y, LON + x + w, LAT + y + h)
        for x in (0, 1, 255, 256, 1 << 20, 99_999) for y in (0, 77, 1 << 19) for w, h in ((0, 0), (1, 300), (2_000_000, 5))
    ]  # fmt: skip
    for one in boxes:
        assert 0 < len(cover(one)) <= 4
        assert len(tiles(one)) == count_tiles(one)
        around, within = search(one)
        for other in boxes:
            if one.meets(other):
                found = any(s in around or any(least <= s <= most for least, most in within) for s in cover(other))
                assert found, (one, other)


def test_a_square_within_another_has_a_number_within_its_range() -> None:
    small, large = cover(Box(LON, LAT, LON, LAT))[0], cover(Box(LON, LAT, LON + 5_000, LAT + 5_000))
    assert sum(least <= small <= most for least, most in map(inside, large)) == 1
    assert max(cover(Box(1_800_000_000, 900_000_000, 1_800_000_000, 900_000_000))) < 2**63


def test_the_stored_spelling_is_what_shapely_and_others_read() -> None:
    drawn = read_outline(polygon(SQUARE, HOLE))
    assert shapely.from_geojson(drawn.geojson).is_valid
    assert Outline(drawn.geojson).area_cm2 == drawn.area_cm2
    assert degrees(-5) == "-0.0000005"
    assert Decimal(degrees(LON)) == Decimal("113.5")
