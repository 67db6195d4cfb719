"""Lists of other schemes: every row is reported, none is entered twice, and what meets a claim here opens a case."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tanpuhui.apps.claims import queries
from tanpuhui.apps.claims.lists import Row, read_keys, read_parcels
from tanpuhui.apps.claims.loading import CHUNK, RowReport
from tanpuhui.apps.claims.loading import load as load_rows
from tanpuhui.apps.claims.models import Claim
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tanpuhui.core.text import LANGS
from tests.claims.cast import LAT, LON, SECRET, YEAR, Cast, box, code_of, meter, parcel, ring, states

HEAD = "reference,kind,key,utility,meter,first,last"


def load(cast: Cast, rows: Iterable[Row], scheme: str = "cn-ccer", **more: Any) -> list[RowReport]:
    written = cast.write(more.pop("by", cast.ivy), more.pop("key", None))
    return list(load_rows(rows=rows, scheme=scheme, claimant=cast.ccer.organisation_id, **written, **more))


def keys(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines]).encode()


def feature(reference: str, west: int, **properties: str) -> dict[str, Any]:
    square = json.loads(ring(LON + west, LAT, LON + west + 10_000, LAT + 10_000))
    said = {"reference": reference, "first": "2020-01-01", "last": "2020-12-31", **properties}
    return {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [square]}}


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_each_row_of_a_list_of_keys_is_reported_in_order(cast: Cast) -> None:
    cast.file("R1", Item(meter(7), YEAR))
    content = keys(
        "F1,meter,,CSG,1,2020-01-01,2020-12-31", "F1,meter,,CSG,7,2020-12-31,2021-12-31",
        "F2,meter," + "ab" * 32 + ",,,2020-01-01,2020-12-31", "F2,cloud,,CSG,1,2020-01-01,2020-12-31",
        "F2,meter,,CSG,2,2020-12-31,2020-01-01", ",meter,,CSG,2,2020-01-01,2020-01-01", "F1,meter,,CSG,1,2020-05-01,2021-01-01",
        "F3,meter,,,2,2020-01-01,2020-01-01", "F3,meter,,CSG,2,2020-1-1,2020-01-01",
    )  # fmt: skip
    told = load(cast, read_keys(b"\xef\xbb\xbf" + content, scheme="cn-ccer", secret=SECRET))
    assert [(r.number, r.outcome) for r in told] == [
        (2, "reserved"), (3, "contested"), (4, "reserved"), (5, "wrong"), (6, "wrong"), (7, "wrong"), (8, "twice"),
        (9, "wrong"), (10, "wrong"),
    ]  # fmt: skip
    codes = [r.finding.code if r.finding else "" for r in told]
    assert codes == [
        "",
        "",
        "",
        "list_row_wrong",
        "list_row_wrong",
        "list_row_wrong",
        "list_row_twice",
        *["list_row_wrong"] * 2,
    ]
    assert all(r.finding.says.into(lang) for r in told if r.finding for lang in LANGS)
    assert states("F1", "cn-ccer") == ["reserved", "contested"]
    (case,) = queries.cases(by=cast.rita)
    assert (case.earlier.reference, case.later.reference, case.later.scheme) == ("R1", "F1", "cn-ccer")
    assert (case.period.first, case.period.last) == (YEAR.last, YEAR.last)
    assert verify() == []


def test_a_list_loaded_again_enters_nothing_and_only_what_is_new_in_a_longer_one(cast: Cast) -> None:
    lines = [f"F{n % 3},meter,,CSG,{n},2020-01-01,2020-12-31" for n in range(CHUNK + 5)]
    first = load(cast, read_keys(keys(*lines), scheme="cn-ccer", secret=SECRET))
    again = load(cast, read_keys(keys(*lines), scheme="cn-ccer", secret=SECRET))
    longer = load(
        cast, read_keys(keys(*lines, "F9,meter,,CSG,x1,2020-01-01,2020-12-31"), scheme="cn-ccer", secret=SECRET)
    )
    assert {r.outcome for r in first} == {"reserved"}
    assert [(r.outcome, r.claim) for r in again] == [("known", r.claim) for r in first]
    assert [r.outcome for r in longer] == ["known"] * len(lines) + ["reserved"]
    assert Claim.objects.count() == len(lines) + 1


def test_the_same_key_gives_the_same_report(cast: Cast) -> None:
    def rows() -> Iterable[Row]:
        return read_keys(keys("F1,meter,,CSG,1,2020-01-01,2020-12-31"), scheme="cn-ccer", secret=SECRET)

    assert load(cast, rows(), key="k") == load(cast, rows(), key="k")


def test_a_released_foreign_claim_does_not_come_back_by_loading_the_list_again(cast: Cast) -> None:
    content = keys("F1,meter,,CSG,1,2020-01-01,2020-12-31")
    load(cast, read_keys(content, scheme="cn-ccer", secret=SECRET))
    cast.release("F1", scheme="cn-ccer")
    assert [r.outcome for r in load(cast, read_keys(content, scheme="cn-ccer", secret=SECRET))] == ["known"]
    cast.file("R1", Item(meter(1), YEAR))
    assert (states("F1", "cn-ccer"), states("R1")) == (["released"], ["reserved"])


def test_parcels_of_another_scheme_stand_in_the_way_of_claims_here(cast: Cast) -> None:
    cast.file("R1", parcel(box(0, 0, 10_000, 10_000)))
    content = collection(
        feature("F1", 5_000), feature("F1", 100_000, certificate="粤(2019)1号", parcel="2"), feature("F1", 100_500),
        {"type": "Feature", "properties": {"reference": "F1", "first": "2020-01-01", "last": "2020-01-01"}, "geometry": None},
        5, feature("F2", 900_000, first="yesterday"), {"type": "Feature", "properties": [], "geometry": {}},
    )  # fmt: skip
    told = load(cast, read_parcels(content, scheme="cn-ccer"))
    assert [r.outcome for r in told] == ["contested", "reserved", "twice", "wrong", "wrong", "wrong", "wrong"]
    cast.file("R2", parcel(box(95_000, 0, 101_000, 10_000)), by=cast.bob)
    assert states("R2") == ["contested"]
    newest = queries.cases(by=cast.rita)[0]
    assert (newest.earlier.claimant.en, newest.area_cm2 > 0) == ("CCER register", True)
    assert [r.outcome for r in load(cast, read_parcels(content, scheme="cn-ccer"))][:2] == ["known", "known"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_header_wrong"), (keys(head="reference,kind,first"), "list_header_wrong"),
        (keys(head=HEAD + ",colour"), "list_header_wrong"), (keys(head=HEAD + ",key"), "list_header_wrong"),
        ("编号".encode("gbk"), "list_not_readable"), (keys("F1\0"), "list_not_readable"),
        (b'"' + b"x" * 200_000, "list_not_readable"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_keys_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert code_of(lambda: list(read_keys(content, scheme="cn-ccer", secret=SECRET))) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"[]", "list_not_readable"), (b'{"type":"Feature"}', "list_not_readable"), (b"{", "geometry_not_json")],
)
def test_what_is_no_list_of_parcels_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert code_of(lambda: list(read_parcels(content, scheme="cn-ccer"))) == code


def test_a_row_that_breaks_off_is_the_last(cast: Cast) -> None:
    content = keys("F1,meter,,CSG,1,2020-01-01,2020-12-31", 'F1,meter,,"CSG,2')
    told = load(cast, read_keys(content, scheme="cn-ccer", secret=SECRET))
    assert [r.outcome for r in told] == ["reserved", "wrong"]


def test_only_an_importer_loads_and_never_as_this_scheme_or_for_another(cast: Cast) -> None:
    content = keys("F1,meter,,CSG,1,2020-01-01,2020-12-31")

    def rows() -> Iterable[Row]:
        return read_keys(content, scheme="cn-ccer", secret=SECRET)

    assert code_of(load, cast, rows(), by=cast.alice) == "not_permitted"
    assert code_of(load, cast, rows(), scheme="cn-gd-phcer") == "scheme_malformed"
    load(cast, rows())
    other = cast.write(cast.ivy)
    assert code_of(
        lambda: list(load_rows(rows=rows(), scheme="cn-ccer", claimant=cast.alice.organisation_id, **other))
    ) == ("claim_of_another")
