"""A strict reader of parcels: GeoJSON (RFC 7946), polygons and multipolygons, longitude before latitude, WGS 84.

Refused: rings that are open or cross themselves, swapped axes, another datum, positions outside the bounds, polygons across
the antimeridian that were not split, nothing at all, and too much. Tolerated, with a finding: rings wound the old way,
heights, more than seven decimals, a `crs` that says WGS 84 or CGCS2000 (they agree within decimetres). Not seen, because
nothing in a file shows it: GCJ-02, the shifted datum of Chinese web maps, which lies 100 to 700 m off and looks right; so
each outline bears the finding `datum_not_provable`, and somebody must ask how it was measured.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from tanpuhui.apps.claims import cells
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.geometry import E7, Outline, outline_of
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.core.findings import Finding
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

LARGEST = 4 << 20
"""Bytes of a document with one parcel."""
VERTICES, POLYGONS, TILES = 20_000, 500, 256
"""At most so many positions and polygons in one parcel, touching so many squares of about 11 km."""
SAME_DATUM = frozenset({"CRS84", "4326", "4490"})
"""The ends of `crs` names that mean WGS 84 or CGCS2000 in degrees: CRS84, EPSG 4326, EPSG 4490."""

Position = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Whole degrees that positions must lie in. Generous: they tell swapped axes and gross errors, not provinces."""

    west: int
    south: int
    east: int
    north: int
    says: Text

    def hold(self, position: Position) -> bool:
        """Whether a position (longitude, latitude) lies inside."""
        return self.west <= position[0] <= self.east and self.south <= position[1] <= self.north


WORLD = Bounds(-180, -90, 180, 90, Text("全球", "the world"))
CHINA = Bounds(73, 3, 136, 54, Text("中国", "China"))
GUANGDONG = Bounds(109, 20, 118, 26, Text("广东", "Guangdong"))


def read_outline(content: str | bytes, *, bounds: Bounds = GUANGDONG, about: str = "parcel") -> Outline:
    """The one parcel of a GeoJSON document: a geometry, a feature, or a collection of exactly one feature.

    Refuses `geometry_too_large`, `geometry_not_json`, and as `outline_in`.
    """
    document = read_json(content)
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = len(features) if isinstance(features, list) else 0
            raise refuse("several_features", count=count)
        document = {"crs": document.get("crs"), **features[0]} if isinstance(features[0], dict) else features[0]
    return outline_in(document, bounds=bounds, about=about)


def read_json(content: str | bytes, largest: int = LARGEST) -> Any:
    """The JSON document, its numbers as decimals. Refuses `geometry_too_large`, `geometry_not_json`, `position_malformed`."""
    if len(content) > largest:
        raise refuse("geometry_too_large", limit=largest)
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix("\ufeff")
        return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_constant)
    except UnicodeDecodeError as no:
        raise refuse("geometry_not_json", reason=Text("不是 UTF-8 编码", "it is not UTF-8")) from no
    except ValueError as no:
        reason = f"{getattr(no, 'msg', type(no).__name__)}: {getattr(no, 'lineno', 1)}:{getattr(no, 'colno', 1)}"
        raise refuse("geometry_not_json", reason=reason) from no
    except RecursionError as no:
        raise refuse("geometry_not_json", reason=Text("嵌套过深", "it is nested too deeply")) from no


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise refuse("position_malformed", place="–", position=shown(digits)) from None


def _constant(name: str) -> Decimal:
    raise refuse("position_malformed", place="–", position=name)


def outline_in(document: object, *, bounds: Bounds, about: str) -> Outline:
    """The outline of a feature or geometry that `read_json` gave.

    Refuses `geometry_not_polygons`, `crs_not_wgs84`, `geometry_empty`, `too_many_vertices`, `position_malformed`,
    `coordinates_swapped`, `antimeridian_not_split`, `coordinates_out_of_bounds`, `ring_not_closed`, `ring_too_short`,
    `ring_self_intersects`, `polygon_malformed`, `parcel_too_wide`.
    """
    reader = _Reader(bounds, about)
    geometry = reader.geometry(document)
    outline = outline_of(list(reader.polygons(geometry)), reader.findings())
    if sum(cells.count_tiles(box) for box in outline.boxes) > TILES:
        raise refuse("parcel_too_wide", limit=TILES)
    return outline


