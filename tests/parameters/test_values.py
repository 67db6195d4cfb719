"""Asking for a value: borders of validity, axes, gaps, examples, and entries given by argument."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters.periods import Period
from tanpuhui.parameters.refusals import refuse
from tanpuhui.parameters.sources import Unit
from tanpuhui.parameters.values import Definition, Entry, GivenEntry, Value, Values, hash_of_all
from tests.parameters.makers import CITED, entry, value_text, values_of

KEY = "rule.limit"
DAY = date(2020, 1, 1)
NOTICE = Citation("N1", Text("通知", "notice"), "art. 1", Status.OFFICIAL, date(2026, 1, 1))


def code_of(values: Values, **asked: date | int) -> str:
    with pytest.raises(Refusal) as caught:
        values.at(KEY, **asked)  # type: ignore[arg-type]
    return caught.value.code


def notice(value: str, first: date | int | None, last: date | int | None, published: date = DAY) -> GivenEntry:
    return GivenEntry(KEY, value, first, last, published, NOTICE)


@pytest.fixture
def values(tmp_path: Path) -> Values:
    return values_of(
        tmp_path, value_text(entry("0.10", "2020-01-01", "2020-12-31"), entry("0.08", "2021-02-01", "open"))
    )


@pytest.fixture
def yearly(tmp_path: Path) -> Values:
    unknown = "value: unknown, from: 2019, to: 2019, checked_on: 2026-01-01, note: {zh: 已查阅, en: looked in vain}"
    demo = entry("7", "2021", "2021", CITED.replace("official", "illustrative"))
    return values_of(tmp_path, value_text(entry("5", "2018", "2018"), unknown, demo, kind="integer", axis="data_year"))


def test_the_first_and_last_day_hold_and_the_days_around_do_not(values: Values) -> None:
    assert values.at(KEY, on=date(2020, 1, 1)).decimal == Decimal("0.10")
    assert values.at(KEY, on=date(2020, 12, 31)).decimal == Decimal("0.10")
    assert code_of(values, on=date(2019, 12, 31)) == "value_not_yet_known_for"
    assert code_of(values, on=date(2021, 1, 1)) == "value_not_yet_known_for"
    assert code_of(values, on=date(2021, 1, 31)) == "value_not_yet_known_for"
    assert values.at(KEY, on=date(2021, 2, 1)).decimal == Decimal("0.08")
    assert values.at(KEY, on=date.max).decimal == Decimal("0.08")


def test_a_gap_is_refused_with_what_is_there_and_the_file_to_write_into(values: Values) -> None:
    with pytest.raises(Refusal) as caught:
        values.at(KEY, on=date(2021, 1, 15))
    assert "2020-01-01 to 2020-12-31, from 2021-02-01 on" in caught.value.says.en
    assert "values/rule/limit.yaml" in caught.value.mend.zh


def test_a_data_year_holds_for_that_year_only(yearly: Values) -> None:
    assert yearly.at(KEY, data_year=2018).whole == 5
    assert code_of(yearly, data_year=2017) == "value_not_yet_known_for"
    assert code_of(yearly, data_year=2020) == "value_not_yet_known_for"


def test_an_unknown_value_is_refused_with_what_was_searched(yearly: Values) -> None:
    with pytest.raises(Refusal) as caught:
        yearly.at(KEY, data_year=2019)
    assert caught.value.code == "value_unknown"
    assert "looked in vain" in caught.value.says.en
    assert "已查阅" in caught.value.says.zh


def test_an_example_is_refused_until_the_demo_profile_is_on(yearly: Values, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        yearly.at(KEY, data_year=2021)
    assert caught.value.code == "value_illustrative_only"
    assert "profile=demo" in caught.value.mend.en
    text = (tmp_path / "values" / "rule" / "limit.yaml").read_text(encoding="utf-8")
    shown = values_of(tmp_path, text, profile="demo").at(KEY, data_year=2021)
    assert (shown.whole, shown.status) == (7, Status.ILLUSTRATIVE)
    assert [value.whole for value in yearly.known(KEY)] == [5]


def test_the_wrong_axis_is_refused_both_ways(values: Values, yearly: Values) -> None:
    assert code_of(values, data_year=2020) == "wrong_axis"
    assert code_of(yearly, on=date(2018, 1, 1)) == "wrong_axis"


def test_neither_or_both_axes_is_a_bug(values: Values) -> None:
    for asked in ({}, {"on": DAY, "data_year": 2020}):
        with pytest.raises(TypeError):
            values.at(KEY, **asked)  # type: ignore[arg-type]


def test_an_unknown_key_is_refused_with_its_neighbours(values: Values) -> None:
    with pytest.raises(Refusal) as caught:
        values.at("rule.limits", on=DAY)
    assert caught.value.code == "unknown_value_key"
    assert "rule.limit" in caught.value.says.zh


def test_a_given_entry_answers_where_it_covers_and_the_shipped_one_elsewhere(values: Values) -> None:
    more = values.with_entries([notice("0.05", date(2020, 7, 1), date(2020, 7, 31))])
    assert more.at(KEY, on=date(2020, 6, 30)).decimal == Decimal("0.10")
    assert more.at(KEY, on=date(2020, 7, 1)).decimal == Decimal("0.05")
    assert more.at(KEY, on=date(2020, 7, 31)).citation is NOTICE
    assert more.at(KEY, on=date(2020, 8, 1)).decimal == Decimal("0.10")
    assert values.at(KEY, on=date(2020, 7, 1)).decimal == Decimal("0.10")


def test_the_newest_published_given_entry_wins_in_whatever_order_they_come(values: Values) -> None:
    old, new = notice("0.05", DAY, None), notice("0.03", DAY, None, DAY + timedelta(days=1))
    for order in ([old, new], [new, old]):
        assert values.with_entries(order).at(KEY, on=DAY).decimal == Decimal("0.03")
    assert values.with_entries([new]).with_entries([old]).at(KEY, on=DAY).decimal == Decimal("0.03")


def test_what_was_published_later_can_be_left_out(values: Values) -> None:
    more = values.with_entries([notice("0.05", DAY, None, date(2022, 3, 1))])
    asked = date(2021, 6, 1)
    assert more.at(KEY, on=asked, published_by=date(2022, 2, 28)).decimal == Decimal("0.08")
    assert more.at(KEY, on=asked, published_by=date(2022, 3, 1)).decimal == Decimal("0.05")


def test_a_shipped_entry_counts_from_the_day_it_says_it_was_published(tmp_path: Path) -> None:
    said = values_of(tmp_path, value_text(entry("0.1", "2020-01-01", "open") + ", published: 2019-11-05"))
    assert said.at(KEY, on=DAY, published_by=date(2019, 11, 5)).published == date(2019, 11, 5)
    with pytest.raises(Refusal, match="value_not_yet_known_for") as caught:
        said.at(KEY, on=DAY, published_by=date(2019, 11, 4))
    assert "published 2019-11-05" in caught.value.says.en
    silent = values_of(tmp_path, value_text(entry("0.1", "2020-01-01", "open")))
    assert silent.at(KEY, on=DAY, published_by=date(1999, 1, 1)).published is None


def test_a_given_entry_fills_what_nobody_knew(yearly: Values) -> None:
    assert yearly.with_entries([notice("9", 2019, 2019)]).at(KEY, data_year=2019).whole == 9


def test_two_given_entries_of_one_day_that_overlap_are_refused(values: Values) -> None:
    with pytest.raises(Refusal) as caught:
        values.with_entries([notice("0.05", DAY, DAY), notice("0.06", DAY, None)])
    assert caught.value.code == "overlapping_values"
    apart = [notice("0.05", DAY, DAY), notice("0.06", DAY + timedelta(days=1), None)]
    assert values.with_entries(apart).at(KEY, on=DAY).decimal == Decimal("0.05")


@pytest.mark.parametrize(
    ("value", "first", "last"), [("5 %", DAY, None), ("0.1e1", DAY, None), ("0.1", DAY, DAY - timedelta(days=1))]
)
def test_a_given_value_that_is_malformed_is_refused(values: Values, value: str, first: date, last: date | None) -> None:
    with pytest.raises(Refusal) as caught:
        values.with_entries([notice(value, first, last)])
    assert caught.value.code == "given_value_malformed"


def test_a_given_entry_on_the_wrong_axis_or_of_an_unknown_key_is_refused(values: Values, yearly: Values) -> None:
    for of, ends in ((values, (2020, None)), (yearly, (DAY, None))):
        with pytest.raises(Refusal, match="wrong_axis"):
            of.with_entries([notice("1", *ends)])
    with pytest.raises(Refusal, match="unknown_value_key"):
        values.with_entries([GivenEntry("rule.none", "1", DAY, None, DAY, NOTICE)])


def test_a_given_example_stays_off_without_the_demo_profile(values: Values) -> None:
    example = Citation("N1", Text("例", "example"), "-", Status.ILLUSTRATIVE, DAY)
    more = values.with_entries([GivenEntry(KEY, "0.5", DAY, DAY, DAY, example)])
    assert code_of(more, on=DAY) == "value_illustrative_only"


def test_the_hash_changes_with_what_is_said_and_not_with_how_or_when_it_was_looked_at(tmp_path: Path) -> None:
    def hashed(text: str) -> str:
        return values_of(tmp_path, text).at(KEY, on=DAY).hash

    plain = value_text(entry("0.10", "2020-01-01", "open"))
    assert len(hashed(plain)) == 64
    same = (plain.replace("checked_on: 2026-01-01", "checked_on: 2027-01-01"), plain.replace("0.10", "0.1"))
    assert {hashed(text) for text in (*same, plain.replace("en: limit", "en: another"))} == {hashed(plain)}
    other = [("0.10", "0.11"), ("2020-01-01", "2019-01-01"), ("A1", "A2"), ("§ 1", "§ 2"), ("official", "secondary")]
    assert len({hashed(plain.replace(*pair)) for pair in other} | {hashed(plain)}) == 6


def test_the_hash_of_several_values_does_not_depend_on_order_or_repetition(values: Values) -> None:
    one, two = values.known(KEY)
    assert hash_of_all([one, two]) == hash_of_all([two, one, two]) != hash_of_all([one])


def test_asking_a_value_for_what_it_is_not_is_a_bug(values: Values) -> None:
    value = values.at(KEY, on=DAY)
    for wrong in ("whole", "yes", "choice", "day"):
        with pytest.raises(TypeError):
            getattr(value, wrong)


@pytest.mark.parametrize(
    ("kind", "written", "attribute", "amount"),
    [
        ("integer", "1500000", "whole", 1500000),
        ("integer", "3", "decimal", Decimal(3)),
        ("boolean", "true", "yes", True),
        ("date", "2019-06-10", "day", date(2019, 6, 10)),
    ],
)
def test_each_kind_of_value_is_read_exactly(
    tmp_path: Path, kind: str, written: str, attribute: str, amount: object
) -> None:
    value = values_of(tmp_path, value_text(entry(written, "open", "open"), kind=kind)).at(KEY, on=DAY)
    assert getattr(value, attribute) == amount
    assert json.dumps(value.hash)


def test_yes_and_no_are_no_numbers(tmp_path: Path) -> None:
    value = values_of(tmp_path, value_text(entry("true", "open", "open"), kind="boolean")).at(KEY, on=DAY)
    assert "yes" in value.says.en
    for number in ("decimal", "whole"):
        with pytest.raises(TypeError):
            getattr(value, number)


def test_a_choice_is_spoken_by_its_name(tmp_path: Path) -> None:
    text = value_text(entry("b", "open", "open"), kind="choice")
    value = values_of(tmp_path, text + "choices: {a: {zh: 一, en: one}, b: {zh: 二, en: two}}\n").at(KEY, on=DAY)
    assert value.choice == "b"
    assert "二" in value.says.zh
    assert "two" in value.says.en


def test_values_that_nobody_looked_at_lately_are_listed(values: Values) -> None:
    assert values.not_looked_at_since(date(2026, 1, 1)) == ()
    assert len(values.not_looked_at_since(date(2026, 1, 2))) == 2


def test_every_refusal_of_the_room_is_produced_by_a_test_here() -> None:
    tests = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert [kind.code for kind in refuse if f'"{kind.code}"' not in tests] == []


DAYS = st.dates(date(2019, 12, 1), date(2020, 3, 31))
LISTS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=6)


def _of(periods: list[Period]) -> Values:
    def one(number: int, period: Period) -> Entry:
        return Entry(period, number, NOTICE, NOTICE.source, None, None)

    entries = tuple(one(number, period) for number, period in enumerate(periods))
    name = Text("数", "number")
    return Values({KEY: Definition(KEY, name, Unit("share", name), "integer", "in_force", {}, entries, "-")}, {})


def _found(values: Values, day: date) -> int | None:
    try:
        return values.at(KEY, on=day).whole
    except Refusal:
        return None


@settings(max_examples=300)
@given(LISTS, LISTS, DAYS)
def test_any_day_finds_what_a_calendar_filled_day_by_day_holds(
    shipped: list[list[date]], given_ends: list[list[date]], day: date
) -> None:
    calendar: dict[date, int] = {}
    periods: list[Period] = []
    for first, last in shipped:
        run = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        if not any(one in calendar for one in run):
            calendar.update(dict.fromkeys(run, len(periods)))
            periods.append(Period("in_force", first, last))
    extra = []
    for number, (first, last) in enumerate(given_ends, start=100):
        extra.append(notice(str(number), first, last, DAY + timedelta(days=number)))
        run = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        calendar.update(dict.fromkeys(run, number))
    assert _found(_of(periods).with_entries(reversed(extra)), day) == calendar.get(day)


@given(LISTS)
def test_two_periods_overlap_exactly_when_they_share_a_day(ends: list[list[date]]) -> None:
    periods = [Period("in_force", first, last) for first, last in ends]
    for one in periods:
        for other in periods:
            shared = [d for d in range(*_days(one)) if d in range(*_days(other))]
            assert one.overlaps(other) == bool(shared)


def _days(period: Period) -> tuple[int, int]:
    return period.bounds[0], period.bounds[1] + 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_equal_numbers_have_equal_hashes_however_they_are_written(number: Decimal) -> None:
    def hashed(amount: Decimal) -> str:
        name = Text("数", "number")
        period = Period("in_force", None, None)
        return Value(KEY, name, amount, Unit("share", name), period, NOTICE, None, None, name).hash

    assert hashed(number) == hashed(Decimal(f"{number:f}000"))
    assert hashed(number) != hashed(number + Decimal("0.000001"))
