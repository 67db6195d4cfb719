"""The key of a thing: one normal form, a hash, and no name anywhere in the register."""

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.apps.claims.identity import Key, given_key, key_of
from tanpuhui.apps.claims.kinds import KINDS
from tanpuhui.apps.claims.lists import read_keys
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.records.tables import rows, tables
from tests.claims.cast import SECRET, YEAR, Cast, code_of, meter

PAPER = {"certificate": "粤(2019)韶关市不动产权第0012345号", "parcel": "3-1"}


@pytest.mark.parametrize(
    "way",
    [
        {"certificate": "粤（2019）韶关市不动产权第0012345号", "parcel": "3—1"},
        {"certificate": " 粤〔2019〕韶关市 不动产权第 0012345 号", "parcel": "３／１"},
        {"certificate": "粤[2019]韶关市不动产权第０01２345号", "parcel": "3.1"},
    ],
)
def test_one_certificate_has_one_key_however_it_is_typed(way: dict[str, str]) -> None:
    assert key_of("parcel", way) == key_of("parcel", PAPER)


def test_leading_zeros_capitals_and_parts_count() -> None:
    assert meter("ab-0123") == meter("AB 0123") != meter("AB123")
    keys = {key_of(kind, dict.fromkeys(KINDS[kind].parts, "1"), secret=SECRET) for kind in KINDS}
    assert len({key.hash for key in keys}) == len(KINDS)
    moved = {"certificate": "粤(2019)韶关市不动产权第0012345号3", "parcel": "1"}
    assert key_of("parcel", moved) != key_of("parcel", PAPER)


def test_a_personal_thing_needs_the_registers_secret_and_another_secret_is_another_key() -> None:
    names = {"utility": "CSG", "meter": "1"}
    with pytest.raises(ValueError, match="secret"):
        key_of("meter", names)
    assert key_of("meter", names, secret=b"one") != key_of("meter", names, secret=b"two")
    assert key_of("batch", {"operator": "A", "batch": "1"}) == key_of(
        "batch", {"operator": "a", "batch": "1"}, secret=b"x"
    )


@pytest.mark.parametrize("parts", [{}, {"meter": "1"}, {"utility": "C", "meter": "1", "name": "x"}, {"utility": "C", "meter": ""},
                                   {"utility": "C", "meter": "--"}, {"utility": "C", "meter": "1;2"},
                                   {"utility": "C", "meter": "9" * 81},
                                   {"utility": "C", "meter": "1\u0000"}, {"utility": "C", "meter": "🌲"}])  # fmt: skip
def test_what_names_nothing_is_refused_and_not_repeated(parts: dict[str, str]) -> None:
    assert code_of(key_of, "meter", parts, secret=SECRET) == "identity_malformed"


def test_a_key_that_somebody_else_computed_is_64_digits_of_a_known_kind() -> None:
    assert given_key("meter", "ab" * 32) == Key("meter", "ab" * 32)
    assert code_of(given_key, "meter", "AB" * 32) == code_of(given_key, "meter", "") == "key_malformed"
    assert code_of(given_key, "cloud", "ab" * 32) == "unknown_claim_kind"


@given(st.text(max_size=90))
def test_any_text_is_a_key_or_a_refusal(text: str) -> None:
    names = {"utility": "CSG", "meter": text}
    assert code_of(key_of, "meter", names, secret=SECRET) in ("", "identity_malformed")


def test_no_table_of_the_register_holds_a_name_in_clear(cast: Cast) -> None:
    secrets = ("METER77001122", "张三丰的家", "TRIP990088", "粤A12345", "7700-1122")
    filed = [
        meter("METER77001122"), key_of("household", {"household": "张三丰的家"}, secret=SECRET),
        key_of("vehicle_trip", {"operator": "粤A12345", "trip": "TRIP990088"}, secret=SECRET),
    ]  # fmt: skip
    cast.file("R1", *(Item(key, YEAR) for key in filed))
    cast.file("R2", Item(filed[0], YEAR), by=cast.bob)
    text = "reference,kind,utility,meter,first,last\nF1,meter,CSG,7700-1122,2020-01-01,2020-12-31\n"
    from tests.claims.test_lists import load

    load(cast, read_keys(text.encode(), scheme="cn-ccer", secret=SECRET))
    stored = "".join(
        bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)
        for table in tables() for row in rows(table) for cell in row
    )  # fmt: skip
    assert filed[0].hash in stored
    assert [name for name in secrets if name in stored] == []
    assert apps.is_installed("tanpuhui.apps.claims")
