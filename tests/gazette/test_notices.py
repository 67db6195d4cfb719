"""Values of notices: entered by two persons, known from the day they appeared, superseded and withdrawn by later notices."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tanpuhui.apps.gazette import operations, queries
from tanpuhui.apps.gazette.models import Notice, NoticeEntry
from tanpuhui.apps.gazette.operations import NoticeText, NoticeValue
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.parameters import Values, load
from tests.gazette.cast import DAY, NEXT, Cast, code_of

SWITCH = "guangdong.phcer.issuance_open"
DAYS = "guangdong.phcer.benefit_disclosure_working_days"
FACTOR = "china.grid.southern_om"
BASE = "guangdong.offset.local_share_base"
SHIPPED = load()
OLD = date(2024, 1, 1)


def notice(cast: Cast, reference: str = "粤环函〔2024〕1号", *values: NoticeValue, **more: Any) -> NoticeText:
    usual: dict[str, Any] = {
        "title": Text("关于取值的通知", "Notice on values"), "issuer": Text("省生态环境厅", "The department"),
        "document": cast.paper, "published_on": DAY, "in_force_from": DAY, "values": values,
    }  # fmt: skip
    return NoticeText(reference=reference, **(usual | more))


def enter(cast: Cast, text: NoticeText, on: date = DAY, **more: Any) -> str:
    said: dict[str, Any] = {"values": SHIPPED} | more
    if "approval" not in said:
        said["approval"] = cast.approved("gazette_publish", text.body())
    return str(operations.publish(**cast.write(said.pop("by", cast.pia), on), notice=text, **said)["notice"])


def at(on: date, **more: Any) -> Values:
    """The shipped values with those of notices, as of a day."""
    return SHIPPED.with_entries(queries.given_entries(on=on, **more))


def test_a_value_of_a_notice_is_known_from_the_day_it_appears(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.7001", "table 1", 2024, 2024)))
    point: dict[str, Any] = {"data_year": 2024}
    assert code_of(at(date(2024, 5, 5)).at, FACTOR, **point) in ("value_unknown", "value_not_yet_known_for")
    for day in (DAY, NEXT, date(2030, 1, 1)):
        value = at(day).at(FACTOR, **point)
        assert (value.decimal, value.status, value.published) == (Decimal("0.7001"), Status.OFFICIAL, DAY)
        assert (value.citation.source, value.citation.place, value.citation.checked_on) == ("1", "table 1", DAY)


def test_a_later_notice_supersedes_by_its_day_of_publication_and_the_earlier_stays_for_earlier_days(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.7", "table 1", 2024, 2025), published_on=OLD))
    enter(cast, notice(cast, "2", NoticeValue(FACTOR, "0.6", "table 1", 2024, 2024), published_on=DAY))
    assert at(OLD).at(FACTOR, data_year=2024).decimal == Decimal("0.7")
    assert at(DAY).at(FACTOR, data_year=2024).decimal == Decimal("0.6")
    assert at(DAY).at(FACTOR, data_year=2025).decimal == Decimal("0.7")
    assert at(DAY).at(FACTOR, data_year=2024, published_by=OLD).decimal == Decimal("0.7")


def test_a_notice_entered_late_supersedes_no_newer_one(cast: Cast) -> None:
    enter(cast, notice(cast, "2", NoticeValue(FACTOR, "0.6", "t", 2024, 2024), published_on=DAY))
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.7", "t", 2024, 2024), published_on=OLD), on=NEXT)
    assert at(NEXT).at(FACTOR, data_year=2024).decimal == Decimal("0.6")


def test_what_the_register_knew_is_told_apart_from_what_had_appeared(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.7", "t", 2024, 2024), published_on=OLD), on=NEXT)
    assert at(DAY).at(FACTOR, data_year=2024).decimal == Decimal("0.7")
    assert queries.given_entries(on=DAY, entered_by=DAY) == []
    assert len(queries.given_entries(on=DAY, entered_by=NEXT)) == 1


def test_a_rule_is_switched_by_a_notice_as_a_value_is(cast: Cast) -> None:
    enter(
        cast, notice(cast, "1", NoticeValue(BASE, "ccer_only", "art. 3", 2024), NoticeValue(SWITCH, "false", "art. 1"))
    )
    assert at(DAY).at(BASE, data_year=2030).choice == "ccer_only"
    assert at(DAY).at(SWITCH, on=DAY).yes is False


def test_an_end_left_open_is_the_notices_own_on_days_and_open_on_years(cast: Cast) -> None:
    text = notice(
        cast, "1", NoticeValue(DAYS, "9", "art. 7"), NoticeValue(FACTOR, "0.5", "t"), in_force_to=date(2024, 12, 31)
    )
    enter(cast, text)
    values = at(DAY)
    assert values.at(DAYS, on=date(2024, 5, 5)).whole == 7
    assert [values.at(DAYS, on=day).whole for day in (DAY, date(2024, 12, 31))] == [9, 9]
    assert values.at(DAYS, on=date(2025, 1, 1)).whole == 7
    assert values.at(FACTOR, data_year=1999).decimal == values.at(FACTOR, data_year=2099).decimal == Decimal("0.5")


def test_a_withdrawal_ends_the_values_and_leaves_the_past(cast: Cast) -> None:
    enter(
        cast,
        notice(
            cast, "1", NoticeValue(DAYS, "9", "a"), NoticeValue(FACTOR, "0.5", "t"), published_on=OLD, in_force_from=OLD
        ),
    )
    enter(cast, notice(cast, "2", withdraws="1", published_on=DAY, in_force_from=date(2024, 6, 1)))
    assert at(date(2024, 5, 5)).at(DAYS, on=date(2024, 7, 1)).whole == 9
    known = at(DAY)
    assert [known.at(DAYS, on=day).whole for day in (date(2024, 5, 31), date(2024, 6, 1))] == [9, 7]
    assert known.at(FACTOR, data_year=2024).decimal == Decimal("0.5")
    assert FACTOR not in {entry.key for entry in queries.given_entries(on=date(2024, 6, 1))}
    assert queries.notice("1").withdrawn_by == "2"
    assert queries.notice("2").withdraws == "1"


def test_a_notice_withdrawn_before_it_began_says_nothing(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(DAYS, "9", "a"), in_force_from=NEXT))
    enter(cast, notice(cast, "2", NoticeValue(DAYS, "8", "a"), withdraws="1", in_force_from=NEXT))
    assert [(e.value, e.first) for e in queries.given_entries(on=DAY)] == [("8", NEXT)]


def test_entries_can_be_asked_of_notices_in_force_and_of_some_keys(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(DAYS, "9", "a"), NoticeValue(SWITCH, "true", "b"), in_force_to=NEXT))
    days = (date(2024, 5, 5), DAY, NEXT, date(2024, 5, 8))
    assert [len(queries.given_entries(on=DAY, valid_on=day)) for day in days] == [0, 2, 2, 0]
    assert [entry.key for entry in queries.given_entries(on=DAY, keys={SWITCH})] == [SWITCH]


BAD: list[tuple[str, Any, dict[str, Any]]] = [
    ("unknown_value_key", [NoticeValue("guangdong.no.such", "1", "t")], {}),
    ("unknown_value_key", [NoticeValue("x" * 100_000, "1", "t")], {}),
    ("wrong_axis", [NoticeValue(DAYS, "9", "t", 2024)], {}),
    ("wrong_axis", [NoticeValue(FACTOR, "0.5", "t", DAY)], {}),
    ("given_value_malformed", [NoticeValue(DAYS, "nine", "t")], {}),
    ("given_value_malformed", [NoticeValue(DAYS, "9.5", "t")], {}),
    ("given_value_malformed", [NoticeValue(FACTOR, "1e3", "t")], {}),
    ("given_value_malformed", [NoticeValue(BASE, "coins", "t")], {}),
    ("given_value_malformed", [NoticeValue(FACTOR, "0.5", "t", 2025, 2024)], {}),
    ("year_out_of_bounds", [NoticeValue(FACTOR, "0.5", "t", 10**9)], {}),
    ("text_malformed", [NoticeValue(FACTOR, "5" * 201, "t")], {}),
    ("text_malformed", [NoticeValue(FACTOR, "0.5", "t\0")], {}),
    ("overlapping_values", [NoticeValue(FACTOR, "1", "t", 2020, 2022), NoticeValue(FACTOR, "2", "t", 2022)], {}),
    ("entry_place_missing", [NoticeValue(DAYS, "9", "  ")], {}),
    ("notice_empty", [], {}),
    ("notice_reference_missing", [NoticeValue(DAYS, "9", "t")], {"reference": " "}),
    ("text_malformed", [NoticeValue(DAYS, "9", "t")], {"reference": "文" * 101}),
    ("text_malformed", [NoticeValue(DAYS, "9", "t")], {"title": Text("题", "\ud800")}),
    ("name_missing", [NoticeValue(DAYS, "9", "t")], {"issuer": Text("", "x")}),
    ("notice_not_published_yet", [NoticeValue(DAYS, "9", "t")], {"published_on": NEXT}),
    ("notice_reversed", [NoticeValue(DAYS, "9", "t")], {"in_force_to": OLD}),
    ("evidence_not_found", [NoticeValue(DAYS, "9", "t")], {"document": "f" * 64}),
    ("evidence_not_found", [NoticeValue(DAYS, "9", "t")], {"document": ""}),
    ("unknown_notice", [], {"withdraws": "nothing"}),
]


@pytest.mark.parametrize(("code", "values", "more"), BAD, ids=[f"{n}-{bad[0]}" for n, bad in enumerate(BAD)])
def test_a_notice_that_is_not_as_it_must_be_is_refused_and_nothing_stored(
    cast: Cast, code: str, values: list[NoticeValue], more: dict[str, Any]
) -> None:
    text = notice(cast, **({"reference": "1"} | more), values=values)
    # A NUL or half a character cannot even be asked an approval for.
    approval = (
        1
        if "title" in more or any("\0" in value.place for value in values)
        else cast.approved("gazette_publish", text.body())
    )
    before = Journal.objects.count()
    assert code_of(enter, cast, text, approval=approval) == code
    assert (Notice.objects.count(), Journal.objects.count()) == (0, before)


def test_two_notices_of_one_day_may_not_contradict_each_other_unless_one_withdraws_the_other(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(FACTOR, "0.5", "t", 2024, 2024)))
    enter(cast, notice(cast, "2", NoticeValue(FACTOR, "0.6", "t", 2025, 2025)))
    third = notice(cast, "3", NoticeValue(FACTOR, "0.7", "t", 2024, 2025))
    assert code_of(enter, cast, third) == "overlapping_values"
    assert not Notice.objects.filter(reference="3").exists()
    enter(cast, notice(cast, "4", NoticeValue(FACTOR, "0.7", "t", 2024, 2024), withdraws="1"))
    assert at(DAY).at(FACTOR, data_year=2024).decimal == Decimal("0.7")


def test_a_notice_is_withdrawn_once_by_a_later_one_and_no_withdrawal_is_withdrawn(cast: Cast) -> None:
    enter(cast, notice(cast, "1", NoticeValue(DAYS, "9", "a")))
    early = notice(cast, "0", withdraws="1", published_on=OLD)
    assert code_of(enter, cast, early) == "withdrawn_before_published"
    enter(cast, notice(cast, "2", withdraws="1"))
    assert code_of(enter, cast, notice(cast, "3", withdraws="1")) == "notice_withdrawn_already"
    assert code_of(enter, cast, notice(cast, "3", withdraws="2")) == "withdrawal_stands"
    assert code_of(enter, cast, notice(cast, "2", withdraws="1", published_on=OLD)) == "notice_exists"


def test_a_notice_needs_an_officer_and_a_second_person(cast: Cast) -> None:
    text = notice(cast, "1", NoticeValue(DAYS, "9", "a"))
    for who in (cast.fay, cast.cara, cast.sam, cast.eva, cast.system):
        assert code_of(enter, cast, text, by=who) == "not_permitted"
    assert code_of(enter, cast, text, approval=None) == "approval_missing"
    other = notice(cast, "1", NoticeValue(DAYS, "8", "a"))
    approval = cast.approved("gazette_publish", other.body())
    assert code_of(enter, cast, text, approval=approval) == "approval_for_something_else"


def test_the_same_request_again_gets_the_first_answer(cast: Cast) -> None:
    text = notice(cast, "1", NoticeValue(DAYS, "9", "a"))
    approval = cast.approved("gazette_publish", text.body())
    written = cast.write(cast.pia)
    for _ in range(2):
        assert operations.publish(**written, notice=text, values=SHIPPED, approval=approval) == {"notice": "1"}
    assert Notice.objects.count() == NoticeEntry.objects.count() == 1


@pytest.mark.parametrize("model", [Notice, NoticeEntry])
def test_a_notice_never_changes(cast: Cast, model: Any) -> None:
    enter(cast, notice(cast, "1", NoticeValue(DAYS, "9", "a")))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_notices_are_listed_in_order_of_entry(cast: Cast) -> None:
    for reference in ("b", "a", "c"):
        enter(cast, notice(cast, reference, NoticeValue(FACTOR, "1", "t", *((2000 + ord(reference),) * 2))))
    rows = queries.notices(limit=2)
    assert [row.reference for _, row in rows] == ["b", "a"]
    assert [row.reference for _, row in queries.notices(after=rows[-1][0])] == ["c"]