@dataclass
class _Reader:
    bounds: Bounds
    about: str
    vertices: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def geometry(self, document: object) -> dict[str, Any]:
        """The geometry itself, of a feature or alone; every `crs` on the way is looked at."""
        if not isinstance(document, dict):
            raise refuse("geometry_not_polygons", type=shown(type(document).__name__))
        self._datum(document.get("crs"))
        if document.get("type") == "Feature":
            inner = document.get("geometry")
            if inner is None:
                raise refuse("geometry_empty")
            return (
                self.geometry(inner)
                if isinstance(inner, dict) and inner.get("type") != "Feature"
                else _no_polygons(inner)
            )
        if document.get("type") not in ("Polygon", "MultiPolygon"):
            raise refuse("geometry_not_polygons", type=shown(document.get("type")))
        return document

    def _datum(self, crs: object) -> None:
        if crs is None:
            return
        said = crs.get("properties") if isinstance(crs, dict) else None
        name = said.get("name") if isinstance(said, dict) else None
        if not isinstance(name, str) or name.replace("::", ":").rsplit(":", 1)[-1].upper() not in SAME_DATUM:
            raise refuse("crs_not_wgs84", crs=shown(name if isinstance(name, str) else crs))
        self._note("crs_named")

    def polygons(self, geometry: dict[str, Any]) -> Iterator[list[list[tuple[int, int]]]]:
        """Polygon by polygon, in units."""
        coordinates = geometry.get("coordinates")
        many = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
        if not isinstance(many, list) or not many or many == [[]]:
            raise refuse("geometry_empty")
        if len(many) > POLYGONS:
            raise refuse("too_many_vertices", vertices=VERTICES, polygons=POLYGONS)
        for number, rings in enumerate(many, 1):
            if not isinstance(rings, list) or not rings:
                raise refuse("geometry_empty")
            yield [self._ring(ring, f"{number}.{place}", outer=place == 1) for place, ring in enumerate(rings, 1)]

    def _ring(self, ring: object, place: str, *, outer: bool) -> list[tuple[int, int]]:
        """`place`: polygon and ring, counted from one; the first ring is the outer one."""
        if not isinstance(ring, list):
            raise refuse("position_malformed", place=place, position=shown(ring))
        self.vertices += len(ring)
        if self.vertices > VERTICES:
            raise refuse("too_many_vertices", vertices=VERTICES, polygons=POLYGONS)
        positions = [self._position(raw, f"{place}.{number}") for number, raw in enumerate(ring, 1)]
        self._axes(positions, place)
        units = [(self._units(x), self._units(y)) for x, y in positions]
        if any(abs(x - next_x) > 180 * E7 for (x, _), (next_x, _) in pairwise(units)):
            raise refuse("antimeridian_not_split", place=place)
        if not units or units[0] != units[-1]:
            raise refuse("ring_not_closed", place=place)
        if len(units) < 4:
            raise refuse("ring_too_short", place=place, count=len(units))
        doubled = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(units))
        if doubled and (doubled > 0) != outer:
            self._note("ring_wound_the_old_way")
        return units

    def _position(self, raw: object, place: str) -> Position:
        plain = isinstance(raw, list) and len(raw) in (2, 3) and all(isinstance(number, Decimal) for number in raw)
        if not plain or not isinstance(raw, list):
            raise refuse("position_malformed", place=place, position=shown(raw))
        if len(raw) == 3:
            self._note("height_left_out")
        return raw[0], raw[1]

    def _axes(self, positions: list[Position], place: str) -> None:
        """Longitude first, within the bounds. Swapped if all would lie inside the other way round, and not as they are."""
        outside = next((p for p in positions if not (WORLD.hold(p) and self.bounds.hold(p))), None)
        if outside is None:
            return
        facts = {"place": place, "position": f"{shown(outside[0])}, {shown(outside[1])}", "bounds": self.bounds.says}
        if all(WORLD.hold((y, x)) and self.bounds.hold((y, x)) for x, y in positions):
            raise refuse("coordinates_swapped", **facts)
        if all(abs(x) <= 360 and abs(y) <= 90 for x, y in positions) and any(abs(x) > 180 for x, _ in positions):
            raise refuse("antimeridian_not_split", place=place)
        raise refuse("coordinates_out_of_bounds", **facts)

    def _units(self, degrees: Decimal) -> int:
        exact = degrees.scaleb(7)
        units = exact.to_integral_value(ROUND_HALF_EVEN)
        if units != exact:
            self._note("digits_rounded")
        return int(units)

    def _note(self, code: str) -> None:
        self.seen[code] = self.seen.get(code, 0) + 1

    def findings(self) -> list[Finding]:
        """What was tolerated, each kind once with its count; and what no file can show."""
        noted = [found(code, self.about, count=count) for code, count in self.seen.items()]
        return [*noted, found("datum_not_provable", self.about)]


def _no_polygons(inner: object) -> dict[str, Any]:
    raise refuse("geometry_not_polygons", type=shown(type(inner).__name__))
