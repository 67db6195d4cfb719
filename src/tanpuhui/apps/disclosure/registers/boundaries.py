"""The public boundaries of projects as features of GeoJSON, which `claims` and `projects` read in again unchanged.

Each parcel has the geometry of its boundary document in its one spelling, the names by which the document knows it, the
reference of the project and the crediting period: with `reference`, `first` and `last` a list of another register's claims.
"""

import json
from collections.abc import Iterator
from typing import Any

from tanpuhui.apps.claims.geojson import GUANGDONG, outline_in, read_json
from tanpuhui.apps.disclosure.registers import cases
from tanpuhui.apps.disclosure.registers.asked import Asked
from tanpuhui.apps.projects.boundary import NAMES
from tanpuhui.apps.projects.models import Document
from tanpuhui.apps.records.evidence import open_evidence

SHOWN = ("title_zh", "title_en", "state", "methodology", "owners", "issued")


def features(asked: Asked) -> Iterator[str]:
    """The parcels of a page of public projects, each written as a feature. Six statements; one file read a document."""
    rows = list(cases.projects(asked))
    documents = cases.public_documents().filter(
        kind="boundary", project__reference__in=[row["reference"] for row in rows]
    )
    found: dict[str, list[Document]] = {}
    for document in documents.select_related("project").order_by("name"):
        found.setdefault(document.project.reference, []).append(document)
    for row in rows:
        said = {"reference": row["reference"], "first": str(row["first"]), "last": str(row["last"])}
        said |= {name: row[name] for name in SHOWN}
        for document in found.get(row["reference"], ()):
            yield from _of(document, said)


def _of(document: Any, said: dict[str, Any]) -> Iterator[str]:
    with open_evidence(document.shown) as file:
        content = read_json(file.read())
    for number, feature in enumerate(_features(content), 1):
        outline = outline_in(feature, bounds=GUANGDONG, about=f"{document.project.reference} #{number}")
        said_there = feature.get("properties")
        named: dict[str, Any] = said_there if isinstance(said_there, dict) else {}
        names = {name: str(named[name]) for name in NAMES if named.get(name)}
        told = said | {"boundary": document.name, "redacted": document.visibility != "public"} | names
        yield f'{{"type":"Feature","properties":{json.dumps(told, ensure_ascii=False)},"geometry":{outline.geojson}}}'


def _features(content: Any) -> list[dict[str, Any]]:
    if content.get("type") == "FeatureCollection":
        return [{"crs": content.get("crs"), **feature} for feature in content["features"]]
    return [content]
