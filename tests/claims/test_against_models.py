"""Random claims, releases and rulings beside a naive model: a set of thing × day; and random rectangles, pair by pair."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.claims import queries
from tanpuhui.apps.claims.geometry import Outline, overlap_cm2
from tanpuhui.apps.claims.identity import outline_key
from tanpuhui.apps.claims.models import SPAN, Hold
from tanpuhui.apps.claims.placing import Item
from tanpuhui.apps.claims.verify import verify
from tanpuhui.core.days import Period
from tests.claims.cast import YEAR, Cast, batch, box, code_of, states
from tests.support.databases import Database
from tests.support.long import counts

EXAMPLES = counts(25, 400)
FIRST = date(2020, 1, 1)
spans = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(
    lambda s: Period(FIRST + timedelta(s[0]), FIRST + timedelta(s[0] + s[1] - 1))
)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("file"), st.integers(0, 2), spans), st.tuples(st.just("release"), st.integers(0, 9), st.none()),
        st.tuples(st.just("confirm"), st.integers(0, 9), st.none()),
    ),
    min_size=1, max_size=14,
)  # fmt: skip
Day = tuple[int, date]


def _days(thing: int, period: Period) -> set[Day]:
    return {(thing, period.first + timedelta(n)) for n in range(period.days)}


@pytest.fixture
def ground(db: Database) -> tuple[Database, Cast]:
    return db, Cast()


@settings(max_examples=EXAMPLES)
@given(plan=deeds)
def test_claims_and_releases_agree_with_a_set_of_thing_and_day(ground: tuple[Database, Cast], plan: list[Any]) -> None:
    db, cast = ground
    with db.scratch():
        held: dict[str, set[Day]] = {}
        final: set[str] = set()
        for number, (deed, which, period) in enumerate(plan):
            name = f"R{number}" if deed == "file" else f"R{which}"
            if deed == "file":
                wanted = _days(which, period)
                refused = code_of(cast.file, name, Item(batch(which), period), policy="refuse")
                free = not any(wanted & days for days in held.values())
                assert refused == ("" if free else "claim_conflict")
                held |= {name: wanted} if free else {}
            else:
                due = "claim_confirmed" if name in final else "" if name in held else "nothing_claimed"
                assert code_of(getattr(cast, deed), name) == due
                if due == "" and deed == "release":
                    del held[name]
                elif due == "":
                    final.add(name)
        rows = Hold.objects.order_by("last").values_list("first", "last")
        assert sum(last - first + 1 for first, last in rows) == sum(map(len, held.values()))
        assert {d for _, days in held.items() for _, d in days} == {
            date.fromordinal(n % SPAN) for first, last in rows for n in range(first, last + 1)
        }
        assert verify() == []


@settings(max_examples=EXAMPLES)
@given(plan=st.lists(st.tuples(st.sampled_from(["file", "file", "release", "earlier_stands", "later_stands", "again"]),
                               st.integers(0, 9), spans), min_size=1, max_size=12))  # fmt: skip
def test_contested_claims_never_share_a_held_day_and_none_waits_for_nothing(
    ground: tuple[Database, Cast], plan: list[Any]
) -> None:
    db, cast = ground
    with db.scratch():
        for number, (deed, which, period) in enumerate(plan):
            if deed in ("file", "again"):
                name = f"R{which}" if deed == "again" else f"R{number}"
                cast.file(name, Item(batch(which % 2), period))
            elif deed == "release":
                code_of(cast.release, f"R{which}")
            elif found := queries.cases(by=cast.rita):
                cast.decide(found[which % len(found)].id, deed)
            assert verify() == []
        disputed = {side.id for case in queries.cases(by=cast.rita) for side in (case.earlier, case.later)}
        for number in range(12):
            for row in queries.claims_of(f"R{number}"):
                assert row.state != "contested" or row.id in disputed


rectangles = st.lists(
    st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(1, 25)] * 2, st.integers(0, 1)), min_size=2, max_size=8
)


@settings(max_examples=EXAMPLES)
@given(drawn=rectangles, grain=st.sampled_from([13, 997, 30_011]))
def test_overlaps_agree_with_a_naive_comparison_of_rectangles(
    ground: tuple[Database, Cast], drawn: list[Any], grain: int
) -> None:
    db, cast = ground
    with db.scratch():
        put: list[tuple[Any, Outline, Period]] = []
        for number, (x, y, w, h, turn) in enumerate(drawn):
            outline, period = _outline(x, y, w, h, grain), Period.of_year(2020 + turn)
            met = queries.conflicts(outline_key("f" * 64), period, outline=outline)
            naive = [n for n, (r, _, p) in enumerate(put) if p.overlaps(period) and _meets(r, (x, y, w, h))]
            assert [row.reference for row, _ in met] == [f"R{n}" for n in naive]
            for (_, area), n in zip(met, naive, strict=True):
                (ox, oy, ow, oh) = put[n][0]
                west, south = max(x, ox), max(y, oy)
                shared = _outline(west, south, min(x + w, ox + ow) - west, min(y + h, oy + oh) - south, grain)
                assert abs(area - shared.area_cm2) <= 1 + area // 10**6
            cast.file(f"R{number}", Item(outline_key(f"{number:064}"), period, outline))
            put.append(((x, y, w, h), outline, period))
            assert states(f"R{number}") == ["contested" if any(area >= 10**6 for _, area in met) else "reserved"]


def _outline(x: int, y: int, w: int, h: int, grain: int) -> Outline:
    return box(x * grain, y * grain, (x + w) * grain, (y + h) * grain)


def _meets(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return all(one[i] < other[i] + other[i + 2] and other[i] < one[i] + one[i + 2] for i in (0, 1))


def test_an_outline_overlaps_itself_wholly() -> None:
    outline = box(0, 0, 9_000, 7_000)
    assert overlap_cm2(outline, outline) == outline.area_cm2
    assert YEAR.days == 366
