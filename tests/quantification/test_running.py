"""Runs: what is credited, what is refused, and what holds for all inputs."""

import dataclasses
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang
from tanpuhui.parameters.values import hash_of_all
from tanpuhui.quantification import Settings, json_bytes, lines, markdown, quantify, read_tables
from tanpuhui.quantification.fragment import html
from tests.quantification.makers import DEMO, FORESTRY, YEAR, parcels, ran, row, text

MATH = "{http://www.w3.org/1998/Math/MathML}math"
GROUPS = ["masson_pine", "eucalypt", "hard_broadleaf", "mixed_broadleaf"]
areas = st.decimals(min_value="0.01", max_value="1000", places=4)
volumes = st.decimals(min_value=0, max_value=1500, places=3)
forest_rows = st.lists(
    st.tuples(st.sampled_from(GROUPS), st.sampled_from(["public_benefit", "commodity"]), areas, volumes, volumes),
    min_size=1,
    max_size=5,
)
Drawn = list[tuple[str, str, Decimal, Decimal, Decimal]]


def rows_of(drawn: Drawn, first: int = 0) -> list[dict[str, str]]:
    return [
        row(parcel=f"P{n}", species_group=group, category=category, area=str(a), volume_1=str(v1), volume_2=str(v2))
        for n, (group, category, a, v1, v2) in enumerate(drawn, first)
    ]


def plain(drawn: Drawn, *, floored: bool = False, exact: bool = False) -> Fraction:
    """The formula written down a second time, without the sheet: tCO2e of one year, rounded as declared or exact."""

    def number(key: str) -> Fraction:
        return Fraction(DEMO.at(f"forestry_2020.{key}", on=YEAR.on).decimal)

    def kept(value: Fraction, places: int, up: bool = False) -> Fraction:
        return value if exact else Fraction((ceil if up else floor)(value * 10**places), 10**places)

    total = Fraction(0)
    for group, category, area, v1, v2 in drawn:
        tree = {name: number(f"tree.{group}.{name}") for name in TREE}
        per_volume = tree["density"] * tree["expansion_factor"] * (1 + tree["root_shoot_ratio"])
        growth = kept(Fraction(v2) * per_volume, 6) - kept(Fraction(v1) * per_volume, 6, up=True)
        sink = kept(growth * tree["carbon_fraction"] * Fraction(44, 12), 6)
        excess = kept(sink - number(BENCHMARK[category]), 6) * Fraction(area)
        total += kept(max(excess, Fraction(0)) if floored else excess, 8)
    return total


TREE = ("density", "expansion_factor", "root_shoot_ratio", "carbon_fraction")
BENCHMARK = {"public_benefit": "benchmark_public", "commodity": "benchmark_commodity"}


@given(forest_rows, st.booleans())
def test_the_trace_is_an_independent_recomputation(drawn: Drawn, floored: bool) -> None:
    chosen = {"negative_parcels": "floored"} if floored else {}
    result = ran(*rows_of(drawn), settings=dataclasses.replace(YEAR, options=chosen))
    total = plain(drawn, floored=floored)
    assert Fraction(result.sheet.steps["ER"].results[0]) == total
    assert result.grams == max(floor(total * 10**6), 0)
    assert sum(result.vintages.values()) == result.grams


@given(forest_rows)
def test_rounding_never_credits_more_than_exact_numbers_would(drawn: Drawn) -> None:
    for option, floored in (("netted", False), ("floored", True)):
        result = ran(*rows_of(drawn), settings=dataclasses.replace(YEAR, options={"negative_parcels": option}))
        assert Fraction(result.sheet.steps["ER"].results[0]) <= plain(drawn, floored=floored, exact=True)


@given(forest_rows, st.decimals(min_value=0, max_value=100, places=3))
def test_less_growth_never_gives_more(drawn: Drawn, less: Decimal) -> None:
    poorer = [(*each[:4], max(each[4] - less, Decimal(0))) for each in drawn]
    assert ran(*rows_of(poorer)).grams <= ran(*rows_of(drawn)).grams


@given(forest_rows, forest_rows)
def test_a_table_split_in_two_adds_up(one: Drawn, two: Drawn) -> None:
    parts = [ran(*rows_of(each)).sheet.steps["ER"].results[0] for each in (one, two)]
    whole = ran(*rows_of(one), *rows_of(two, len(one))).sheet.steps["ER"].results[0]
    assert sum(parts) == whole


@given(forest_rows)
def test_mu_or_hectares_change_nothing(drawn: Drawn) -> None:
    hectares = rows_of(drawn)
    mu = [
        {name.replace("(ha)", "(mu)"): str(15 * Decimal(c)) if name.startswith("area") else c for name, c in r.items()}
        for r in hectares
    ]
    one, two = ran(*hectares), ran(*mu)
    assert one.record == two.record
    assert one.hashes == two.hashes


