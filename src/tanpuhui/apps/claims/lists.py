"""Lists of other schemes' claims: a CSV of keys, or a GeoJSON collection of parcels, read row by row into items.

CSV, UTF-8 (a BOM may stand before it), columns in any order: `reference` (their project), `kind`, `first`, `last` (days,
YYYY-MM-DD, both included), and either `key` (64 hexadecimal digits, hashed as `identity` says) or the parts that name the
thing (`certificate`, `parcel`; `utility`, `meter` …), which are hashed while they are read and never stored.
GeoJSON: a FeatureCollection; each feature has the properties `reference`, `first`, `last`, perhaps `certificate` and
`parcel`. What cannot be read is a finding of its row, in order; the other rows go on.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tanpuhui.apps.claims.filing import check_item, check_name
from tanpuhui.apps.claims.findings import found
from tanpuhui.apps.claims.geojson import WORLD, Bounds, outline_in, read_json
from tanpuhui.apps.claims.identity import Key, given_key, key_of, kind_of, outline_key
from tanpuhui.apps.claims.kinds import KINDS
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

LARGEST = 64 << 20
"""Bytes of a list."""
_BASE = ("reference", "kind", "first", "last")
_PARTS = tuple(dict.fromkeys(part for kind in KINDS.values() for part in kind.parts))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number (the first data row of a CSV is 2, the first feature 1), and the item, or what is wrong."""

    number: int
    reference: str
    item: Item | None
    finding: Finding | None


def read_keys(content: bytes, *, scheme: str, secret: bytes = b"") -> Iterator[Row]:
    """The rows of a CSV. Refuses, before the first row, `list_not_readable`, `list_header_wrong`."""
    rows = csv.DictReader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        header = [name.strip() for name in rows.fieldnames or ()]
    except csv.Error as no:
        raise refuse("list_not_readable", reason=str(no), limit=LARGEST) from no
    known = {*_BASE, "key", *_PARTS}
    missing, unknown = [c for c in _BASE if c not in header], [c for c in header if c not in known]
    if missing or unknown or len(set(header)) < len(header):
        facts = {"missing": ", ".join(missing) or "–", "unknown": ", ".join(map(shown, unknown)) or "–"}
        raise refuse("list_header_wrong", known=", ".join([*_BASE, "key", *_PARTS]), **facts)
    rows.fieldnames = header
    return _keys(rows, scheme, secret)


def _keys(rows: "csv.DictReader[str]", scheme: str, secret: bytes) -> Iterator[Row]:
    """A field that is broken off spoils all that follows, so it is the last row."""
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as no:
            yield Row(number, "", None, found("list_row_wrong", str(number), reason=str(no)))
            return
        if cells is None:
            return
        yield _row(number, scheme, cells, lambda cells=cells: _item(cells, secret))


def read_parcels(content: bytes, *, scheme: str, bounds: Bounds = WORLD) -> Iterator[Row]:
    """The rows of a FeatureCollection. Refuses, before the first row, `list_not_readable` and as `geojson.read_json`."""
    document = read_json(content, LARGEST)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise refuse("list_not_readable", reason=Text("不是 FeatureCollection", "no FeatureCollection"), limit=LARGEST)
    crs = document.get("crs")
    return (_parcel(number, scheme, feature, crs, bounds) for number, feature in enumerate(features, 1))


def _parcel(number: int, scheme: str, feature: Any, crs: object, bounds: Bounds) -> Row:
    said = feature.get("properties") if isinstance(feature, dict) else None
    properties = {str(k): str(v) for k, v in said.items() if v is not None} if isinstance(said, dict) else {}

    def make() -> Item:
        drawn = outline_in(
            {"crs": crs, **feature} if isinstance(feature, dict) else feature, bounds=bounds, about=str(number)
        )
        named = {part: properties[part] for part in KINDS["parcel"].parts if properties.get(part)}
        key = key_of("parcel", named) if named else outline_key(drawn.sha256)
        return Item(key, _period(properties), drawn)

    return _row(number, scheme, properties, make)


def _row(number: int, scheme: str, cells: Mapping[str, Any], make: Any) -> Row:
    reference = str(cells.get("reference") or "").strip()
    try:
        check_name(scheme, reference)
        item = make()
        check_item(item)
    except Refusal as no:
        return Row(number, reference, None, found("list_row_wrong", str(number), reason=no.says))
    return Row(number, reference, item, None)


def _item(cells: Mapping[str, Any], secret: bytes) -> Item:
    given = {name: value.strip() for name, value in cells.items() if isinstance(value, str) and value.strip()}
    kind = kind_of(given.get("kind", ""))
    return Item(_key(kind.code, given, secret), _period(given))


def _key(kind: str, given: Mapping[str, str], secret: bytes) -> Key:
    if "key" in given:
        return given_key(kind, given["key"])
    return key_of(kind, {part: value for part, value in given.items() if part in _PARTS}, secret=secret)


def _period(given: Mapping[str, str]) -> Period:
    return Period.parse(given.get("first", ""), given.get("last", ""))


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise refuse("list_not_readable", reason=Text("太大", "it is too large"), limit=LARGEST)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as no:
        raise refuse("list_not_readable", reason=Text("不是 UTF-8 编码", "it is not UTF-8"), limit=LARGEST) from no
    if "\0" in text:
        raise refuse("list_not_readable", reason=Text("含有空字符", "it has NUL characters"), limit=LARGEST)
    return text
