"""The house's serial: one spelling, read and printed alike."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core.ranges import LAST, Range
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.serials import EXAMPLE, LIMITS, LONGEST, Serial, folder_name_of, parse_serial, segment_of


def segments(part: str) -> st.SearchStrategy[str]:
    """Legal segments of one part."""
    limit = LIMITS[part] - 1
    return st.from_regex(rf"[A-Z0-9][A-Z0-9_]{{0,{limit}}}", fullmatch=True).filter(lambda s: s != "DEMO")


serials = st.builds(
    Serial,
    jurisdiction=segments("jurisdiction"),
    unit_type=segments("unit_type"),
    methodology=segments("methodology"),
    project=segments("project"),
    vintage=st.integers(1900, 2200),
    units=st.lists(st.integers(1, LAST), min_size=2, max_size=2).map(lambda n: Range(min(n), max(n))),
    demo=st.booleans(),
)


@given(serials)
def test_what_is_printed_can_be_read_again(serial: Serial) -> None:
    assert parse_serial(str(serial)) == serial


@given(st.text(alphabet="ABDEMO019_-", max_size=60))
def test_what_can_be_read_is_printed_as_it_was_written(text: str) -> None:
    try:
        serial = parse_serial(text)
    except Refusal:
        return
    assert str(serial) == text


@given(st.text())
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    with suppress(Refusal):
        parse_serial(text)


def test_the_longest_legal_serial_is_within_the_bound() -> None:
    parts = ["Z" * limit for limit in LIMITS.values()]
    longest = Serial(parts[0], parts[1], parts[2], parts[3], 2200, Range(LAST, LAST), demo=True)
    assert len(str(longest)) == LONGEST
    assert parse_serial(str(longest)) == longest


def test_the_example_and_a_demonstration_serial() -> None:
    serial = parse_serial(EXAMPLE)
    assert (serial.project, serial.vintage, serial.count, serial.demo) == ("SG0001", 2019, 5000, False)
    assert parse_serial(f"DEMO-{EXAMPLE}").demo


def test_a_mirrored_californian_block_prints_like_one_of_ours() -> None:
    project = segment_of("CAFR5003-A", "project")
    serial = Serial("CA", "ARBOC", "FR", project, 2013, Range(1, 2_163_951))
    assert str(serial) == "CA-ARBOC-FR-CAFR5003A-2013-1-2163951"
    assert serial.count == 2_163_951


def test_the_receiver_gets_the_last_numbers_under_the_same_series() -> None:
    kept, given_ = parse_serial(EXAMPLE).take_last(1000)
    assert str(kept) == "GD-PHCER-FORESTRY_2020-SG0001-2019-1-4000"
    assert str(given_) == "GD-PHCER-FORESTRY_2020-SG0001-2019-4001-5000"
    assert parse_serial(EXAMPLE).take_last(5000) == (None, parse_serial(EXAMPLE))


def test_an_edition_and_its_segment_name_each_other() -> None:
    assert segment_of("forestry_2020", "methodology") == "FORESTRY_2020"
    assert folder_name_of("FORESTRY_2020") == "forestry_2020"
    assert segment_of("AMS-III.C. v2/1", "methodology") == "AMSIIICV21"


@pytest.mark.parametrize("year", [1900, 2200])
def test_the_first_and_last_vintage_are_allowed(year: int) -> None:
    assert parse_serial(f"GD-PHCER-F-P-{year}-1-1").vintage == year
