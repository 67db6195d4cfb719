"""The boundaries of a project as parcels that can be claimed: every feature of every present boundary document."""

from collections.abc import Iterable

from tanpuhui.apps.claims.geojson import GUANGDONG, outline_in, read_json
from tanpuhui.apps.claims.geometry import Outline
from tanpuhui.apps.claims.identity import Key, key_of, outline_key
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.projects.models import Document
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import open_evidence
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding

MOST_FEATURES = 1_000
NAMES = ("certificate", "parcel")
"""Properties of a feature that name its parcel; without both it is known by its outline alone."""


def parcels_in(content: bytes, about: str) -> list[tuple[Key, Outline]]:
    """The parcels of a GeoJSON file: a geometry, a feature, or a collection of features.

    Refuses `boundary_without_parcel`, `boundary_too_many`, and as `claims.geojson.outline_in` and `claims.identity.key_of`.
    """
    document = read_json(content)
    features = [document]
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        inner = document.get("features")
        features = inner if isinstance(inner, list) else []
        features = [{"crs": document.get("crs"), **f} if isinstance(f, dict) else f for f in features]
    if not features:
        raise refuse("boundary_without_parcel", name=about)
    if len(features) > MOST_FEATURES:
        raise refuse("boundary_too_many", name=about, count=len(features), most=MOST_FEATURES)
    return [_parcel(feature, f"{about} #{number}") for number, feature in enumerate(features, 1)]


def _parcel(feature: object, about: str) -> tuple[Key, Outline]:
    outline = outline_in(feature, bounds=GUANGDONG, about=about)
    said = feature.get("properties") if isinstance(feature, dict) else None
    names = {part: str(said[part]) for part in NAMES if said.get(part)} if isinstance(said, dict) else {}
    return (key_of("parcel", names) if len(names) == len(NAMES) else outline_key(outline.sha256)), outline


def items(documents: Iterable[Document], period: Period) -> list[Item]:
    """What is claimed for a period: every parcel of the boundary documents."""
    found = []
    for document in documents:
        if document.kind == "boundary":
            with open_evidence(str(document.evidence_id)) as file:
                parcels = parcels_in(file.read(), document.name or "boundary")
            found += [Item(key, period, outline) for key, outline in parcels]
    return found


def findings(documents: Iterable[Document]) -> list[Finding]:
    """What was tolerated when the boundaries were read, and what no file can show."""
    period = Period.of_year(2000)  # any: the outlines are what is looked at
    return [finding for item in items(documents, period) if item.outline for finding in item.outline.findings]
