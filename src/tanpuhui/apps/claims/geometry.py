"""Outlines of parcels: valid polygons in whole units of 10⁻⁷ degree (about 1 cm), measured on the ellipsoid.

Between two positions an edge is straight in longitude and latitude, as RFC 7946 says. Shapely intersects; PROJ measures
geodesic areas, after long edges were cut so short that a geodesic between two positions does not leave the straight edge.
Binary fractions live inside those two only: what comes out is whole square centimetres. 1 ha = 10⁸ cm².
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from tanpuhui.apps.claims.cells import Box
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.core.canonical import digest
from tanpuhui.core.findings import Finding
from tanpuhui.core.text import Text

E7 = 10**7
STEP = 10_000
"""Longest edge, in units, before it is cut for measuring: 0.001 degree, about 100 m; what is left out is below 0.1 mm."""
TOLERANCE_CM2 = 10**6
"""0.01 ha. Overlaps from here on are conflicts, smaller ones findings: outlines drawn by hand-held receivers and from old
maps differ by a metre or so along a common border, and that is no double claim. Our own setting, no rule of a mechanism."""

Rings = Sequence[Sequence[tuple[int, int]]]
"""A polygon: its outer ring, then its holes; positions (longitude, latitude) in units, the first again at the end."""

_POLYGON, _MULTIPOLYGON = 3, 6
_REASONS = (
    ("Self-intersection", Text("边界自相交", "the boundary crosses or touches itself")),
    ("Hole lies outside shell", Text("孔洞在外环之外", "a hole lies outside the outer ring")),
    ("Holes are nested", Text("孔洞互相嵌套", "a hole lies inside another hole")),
    ("Interior is disconnected", Text("孔洞把内部割断", "holes cut the inside in two")),
    ("Nested shells", Text("面互相重叠或嵌套", "a polygon lies inside another")),
)
_OTHER = Text("环没有面积或点太少", "a ring has no area or too few positions")


@dataclass(frozen=True, slots=False, eq=False)
class Outline:
    """A valid outline. `geojson`: its one spelling (RFC 7946, sorted, right-handed); `findings`: what its reader tolerated."""

    geojson: str
    findings: tuple[Finding, ...] = field(default=())

    @cached_property
    def shape(self) -> Any:
        """The polygons as Shapely has them, in units."""
        return shape_of(self.geojson)

    @cached_property
    def sha256(self) -> str:
        """The hash of its one spelling."""
        return digest(self.geojson.encode())

    @cached_property
    def area_cm2(self) -> int:
        """Its geodesic area on WGS 84, without its holes, in whole cm²."""
        return area_cm2(self.shape)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The bounds of each of its polygons."""
        bounds = (shapely.bounds(part) for part in shapely.get_parts(self.shape))
        return tuple(Box(*(int(side) for side in box)) for box in bounds)


def outline_of(polygons: Sequence[Rings], findings: Iterable[Finding] = ()) -> Outline:
    """The outline of polygons whose rings are closed. Refuses `ring_self_intersects`, `polygon_malformed`."""
    try:
        parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    except (ValueError, shapely.errors.GEOSException) as no:
        raise refuse("polygon_malformed", place="–", reason=_OTHER) from no
    shape = shapely.multipolygons(parts) if len(parts) > 1 else parts[0]
    if not shapely.is_valid(shape):
        raise _invalid(str(shapely.is_valid_reason(shape)))
    return Outline(_spelt(shapely.orient_polygons(shapely.normalize(shape))), tuple(findings))


def _invalid(said: str) -> Exception:
    """GEOS's English sentence with its place, `Self-intersection[1135000000 231000000]`, as a refusal of ours."""
    reason = next((text for begins, text in _REASONS if begins.lower() in said.lower()), _OTHER)
    numbers = said.partition("[")[2].rstrip("]").split()[:2]
    place = ", ".join(_degrees(int(Decimal(number))) for number in numbers) or "–"
    return refuse(
        "ring_self_intersects" if reason is _REASONS[0][1] else "polygon_malformed", place=place, reason=reason
    )


def overlap_cm2(one: Outline, other: Outline) -> int:
    """The geodesic area that two outlines share, in whole cm². A common border is none."""
    shared = shapely.intersection(one.shape, other.shape)
    parts = [part for part in shapely.get_parts(shared) if shapely.get_type_id(part) == _POLYGON]
    return sum(area_cm2(part) for part in parts)


def meeting(outlines: Sequence[Outline]) -> Iterable[tuple[int, int]]:
    """The pairs of places in the list whose outlines meet, the smaller first."""
    shapes = np.array([outline.shape for outline in outlines], dtype=object)
    ones, others = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return sorted((int(i), int(j)) for i, j in zip(ones, others, strict=True) if i < j)


def area_cm2(shape: Any) -> int:
    """The geodesic area of right-handed polygons in units, in whole cm², the nearest."""
    cut = shapely.segmentize(shapely.orient_polygons(shape), STEP)
    square_metres, _ = _ellipsoid().geometry_area_perimeter(shapely.transform(cut, lambda xy: np.divide(xy, E7)))
    return int(Decimal(square_metres).scaleb(4).to_integral_value())


def hectares(cm2: int) -> str:
    """An area in hectares, to the square metre below, as people read it: 10⁶ cm² is "0.0100"."""
    whole, rest = divmod(cm2 // 10**4, 10**4)
    return f"{whole}.{rest:04}"


def shape_of(geojson: str) -> Any:
    """The polygons of a spelling that `Outline` has, in units."""
    return shapely.transform(shapely.from_geojson(geojson), lambda xy: np.rint(xy * E7))


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def _spelt(shape: Any) -> str:
    many = shapely.get_type_id(shape) == _MULTIPOLYGON
    polygons = ",".join(_spelt_polygon(part) for part in shapely.get_parts(shape))
    return f'{{"type":"{"MultiPolygon" if many else "Polygon"}","coordinates":{f"[{polygons}]" if many else polygons}}}'


def _spelt_polygon(part: Any) -> str:
    rings = (part.exterior, *part.interiors)
    return f"[{','.join(_spelt_ring(ring) for ring in rings)}]"


def _spelt_ring(ring: Any) -> str:
    places = (f"[{_degrees(int(x))},{_degrees(int(y))}]" for x, y in shapely.get_coordinates(ring))
    return f"[{','.join(places)}]"


def _degrees(units: int) -> str:
    whole, rest = divmod(abs(units), E7)
    digits = f"{rest:07}".rstrip("0")
    return f"{'-' * (units < 0)}{whole}{'.' * bool(digits)}{digits}"
