"""The shipped data: complete, cited, in both languages, and the numbers that the mechanism notes give."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from tanpuhui.core.citations import Status
from tanpuhui.core.refusals import Refusal
from tanpuhui.parameters import Value, Values, glossary, load
from tanpuhui.parameters.loading import DATA
from tanpuhui.parameters.reading import read_documents

CJK = re.compile(r"[\u4e00-\u9fff]")
REGISTRIES = ("pypi.", "npmjs", "conda", "crates.io", "rubygems", "proxy.golang", "huggingface")


@pytest.fixture(scope="module")
def demo() -> Values:
    return load(profile="demo")


@pytest.fixture(scope="module")
def shipped() -> Values:
    return load()


def every(values: Values) -> Iterator[Value]:
    return (value for key in values.keys() for value in values.known(key))  # noqa: SIM118 - keys() is in order


def test_every_value_prints_its_citation_in_both_languages(demo: Values) -> None:
    values = list(every(demo))
    assert len(values) > 100
    for value in values:
        source = demo.sources[value.citation.source]
        assert CJK.search(value.says.zh)
        assert source.title.zh in value.says.zh
        assert source.title.en in value.says.en
        assert value.status.text.en in value.says.en
        assert value.unit.name.en in value.says.en


def test_no_value_is_a_float(demo: Values) -> None:
    assert not [value.key for value in every(demo) if isinstance(value.amount, float)]


def test_every_file_holds_one_value_whose_key_is_its_path() -> None:
    for file in (DATA / "values").rglob("*.yaml"):
        documents = read_documents(file, file.name)
        assert len(documents) == 1
        assert isinstance(documents[0], dict)
        assert documents[0]["key"] == ".".join(file.relative_to(DATA / "values").with_suffix("").parts)


def test_no_file_name_ends_in_a_date_or_new() -> None:
    names = [file.stem for file in (DATA / "values").rglob("*")]
    assert not [name for name in names if re.search(r"(_new|_old|_v[0-9]+|[0-9]{4})$", name)]


def test_every_unit_is_used_and_every_value_has_one(shipped: Values) -> None:
    units = {definition.unit.code for definition in shipped.definitions.values()}
    (written,) = read_documents(DATA / "units.yaml", "units.yaml")
    assert isinstance(written, dict)
    assert units == set(written)


def test_every_source_is_cited_or_marked_as_reading_list(shipped: Values) -> None:
    cited = {entry.source for definition in shipped.definitions.values() for entry in definition.entries}
    for source in shipped.sources.values():
        assert source.reading_list != (source.key in cited), source.key


def test_no_address_of_a_source_is_one_of_a_package_registry(shipped: Values) -> None:
    addresses = [source.url for source in shipped.sources.values() if source.url]
    assert addresses
    assert not [url for url in addresses if any(registry in url for registry in REGISTRIES)]


def test_what_has_no_source_is_illustrative_and_what_is_illustrative_has_none(demo: Values) -> None:
    for value in every(demo):
        assert (value.status is Status.ILLUSTRATIVE) == (value.citation.source == "M"), value.key


def test_no_example_answers_without_the_demo_profile(shipped: Values) -> None:
    assert min(value.status for value in every(shipped)) is Status.SECONDARY


def test_hashes_of_all_values_differ(demo: Values) -> None:
    hashes = [value.hash for value in every(demo)]
    assert len(hashes) == len(set(hashes))


@pytest.mark.parametrize(("year", "cap"), [(2017, 1500000), (2018, 1500000), (2020, 1500000), (2021, 1000000)])
def test_the_provincial_cap_of_the_years_that_are_known(shipped: Values, year: int, cap: int) -> None:
    assert shipped.at("guangdong.offset.provincial_cap_t", data_year=year).whole == cap


@pytest.mark.parametrize("year", [2013, 2014, 2015, 2016, 2019, 2022, 2023, 2024])
def test_the_provincial_cap_of_the_other_years_is_unknown_and_nothing_stands_in(demo: Values, year: int) -> None:
    with pytest.raises(Refusal, match="value_unknown"):
        demo.at("guangdong.offset.provincial_cap_t", data_year=year)


def test_the_decks_rules_stand_for_2020_with_its_status(shipped: Values) -> None:
    for key, expected in (("limit_share", "0.10"), ("min_local_share", "0.70"), ("min_co2_ch4_share", "0.50")):
        value = shipped.at(f"guangdong.offset.{key}", data_year=2020)
        assert (value.decimal, value.citation.source, value.status) == (Decimal(expected), "S0", Status.SECONDARY)
    assert shipped.at("guangdong.offset.local_share_base", data_year=2020).choice == "whole_offset"
    assert shipped.at("guangdong.offset.local_share_base", data_year=2016).choice == "ccer_only"


def test_entities_and_reserve_add_up_to_the_cap(demo: Values) -> None:
    for year in (2013, 2014, 2015, 2017, 2019, 2022):
        parts = [
            demo.at(f"guangdong.ets.{part}", data_year=year).whole for part in ("entity_allowances_mt", "reserve_mt")
        ]
        assert sum(parts) == demo.at("guangdong.ets.cap_mt", data_year=year).whole


def test_the_zhankeng_figures_fit_together(shipped: Values) -> None:
    def fact(name: str) -> Decimal:
        return shipped.at(f"guangdong.deals.zhankeng.{name}", on=date(2021, 6, 1)).decimal

    assert fact("tonnes") * fact("price_cny_per_t") == fact("proceeds_cny")
    assert fact("commodity_forest_ha") + fact("public_benefit_forest_ha") == fact("area_ha")


def test_the_southern_grid_of_2019_is_cited_and_the_years_before_are_examples(shipped: Values, demo: Values) -> None:
    assert shipped.at("china.grid.southern_om", data_year=2019).decimal == Decimal("0.8042")
    assert shipped.at("china.grid.southern_bm", data_year=2019).decimal == Decimal("0.2135")
    for year in (2012, 2013, 2014, 2015, 2016, 2017):
        assert demo.at("china.grid.southern_om", data_year=year).status is Status.ILLUSTRATIVE
        with pytest.raises(Refusal, match="value_illustrative_only"):
            shipped.at("china.grid.southern_om", data_year=year)
    for year in (2018, 2020, 2022, 2024):
        with pytest.raises(Refusal, match="value_unknown"):
            demo.at("china.grid.southern_bm", data_year=year)


def test_the_disclosure_period_holds_from_6_may_2022_to_5_may_2027(shipped: Values) -> None:
    key = "guangdong.phcer.benefit_disclosure_working_days"
    assert shipped.at(key, on=date(2022, 5, 6)).whole == 7
    assert shipped.at(key, on=date(2027, 5, 5)).status is Status.OFFICIAL
    for day in (date(2022, 5, 5), date(2027, 5, 6)):
        with pytest.raises(Refusal, match="value_not_yet_known_for"):
            shipped.at(key, on=day)


def test_issuing_was_off_in_autumn_2018_and_on_in_spring_2020(shipped: Values) -> None:
    key = "guangdong.phcer.issuance_open"
    assert not shipped.at(key, on=date(2018, 8, 30)).yes
    assert shipped.at(key, on=date(2020, 3, 1)).yes
    with pytest.raises(Refusal, match="value_unknown"):
        shipped.at(key, on=date(2020, 2, 29))


@pytest.mark.parametrize(
    ("year", "share"), [(2013, "0.08"), (2020, "0.08"), (2021, "0.04"), (2025, "0.04"), (2026, "0.06"), (2045, "0.06")]
)
def test_californias_usage_limit_at_the_borders_of_its_periods(shipped: Values, year: int, share: str) -> None:
    assert shipped.at("california.offset.limit_share", data_year=year).decimal == Decimal(share)


@pytest.mark.parametrize(
    ("year", "share"), [(2015, "0.10"), (2020, "0.10"), (2021, "0.05"), (2025, "0.05"), (2026, "0.05"), (2030, "0.05")]
)
def test_koreas_limit_at_the_borders_of_its_phases(shipped: Values, year: int, share: str) -> None:
    assert shipped.at("korea.offset.limit_share", data_year=year).decimal == Decimal(share)


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("california.figures.registered_activities", "505"),
        ("california.figures.credits_issued_mt", "214.1"),
        ("california.figures.credits_retired_mt", "92.8"),
        ("korea.figures.registered_activities", "472"),
        ("korea.figures.credits_issued_mt", "33.53"),
        ("korea.figures.credits_retired_mt", "0.279"),
    ],
)
def test_the_decks_table_of_mechanisms(shipped: Values, key: str, amount: str) -> None:
    value = shipped.at(key, on=date(2020, 12, 31))
    assert (value.decimal, value.citation.source) == (Decimal(amount), "S0")


def test_the_glossary_has_the_field_s_words_once_each() -> None:
    words = glossary()
    assert words["issuance"].name.zh == "签发"
    assert {
        "retirement",
        "surrender",
        "vintage",
        "crediting_period",
        "monitoring_report",
        "verification_statement",
    } <= set(words)
    for language in ("zh", "en"):
        names = sorted(term.name.into(language) for term in words.values())
        assert not [one for one, other in pairwise(names) if one == other]
    assert all(CJK.search(term.means.zh) and not CJK.search(term.means.en) for term in words.values())