@given(st.integers(1, 15_000), volumes)
def test_a_mu_that_is_no_finite_decimal_of_a_hectare_is_kept_exactly(tenths: int, grown: Decimal) -> None:
    area = Decimal(tenths).scaleb(-1) + Decimal("0.2")
    cells = {k.replace("area (ha)", "area (mu)"): v for k, v in row(volume_1="0", volume_2=str(grown)).items()}
    excess = ran(row(volume_1="0", volume_2=str(grown))).sheet.steps["e_j"].results[0]
    found = ran({**cells, "area (mu)": str(area)}).sheet.steps["ER_j"].results[0]
    assert Fraction(found) == Fraction(floor(Fraction(excess) * Fraction(area) * Fraction(1, 15) * 10**8), 10**8)


@settings(max_examples=30)
@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(1, 4000))
def test_vintages_add_up_to_the_gram_and_follow_the_days(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    period = Period(first, last)
    cells = row(first_survey=str(first), second_survey=str(last), volume_2="400", area="17.31")
    result = ran(cells, settings=Settings(period, date(2021, 6, 1)))
    assert list(result.vintages) == list(period.years)
    assert sum(result.vintages.values()) == result.grams
    for year, grams in result.vintages.items():
        part = period.intersection(Period.of_year(year))
        assert part is not None
        assert abs(grams - Fraction(result.grams * part.days, period.days)) < 1


def test_a_negative_result_credits_nothing_and_says_so() -> None:
    result = ran(row(volume_1="80", volume_2="50.5"))
    assert (result.grams, dict(result.vintages)) == (0, {2019: 0})
    assert [finding.code for finding in result.findings] == ["nothing_to_credit"]


def test_surveys_must_be_the_ends_of_the_period() -> None:
    with pytest.raises(Refusal) as caught:
        ran(row(first_survey="2019-01-02"))
    assert caught.value.code == "inputs_have_errors"
    assert "2019-01-01" in caught.value.says.en
    assert "2019-01-02" in caught.value.says.zh


@pytest.mark.parametrize("given_tables", [{}, {"parcels": parcels(row()), "meters": parcels(row())}])
def test_missing_and_unasked_tables_are_refused(given_tables: Mapping[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        quantify("forestry", given_tables, DEMO, YEAR)  # type: ignore[arg-type]
    assert caught.value.code == "unknown_input_table"


@pytest.mark.parametrize("options", [{"negative_parcels": "ignored"}, {"weather": "fine"}])
def test_unknown_settings_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(Refusal) as caught:
        ran(row(), settings=dataclasses.replace(YEAR, options=options))
    assert caught.value.code == "unknown_option"
    assert "netted, floored" in caught.value.says.en


def test_an_unknown_methodology_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        quantify("forestry_1999", {}, DEMO, YEAR)
    assert caught.value.code == "unknown_plugin"


def test_files_become_tables_and_a_result(tmp_path: Path) -> None:
    (tmp_path / "inventory.csv").write_text(text(row()), encoding="utf-8")
    tables = read_tables(FORESTRY, {"parcels": tmp_path / "inventory.csv"})
    assert quantify("forestry-2020", tables, DEMO, YEAR).grams == 29716449


def test_the_weakest_status_and_the_hash_of_values_are_those_of_what_was_used() -> None:
    result = ran(row())
    assert result.status is Status.ILLUSTRATIVE
    assert result.hashes.values == hash_of_all(result.sheet.used.values())
    assert result.summaries["category"] == {"public_benefit": Decimal("29.716449")}


def test_the_record_survives_json_and_the_same_run_has_the_same_hashes() -> None:
    one, two = ran(row(), row(parcel="P2")), ran(row(), row(parcel="P2"))
    assert json.loads(json.dumps(one.record)) == one.record == two.record
    assert one.hashes == two.hashes
    assert json_bytes(one) == json_bytes(two)
    assert json.loads(json_bytes(one))["hashes"]["all"] == one.hashes.all


def test_the_sheet_speaks_both_languages_and_shows_formula_numbers_unit_status_and_source() -> None:
    result = ran(row(), row(parcel="P2", tenure="unclear"))
    spoken: dict[Lang, str] = {
        "zh": "基准 示例 二手来源 监测期 不计入",
        "en": "benchmark illustrative secondary period left",
    }
    for lang, words in spoken.items():
        said = "\n".join(lines(result, lang))
        page = markdown(result, lang)
        for word in words.split():
            assert word in said
            assert word in page
        for wanted in ("(B_2 − B_1) × CF × 44/12", "(53.116825 − 33.529997) × 0.46 × 44/12 = 33.036449", "S20"):
            assert wanted in said
        for wanted in (r"\left(B_{2} - B_{1}\right) \times \mathrm{CF}", "| P1 |", "| P2 |", "29.716449", "S20"):
            assert wanted in page
        piece = ET.fromstring(f"<div>{html(result, lang)}</div>")  # noqa: S314 (ours)
        assert len(piece.findall(".//tbody/tr")) == len(result.sheet.steps) == len(list(piece.iter(MATH)))
    assert "for P2" in "\n".join(lines(result, "en", row=1))
    assert "leakage: none" in "\n".join(lines(result, "en"))
